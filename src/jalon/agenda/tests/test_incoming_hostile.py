"""Exports of OpenAgenda, any bytes at all, and the corpus of the icalendar package: nothing ever raises."""

import importlib.resources
import json
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jalon.agenda.enums import EventState, FeedKind
from jalon.agenda.rules.incoming import (
    Incoming,
    Reading,
    digest_of,
    from_written,
    last_day_of,
    read_incoming,
    written,
)
from jalon.agenda.rules.schedule import SlotFacts

PARIS = "Europe/Paris"
DAY = date(2026, 11, 24)

OPEN = {
    "uid": 12,
    "title": {"fr": "Forum", "en": "Fair"},
    "description": {"fr": "Court"},
    "longDescription": {"fr": "<p>Long</p>"},
    "timings": [
        {"begin": "2026-11-25T09:00:00+0100", "end": "2026-11-25T12:00:00+0100"},
        {"begin": "2026-11-24T13:00:00.000Z", "end": "2026-11-24T16:00:00.000Z"},
    ],
    "location": {
        "name": "Mairie",
        "address": "1 rue des Halles",
        "postalCode": "37000",
        "city": "Tours",
        "latitude": 47.39,
        "longitude": 0.68,
    },
    "timezone": "Europe/Paris",
    "status": 5,
    "onlineAccessLink": "https://visio.example/1",
}


def read_json(*events, **more) -> Reading:
    return read_incoming(
        json.dumps({"agenda": {"title": "Agenda"}, "events": events} | more).encode(), zone=PARIS
    )


def test_an_export_of_openagenda():
    reading = read_json(OPEN)
    assert (reading.kind, reading.name, reading.refusals) == (FeedKind.OPENAGENDA, "Agenda", ())
    assert reading.records == (
        Incoming(
            uid="openagenda-12",
            title="Forum",
            zone=PARIS,
            slots=(
                SlotFacts(DAY, time(14), DAY, time(17)),
                SlotFacts(date(2026, 11, 25), time(9), date(2026, 11, 25), time(12)),
            ),
            state=EventState.CLOSED,
            description="Court\n\nLong",
            place_name="Mairie",
            address="1 rue des Halles, 37000 Tours",
            latitude=47.39,
            longitude=0.68,
            link="https://visio.example/1",
        ),
    )


def test_an_older_export_of_openagenda():
    old = {
        "uid": 7,
        "title": "Forum",
        "locationName": "Mairie",
        "address": "Tours",
        "latitude": 1.0,
        "longitude": 2.0,
        "timings": [{"start": "2026-11-24T14:00:00"}],
    }
    (record,) = read_json(old).records
    assert (record.place_name, record.address, record.latitude) == ("Mairie", "Tours", 1.0)
    assert record.slots == (SlotFacts(DAY, time(14), DAY, None),)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"uid": None}, "uid"),
        ({"uid": True}, "uid"),
        ({"title": {}}, "title"),
        ({"title": 3}, "title"),
        ({"timings": []}, "timings"),
        ({"timings": "hier"}, "timings"),
        ({"timings": [3]}, "timings"),
        ({"timings": [{"begin": "hier"}]}, "timings"),
        ({"timings": [{"begin": 3}]}, "timings"),
        ({"timings": [{"begin": "0001-01-01T00:00:00+14:00"}]}, "timings"),
        ({"timings": [{"begin": "9999-12-31T23:59:59-14:00"}]}, "timings"),
        ({"timings": [{"begin": "2026-11-24T14:00:00", "end": "2026-11-24T13:00:00"}]}, "timings"),
    ],
)
def test_an_event_of_openagenda_is_refused_with_its_reason(change, field):
    reading = read_json(OPEN | change, OPEN | {"uid": 13})
    assert [refusal.field for refusal in reading.refusals] == [field]
    assert [record.uid for record in reading.records] == ["openagenda-13"]


def test_dates_of_openagenda_are_bounded():
    start = datetime(2026, 1, 1, 9, tzinfo=UTC)
    timings = [{"begin": (start + timedelta(hours=index)).isoformat()} for index in range(400)]
    (record,) = read_json(OPEN | {"timings": timings}).records
    assert len(record.slots) == 50
    assert "400 dates" in record.notes[0]


# Any bytes give records or refusals.

CHUNKS = st.sampled_from(
    [
        b"BEGIN:VCALENDAR\r\n",
        b"END:VCALENDAR",
        b"BEGIN:VEVENT\n",
        b"END:VEVENT\n",
        b"UID:1\n",
        b"SUMMARY:a\n",
        b"DTSTART:20261124T140000\n",
        b"DTSTART;TZID=",
        b"DTEND:",
        b"RRULE:FREQ=",
        b"DAILY",
        b";COUNT=",
        b"EXDATE:",
        b"RDATE:",
        b"RECURRENCE-ID:20261124T140000\n",
        b"DURATION:P",
        b":",
        b";",
        b"\n ",
        b"\r",
        b"\xff",
        b"\x00",
        b'"',
        b"99999999",
        b"T240000Z",
        b"\\",
        b"{",
        b'"events":[',
        b"}",
        b"]",
    ]
)


