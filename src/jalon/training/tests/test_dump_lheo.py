"""`jalon dump lheo`: what is shown, as a file that gives the same catalogue again."""

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from tests.lheo_feed import write_feed

from jalon.training.models import Programme
from jalon.training.services.catalogue.restoring import stored_records
from jalon.training.services.feeds.loading import Options, load_lheo
from jalon.training.tests.lheo_records import feed, formation, read_all

TODAY = date(2026, 9, 1)
pytestmark = pytest.mark.django_db


def dump(output: Path, **options: str) -> str:
    """Run the command; return what it says."""
    said = StringIO()
    call_command("dump_lheo", output=output, stderr=said, **options)
    return said.getvalue()


def load(path: Path, sender: str = "essai"):
    return load_lheo(path, sender=sender, today=TODAY, options=Options(full=True))


def test_dump_holds_what_is_shown_and_changes_nothing_when_loaded(tmp_path: Path):
    facts = write_feed(tmp_path / "feed.xml", actions=40, today=TODAY)
    load(tmp_path / "feed.xml")
    assert dump(tmp_path / "dump.xml") == f"{facts.programmes} formations écrites.\n"
    assert read_all(tmp_path / "dump.xml") == list(stored_records())
    tally = load(tmp_path / "dump.xml")
    assert (tally.unchanged, tally.changed) == (facts.programmes, False)


def test_one_source_is_dumped_by_its_short_name(tmp_path: Path):
    for sender in ("un", "deux"):
        path = tmp_path / f"{sender}.xml"
        path.write_text(feed(formation(number=sender)), encoding="utf-8")
        load(path, sender)
    dump(tmp_path / "dump.xml", source="deux")
    assert [record.number for record in read_all(tmp_path / "dump.xml")] == ["deux"]


def test_closed_programme_is_not_dumped(tmp_path: Path):
    path = tmp_path / "feed.xml"
    path.write_text(feed("".join(formation(number=f"F{rank}") for rank in range(3))), encoding="utf-8")
    load(path)
    path.write_text(feed("".join(formation(number=f"F{rank}") for rank in range(2))), encoding="utf-8")
    load(path)
    dump(tmp_path / "dump.xml")
    assert {record.number for record in read_all(tmp_path / "dump.xml")} == {"F0", "F1"}


def test_unknown_source_is_named_and_the_known_ones_too(tmp_path: Path):
    with pytest.raises(CommandError, match="Source inconnue : « autre »"):
        dump(tmp_path / "dump.xml", source="autre")


def test_empty_catalogue_leaves_the_old_file(tmp_path: Path):
    Programme.objects.all().delete()
    (tmp_path / "dump.xml").write_text("d'hier", encoding="utf-8")
    with pytest.raises(CommandError, match="Aucune formation à écrire"):
        dump(tmp_path / "dump.xml")
    assert [path.name for path in tmp_path.iterdir()] == ["dump.xml"]
    assert (tmp_path / "dump.xml").read_text(encoding="utf-8") == "d'hier"
