"""The index from declaration to answer, with entries of the tests' own."""

import json

import pytest
from django.core.management import call_command
from django.test import override_settings
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from jalon.search.models import Change, MissedWord
from jalon.search.selectors import search, suggest
from jalon.search.selectors.reader import UnusableIndexError, forget_reader, read_state, shelf, with_reader
from jalon.search.services import (
    Entry,
    Name,
    changed,
    ensure_index,
    gather_missed,
    note_missed,
    registry,
    reindex,
)
from jalon.search.services.entries import ENTRIES
from jalon.search.services.missed import missed_words
from jalon.search.services.upkeep import behind

pytestmark = pytest.mark.django_db

TITLES = {
    "D1102": ["Boulanger / Boulangère", "Ouvrier boulanger"],
    "D1104": ["Pâtissier / Pâtissière"],
    "J1506": ["Infirmier / Infirmière", "Infirmier de bloc opératoire"],
    "K1302": ["Auxiliaire de vie", "Aide à domicile"],
    "F1703": ["Maçon", "Maçon coffreur"],
    "N4103": ["Conducteur de bus"],
    "I1304": ["Technicien de maintenance industrielle"],
    "K2106": ["Professeur des écoles"],
}


def entry(code, names):
    return Entry(
        kind="occupation",
        code=code,
        title=names[0],
        url=f"/metiers/{code}/",
        names=[Name(part, 1.0, f"Nom : {names[0]}") for name in names for part in name.split(" / ")]
        + ([Name("poser des briques", 0.9, "Vos mots", shown=False)] if code == "F1703" else []),
        words="pétrir la pâte" if code == "D1102" else "",
        text="Travaille la nuit au fournil" if code == "D1102" else "",
    )


@pytest.fixture(autouse=True)
def catalogue(monkeypatch):
    """Declare one kind over a dictionary that the test may change."""
    titles = dict(TITLES)

    def entries(codes):
        return (entry(code, names) for code, names in titles.items() if codes is None or code in codes)

    monkeypatch.setattr(registry, "_declared", {"occupation": entries})
    forget_reader()
    reindex()
    yield titles
    forget_reader()


def codes(text, **options):
    return [hit.code for hit in search(text, **options).hits]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("boulangère", "D1102"),
        ("BOULANGERES", "D1102"),
        ("boulengere", "D1102"),
        ("je veux devenir infirmière", "J1506"),
        ("offre d'emploi maçon", "F1703"),
        ("macon", "F1703"),
        ("poser des briques", "F1703"),
        ("cond de b", "N4103"),
        ("techn ma", "I1304"),
        ("aidedomicile", "K1302"),
        ("pétrir la pâte", "D1102"),
        ("fournil", "D1102"),
    ],
)
def test_people_find(text, code):
    assert codes(text)[0] == code


@pytest.mark.parametrize("text", ["", "   ", "azertyuiop", "zzz qqq", "!!!", "\x00\x01", "''--", "🦊"])
def test_nothing_is_found_for_nothing(text):
    assert codes(text) == []


def test_slang_is_understood_but_never_written_back():
    hit = search("poser des briques").hits[0]
    assert hit.matched == ""
    assert "briques" not in hit.why
    assert suggest("poser des briques")[0].label == "Maçon"
    assert suggest("poser des bri") == []


def test_a_mended_word_is_said():
    assert search("infirmiaire").suggestion == "infirmiere"
    assert search("infirmière").suggestion == ""


def test_a_kind_that_nobody_declares_finds_nothing():
    assert codes("maçon", kinds=("commune",)) == []


def test_suggestions_follow_the_beginning_of_words():
    assert [one.code for one in suggest("boul")] == ["D1102"]
    assert suggest("") == []


@given(st.text(max_size=400))
@hypothesis_settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_text_makes_it_fail(text):
    results = search(text)
    scores = [hit.score for hit in results.hits]
    assert scores == sorted(scores, reverse=True)
    assert len({hit.code for hit in results.hits}) == len(results.hits)


def test_ten_kilobytes_of_text_are_answered():
    assert search("boulanger " * 1000).hits[0].code == "D1102"


@pytest.mark.parametrize(
    "text", ["' OR 1=1 --", "<script>alert(1)</script>", "maçon AND (", 'canon:"x', "*", "[* TO *]"]
)
def test_query_languages_mean_nothing_here(text):
    search(text)


def test_the_index_follows_a_write(catalogue, django_capture_on_commit_callbacks):
    catalogue["B1201"] = ["Potier / Potière"]
    with django_capture_on_commit_callbacks(execute=True):
        changed(kind="occupation", keys=["B1201"])
    assert codes("potière") == ["B1201"]
    catalogue["B1201"] = ["Céramiste"]
    with django_capture_on_commit_callbacks(execute=True):
        changed(kind="occupation", keys=["B1201"])
    assert codes("potière") == []
    assert codes("céramiste") == ["B1201"]
    del catalogue["B1201"]
    with django_capture_on_commit_callbacks(execute=True):
        changed(kind="occupation", keys=["B1201"])
    assert codes("céramiste") == []
    assert behind() == 0


