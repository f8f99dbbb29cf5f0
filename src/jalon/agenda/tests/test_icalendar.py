"""Calendars given out, read back by the icalendar library and followed by dateutil as clients do."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from jalon.agenda.enums import Audience, EventKind, EventState
from jalon.agenda.rules.calendar_lines import escaped, folded
from jalon.agenda.rules.icalendar import Addresses, calendar_bytes
from jalon.agenda.rules.published import DateTexts, Published, PublishedSlot, clean, said_title
from jalon.agenda.rules.repeating import DAYS
from jalon.agenda.rules.schedule import ChangeFacts, SlotFacts, dated
from jalon.agenda.rules.zones import zone_lines

WHERE = Addresses(
    "https://agenda.example/agenda/e/%s/", "https://agenda.example/equipe/agenda/e/%s/", "Région d'essai"
)
PARIS, REUNION = "Europe/Paris", "Indian/Reunion"
MADE = datetime(2026, 11, 2, 8, 30, tzinfo=UTC)
MONDAY = date(2026, 11, 23)


def slot(first=MONDAY, start=time(14), last=None, end=time(17), rule="", changes=(), texts=None):
    facts = SlotFacts(first, start, last or first, end if start else None, rule, tuple(changes))
    return PublishedSlot(facts, texts or {})


def event(*slots, **fields):
    values = {
        "event": 1,
        "key": "abc",
        "uid": "abc@agenda.example",
        "sequence": 3,
        "title": "Forum des métiers",
        "kind": EventKind.FORUM,
        "state": EventState.OPEN,
        "visibility": "public",
        "moderation": "not-needed",
        "summary": "",
        "description": "",
        "zone": PARIS,
        "place_name": "Halle",
        "room": "Salle 2",
        "address": "1 rue du Pont",
        "commune": "Tours",
        "commune_code": "37261",
        "latitude": 47.39,
        "longitude": 0.69,
        "link": "",
        "access": "",
        "accessibility": "",
        "audiences": (),
        "contact": "",
        "registration_link": "",
        "registration_from": None,
        "registration_until": None,
        "organisation": 5,
        "organisation_name": "Mission locale « d'essai »",
        "organisation_slug": "mission",
        "created_by": None,
        "postponed_note": "",
        "demonstration": False,
        "created_at": MADE,
        "modified_at": MADE + timedelta(days=1),
        "slots": slots or (slot(),),
        "themes": ("Illettrisme, savoirs de base",),
    }
    return Published(**values | fields)


def content(*events):
    return calendar_bytes(events, name="Agenda d'essai", about="Les dates", where=WHERE)


def read(*events):
    return list(Calendar.from_ical(content(*events)).walk("VEVENT"))


def moments(event):
    """Return the (start, end) of every date of one VEVENT without changes, as a client works them out."""
    begin, zone = event["DTSTART"].dt, event["DTSTART"].dt.tzinfo
    lasts = event["DTEND"].dt.replace(tzinfo=None) - begin.replace(tzinfo=None)
    # Local hours: what a client that follows RFC 5545 repeats. UNTIL is compared in UTC.
    rule = event["RRULE"].to_ical().decode()
    until = event["RRULE"].get("UNTIL", [None])[0]
    plain = ";".join(part for part in rule.split(";") if not part.startswith("UNTIL"))
    out = event.get("EXDATE", [])
    left = {one.dt for dates in (out if isinstance(out, list) else [out]) for one in dates.dts}
    found = []
    for start in rrulestr(plain, dtstart=begin.replace(tzinfo=None)):
        here = start.replace(tzinfo=zone)
        if (until and here > until) or len(found) + len(left) > 60:
            break
        if here not in left:
            found.append((here.astimezone(UTC), (start + lasts).replace(tzinfo=zone).astimezone(UTC)))
    return found


def test_an_event_says_all_that_calendars_need():
    (one,) = read(event())
    assert one["UID"] == "abc@agenda.example"
    assert one["SEQUENCE"] == 3
    assert one["DTSTAMP"].dt == one["LAST-MODIFIED"].dt == MADE + timedelta(days=1)
    assert one["CREATED"].dt == MADE
    assert one["DTSTART"].dt == datetime(2026, 11, 23, 14, tzinfo=ZoneInfo(PARIS))
    assert one["DTSTART"].params["TZID"] == PARIS
    assert one["DTEND"].dt == datetime(2026, 11, 23, 17, tzinfo=ZoneInfo(PARIS))
    assert (one["STATUS"], one["TRANSP"]) == ("CONFIRMED", "OPAQUE")
    assert one["SUMMARY"] == "Forum des métiers"
    assert one["LOCATION"] == "Halle, Salle 2, 1 rue du Pont, Tours"
    assert (one["GEO"].latitude, one["GEO"].longitude) == (47.39, 0.69)
    assert one["URL"] == "https://agenda.example/agenda/e/abc/"
    assert one["ORGANIZER"].params["CN"] == "Mission locale « d'essai »"
    assert "mailto" not in str(one["ORGANIZER"]).lower()
    assert one["CATEGORIES"].cats == ["Forum", "Illettrisme, savoirs de base"]


def test_the_calendar_is_published_named_and_asked_for_again():
    calendar = Calendar.from_ical(content(event()))
    assert (calendar["METHOD"], calendar["VERSION"]) == ("PUBLISH", "2.0")
    assert calendar["X-WR-CALNAME"] == calendar["NAME"] == "Agenda d'essai"
    assert calendar["REFRESH-INTERVAL"].dt == timedelta(hours=1)


def test_the_same_events_give_the_same_bytes():
    assert content(event(), event(uid="b")) == content(event(), event(uid="b"))


def test_whole_days_end_the_day_after():
    (one,) = read(event(slot(start=None, last=MONDAY + timedelta(2))))
    assert one["DTSTART"].dt == MONDAY
    assert one["DTEND"].dt == MONDAY + timedelta(3)
    assert one["TRANSP"] == "TRANSPARENT"
    assert b"VTIMEZONE" not in content(event(slot(start=None)))


def test_an_hour_without_end_has_none_and_several_days_end_at_midnight():
    (one,) = read(event(slot(end=None)))
    assert "DTEND" not in one
    (days,) = read(event(slot(end=None, last=MONDAY + timedelta(1))))
    assert days["DTEND"].dt == datetime(2026, 11, 25, tzinfo=ZoneInfo(PARIS))


@pytest.mark.parametrize(
    ("state", "status", "prefix"),
    [
        (EventState.IDEA, "TENTATIVE", "Idée : "),
        (EventState.SAVE_THE_DATE, "TENTATIVE", "Date à réserver : "),
        (EventState.OPEN, "CONFIRMED", ""),
        (EventState.CLOSED, "CONFIRMED", ""),
        (EventState.HELD, "CONFIRMED", ""),
        (EventState.POSTPONED, "CANCELLED", "Reporté : "),
        (EventState.CANCELLED, "CANCELLED", "Annulé : "),
    ],
)
def test_a_state_is_a_status_and_is_said_in_the_title(state, status, prefix):
    (one,) = read(event(state=state, postponed_note="Grève"))
    assert one["STATUS"] == status
    assert one["SUMMARY"] == f"{prefix}Forum des métiers"
    assert ("Grève" in one["DESCRIPTION"]) == (status == "CANCELLED")
    assert (one["TRANSP"] == "OPAQUE") == (status == "CONFIRMED")


def test_several_slots_have_a_uid_each_that_stays():
    found = read(event(slot(), slot(MONDAY + timedelta(7))))
    assert [one["UID"] for one in found] == ["abc@agenda.example", "abc@agenda.example#2"]


def test_an_event_without_days_is_in_no_calendar():
    assert read(event()._replace(slots=())) == []


def test_who_is_not_everybody_gets_the_address_for_members():
    (one,) = read(event(visibility="network"))
    assert one["URL"] == "https://agenda.example/equipe/agenda/e/abc/"


def test_an_example_says_so():
    assert "n'existe pas" in read(event(demonstration=True))[0]["DESCRIPTION"]


def test_a_repetition_has_its_exceptions():
    changes = [
        ChangeFacts("2026-11-30T14:00", left_out=True),
        ChangeFacts("2026-12-07T14:00", cancelled=True),
        ChangeFacts(
            "2026-12-14T14:00", first_day=date(2026, 12, 15), start=time(9), end=time(11), title="Autre"
        ),
        ChangeFacts("2026-12-21T14:00", place_name="Ailleurs"),
        ChangeFacts("2026-12-22T14:00", cancelled=True),  # no date of it
    ]
    texts = {"2026-12-21T14:00": DateTexts(address="2 place Haute", note="Entrée par la cour")}
    found = read(event(slot(rule="FREQ=WEEKLY;UNTIL=20270118", changes=changes, texts=texts)))
    series, cancelled, moved, elsewhere = found
    paris = ZoneInfo(PARIS)
    assert {one["UID"] for one in found} == {"abc@agenda.example"}
    assert series["RRULE"]["UNTIL"] == [datetime(2027, 1, 18, 22, 59, 59, tzinfo=UTC)]
    assert series["EXDATE"].dts[0].dt == datetime(2026, 11, 30, 14, tzinfo=paris)
    assert series["EXDATE"].params["TZID"] == PARIS
    assert cancelled["RECURRENCE-ID"].dt == datetime(2026, 12, 7, 14, tzinfo=paris)
    assert (cancelled["STATUS"], cancelled["SUMMARY"]) == ("CANCELLED", "Annulé : Forum des métiers")
    assert moved["RECURRENCE-ID"].dt == datetime(2026, 12, 14, 14, tzinfo=paris)
    assert moved["DTSTART"].dt == datetime(2026, 12, 15, 9, tzinfo=paris)
    assert moved["DTEND"].dt == datetime(2026, 12, 15, 11, tzinfo=paris)
    assert moved["SUMMARY"] == "Autre"
    assert elsewhere["LOCATION"] == "Ailleurs, 2 place Haute, Tours"
    assert "GEO" not in elsewhere
    assert "Entrée par la cour" in elsewhere["DESCRIPTION"]


def test_whole_days_that_repeat_end_on_a_day():
    changes = [
        ChangeFacts("2026-11-30", left_out=True),
        ChangeFacts("2026-12-07", first_day=date(2026, 12, 8)),
    ]
    series, moved = read(event(slot(start=None, rule="FREQ=WEEKLY;UNTIL=20270118T120000Z", changes=changes)))
    assert series["RRULE"]["UNTIL"] == [date(2027, 1, 18)]
    assert series["EXDATE"].dts[0].dt == date(2026, 11, 30)
    assert (moved["RECURRENCE-ID"].dt, moved["DTSTART"].dt) == (date(2026, 12, 7), date(2026, 12, 8))


def test_a_single_date_carries_its_change_itself():
    name = "2026-11-23T14:00"
    assert read(event(slot(changes=[ChangeFacts(name, left_out=True)]))) == []
    (cancelled,) = read(event(slot(changes=[ChangeFacts(name, cancelled=True)])))
    assert (cancelled["STATUS"], "RECURRENCE-ID" in cancelled) == ("CANCELLED", False)
    (moved,) = read(event(slot(changes=[ChangeFacts(name, first_day=date(2027, 2, 1))])))
    assert moved["DTSTART"].dt == datetime(2027, 2, 1, 14, tzinfo=ZoneInfo(PARIS))


@pytest.mark.parametrize(
    ("zone", "first", "hours"),
    [
        (PARIS, date(2027, 3, 28), (12, 12)),  # the Sunday when summer time begins, then the week after
        (PARIS, date(2027, 3, 21), (13, 12)),
        (PARIS, date(2026, 10, 18), (12, 13)),
        (REUNION, date(2027, 3, 21), (10, 10)),
    ],
)
def test_repeated_hours_stay_the_same_over_a_change_of_hour(zone, first, hours):
    (one,) = read(event(slot(first, rule="FREQ=WEEKLY;COUNT=2"), zone=zone))
    assert tuple(start.hour for start, _end in moments(one)) == hours


def test_an_hour_that_is_skipped_keeps_its_length():
    (one,) = read(event(slot(date(2027, 3, 28), time(2, 30), end=time(3))))
    (truth,) = dated(
        slot(date(2027, 3, 28), time(2, 30), end=time(3)).facts, PARIS, first=MONDAY, last=date(2028, 1, 1)
    )
    assert one["DTEND"].dt.astimezone(UTC) == truth.ends_at
    assert truth.ends_at - truth.starts_at == timedelta(minutes=30)


def test_zones_are_told_by_rules_where_years_are_alike():
    paris = zone_lines(PARIS, 2026, 2027)
    assert "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU" in paris
    assert "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU" in paris
    assert "DTSTART:20250330T020000" in paris  # told by the offset before it
    reunion = zone_lines(REUNION, 2026, 2027)
    assert not any(line.startswith("RRULE") for line in reunion)
    assert "TZOFFSETTO:+0400" in reunion


@pytest.mark.parametrize("zone", [PARIS, REUNION, "America/New_York", "Africa/Casablanca", "America/Cayenne"])
def test_a_zone_told_gives_the_hours_of_the_zone(zone):
    text = "\r\n".join(["BEGIN:VCALENDAR", *zone_lines(zone, 2026, 2028), "END:VCALENDAR", ""])
    told = Calendar.from_ical(text).walk("VTIMEZONE")[0].to_tz(lookup_tzid=False)
    for days in range(0, 1100, 5):
        at = datetime(2026, 1, 1, 12, tzinfo=ZoneInfo(zone)) + timedelta(days=days)
        assert at.replace(tzinfo=told).utcoffset() == at.utcoffset(), at


@given(st.text(max_size=300))
def test_lines_are_folded_at_75_octets_and_come_back(text):
    line = f"SUMMARY:{escaped(text)}"
    parts = folded(line).split(b"\r\n")
    assert parts.pop() == b""
    assert all(len(part) <= 75 for part in parts)
    assert all(part.startswith(b" ") for part in parts[1:])
    for part in parts:
        part.decode()
    assert b"".join([parts[0], *(part[1:] for part in parts[1:])]).decode() == line


WORDS = st.text(max_size=120).map(lambda text: clean(text).strip())
HOURS = st.times(min_value=time(4)).map(lambda at: at.replace(second=0, microsecond=0))


@st.composite
def told_events(draw):
    """Events of any words, days and hours."""
    first = draw(st.dates(date(2020, 1, 1), date(2035, 12, 31)))
    last = first + timedelta(draw(st.integers(0, 9)))
    start = draw(st.none() | HOURS)
    end = draw(HOURS) if start is not None else None
    if end is not None and last == first and end <= start:
        last += timedelta(1)
    rule = draw(
        st.sampled_from(
            [
                "",
                "",
                "FREQ=WEEKLY;COUNT=4",
                f"FREQ=WEEKLY;BYDAY={DAYS[first.weekday()]};UNTIL={first + timedelta(40):%Y%m%d}",
            ]
        )
    )
    return event(
        slot(first, start, last, end, rule),
        title=draw(WORDS.filter(bool)),
        description=draw(WORDS),
        place_name=draw(WORDS),
        organisation_name=draw(WORDS.filter(bool)),
        kind=draw(st.sampled_from(EventKind.values)),
        state=draw(st.sampled_from(EventState.values)),
        audiences=tuple(draw(st.sets(st.sampled_from(Audience.values)))),
        zone=draw(st.sampled_from([PARIS, REUNION, "America/Cayenne", "UTC"])),
        sequence=draw(st.integers(0, 10_000)),
        themes=tuple(draw(st.lists(WORDS.filter(bool), max_size=3))),
    )


@settings(max_examples=150, deadline=None)
@given(told_events())
def test_what_is_told_is_what_is_read_back(told):
    (one,) = read(told)
    facts = told.slots[0].facts
    assert one["UID"] == told.uid
    assert one["SEQUENCE"] == told.sequence
    assert one["SUMMARY"] == said_title(told.title, told.state)
    assert told.description in one["DESCRIPTION"]
    assert one["CATEGORIES"].cats == [told.kind_label, *told.themes]
    assert one["ORGANIZER"].params["CN"] == told.organisation_name
    first, last = MONDAY.replace(year=2019), date(2037, 1, 1)
    dates = dated(facts, told.zone, first=first, last=last)
    if facts.start is None:
        assert (one["DTSTART"].dt, one["DTEND"].dt) == (facts.first_day, facts.last_day + timedelta(1))
    elif facts.rule:
        assert moments(one) == [(date.starts_at, date.ends_at) for date in dates]
    else:
        begin, end = one["DTSTART"].dt.astimezone(UTC), one["DTEND"].dt.astimezone(UTC)
        assert [(begin, end)] == [(date.starts_at, date.ends_at) for date in dates]


def test_a_move_shows_in_the_days_and_in_the_sequence():
    before = event()
    after = before._replace(
        sequence=4,
        slots=(
            PublishedSlot(
                replace(
                    before.slots[0].facts, first_day=MONDAY + timedelta(1), last_day=MONDAY + timedelta(1)
                ),
                {},
            ),
        ),
    )
    (old,), (new,) = read(before), read(after)
    assert (old["UID"], old["SEQUENCE"], new["SEQUENCE"]) == (new["UID"], 3, 4)
    assert new["DTSTART"].dt - old["DTSTART"].dt == timedelta(1)
