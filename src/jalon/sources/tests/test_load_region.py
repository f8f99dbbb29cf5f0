"""A region's folder is taken whole, or not at all with every problem named."""

import pytest
from django.core.management import CommandError, call_command

from jalon.sources.models import Load, Source
from jalon.sources.rules import Problem
from jalon.sources.services import region, region_part

pytestmark = pytest.mark.django_db


@pytest.fixture
def parts(monkeypatch):
    monkeypatch.setattr(region, "_parts", {})
    written = []

    def declare(name, order, problems=()):
        region_part(
            name=name,
            order=order,
            read=lambda folder: (folder.name, list(problems)),
            write=lambda value, source, tally: written.append((name, value, source.slug)),
        )

    return declare, written


def test_parts_are_written_in_order_with_the_region_s_source(parts, tmp_path, capsys):
    declare, written = parts
    declare("second", 20)
    declare("first", 10)
    call_command("load_region", tmp_path)
    slug = Source.objects.get().slug
    assert written == [("first", tmp_path.name, slug), ("second", tmp_path.name, slug)]
    assert "0 ligne lue" in capsys.readouterr().out


def test_problems_of_every_part_are_told_and_nothing_is_written(parts, tmp_path, capsys):
    declare, written = parts
    declare("good", 10)
    declare("bad", 20, [Problem("b.yaml", 3, "name", "champ inconnu")])
    declare("worse", 30, [Problem("a.yaml", 1, "", "fichier absent")])
    with pytest.raises(CommandError, match="2 problème"):
        call_command("load_region", tmp_path)
    assert capsys.readouterr().err.splitlines() == [
        "a.yaml, ligne 1 : fichier absent",
        "b.yaml, ligne 3, name : champ inconnu",
    ]
    assert written == []
    assert Load.objects.get().rejected == 2
    assert not Source.objects.exists()


def test_a_folder_that_is_not_there_is_refused(parts, tmp_path):
    with pytest.raises(CommandError, match="1 problème"):
        call_command("load_region", tmp_path / "nowhere")
