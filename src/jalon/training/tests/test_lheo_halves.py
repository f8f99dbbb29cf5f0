"""A large file read in two halves: exactly what one reader would take, refuse and say."""

import gzip
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.lheo_feed import write_feed

from jalon.sources.models import Load
from jalon.sources.rules import RefusedDataError
from jalon.training.models import Feed
from jalon.training.services.catalogue import remove_catalogue, stored_records
from jalon.training.services.feeds import loading
from jalon.training.services.feeds.batches import HalvesError, halves_to_read, read_batches, read_halves
from jalon.training.services.feeds.loading import Options, load_lheo
from jalon.training.services.lheo import Half, halves_of, iter_programmes, open_feed

TODAY = date(2030, 1, 15)
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<!-- essai -->\n<lheo xmlns="http://lheo.gouv.fr/2.3">\n<offres>\n'
TAIL = "</offres>\n</lheo>\n"
WHOLE, HALVES = Options(very_large=10**9), Options(very_large=0)


def formation(number: str, title: str = "Cuisine", *, day: str = "20300901", before: str = "") -> str:
    """Return one formation with a session; without a title it is rejected, with a bad day its session is."""
    session = f'<session numero="S{number}">\n<periode><debut>{day}</debut></periode></session>'
    return (
        f'{before}<formation numero="{number}">\n<intitule-formation>{title}</intitule-formation>\n'
        f'<action numero="A{number}">{session}</action>\n</formation>\n'
    )


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "essai.xml"
    path.write_text(text, encoding="utf-8")
    return path


def read(path: Path, half: Half | None = None) -> list:
    """Return what a file or its half gives."""
    with open_feed(path, half=half) as file:
        return list(iter_programmes(file))


SURPRISES = (
    "<!-- </formation> -->",
    "<!-- <formation numero='X'> -->\n",
    "<?essai </formation> ?>",
    "<![CDATA[</formation>]]>",
    "<!--",
    "-->",
    "]]>",
    "?>",
    "</offres><offres>",
    "</formation>",
    "<formation numero='Y'>",
    "<autre></autre>",
    "\n\n\n",
)
PIECES = st.one_of(
    st.builds(formation, st.sampled_from("1234567"), st.sampled_from(["Cuisine", "", "Vente"])),
    st.builds(lambda number: formation(number, day="20301399"), st.sampled_from("89")),
    st.sampled_from(SURPRISES),
)


@settings(
    deadline=None,
    max_examples=400,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.lists(PIECES, min_size=2, max_size=12), st.sampled_from(["", "<!-- fin -->"]), st.integers(0, 3_000)
)
def test_halves_that_are_taken_are_the_whole(tmp_path, pieces, ending, pad):
    pad_there = formation("pad", "x" * pad)  # moves the middle of the file
    path = written(tmp_path, HEAD + "".join(pieces) + pad_there + ending + TAIL)
    halves = halves_of(path)
    if halves is None:
        return
    try:
        both = [item for half in halves for item in read(path, half)]
    except RefusedDataError:
        return
    assert both == read(path)


def test_both_halves_are_taken_as_a_rule(tmp_path):
    path = tmp_path / "essai.xml"
    write_feed(path, actions=300, today=TODAY)
    first, second = (read(path, half) for half in halves_of(path))
    assert first
    assert second
    assert first + second == read(path)
    assert abs(len(first) - len(second)) < len(first) / 2


@pytest.mark.parametrize("before", ["", "\n" * 40_000], ids=["short", "more lines than libxml2 counts"])
def test_lines_are_those_of_the_file(tmp_path, before):
    bad = [formation(str(rank), day="20301399", before=before) for rank in range(4)]
    path = written(tmp_path, HEAD + "".join(bad) + TAIL)
    both = [item for half in halves_of(path) for item in read(path, half)]
    assert both == read(path)


@pytest.mark.parametrize(
    "text",
    [
        HEAD.replace("<offres>", "<!-- <offres> <formation numero='0'> -->") + formation("1") * 2 + TAIL,
        HEAD + formation("1") * 3 + TAIL.replace("</offres>", "<!-- fin --></offres>"),
        HEAD + formation("1") * 3,
        HEAD + formation("1"),
        HEAD.replace("<offres>", "<offres />") + formation("1") * 3 + TAIL,
        HEAD.replace("<lheo", "<autre") + formation("1") * 3 + TAIL,
        HEAD.replace("<lheo", "<!DOCTYPE lheo [<!ENTITY a 'b'>]><lheo") + formation("1") * 3 + TAIL,
        "",
    ],
)
def test_a_file_with_surprises_is_not_cut(tmp_path, text):
    assert halves_of(written(tmp_path, text)) is None


