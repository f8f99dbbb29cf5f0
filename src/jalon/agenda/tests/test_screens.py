"""The calendar as one reads it: by day, by month, one event; what anyone sees and what members see more."""

from datetime import date, time, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects
from tests import factories

from jalon.agenda.enums import EventState, PartState, Visibility
from jalon.agenda.models import Participation
from jalon.agenda.rules.asked import Asked
from jalon.agenda.rules.months import by_day, month_after, month_table, read_month, weeks_of
from jalon.agenda.selectors.calendar import between
from jalon.directory.enums import Role
from jalon.directory.models import Membership
from jalon.directory.selectors.rights import NOBODY

HOSTILE = '<script>alert("1")</script> & co'
TODAY = timezone.localdate()
TOMORROW = TODAY + timedelta(days=1)


@given(st.dates(date(2001, 1, 1), date(2090, 1, 1)), st.integers(-30, 30))
def test_months_follow_each_other_and_their_weeks_are_whole(day, months):
    first = day.replace(day=1)
    weeks = weeks_of(first)
    assert all(len(week) == 7 and week[0].weekday() == 0 for week in weeks)
    assert weeks[0][0] <= first
    assert weeks[-1][-1] >= month_after(first, 1) - timedelta(days=1)
    assert month_after(month_after(first, months), -months) == first
    assert read_month(f"{first:%Y-%m}") == first


@pytest.mark.parametrize("text", ["", "2026-13", "2026-1", "20266-01", "2026-01-01", "٢٠٢٦-٠١", "1999-01"])
def test_what_is_no_month_is_none(text):
    assert read_month(text) is None


@pytest.mark.django_db
class TestAnyone:
    def test_what_comes_is_shown_by_day_and_what_has_passed_is_not(self, client):
        factories.event("Demain", first_day=TOMORROW)
        factories.event("Hier", first_day=TODAY - timedelta(days=1))
        factories.event("Semaine", first_day=TODAY - timedelta(days=2), last_day=TOMORROW, start=None)
        response = client.get("/agenda/")
        assertContains(response, "Demain")
        assertContains(response, "En ce moment")
        assertContains(response, "2\xa0dates à venir")
        assertNotContains(response, "Hier")

    def test_only_what_is_public_is_shown(self, client):
        factories.event("Réservé au réseau", first_day=TOMORROW, visibility=Visibility.NETWORK)
        idea = factories.event("Une idée", first_day=TOMORROW, state=EventState.IDEA)
        assertContains(client.get("/agenda/"), "annoncé avec ces choix")
        assert client.get(f"/agenda/e/{idea.key}/").status_code == 404
        assertNotContains(client.get(f"/agenda/mois/{TOMORROW:%Y-%m}/"), "Réservé au réseau")

    def test_words_of_people_are_escaped(self, client):
        event = factories.event(HOSTILE, first_day=TOMORROW, place_name=HOSTILE, summary=HOSTILE)
        addresses = ["/agenda/", f"/agenda/mois/{TOMORROW:%Y-%m}/", f"/agenda/e/{event.key}/"]
        for address in addresses:
            assertNotContains(client.get(address), '<script>alert("1")')
            assertContains(client.get(address), "&lt;script&gt;")

    def test_an_event_says_when_where_for_whom_and_its_state_first(self, client):
        event = factories.event(
            first_day=date(2090, 3, 10), audiences=["pupils"], place_name="Halle", state=EventState.CANCELLED
        )
        response = client.get(f"/agenda/e/{event.key}/")
        assertContains(response, "Vendredi 10 mars 2090, de 14 h à 17 h")
        assertContains(response, "Collégiens et lycéens")
        assertContains(response, "<strong>Annulé.</strong>")
        assertContains(response, "application/ld+json")
        assertContains(response, f"/agenda/e/{event.key}.ics")

    def test_only_what_is_agreed_is_told_to_anyone(self, client):
        event = factories.event(first_day=TOMORROW)
        Participation.objects.create(event=event, name="Une voix sûre", part="speaker")
        Participation.objects.create(
            event=event, name="Une voix attendue", part="speaker", state=PartState.AWAITING
        )
        response = client.get(f"/agenda/e/{event.key}/")
        assertContains(response, "Une voix sûre")
        assertNotContains(response, "Une voix attendue")

    def test_signing_up_says_its_window(self, client):
        facts = {"first_day": TODAY + timedelta(days=60), "registration_link": "https://ici.example/"}
        soon = factories.event(registration_from=TOMORROW, **facts)
        late = factories.event(registration_until=TODAY - timedelta(days=1), **facts)
        now = factories.event(registration_from=TODAY, registration_until=TODAY, **facts)
        assertContains(client.get(f"/agenda/e/{soon.key}/"), "Les inscriptions ouvrent le")
        assertContains(client.get(f"/agenda/e/{late.key}/"), "Les inscriptions sont closes")
        assertContains(client.get(f"/agenda/e/{now.key}/"), "https://ici.example/")
        assertNotContains(client.get(f"/agenda/e/{soon.key}/"), "https://ici.example/")

    def test_a_commune_that_is_typed_is_settled_or_asked_again(self, client):
        place = factories.commune()
        factories.event("Ici", first_day=TOMORROW, commune=place)
        assertRedirects(
            client.get("/agenda/?lieu=blois"), "/agenda/?commune=41018&km=30", fetch_redirect_response=False
        )
        assertContains(client.get("/agenda/?commune=41018&km=30"), "autour de Blois")
        kept = client.get("/agenda/?lieu=Blois&commune=41018&km=50&public=pupils")
        assertRedirects(kept, "/agenda/?public=pupils&commune=41018&km=50", fetch_redirect_response=False)
        assertRedirects(client.get("/agenda/?lieu=&commune=41018"), "/agenda/", fetch_redirect_response=False)
        assertContains(client.get("/agenda/?lieu=zzzz"), "Nous ne connaissons pas")

    def test_htmx_gets_the_part_alone(self, client):
        factories.event(first_day=TOMORROW)
        part = client.get("/agenda/?public=pupils", headers={"HX-Request": "true"})
        assert b"<html" not in part.content
        assert "HX-Request" in part["Vary"]

    @pytest.mark.parametrize("count", [3, 60])
    def test_queries_do_not_grow_with_dates(self, client, count, django_assert_max_num_queries):
        for number in range(count):
            factories.event(f"Numéro {number}", first_day=TOMORROW)
        client.get("/agenda/")
        with django_assert_max_num_queries(12):
            client.get("/agenda/")
        with django_assert_max_num_queries(6):
            client.get(f"/agenda/mois/{TOMORROW:%Y-%m}/")


