"""JSON, news, OpenAgenda and structured data: the same facts, well formed whatever people write."""

import json
import re
from datetime import datetime, time, timedelta

import pytest
from django.core.cache import caches
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from tests import factories
from tests.readonly import readonly

from jalon.agenda.enums import EventState
from jalon.agenda.models import Theme
from jalon.agenda.rules.asked import Asked
from jalon.agenda.rules.incoming import read_incoming
from jalon.agenda.selectors.calendar import dates_of
from jalon.agenda.selectors.facts import slot_facts
from jalon.agenda.services.publishing import atom, ics
from jalon.agenda.services.publishing import json as pages
from jalon.agenda.services.publishing.linked import linked_data, linked_facts
from jalon.agenda.tests.test_icalendar import event as published_event
from jalon.directory.rules.roles import Rights

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
SOON = TODAY + timedelta(days=20)
HOSTILE = "<script>&]]>\x00\x0b\ud800 « \"'é\u2028 </title>"
SITE = "http://testserver"


@pytest.fixture(autouse=True)
def _fresh_cache():
    caches["calendars"].clear()


def soon(title="Forum des métiers", **fields):
    return factories.event(title, first_day=fields.pop("first_day", SOON), **fields)


def told(client, address):
    with readonly():
        response = client.get(address)
    assert response.status_code == 200
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert not response.cookies
    return response


def test_json_says_all_and_goes_on(client, monkeypatch):
    monkeypatch.setattr(pages, "PAGE", 2)
    made = soon(
        commune=factories.commune("Tours", insee_code="37261"),
        organisation=factories.organisation("Mission"),
        place_name="Halle",
        audiences=["pupils"],
        registration_link="https://exemple.fr/",
        registration_until=SOON,
    )
    made.themes.add(Theme.objects.create(slug="essai", name="Thème"))
    soon("Repris", rule="FREQ=WEEKLY;COUNT=3")
    soon("Jours", start=None, last_day=SOON + timedelta(1))
    first = told(client, "/agenda/flux.json").json()
    assert [one["title"] for one in first["events"]] == ["Forum des métiers", "Repris"]
    one = first["events"][0]
    zone = datetime.combine(SOON, time(14)).astimezone(timezone.get_current_timezone())
    assert one["dates"] == [
        {
            "start": zone.isoformat(),
            "end": zone.replace(hour=17).isoformat(),
            "all_day": False,
            "cancelled": False,
        }
    ]
    assert (one["uid"], one["sequence"]) == (made.uid, 0)
    assert one["url"] == f"{SITE}/agenda/e/{made.key}/"
    assert (one["place"]["commune"], one["place"]["insee_code"]) == ("Tours", "37261")
    assert one["place"]["latitude"] is not None
    assert one["registration"] == {"link": "https://exemple.fr/", "from": None, "until": SOON.isoformat()}
    assert (one["themes"], one["audience_labels"]) == (["Thème"], ["Collégiens et lycéens"])
    assert one["organisation"]["name"] == "Mission"
    assert first["events"][1]["repeats"] == [
        {"uid": first["events"][1]["uid"], "rule": "FREQ=WEEKLY;COUNT=3"}
    ]
    assert len(first["events"][1]["dates"]) == 3
    second = told(client, first["next"].removeprefix(SITE)).json()
    (days,) = second["events"]
    assert (days["dates"][0]["start"], days["dates"][0]["end"]) == (
        SOON.isoformat(),
        (SOON + timedelta(1)).isoformat(),
    )
    assert second["next"] is None


def test_json_keeps_the_filters_in_what_follows(client, monkeypatch):
    monkeypatch.setattr(pages, "PAGE", 1)
    soon("Un", kind="fair")
    soon("Deux", kind="fair")
    page = told(client, "/agenda/flux.json?type=fair&apres=zzz&rubbish=1").json()
    assert page["next"].startswith(f"{SITE}/agenda/flux.json?type=fair&apres=")
    assert told(client, page["next"].removeprefix(SITE)).json()["events"][0]["title"] == "Deux"


