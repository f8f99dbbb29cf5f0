"""The opinions as the team sees them: trends, texts, the file, hiding."""

import csv
import datetime
import io

import pytest
from django.core.management import call_command
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects
from tests import factories
from tests.readonly import readonly

from jalon.sources.rules import FORMULA_SIGNS
from jalon.surveys.models import Opinion, WitnessGroup
from jalon.surveys.rules.keeping import oldest_closing, oldest_opinion
from jalon.surveys.selectors import opinions as selectors
from jalon.surveys.services.cleaning import delete_old_groups, delete_old_opinions

pytestmark = pytest.mark.django_db
TODAY = factories.NOON.date()


@pytest.fixture
def staff(client):
    client.force_login(factories.account(name="Ana"))
    return client


def asked(**fields) -> selectors.Asked:
    return selectors.Asked(**fields)


def table(response) -> list[list[str]]:
    text = response.content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def test_before_any_opinion_the_page_says_where_the_question_is(staff):
    assertContains(staff.get("/equipe/avis/"), "Aucun avis pour l'instant")


def test_trends_count_by_month_screen_and_audience():
    factories.opinion(helped="oui", audience="parent")
    factories.opinion(helped="non", day=datetime.date(2025, 12, 31), screen="portal:search")
    factories.opinion(helped="peu", day=datetime.date(2025, 12, 1))
    found = selectors.trends(asked(), selectors.cells(today=TODAY))
    assert found.whole.counts == (1, 1, 1)
    assert [(row.label, row.counts) for row in found.months] == [
        ("mars 2026", (1, 0, 0)),
        ("février 2026", (0, 0, 0)),
        ("janvier 2026", (0, 0, 0)),
        ("décembre 2025", (0, 1, 1)),
    ]
    assert [row.counts for row in found.screens] == [(1, 1, 0), (0, 0, 1)]
    assert [(row.label, row.total) for row in found.audiences] == [("Non dit", 2), ("Parent", 1)]


def test_filters_narrow_and_count_with_the_others_in_force():
    factories.opinion(helped="oui", audience="parent")
    factories.opinion(helped="non", audience="parent", screen="portal:search")
    factories.opinion(helped="non")
    only = asked(audiences=("parent",))
    assert selectors.trends(only, selectors.cells(today=TODAY)).whole.counts == (1, 0, 1)
    by_name = {group.name: group for group in selectors.filters(only, selectors.cells(today=TODAY))}
    assert {one.value: one.count for one in by_name["avis"].choices} == {"oui": 1, "peu": 0, "non": 1}
    assert {one.value: one.count for one in by_name["public"].choices if one.count} == {
        "non-dit": 1,
        "parent": 2,
    }


def test_an_audience_is_told_from_three_opinions_in_the_month():
    few = factories.opinion(text="Peu", audience="parent")
    factories.opinion(audience="parent")
    factories.opinion(audience="parent", screen="portal:search", text="Ailleurs")
    many = [factories.opinion(audience="eleve", text=f"Beaucoup {n}") for n in range(3)]
    shown = {line.opinion.pk: line.audience for line in selectors.said(Opinion.objects.all(), today=TODAY)}
    assert shown[few.pk] == ""
    assert all(shown[one.pk] == "Collégien ou lycéen" for one in many)
    factories.opinion(audience="parent")
    shown = {line.opinion.pk: line.audience for line in selectors.said([few], today=TODAY)}
    assert shown[few.pk] == "Parent"


def test_filtering_by_audience_does_not_tell_it_either():
    factories.opinion(text="Seule", audience="parent")
    assert list(selectors.texts(asked(audiences=("parent",)), today=TODAY)) == []
    assert [one.text for one in selectors.texts(asked(), today=TODAY)] == ["Seule"]
    rows = list(selectors.opinion_rows(asked(audiences=("parent",)), today=TODAY))
    assert rows == [selectors.COLUMNS]
    _header, row = selectors.opinion_rows(asked(), today=TODAY)
    assert row[-2:] == ("", "Seule")