@pytest.mark.django_db
class TestMembers:
    @pytest.fixture
    def member(self, client):
        account = factories.account(is_staff=False)
        place = factories.organisation("Mission locale")
        Membership.objects.create(account=account, role=Role.PARTNER_MEMBER, organisation=place)
        client.force_login(account)
        return place

    def test_members_see_what_the_network_shares_and_how_it_stands(self, client, member):
        event = factories.event("Réservé au réseau", first_day=TOMORROW, visibility=Visibility.NETWORK)
        Participation.objects.create(event=event, part="speaker", state=PartState.TO_IDENTIFY)
        assertContains(client.get("/equipe/agenda/"), "Réservé au réseau")
        assertContains(client.get(f"/equipe/agenda/mois/{TOMORROW:%Y-%m}/"), "Réservé au réseau")
        page = client.get(f"/equipe/agenda/e/{event.key}/")
        assertContains(page, "Contact à identifier")
        assert "no-store" in page["Cache-Control"]

    def test_mine_alone(self, client, member):
        factories.event("À nous", first_day=TOMORROW, organisation=member)
        factories.event("Aux autres", first_day=TOMORROW, organisation=factories.organisation("CIO"))
        response = client.get("/equipe/agenda/?moi=1")
        assertContains(response, "À nous")
        assertNotContains(response, "Aux autres</a>")

    def test_a_draft_of_others_is_no_page(self, client, member):
        draft = factories.event("Brouillon", first_day=TOMORROW, visibility=Visibility.DRAFT)
        assert client.get(f"/equipe/agenda/e/{draft.key}/").status_code == 404


@pytest.mark.django_db
def test_a_day_holds_what_touches_it():
    from_day = date(2026, 3, 30)
    factories.event("Longue", first_day=from_day, last_day=date(2026, 4, 2), start=None)
    factories.event("Courte", first_day=date(2026, 4, 1), start=time(9))
    found = between(NOBODY, Asked(), date(2026, 3, 1), date(2026, 4, 30))
    days = by_day(found, date(2026, 4, 1), date(2026, 4, 30))
    assert {day: len(items) for day, items in days.items()} == {date(2026, 4, 1): 2, date(2026, 4, 2): 1}
    april = {day.day: day for week in month_table(found, date(2026, 4, 1)) for day in week}
    assert len(april[from_day].happenings) == 1
    assert not april[from_day].inside