def test_only_a_very_large_file_as_it_is_on_disk_is_cut(tmp_path):
    text = HEAD + formation("1") * 20 + TAIL
    path = written(tmp_path, text)
    assert halves_to_read(path) is None
    path.write_bytes(gzip.compress(text.encode()))
    assert halves_to_read(path, large=0) is None
    path.write_text(text.replace("UTF-8", "UTF-16"), encoding="utf-16")
    assert halves_to_read(path, large=0) is None
    assert halves_to_read(tmp_path / "absent.xml", large=0) is None


def test_two_processes_read_what_one_does(tmp_path):
    path = tmp_path / "essai.xml"
    write_feed(path, actions=2_500, today=TODAY)
    batches = list(read_halves(path, halves_of(path), name="x"))
    assert {batch.half for batch in batches[:2]} == {0, 1}
    found = [one for half in (0, 1) for batch in batches if batch.half == half for one in batch.programmes]
    assert found == [one for batch in read_batches(path, name="x") for one in batch.programmes]
    positions = [batch.position for batch in batches]
    assert positions == sorted(positions)
    assert positions[-1] == pytest.approx(path.stat().st_size, abs=200)


def test_a_half_that_is_refused_is_not_the_last_word(tmp_path):
    path = written(tmp_path, HEAD + formation("1") * 9 + "<oups>" + formation("2") + TAIL)
    with pytest.raises(HalvesError):
        list(read_halves(path, halves_of(path), name="x"))


def told(path: Path, options: Options) -> tuple:
    """Return what a load of a file from nothing shows and says."""
    try:
        load_lheo(path, sender="essai", today=TODAY, options=options)
    except RefusedDataError as refusal:
        return refusal.problems
    row = Load.objects.first()
    rejects = list(row.rejects.values_list("line", "field", "reason", "count"))
    assert all(line > 0 for line, *_others in rejects)
    figures = (row.read, row.created, row.unchanged, row.rejected, row.notes)
    records = list(stored_records())
    remove_catalogue(source=Feed.objects.get().source)
    return records, figures, rejects


MIDDLE = "".join(formation(f"M{rank}") for rank in range(20))
FILES = {
    "plain": formation("1") + MIDDLE + formation("2"),
    "rejects in both": formation("1", "") + formation("2", day="20301399") + MIDDLE + formation("3", ""),
    "twice in the first half": formation("1") + formation("1", "Autre") + MIDDLE,
    "twice in the second half": MIDDLE + formation("1") + formation("1", "Autre") + formation("2", ""),
    "in both halves": formation("1") + MIDDLE + formation("1", "Autre"),
    "rejected in the first, taken in the second": formation("1", "") + MIDDLE + formation("1"),
    "a comment over the middle": formation("1") + f"<!-- {MIDDLE} -->" + formation("2"),
    "characters as they are over the middle": formation("1") + f"<![CDATA[ {MIDDLE} ]]>" + formation("2"),
    "not closed": formation("1") + MIDDLE + "<formation>" + formation("2"),
    "another list after the middle": MIDDLE + "</offres><offres>" + MIDDLE.replace("M", "N"),
    "one inside another": formation("1") + f"<formation numero='F'>{MIDDLE}</formation>",
}


@pytest.mark.django_db
@pytest.mark.parametrize("content", FILES.values(), ids=FILES.keys())
def test_a_load_in_halves_shows_and_says_the_same(tmp_path, content):
    path = written(tmp_path, HEAD + content + TAIL)
    assert told(path, HALVES) == told(path, WHOLE)


@pytest.mark.django_db
def test_a_repeated_number_has_its_line_in_a_second_half(tmp_path, monkeypatch):
    path = written(tmp_path, HEAD + FILES["twice in the second half"] + TAIL)
    monkeypatch.setattr(loading, "read_batches", None)
    _records, _figures, rejects = told(path, HALVES)
    text = path.read_text(encoding="utf-8")
    line = text.count("\n", 0, text.rindex('<formation numero="1"')) + 1
    assert (line, "numero") in [reject[:2] for reject in rejects]


@pytest.mark.django_db
def test_halves_are_really_loaded_as_such(tmp_path, monkeypatch):
    path = written(tmp_path, HEAD + FILES["plain"] + TAIL)
    monkeypatch.setattr(loading, "read_batches", None)
    load_lheo(path, sender="essai", today=TODAY, options=HALVES)
    assert len(list(stored_records())) == 22