@pytest.mark.parametrize("address", ["flux.json", "flux.rss", "flux.atom", "flux/openagenda.json"])
def test_what_is_not_public_is_in_none_and_what_did_not_change_is_not_sent_again(client, address):
    soon("Réunion secrète", visibility="network")
    soon("Idée secrète", state="idea")
    first = told(client, f"/agenda/{address}")
    assert "secr" not in first.content.decode()
    again = client.get(f"/agenda/{address}", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("kind", ["rss", "atom"])
def test_news_are_well_formed_whatever_the_titles(client, kind):
    made = soon(
        HOSTILE.replace("\x00", "").replace("\ud800", ""), place_name="A & B <i>", description="]]>\x0b"
    )
    tree = etree.fromstring(told(client, f"/agenda/flux.{kind}").content)
    (title,) = tree.xpath("//*[local-name()='item' or local-name()='entry']/*[local-name()='title']/text()")
    assert title.startswith("<script>&]]>")
    assert title.endswith(f"({SOON:%d/%m/%Y} à 14 h 00)")
    assert f"/agenda/e/{made.key}/" in etree.tostring(tree).decode()


@settings(max_examples=60, deadline=None)
@given(
    title=st.text(min_size=1, max_size=80), text=st.text(max_size=80), kind=st.sampled_from(["rss", "atom"])
)
def test_news_of_any_text_are_xml(title, text, kind):
    one = published_event(title=title, description=text)
    content = _news(kind, one)
    assert etree.fromstring(content) is not None


def _news(kind, one):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(atom, "newest", lambda *words, **more: [one])
        patch.setattr(atom, "dates_of", lambda *words, **more: {})
        return atom.news(
            kind, Rights(), Asked(), name=one.title, origin="https://agenda.example", today=TODAY
        )


def test_news_begin_with_what_was_added_last_and_forget_what_is_past(client):
    soon("Ancien ajout")
    soon("Nouvel ajout", created_at=factories.NOON + timedelta(days=1))
    soon("Passé", first_day=TODAY - timedelta(days=2))
    tree = etree.fromstring(told(client, "/agenda/flux.rss").content)
    assert [text.split(" (")[0] for text in tree.xpath("//item/title/text()")] == [
        "Nouvel ajout",
        "Ancien ajout",
    ]


def test_openagenda_s_export_is_read_by_our_own_reader(client):
    soon(
        "Forum",
        place_name="Halle",
        address="1 rue du Pont",
        commune=factories.commune("Tours", insee_code="37261"),
        description="Bonjour",
        link="https://exemple.fr/salle",
    )
    soon("Annulé", state="cancelled")
    soon("Semaine", rule="FREQ=WEEKLY;COUNT=3")
    content = told(client, "/agenda/flux/openagenda.json").content
    assert json.loads(content)["total"] == 3
    reading = read_incoming(content, zone="Europe/Paris")
    assert (reading.problem, reading.refusals) == ("", ())
    forum, cancelled, week = reading.records
    assert (forum.title, forum.place_name, forum.link) == ("Forum", "Halle", "https://exemple.fr/salle")
    assert forum.address == "1 rue du Pont, Tours"
    assert "Bonjour" in forum.description
    assert [(slot.first_day, slot.start, slot.end) for slot in forum.slots] == [(SOON, time(14), time(17))]
    assert cancelled.state == EventState.CANCELLED
    assert len(week.slots) == 3


def test_icalendar_is_read_by_our_own_reader():
    made = soon("Forum ; d'été, suite", rule="FREQ=WEEKLY;COUNT=4", place_name="Halle", zone="Indian/Reunion")
    made.slots.get().changes.create(original=f"{SOON + timedelta(7)}T14:00", left_out=True)
    moved = SOON + timedelta(15)
    made.slots.get().changes.create(original=f"{SOON + timedelta(14)}T14:00", first_day=moved, last_day=moved)
    (record,) = read_incoming(ics.event_calendar(made, origin=SITE), zone="Europe/Paris").records
    assert (record.uid, record.title, record.zone) == (made.uid, made.title, "Indian/Reunion")
    (slot,), own = record.slots, slot_facts(made.slots.get())
    assert (slot.first_day, slot.start, slot.last_day, slot.end) == (SOON, time(14), SOON, time(17))
    assert slot.rule == own.rule
    left, other = slot.changes
    assert left == own.changes[0]
    assert (other.original, other.first_day) == (own.changes[1].original, moved)


def test_a_page_says_its_event_to_machines():
    made = soon(
        "Forum </script><b>",
        summary="Venez & voyez",
        place_name="Halle",
        link="https://exemple.fr/",
        kind="webinar",
        commune=factories.commune(),
    )
    (one,) = dates_of(made)
    text = linked_data(one, page=f"{SITE}/agenda/e/x/", organiser="Région d'essai")
    assert text.count("</script>") == 1
    assert text.startswith('<script type="application/ld+json">')
    facts = json.loads(re.fullmatch(r"<script[^>]*>(.*)</script>", text, re.DOTALL)[1])
    assert facts == linked_facts(one, page=f"{SITE}/agenda/e/x/", organiser="Région d'essai")
    assert facts["name"] == "Forum </script><b>"
    assert facts["eventStatus"] == "https://schema.org/EventScheduled"
    assert facts["eventAttendanceMode"] == "https://schema.org/MixedEventAttendanceMode"
    assert [place["@type"] for place in facts["location"]] == ["Place", "VirtualLocation"]
    assert facts["organizer"]["name"] == "Région d'essai"
    assert datetime.fromisoformat(facts["startDate"]) == one.starts_at


@pytest.mark.parametrize(
    ("fields", "status", "start"),
    [
        ({"state": "cancelled", "start": None}, "EventCancelled", SOON.isoformat()),
        ({"state": "postponed", "start": None}, "EventPostponed", SOON.isoformat()),
    ],
)
def test_a_state_is_told_to_machines_too(fields, status, start):
    (one,) = dates_of(soon(**fields))
    facts = linked_facts(one, page="x", organiser="x")
    assert facts["eventStatus"] == f"https://schema.org/{status}"
    assert (facts["startDate"], facts["endDate"]) == (start, start)
    alone = linked_facts(one._replace(cancelled=True, state="open"), page="x", organiser="x")
    assert alone["eventStatus"] == "https://schema.org/EventCancelled"


def test_news_of_an_empty_calendar_are_well_formed(client):
    assert etree.fromstring(told(client, "/agenda/flux.atom").content).tag.endswith("feed")


def test_a_date_says_its_own_zone(client):
    soon(zone="Indian/Reunion")
    (one,) = told(client, "/agenda/flux.json").json()["events"]
    assert one["dates"][0]["start"].endswith("+04:00")