def test_a_node_that_was_off_catches_up_later(catalogue):
    catalogue["B1201"] = ["Potier"]
    changed(kind="occupation", keys=["B1201"])
    assert behind() == 1
    assert ENTRIES.follow() == 1
    assert ENTRIES.follow() == 0
    assert codes("potier") == ["B1201"]


def test_a_node_that_missed_forgotten_changes_starts_again(catalogue):
    catalogue["B1201"] = ["Potier"]
    changed(kind="occupation", keys=["B1201"])
    ENTRIES.follow()
    catalogue["B1101"] = ["Sculpteur"]
    changed(kind="occupation", keys=["B1101", "B1201"])
    generation = read_state()["generation"]
    Change.objects.order_by("pk").first().delete()
    Change.objects.filter(key="B1101").delete()
    ENTRIES.follow()
    assert read_state()["generation"] != generation
    assert codes("sculpteur") == ["B1101"]


def test_reindexing_switches_and_clears_old_generations():
    before = read_state()["generation"]
    for _turn in range(3):
        assert reindex()["occupation"] == len(TITLES)
    kept = {path.name for path in shelf.folder().glob("g-*")}
    assert read_state()["generation"] in kept
    assert before not in kept
    assert len(kept) == 2
    assert codes("maçon") == ["F1703"]


def test_a_missing_index_is_made_again():
    for path in shelf.folder().glob("current.json"):
        path.unlink()
    forget_reader()
    assert codes("maçon") == ["F1703"]


@pytest.mark.parametrize("damage", ["cut", "meta", "state"])
def test_a_damaged_index_is_made_again(damage):
    generation = shelf.folder() / read_state()["generation"]
    if damage == "cut":
        for path in generation.glob("*.*"):
            if path.suffix in {".term", ".idx", ".store", ".fieldnorm"}:
                path.write_bytes(path.read_bytes()[:7])
    elif damage == "meta":
        (generation / "meta.json").write_text("{")
    else:
        (shelf.folder() / "current.json").write_text("[]")
    forget_reader()
    assert codes("maçon") == ["F1703"]


def test_another_database_means_another_index():
    state = read_state()
    (shelf.folder() / "current.json").write_text(json.dumps(state | {"database": "elsewhere"}))
    ensure_index()
    assert read_state()["generation"] != state["generation"]


def test_an_older_shape_is_not_read():
    state = read_state()
    (shelf.folder() / "current.json").write_text(json.dumps(state | {"shape": 0}))
    assert read_state() == {}


def test_words_that_find_nothing_are_counted_without_the_query(tmp_path):
    with override_settings(JALON_HOME=tmp_path):
        note_missed(type("Found", (), {"query": "zorglub 0612345678", "total": 0})())
        note_missed(type("Found", (), {"query": "zorglub", "total": 0})())
        note_missed(type("Found", (), {"query": "Zorglub", "total": 2})())
        note_missed(type("Found", (), {"query": "boulanger", "total": 9})())
        assert gather_missed() == 1
        assert gather_missed() == 0
    row = MissedWord.objects.get()
    assert (row.word, row.nothing, row.little) == ("zorglub", 2, 1)


def test_what_looks_personal_is_not_counted():
    assert missed_words("jean.dupont@exemple.fr") == []
    assert missed_words("0612345678 12 rue") == ["rue"]


def test_the_command_speaks_json(capsys):
    call_command("search", "boulangere", kind=["occupation"], limit=5, as_json=True)
    rows = json.loads(capsys.readouterr().out)
    assert rows[0]["code"] == "D1102"
    assert set(rows[0]) == {"kind", "code", "title", "url", "score", "why", "matched"}


def test_evaluation_reads_the_table(tmp_path, capsys):
    table = tmp_path / "queries.tsv"
    table.write_text(
        "id\tkind\tquery\texpected\tnote\nq1\texact\tmaçon\tF1703\t\nq2\tnegative\tazertyuiop\t\t\n", "utf-8"
    )
    call_command("evaluate_search", table, as_json=True)
    figures = json.loads(capsys.readouterr().out)
    assert figures["overall"]["recall@5"] == 1.0
    assert figures["negative"]["right"] == 1.0


def test_a_table_without_its_columns_is_refused_in_words(tmp_path):
    table = tmp_path / "queries.tsv"
    table.write_text("question\nmaçon\n", "utf-8")
    with pytest.raises(Exception, match="ligne 1 : colonne absente"):
        call_command("evaluate_search", table)


def test_a_fault_that_is_not_the_index_s_does_not_make_it_again_and_again():
    def fail(reader):
        raise ValueError("not the index's fault")

    with pytest.raises(ValueError, match="not the index's fault"):
        with_reader(fail)
    generation = read_state()["generation"]
    with pytest.raises(UnusableIndexError, match="not the index's fault"):
        with_reader(fail)
    assert read_state()["generation"] == generation
    assert codes("maçon") == ["F1703"]