def test_the_page_shows_filters_pages_and_texts(staff, django_assert_max_num_queries):
    today = timezone.localdate()
    for number in range(45):
        factories.opinion(text=f"Texte {number}", day=today, audience="parent")
    with readonly(), django_assert_max_num_queries(9):
        page = staff.get("/equipe/avis/", {"page": "2", "ecran": "occupations:occupation"})
    assert len(page.context["lines"]) == 20
    assertContains(page, "Page d&#x27;un métier")
    assertContains(page, "?ecran=occupations%3Aoccupation&amp;page=3")
    factories.opinion(text="Il manque l'École", day=today)
    found = staff.get("/equipe/avis/", {"q": "ECOLE"})
    assert [line.opinion.text for line in found.context["lines"]] == ["Il manque l'École"]
    assert [row[-1] for row in table(staff.get("/equipe/avis/avis.csv", {"q": "texte 44"}))[1:]] == [
        "Texte 44"
    ]
    assertContains(staff.get("/equipe/avis/", {"avis": "non"}), "Aucun avis avec ces filtres")


def test_a_text_is_hidden_shown_again_then_erased(staff):
    one = factories.opinion(text="<b>Abusif</b>", day=timezone.localdate())
    assertContains(staff.get("/equipe/avis/"), "&lt;b&gt;Abusif&lt;/b&gt;")

    def press(button: str):
        return staff.post(f"/equipe/avis/{one.pk}/", {"faire": button, "retour": "/equipe/avis/?masques=1"})

    assertRedirects(press("masquer"), "/equipe/avis/?masques=1")
    page = staff.get("/equipe/avis/")
    assertNotContains(page, "Abusif")
    assertContains(page, "1\u00a0avis")
    assertContains(staff.get("/equipe/avis/?masques=1"), "Effacer pour toujours")
    assert table(staff.get("/equipe/avis/avis.csv"))[1][-1] == ""
    press("montrer")
    assertContains(staff.get("/equipe/avis/"), "Abusif")
    press("effacer")
    one.refresh_from_db()
    assert (one.text, one.hidden) == ("", False)
    assert (
        staff.post(f"/equipe/avis/{one.pk}/", {"retour": "//exemple.fr/"}).headers["Location"]
        == "/equipe/avis/"
    )


@pytest.mark.parametrize("sign", sorted(FORMULA_SIGNS))
def test_no_cell_of_the_file_is_a_formula(staff, sign):
    factories.opinion(text=f"{sign}1+1;cmd", day=timezone.localdate())
    header, row = table(staff.get("/equipe/avis/avis.csv"))
    assert header == list(selectors.COLUMNS)
    assert not row[-1].startswith(tuple(FORMULA_SIGNS))


def test_what_is_too_old_is_neither_shown_nor_kept():
    first = oldest_opinion(TODAY)
    factories.opinion(day=first)
    factories.opinion(day=first - datetime.timedelta(days=1))
    assert selectors.trends(asked(), selectors.cells(today=TODAY)).whole.total == 1
    assert delete_old_opinions(today=TODAY) == 1
    assert Opinion.objects.get().day == first == datetime.date(2024, 3, 2)


def test_groups_go_twelve_months_after_their_last_day():
    last = oldest_closing(TODAY)
    factories.witness_group(closes_on=last)
    factories.witness_group(closes_on=last - datetime.timedelta(days=1))
    assert delete_old_groups(today=TODAY) == 1
    assert WitnessGroup.objects.get().closes_on == last == datetime.date(2025, 3, 2)


def test_the_command_says_what_it_deleted(capsys):
    factories.opinion(day=datetime.date(2001, 1, 1))
    call_command("clean_opinions")
    assert "Avis supprimés : 1" in capsys.readouterr().out
    call_command("clean_opinions")
    assert "Avis supprimés : 0" in capsys.readouterr().out
