"""A session as a calendar file: read back, stable, harmless."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar
from tests.readonly import readonly

from jalon.training.models import Session
from jalon.training.selectors.calendars import session_calendar
from jalon.training.selectors.departures import keyed_sessions
from jalon.training.selectors.programmes import last_version, programme_page
from jalon.training.tests.offered import TODAY, action, ground, key_of, offer, programme, session

pytestmark = pytest.mark.django_db
URL = "https://exemple.fr/formations/1/"


@pytest.fixture(autouse=True)
def _ground():
    ground()


def read(number: str = "1", *, today: date = TODAY) -> list:
    """Return the events of the first session of a programme."""
    key = key_of(number)
    session_key = keyed_sessions(last_version(key))[0][0]
    _name, content = session_calendar(key, session_key, url=URL, today=today)
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in content.split(b"\r\n")), "lines are folded"
    calendar = Calendar.from_ical(content)
    assert calendar["version"] == "2.0"
    assert calendar["prodid"]
    return list(calendar.walk("VEVENT"))


def test_the_start_is_a_whole_day_and_the_end_of_registration_another():
    until = TODAY + timedelta(days=40)
    offer(programme("1", action(session(days=60, registration_until=until)), title="CAP Boulanger, été"))
    start, last = read()
    assert start["dtstart"].dt == TODAY + timedelta(days=60)
    assert start["dtend"].dt - start["dtstart"].dt == timedelta(days=1)
    assert start["dtstart"].params["VALUE"] == "DATE"
    assert start["summary"] == "Début : CAP Boulanger, été"
    assert start["location"] == "Lycée de Blois, 1 rue des Essais, 41000 Blois"
    assert start["url"] == URL
    assert start["status"] == "CONFIRMED"
    assert last["dtstart"].dt == until
    assert last["uid"] != start["uid"]


def test_registration_that_is_over_is_not_told():
    offer(programme("1", action(session(days=60, registration_until=TODAY - timedelta(days=1)))))
    assert len(read()) == 1


def test_a_later_load_keeps_the_identifier_and_raises_the_sequence():
    offer(programme("1", action(session(days=60))))
    (before,) = read()
    offer(programme("1", action(session(days=67))), today=TODAY + timedelta(days=1))
    (after,) = read()
    assert after["uid"] == before["uid"]
    assert after["sequence"] > before["sequence"]
    assert after["dtstart"].dt - before["dtstart"].dt == timedelta(days=7)
    assert after["last-modified"].dt > before["last-modified"].dt


def test_the_same_day_gives_the_same_file():
    offer(programme("1", action(session())))
    assert [event.to_ical() for event in read()] == [event.to_ical() for event in read()]


def test_suspended_is_cancelled():
    offer(programme("1", action(session(recruitment="suspended"))))
    assert read()[0]["status"] == "CANCELLED"


def test_what_a_feed_no_longer_holds_is_cancelled():
    offer(programme("1", action(session())), programme("2", action(session())))
    before = read()[0]
    offer(programme("2", action(session())), today=TODAY + timedelta(days=1))
    after = read()[0]
    assert (after["status"], after["uid"]) == ("CANCELLED", before["uid"])
    assert after["sequence"] > before["sequence"]


def test_at_a_distance_has_no_address():
    offer(programme("1", action(session(), mode="distance")))
    assert read()[0]["location"] == "À distance"


def test_hostile_words_make_no_other_event():
    title = "Pain\r\nEND:VEVENT\r\nBEGIN:VEVENT\nSUMMARY:faux;,\\ \u2028\x07 " + "é" * 200
    offer(programme("1", action(session(how_to_register="a\r\nATTACH:file:///etc/passwd")), title=title))
    (event,) = read()
    assert "attach" not in event
    assert event["summary"].startswith("Début : Pain END:VEVENT BEGIN:VEVENT SUMMARY:faux;,\\ ")


def test_only_a_session_with_a_date_has_a_calendar(client):
    offer(programme("1", action(session(days=None))))
    key = key_of("1")
    (found,) = keyed_sessions(last_version(key))
    assert client.get(reverse("training:session_calendar", args=[key, found[0]])).status_code == 404
    assert client.get(reverse("training:session_calendar", args=[key, "000000000000"])).status_code == 404
    assert (
        client.get(reverse("training:session_calendar", args=["000000000000", found[0]])).status_code == 404
    )


def test_the_page_leads_to_it_and_it_comes_as_a_file(client):
    today = timezone.localdate()
    offer(programme("1", action(session(today=today)), title="Pâtisserie « fine »\n"), today=today)
    line = programme_page(key_of("1"), today=today).lead[1]
    with readonly():
        response = client.get(line.calendar)
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    name = f"patisserie-fine-{line.dates.start.isoformat()}.ics"
    assert response.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert not response.cookies
    (event,) = Calendar.from_ical(response.content).walk("VEVENT")
    assert event["url"].startswith("http://testserver/formations/")
    assert Session.objects.get().start == event["dtstart"].dt
