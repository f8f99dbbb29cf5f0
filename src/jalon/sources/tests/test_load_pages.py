"""The staff pages of loads: the list, a report, and the file of what was refused."""

import csv
import io
import re
from datetime import timedelta
from html import unescape

import pytest
from django.contrib.auth.models import AnonymousUser
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.asserts import assertContains, assertNotContains
from tests import factories

from jalon.sources.enums import LoadState
from jalon.sources.models import Reject
from jalon.sources.permissions import can_see_loads
from jalon.sources.rules import FORMULA_SIGNS, cell_text
from jalon.sources.selectors import figures, load_filters, loads


@pytest.fixture
def staff(client, db):
    client.force_login(factories.account(name="Ana"))
    return client


def refused(number: int = 1, **fields):
    """A refused load with `number` reasons."""
    made = factories.load(
        source=None, kind="lheo", origin="flux.xml", state=LoadState.REFUSED, rejected=number, **fields
    )
    Reject.objects.bulk_create(
        Reject(load=made, file="flux.xml", line=at, field=f"champ-{at}", reason="valeur inconnue", count=1)
        for at in range(1, number + 1)
    )
    return made


def test_loads_are_for_the_open_accounts_of_the_team(db):
    assert can_see_loads(factories.account())
    assert not can_see_loads(factories.account(is_staff=False))
    assert not can_see_loads(factories.account(is_active=False))
    assert not can_see_loads(AnonymousUser())


def test_before_any_load_the_list_says_what_to_do(staff):
    assertContains(staff.get("/equipe/chargements/"), "jalon prepare")


def test_the_list_shows_the_latest_first_with_its_figures(staff, django_assert_num_queries):
    old = factories.load(read=66_273, created=12_000)
    new = refused(3, started_at=factories.NOON + timedelta(hours=1))
    # session, account, region, count, page, then the filters: kinds, and how many of each kind and state
    with django_assert_num_queries(8):
        page = staff.get("/equipe/chargements/")
    assert [load.pk for load in page.context["page"]] == [new.pk, old.pk]
    assertContains(page, "66\u202f273\u00a0lignes lues")
    assertContains(page, "12\u202f000\u00a0ajoutées")
    assertContains(page, "3\u00a0rejets")
    assertContains(page, f'href="/equipe/chargements/{new.pk}/"')


def test_filters_are_in_the_address_and_each_can_be_removed(staff):
    done = factories.load(kind="rome")
    refused()
    page = staff.get("/equipe/chargements/", {"type": "rome", "etat": "done"})
    assert [load.pk for load in page.context["page"]] == [done.pk]
    assertContains(page, "?etat=done")
    assertContains(page, "?type=rome")
    none = staff.get("/equipe/chargements/", {"type": "rome", "etat": "refused"})
    assertContains(none, "Aucun chargement avec ces filtres")
    everything = staff.get("/equipe/chargements/", {"etat": "nonsense"})
    assert everything.context["page"].paginator.count == 2


@pytest.mark.django_db
def test_a_filter_counts_what_it_would_give():
    factories.load(kind="rome")
    factories.load(kind="region")
    refused()
    kinds, states = load_filters(kinds=["rome"], states=["done"])
    assert {one.value: one.count for one in kinds.choices} == {"lheo": 0, "region": 1, "rome": 1}
    assert {one.value: one.count for one in states.choices} == {"running": 0, "done": 1, "refused": 0}
    for one in kinds.choices:
        assert one.count == loads(kinds=[one.value], states=["done"]).count()


def test_a_long_list_has_pages(staff):
    for _ in range(30):
        factories.load()
    page = staff.get("/equipe/chargements/?page=2&etat=done")
    assert len(page.context["page"]) == 5
    assertContains(page, "?etat=done&amp;page=1")


def test_a_report_shows_figures_as_a_picture_and_a_table(staff):
    load = factories.load(read=200, created=100, updated=1, notes=["Deux lignes sans code."])
    page = staff.get(f"/equipe/chargements/{load.pk}/")
    assertContains(page, '<rect width="50" height="10"/>')
    assertContains(page, '<rect width="1" height="10"/>')
    assertContains(page, '<td class="num">200</td>')
    assertContains(page, "Deux lignes sans code.")
    assertContains(page, "Rien n'a été refusé")
    assertNotContains(page, "rejets.csv")


