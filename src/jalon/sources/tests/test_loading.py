"""A load is one transaction with its report; a synchronisation writes only what differs."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jalon.sources.enums import LoadState
from jalon.sources.models import Load, Reject, Source
from jalon.sources.rules import Problem, RefusedDataError, counted_by, french_reason
from jalon.sources.services import Tally, declare_source, loading, report_lines, sync_rows

pytestmark = pytest.mark.django_db

FACTS = {"family": "essai", "title": "Essai", "producer": "Nous", "licence": "Licence Ouverte 2.0"}


def source():
    return declare_source(slug="essai-1", **FACTS)


def rows(**titles):
    return {
        slug: {**FACTS, "title": title, "published_on": date(2026, 1, 2)} for slug, title in titles.items()
    }


def test_a_load_keeps_its_report():
    with loading(source=source, kind="essai", origin="dossier") as tally:
        tally.read = 3
        tally.created = 1
        tally.note("un fichier manquait")
        for line in (4, 9):
            tally.reject(Problem("a.csv", line, "code", "code inconnu"))
    load = Load.objects.get()
    assert (load.state, load.read, load.created, load.rejected) == (LoadState.DONE, 3, 1, 2)
    assert load.source.slug == "essai-1"
    assert load.notes == ["un fichier manquait"]
    assert list(load.rejects.values_list("line", "reason", "count")) == [(4, "code inconnu", 2)]


def test_a_refused_load_leaves_only_its_reasons():
    with pytest.raises(RefusedDataError), loading(source=source, kind="essai", origin="dossier"):
        source()
        raise RefusedDataError([Problem("a.csv", 1, "code", "colonne absente")])
    load = Load.objects.get()
    assert (load.state, load.source, load.rejected) == (LoadState.REFUSED, None, 1)
    assert Reject.objects.get().reason == "colonne absente"
    assert not Source.objects.exists()


def test_a_load_that_dies_leaves_nothing():
    with pytest.raises(ZeroDivisionError), loading(source=source, kind="essai", origin="dossier"):
        source()
        raise ZeroDivisionError
    assert not Load.objects.exists()
    assert not Source.objects.exists()


def test_a_source_that_says_the_same_is_not_written_again():
    first = source()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        again = source()
    assert again.pk == first.pk
    assert len(queries) == 1
    assert declare_source(slug="essai-1", **{**FACTS, "title": "Autre"}).title == "Autre"


def test_sync_creates_updates_deletes_and_leaves_the_rest():
    tally = Tally()
    everything = Source.objects.all()
    sync_rows(everything, rows(a="A", b="B", c="C"), key=["slug"], tally=tally)
    kept = Source.objects.get(slug="a").pk
    synced = sync_rows(everything, rows(a="A", b="B2", d="D"), key=["slug"], tally=tally, missing="delete")
    assert synced == ({"d"}, {"b"}, {"c"})
    assert synced.touched == {"b", "c", "d"}
    assert dict(everything.values_list("slug", "title")) == {"a": "A", "b": "B2", "d": "D"}
    assert Source.objects.get(slug="a").pk == kept
    assert Source.objects.get(slug="d").published_on == date(2026, 1, 2)
    assert (tally.created, tally.updated, tally.unchanged, tally.withdrawn) == (4, 1, 1, 1)


def test_sync_twice_writes_nothing():
    sync_rows(Source.objects.all(), rows(a="A", b="B"), key=["slug"])
    with CaptureQueriesContext(connection) as queries:
        synced = sync_rows(Source.objects.all(), rows(a="A", b="B"), key=["slug"], missing="delete")
    assert not synced.touched
    written = [
        query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE", "COPY"))
    ]
    assert written == []


def test_sync_keeps_to_the_rows_it_owns():
    sync_rows(Source.objects.all(), rows(a="A"), key=["slug"])
    other = declare_source(slug="z", **{**FACTS, "family": "autre"})
    synced = sync_rows(Source.objects.filter(family="essai"), {}, key=["slug"], missing="delete")
    assert synced.gone == {"a"}
    assert list(Source.objects.all()) == [other]


def test_sync_takes_keys_of_several_fields_and_any_json():
    load = Load.objects.create(kind="essai", origin="x", started_at="2026-01-01T00:00Z")
    facts = {"field": "", "reason": "été « 100 % »", "count": 2}
    sync_rows(Reject.objects.all(), {(load.pk, "a.csv", 3): facts}, key=["load_id", "file", "line"])
    reject = Reject.objects.get()
    assert (reject.load, reject.file, reject.line, reject.reason) == (load, "a.csv", 3, "été « 100 % »")
    noted = {load.pk: {"notes": ["é", {"a": None}]}}
    sync_rows(Load.objects.all(), noted, key=["id"])
    load.refresh_from_db()
    assert load.notes == ["é", {"a": None}]
    assert not sync_rows(Load.objects.all(), noted, key=["id"]).touched


def test_a_report_groups_rejects_and_says_how_many():
    tally = Tally(read=13_353)
    for line in range(13_353):
        tally.reject(Problem("a.csv", line + 2, "code", "code inconnu"))
    first, *others = report_lines(tally, origin="dossier")
    assert "13 353 lignes lues" in first
    assert "13 353 refusées" in first
    assert others == ["  Rejet : a.csv, ligne 2, code : code inconnu (13 353 lignes, la première citée)"]


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("", "essai : 1 ligne lue, 0 créée, 1 modifiée, 2 inchangées, 1 retirée, 1 refusée."),
        ("lheo", "essai : 1 formation lue, 0 créée, 1 modifiée, 2 inchangées, 1 fermée, 1 rejet."),
    ],
)
def test_a_report_says_what_it_counts_and_agrees_in_number(kind, words):
    tally = Tally(read=1, updated=1, unchanged=2, withdrawn=1)
    tally.reject(Problem("a.csv", 2, "code", "code inconnu"))
    first, *_others = report_lines(tally, origin="essai", counted=counted_by(kind))
    assert first == words


def test_a_report_does_not_drown_its_reader():
    tally = Tally()
    for line in range(100):
        tally.reject(Problem("a.csv", line, "code", f"motif {line}"))
    lines = list(report_lines(tally, origin="dossier"))
    assert len(lines) == 42
    assert "60 autres motifs" in lines[-1]


@pytest.mark.parametrize(
    ("kind", "context", "words"),
    [
        ("literal_error", {"expected": "'a' or 'b'"}, "valeur inconnue (attendu : 'a' ou 'b')"),
        ("value_error", {"error": ValueError("{non}")}, "{non}"),
        ("never_heard_of", {}, "valeur refusée (never_heard_of)"),
    ],
)
def test_reasons_are_in_french(kind, context, words):
    assert french_reason(kind, context) == words