def check_sane(reading: Reading) -> None:
    """Whatever was read can be kept: bounded texts, days in order, JSON that comes back equal."""
    for record in reading.records:
        assert 0 < len(record.uid) <= 255
        assert 0 < len(record.title) <= 200
        assert record.title.isprintable()
        assert len(record.place_name) <= 200
        assert len(record.address) <= 200
        assert ZoneInfo(record.zone)
        assert record.slots
        assert last_day_of(record) >= record.first_day
        assert from_written(json.loads(json.dumps(written(record)))) == record
        assert len(digest_of(record)) == 64
    for refusal in reading.refusals:
        assert refusal.line >= 1
        assert refusal.field
        assert refusal.reason.endswith((".", "»"))


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=300, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=2000),
        st.lists(st.one_of(CHUNKS, st.binary(max_size=8)), max_size=60).map(b"".join),
    )
)
def test_any_bytes_give_records_or_refusals(content):
    check_sane(read_incoming(content, zone=PARIS))
    check_sane(read_incoming(b"BEGIN:VCALENDAR\n" + content + b"\nEND:VCALENDAR\n", zone=PARIS))
    inside = b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nSUMMARY:a\n" + content + b"\nEND:VEVENT\nEND:VCALENDAR\n"
    check_sane(read_incoming(inside, zone=PARIS))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inside: (
        st.lists(inside, max_size=4) | st.dictionaries(st.sampled_from(sorted(OPEN)), inside, max_size=4)
    ),
    max_leaves=12,
)


@settings(deadline=None)
@given(
    st.lists(st.dictionaries(st.sampled_from([*OPEN, "start", "begin", "locationName"]), JSON), max_size=4)
)
def test_any_json_gives_records_or_refusals(events):
    check_sane(read_json(*[OPEN | event for event in events]))


SHOWN = st.characters(exclude_categories=["C", "Z"]) | st.just(" ")
WORDS = st.text(SHOWN, min_size=1, max_size=60).map(lambda text: " ".join(text.split()))
DAYS = st.dates(date(2020, 1, 1), date(2090, 1, 1))
HOURS = st.times().map(lambda at: at.replace(second=0, microsecond=0, fold=0))


@settings(deadline=None)
@given(
    WORDS.filter(bool),
    WORDS,
    DAYS,
    st.none() | HOURS,
    st.integers(0, 30),
    st.sampled_from([PARIS, "Indian/Reunion"]),
)
def test_what_the_icalendar_package_writes_is_read_back(title, place, day, start, days, zone):
    made = icalendar.Event()
    made.add("uid", "x@y.example")
    made.add("summary", title)
    made.add("location", place.replace(",", " "))
    if start is None:
        made.add("dtstart", day)
        made.add("dtend", day + timedelta(days + 1))
        slot = SlotFacts(day, None, day + timedelta(days), None)
    else:
        begin = datetime.combine(day, start, ZoneInfo(zone))
        end = datetime.combine(day + timedelta(days + 1), start, ZoneInfo(zone))
        made.add("dtstart", begin)
        made.add("dtend", end)
        slot = SlotFacts(day, start, day + timedelta(days + 1), start)
    whole = icalendar.Calendar()
    whole.add_component(made)
    (record,) = read_incoming(whole.to_ical(), zone=zone).records
    assert record.slots == (slot,)
    assert record.title == title.replace("\ufeff", " ").strip() or "\ufeff" in title
    assert (record.uid, record.zone) == ("x@y.example", zone)


# The tests of the icalendar package: what broke it once.

CORPUS = importlib.resources.files("icalendar") / "tests"
KINDS = ("calendars", "events", "timezones", "alarms", "todos", "journals", "freebusy", "availabilities")
FOLDERS = [CORPUS / kind for kind in KINDS if (CORPUS / kind).is_dir()]
FILES = sorted(
    (path for folder in FOLDERS for path in folder.iterdir() if path.name.endswith(".ics")),
    key=lambda path: path.name,
)


@pytest.mark.skipif(not FILES, reason="the installed icalendar package comes without its tests")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_corpus_of_icalendar_harms_nothing(path):
    content = path.read_bytes()
    reading = read_incoming(content, zone=PARIS)
    check_sane(reading)
    if not content.lstrip(b"\xef\xbb\xbf").upper().startswith(b"BEGIN:VCALENDAR"):
        whole = read_incoming(b"BEGIN:VCALENDAR\r\n" + content + b"\r\nEND:VCALENDAR\r\n", zone=PARIS)
        assert whole.problem == "" or "trop" in whole.problem
        check_sane(whole)
        reading = whole
    if reading.problem:
        return
    told = content.upper().count(b"BEGIN:VEVENT")
    assert bool(reading.records or reading.refusals) == bool(told), (
        "each event is read, or said to be refused"
    )


@pytest.mark.skipif(not FILES, reason="the installed icalendar package comes without its tests")
def test_most_of_the_corpus_is_read():
    readings = [read_incoming(path.read_bytes(), zone=PARIS) for path in FILES]
    assert sum(len(reading.records) for reading in readings) >= 60
    assert sum(reading.refused for reading in readings) >= 5