def test_a_report_of_programmes_does_not_speak_of_lines(staff):
    made = factories.load(kind="lheo", read=1, created=1, withdrawn=2, rejected=2)
    Reject.objects.create(load=made, file="flux.xml", line=3, reason="date impossible", count=2)
    page = staff.get(f"/equipe/chargements/{made.pk}/")
    assertContains(page, "<caption>Nombre de formations</caption>")
    assertContains(page, '<th scope="row">Rejets (formations, sessions, informations)</th>')
    assertContains(page, "2\u00a0fois")
    assert re.findall(r"\blignes?\b", unescape(page.content.decode())) == ["ligne"], "that of the reject"
    listed = staff.get("/equipe/chargements/")
    for words in ("1\u00a0formation lue", "1\u00a0ajoutée", "2\u00a0fermées", "2\u00a0rejets"):
        assertContains(listed, words)


@pytest.mark.django_db
def test_a_load_of_nothing_has_no_length_to_draw():
    assert {one.share for one in figures(factories.load(read=0, created=0))} == {0}


def test_a_refusal_says_that_nothing_changed_and_lists_its_reasons(staff, django_assert_num_queries):
    load = refused(120)
    with django_assert_num_queries(7):  # session, account, region, load, sum, count, page
        page = staff.get(f"/equipe/chargements/{load.pk}/?page=3")
    assertContains(page, "refusé en entier")
    assertContains(page, "120\u00a0motifs")
    assertContains(page, "champ-101")
    assertNotContains(page, "champ-100<")


def test_reasons_are_searched_by_file_field_or_reason(staff):
    load = refused(12)
    Reject.objects.create(load=load, file="autre.csv", line=9, field="nom", reason="texte trop court")
    for words, count in (("autre.csv", 1), ("CHAMP-1", 4), ("trop court", 1), ("", 13), ("absent", 0)):
        page = staff.get(f"/equipe/chargements/{load.pk}/", {"q": words})
        assert page.context["page"].paginator.count == count, words
    assertContains(page, "Aucun motif ne contient ces mots")


def test_a_report_that_kept_only_the_first_reasons_says_so(staff):
    load = refused(2)
    load.rejected = 5_000
    load.save()
    assertContains(staff.get(f"/equipe/chargements/{load.pk}/"), "2\u00a0rejets sur 5")


def test_what_a_file_says_is_only_text(staff):
    load = refused()
    Reject.objects.create(load=load, file="<b>a</b>", line=1, reason="<script>alert(1)</script>")
    page = staff.get(f"/equipe/chargements/{load.pk}/", {"q": "<script>"})
    assertNotContains(page, "<script>alert")
    assertNotContains(page, "<b>a</b>")
    assertContains(page, "&lt;script&gt;alert(1)&lt;/script&gt;")


def test_the_file_of_rejects_opens_in_a_spreadsheet_and_runs_nothing(staff):
    load = refused()
    formula = "=cmd|' /C calc'!A0"
    Reject.objects.create(load=load, file="a;b.csv", line=3, field=formula, reason='dit "non"\n', count=7)
    response = staff.get(f"/equipe/chargements/{load.pk}/rejets.csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == f'attachment; filename="rejets-lheo-{load.pk}.csv"'
    assert response.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert rows == [
        ["fichier", "ligne", "champ", "motif", "lignes concernées"],
        ["flux.xml", "1", "champ-1", "valeur inconnue", "1"],
        ["a;b.csv", "3", "'=cmd|' /C calc'!A0", 'dit "non"\n', "7"],
    ]


@pytest.mark.parametrize("query", ["type=%00&page=zzz", "type=" + "a" * 3_000, "etat=%ff&type=%ff"])
def test_hostile_addresses_only_find_nothing(staff, query):
    assert staff.get(f"/equipe/chargements/?{query}").status_code == 200


@given(st.text())
def test_no_cell_begins_like_a_formula_and_nothing_else_changes(text):
    cell = cell_text(text)
    clean = text.replace("\0", "")
    assert cell in {clean, f"'{clean}"}
    assert (cell != clean) == (clean.strip(" \u00a0\u202f\ufeff")[:1] in {*FORMULA_SIGNS} - {""})


@pytest.mark.parametrize("text", ["=1+1", "+33", "-2", "@nom", "\t=1", " =1", "\u00a0=1", "＝1", "\r=1"])
def test_formulas_are_neutralised(text):
    assert cell_text(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "a=1", "n° 3", "'déjà", "5 > 3"])
def test_plain_text_is_left_alone(text):
    assert cell_text(text) == text
