"""Calendars given out over HTTP: what they hold, for whom, and what asking again costs."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from unittest import mock

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar
from tests import factories
from tests.readonly import readonly

from jalon.agenda.enums import EventState, Moderation, Visibility
from jalon.agenda.models import Event, Occurrence, Slot, SlotChange, Theme
from jalon.agenda.rules.asked import Asked, read_asked
from jalon.agenda.selectors.facts import event_facts, slot_facts
from jalon.agenda.selectors.published import asked_events, calendar_version, published, still_given
from jalon.agenda.services import cancel_event, change_event, postpone_event
from jalon.agenda.services.publishing import ics
from jalon.directory.enums import Role
from jalon.directory.rules.roles import Held, Rights

pytestmark = pytest.mark.django_db
REGION, ASKED = "/agenda/flux/region.ics", "/agenda/flux.ics"
ANYONE = Rights()
TODAY = timezone.localdate()
SOON = TODAY + timedelta(days=20)


@pytest.fixture(autouse=True)
def _fresh_cache():
    caches["calendars"].clear()


def soon(title="Forum des métiers", **fields):
    return factories.event(title, first_day=fields.pop("first_day", SOON), **fields)


def events_of(response):
    assert response.status_code == 200, response
    return Calendar.from_ical(response.content).walk("VEVENT")


def titles(response):
    return [str(one["SUMMARY"]) for one in events_of(response)]


def test_anyone_subscribes_to_the_region(client):
    factories.region(brand="Jalon d'essai")
    made = soon()
    with readonly():
        response = client.get(REGION)
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.headers["Cache-Control"] == "public, max-age=60"
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
    (one,) = events_of(response)
    assert one["UID"] == made.uid
    assert one["URL"] == f"http://testserver/agenda/e/{made.key}/"
    assert one["ORGANIZER"].params["CN"] == "Région d'essai"
    assert Calendar.from_ical(response.content)["X-WR-CALNAME"] == "Agenda Jalon d'essai"


@pytest.mark.parametrize(
    "hidden",
    [
        {"visibility": Visibility.NETWORK},
        {"visibility": Visibility.ORGANISATION},
        {"visibility": Visibility.DRAFT},
        {"state": EventState.IDEA},
        {"moderation": Moderation.WAITING},
        {"moderation": Moderation.REFUSED},
    ],
)
@pytest.mark.parametrize("signed_in", [False, True])
def test_a_public_feed_never_shows_what_is_not_public(client, hidden, signed_in):
    if signed_in:
        client.force_login(factories.account())
    secret = soon("Réunion secrète", **hidden)
    for address in (REGION, ASKED, f"{ASKED}?moi=1", f"{ASKED}?q=secrete"):
        assert titles(client.get(address)) == []
        assert b"secr" not in client.get(address).content.replace(b"\xc2\xab secrete \xc2\xbb", b"")
    assert client.get(f"/agenda/e/{secret.key}.ics").status_code == 404


def test_filters_of_the_address_narrow_the_feed(client):
    tours = factories.territory("Tours", slug="tours")
    centre = factories.organisation("Centre", slug="centre")
    theme = Theme.objects.create(slug="essai", name="Thème d'essai")
    soon("Tours", territories=(tours,), kind="fair", audiences=["pupils"], commune=None)
    soon(
        "Centre",
        organisation=centre,
        commune=factories.commune("Amboise", insee_code="37003", latitude=47.41, longitude=0.98),
    )
    soon("Thème").themes.add(theme)
    found = {
        query: titles(client.get(f"{ASKED}?{query}"))
        for query in (
            "territoire=tours",
            "structure=centre",
            "theme=essai",
            "type=fair",
            "public=students",
            "q=forum+centre",
            "commune=37003&km=5",
            "etat=closed",
            "territoire=inconnu",
        )
    }
    assert found == {
        "territoire=tours": ["Tours"],
        "structure=centre": ["Centre"],
        "theme=essai": ["Thème"],
        "type=fair": ["Tours"],
        "public=students": ["Centre", "Thème"],
        "q=forum+centre": ["Centre"],
        "commune=37003&km=5": ["Centre"],
        "etat=closed": [],
        "territoire=inconnu": [],
    }
    named = Calendar.from_ical(client.get(f"{ASKED}?territoire=tours&type=fair").content)
    assert str(named["X-WR-CALNAME"]).endswith(" · Salon · Tours")


def test_one_event_is_a_file_with_the_same_uid(client):
    made = soon(rule="FREQ=WEEKLY;COUNT=3")
    response = client.get(f"/agenda/e/{made.key}.ics")
    assert [one.to_ical() for one in events_of(response)] == [
        one.to_ical() for one in events_of(client.get(REGION))
    ]
    assert f"evenement-{made.key}.ics" in response.headers["Content-Disposition"]


def test_a_member_takes_what_she_may_see_as_a_file(client):
    member, own = factories.account(is_staff=False), factories.organisation()
    factories.membership(member, Role.ADVISER, organisation=own)
    seen, hidden = soon("Du réseau", visibility="network"), soon("Brouillon", visibility="draft")
    client.force_login(member)
    response = client.get(f"/equipe/agenda/e/{seen.key}.ics")
    (one,) = events_of(response)
    assert one["URL"] == f"http://testserver/equipe/agenda/e/{seen.key}/"
    assert "private" in response.headers["Cache-Control"]
    assert client.get(f"/equipe/agenda/e/{hidden.key}.ics").status_code == 404


def test_what_did_not_change_is_not_sent_again(client):
    soon()
    first = client.get(REGION)
    with (
        CaptureQueriesContext(
            connection,
        ) as queries,
        mock.patch.object(ics, "calendar_of") as make,
    ):
        again = client.get(REGION, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert len(queries) <= 3  # the region, when it is not kept, and the version
    make.assert_not_called()
    assert (
        client.get(REGION, headers={"If-Modified-Since": first.headers["Last-Modified"]}).status_code == 304
    )


@pytest.mark.parametrize("what", ["changed", "hidden", "deleted", "added"])
def test_each_change_is_another_version(client, what):
    made, _other = soon(), soon("Autre")
    before = client.get(REGION)
    later = timezone.now() - timedelta(seconds=10)
    if what == "changed":
        Event.objects.filter(pk=made.pk).update(title="Nouveau", sequence=1, modified_at=later)
    elif what == "hidden":
        Event.objects.filter(pk=made.pk).update(visibility="network", sequence=1, modified_at=later)
    elif what == "deleted":
        made.delete()
    else:
        soon("Encore", modified_at=later)
    asked = {"If-None-Match": before.headers["ETag"]}
    assert client.get(REGION, headers=asked).status_code == 200
    if what != "deleted":  # nobody deletes events: they are cancelled
        asked = {"If-Modified-Since": before.headers["Last-Modified"]}
        assert client.get(REGION, headers=asked).status_code == 200


def test_a_change_of_this_second_is_not_dated_yet(client):
    soon(modified_at=timezone.now())
    assert "Last-Modified" not in client.get(REGION)


def test_what_is_kept_is_never_another_s(client):
    """Long calendars are kept by version: two filters, two sites, two contents."""
    for number in range(60):
        soon(f"Forum {number}", description="x" * 500, kind="fair" if number % 2 else "forum")
    assert len(titles(client.get(REGION))) == len(titles(client.get(REGION))) == 60
    assert len(titles(client.get(f"{ASKED}?type=fair"))) == 30
    assert b"http://localhost/agenda/e/" in client.get(REGION, headers={"Host": "localhost"}).content


def test_what_is_past_for_a_year_leaves(client):
    soon("Ancien", first_day=TODAY - timedelta(days=400))
    soon("De l'an dernier", first_day=TODAY - timedelta(days=300))
    assert titles(client.get(REGION)) == ["De l'an dernier"]


def test_what_is_cancelled_stays_a_year(client):
    now = timezone.now()
    soon("Récent", state="cancelled", modified_at=now - timedelta(days=300))
    soon("Vieux", state="cancelled", modified_at=now - timedelta(days=400))
    (one,) = events_of(client.get(REGION))
    assert (one["STATUS"], one["SUMMARY"]) == ("CANCELLED", "Annulé : Récent")


def test_a_client_sees_it_moved_postponed_then_cancelled(client):
    actor, now = factories.account(), timezone.now()
    made = soon(sequence=0)
    (first,) = events_of(client.get(REGION))
    slot = slot_facts(made.slots.get())
    moved = replace(slot, first_day=SOON + timedelta(2), last_day=SOON + timedelta(2))
    change_event(actor=actor, now=now, event=made, sequence=0, facts=event_facts(made), slots=[moved])
    (second,) = events_of(client.get(REGION))
    assert second["UID"] == first["UID"]
    assert second["SEQUENCE"] > first["SEQUENCE"]
    assert second["DTSTART"].dt - first["DTSTART"].dt == timedelta(2)
    postpone_event(actor=actor, now=now, event=made, why="Grève")
    (third,) = events_of(client.get(REGION))
    assert (third["STATUS"], third["SUMMARY"]) == ("CANCELLED", "Reporté : Forum des métiers")
    assert "Grève" in third["DESCRIPTION"]
    cancel_event(actor=actor, now=now, event=made, why="Salle fermée")
    (last,) = events_of(client.get(REGION))
    assert (last["STATUS"], last["UID"]) == ("CANCELLED", first["UID"])
    assert last["SEQUENCE"] > third["SEQUENCE"] > second["SEQUENCE"]


def test_dates_that_differ_come_with_their_texts(client):
    made = soon(rule="FREQ=WEEKLY;COUNT=4")
    other = f"{SOON + timedelta(7)}T14:00"
    SlotChange.objects.create(
        slot=made.slots.get(), original=other, address="2 place Haute", note="Par la cour"
    )
    series, changed = events_of(client.get(REGION))
    assert "RRULE" in series
    assert "2 place Haute" in changed["LOCATION"]
    assert "Par la cour" in changed["DESCRIPTION"]


def test_ten_thousand_events_are_three_queries():
    now = datetime(2026, 3, 2, 12, tzinfo=UTC)
    made = Event.objects.bulk_create(
        [
            Event(
                key=f"k{number}",
                uid=f"{number}@exemple",
                title=f"Forum {number}",
                kind="forum",
                visibility="public",
                zone="Europe/Paris",
                created_at=now,
                modified_at=now,
            )
            for number in range(10_000)
        ],
        batch_size=500,
    )
    days = [date(2026, 3, 1) + timedelta(number % 365) for number in range(10_000)]
    slots = Slot.objects.bulk_create(
        [
            Slot(event=one, first_day=day, start=time(14), last_day=day, end=time(17))
            for one, day in zip(made, days, strict=True)
        ],
        batch_size=500,
    )
    Occurrence.objects.bulk_create(
        [
            Occurrence(
                event=slot.event,
                slot=slot,
                original=f"{slot.first_day}T14:00",
                first_day=slot.first_day,
                last_day=slot.first_day,
                starts_at=now,
                ends_at=now,
            )
            for slot in slots
        ],
        batch_size=500,
    )
    with CaptureQueriesContext(connection) as queries:
        content = ics.calendar_of(
            ANYONE, Asked(), name="Agenda", origin="https://agenda.example", today=now.date(), now=now
        )
    assert content.count(b"BEGIN:VEVENT") == 10_000
    assert len([one for one in queries if "territory_region" not in one["sql"]]) == 3
    with CaptureQueriesContext(connection) as queries:
        assert calendar_version(ANYONE, Asked()).count == 10_000
    assert len(queries) == 1


def test_rows_are_read_by_parts():
    for number in range(7):
        soon(f"Forum {number}")
    asked, found, after = Asked(), [], 0
    while after is not None:
        events = still_given(asked_events(ANYONE, asked), today=TODAY, now=timezone.now()).filter(
            pk__gt=after
        )
        part, after = published(events, asked, most=3)
        assert all(one.slots for one in part)
        found.append([one.title for one in part])
    assert found == [["Forum 0", "Forum 1", "Forum 2"], ["Forum 3", "Forum 4", "Forum 5"], ["Forum 6"]]


def test_one_s_own_is_of_her_structures_territories_and_hand():
    account, territory = factories.account(is_staff=False), factories.territory()
    own, other = factories.organisation("La mienne"), factories.organisation("Une autre")
    rights = Rights(
        frozenset([Held(Role.ADVISER, own.pk), Held(Role.COORDINATOR, None, territory.pk)]), account.pk
    )
    soon("Structure", organisation=own)
    soon("Territoire", territories=(territory,))
    soon("De sa main", created_by=account)
    soon("Participe").participations.create(organisation=own, part="partner")
    soon("Ailleurs", organisation=other)
    titles = [one.title for one in published(asked_events(rights, read_asked({"moi": ["1"]})), Asked())[0]]
    assert titles == ["Structure", "Territoire", "De sa main", "Participe"]
