"""Partners' calendars read into records: what is right is kept, what is wrong is said."""

import gzip
import json
from datetime import date, time

import pytest

from jalon.agenda.enums import EventState
from jalon.agenda.rules.incoming import (
    Incoming,
    Reading,
    last_day_of,
    read_incoming,
    written,
)
from jalon.agenda.rules.schedule import ChangeFacts, SlotFacts

PARIS = "Europe/Paris"
DAY = date(2026, 11, 24)


def event(*lines: str, uid: str = "a@b.example", title: str = "Forum de Tours") -> str:
    """Return the lines of an event."""
    return "\n".join(["BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:{title}", *lines, "END:VEVENT"])


def calendar(*parts: str) -> bytes:
    """Return a calendar of these parts."""
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *parts, "END:VCALENDAR", ""]).encode()


def read(*parts: str, zone: str = PARIS) -> Reading:
    return read_incoming(calendar(*parts), zone=zone)


def one(*lines: str, **more) -> Incoming:
    """Read the only event of a calendar."""
    reading = read(event(*lines), **more)
    assert reading.refusals == ()
    (record,) = reading.records
    return record


def refused(*lines: str, **more) -> tuple[str, str]:
    """Read the only event of a calendar, which is refused: field and reason."""
    reading = read(event(*lines, **more))
    assert reading.records == ()
    (refusal,) = reading.refusals
    return refusal.field, refusal.reason


def test_an_event_with_everything():
    record = one(
        "DTSTART;TZID=Europe/Paris:20261124T140000",
        "DTEND;TZID=Europe/Paris:20261124T170000",
        "LOCATION:Mairie\\, 1 rue des Halles\\, 37000 Tours",
        "DESCRIPTION:Venez\\navec votre CV\\; entrée libre",
        "GEO:47.39;0.68",
        "URL:https://forum.example/tours",
        "STATUS:TENTATIVE",
    )
    assert record == Incoming(
        uid="a@b.example",
        title="Forum de Tours",
        zone=PARIS,
        slots=(SlotFacts(DAY, time(14), DAY, time(17)),),
        state=EventState.SAVE_THE_DATE,
        description="Venez\navec votre CV; entrée libre",
        place_name="Mairie",
        address="1 rue des Halles, 37000 Tours",
        latitude=47.39,
        longitude=0.68,
        link="https://forum.example/tours",
    )


@pytest.mark.parametrize(
    ("lines", "slot"),
    [
        (["DTSTART;VALUE=DATE:20261124"], SlotFacts(DAY, None, DAY, None)),
        (["DTSTART;VALUE=DATE:20261124", "DTEND;VALUE=DATE:20261125"], SlotFacts(DAY, None, DAY, None)),
        (["DTSTART;VALUE=DATE:20261124", "DTEND;VALUE=DATE:20261124"], SlotFacts(DAY, None, DAY, None)),
        (
            ["DTSTART;VALUE=DATE:20261124", "DTEND;VALUE=DATE:20261127"],
            SlotFacts(DAY, None, date(2026, 11, 26), None),
        ),
        (["DTSTART;VALUE=DATE:20261124", "DURATION:P2D"], SlotFacts(DAY, None, date(2026, 11, 25), None)),
        (["DTSTART:20261124T140000"], SlotFacts(DAY, time(14), DAY, None)),
        (["DTSTART:20261124T140000", "DURATION:PT1H30M"], SlotFacts(DAY, time(14), DAY, time(15, 30))),
        (["DTSTART:20261124T130000Z", "DTEND:20261124T140000Z"], SlotFacts(DAY, time(14), DAY, time(15))),
        (
            ["DTSTART:20261124T220000", "DTEND:20261125T010000"],
            SlotFacts(DAY, time(22), date(2026, 11, 25), time(1)),
        ),
        (
            ["DTSTART;TZID=Europe/Paris:20261124T140000", "DTEND;TZID=Europe/London:20261124T140000"],
            SlotFacts(DAY, time(14), DAY, time(15)),
        ),
    ],
)
def test_when_it_is(lines, slot):
    record = one(*lines)
    assert record.slots == (slot,)
    assert record.zone == PARIS


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("Europe/Paris", PARIS),
        ("europe/paris", PARIS),
        ('"Europe/Paris"', PARIS),
        ("Romance Standard Time", PARIS),
        ("Indian/Reunion", "Indian/Reunion"),
        ("Mauritius Standard Time", "Indian/Mauritius"),
        ("/citadel.org/20190914_1/Europe/Paris", PARIS),
        (
            "/freeassociation.sourceforge.net/Tzfile/America/Argentina/Buenos_Aires",
            "America/Argentina/Buenos_Aires",
        ),
    ],
)
def test_zones_are_known_by_all_their_names(name, zone):
    record = one(f"DTSTART;TZID={name}:20261124T140000")
    assert record.zone == zone
    assert record.notes == ()


def test_an_unknown_zone_is_said_and_read_as_here():
    record = one("DTSTART;TZID=Ma mairie:20261124T140000", zone="Indian/Reunion")
    assert record.zone == "Indian/Reunion"
    assert "« Ma mairie » n'est pas connu" in record.notes[0]
    for name in ("../../etc/passwd", "Europe", "", "Europe/"):
        assert one(f"DTSTART;TZID={name}:20261124T140000").zone == PARIS


def test_a_zone_may_say_where_it_is():
    zone = "BEGIN:VTIMEZONE\nTZID:Heure 1\nX-LIC-LOCATION:Indian/Reunion\nEND:VTIMEZONE"
    (record,) = read(zone, event("DTSTART;TZID=Heure 1:20261124T140000")).records
    assert record.zone == "Indian/Reunion"


def test_a_repetition():
    record = one(
        "DTSTART;TZID=Europe/Paris:20261124T140000",
        "DURATION:PT1H",
        "RRULE:FREQ=WEEKLY;BYDAY=TU;UNTIL=20261231T120000;",
        "EXDATE;TZID=Europe/Paris:20261201T140000,20261208T140000",
        "EXDATE:20261215T130000Z",
    )
    (slot,) = record.slots
    assert slot.rule == "FREQ=WEEKLY;BYDAY=TU;UNTIL=20261231T110000Z"
    assert [change.original for change in slot.changes] == [
        "2026-12-01T14:00",
        "2026-12-08T14:00",
        "2026-12-15T14:00",
    ]
    assert all(change.left_out for change in slot.changes)
    assert last_day_of(record) == date(2026, 12, 31)


def test_a_repetition_in_utc_that_changes_days_keeps_its_days():
    assert one("DTSTART:20261124T233000Z", "RRULE:FREQ=WEEKLY;BYDAY=TU").zone == "UTC"
    assert one("DTSTART:20261124T133000Z", "RRULE:FREQ=WEEKLY;BYDAY=TU").zone == PARIS


def test_dates_that_are_added():
    record = one(
        "DTSTART:20261124T140000",
        "DTEND:20261124T150000",
        "RDATE:20261126T140000,20261127T160000",
        "RDATE;VALUE=PERIOD:20261128T140000/PT1H",
        "RDATE:",
        "RDATE:n'importe quoi",
    )
    assert [(slot.first_day.day, slot.start, slot.end) for slot in record.slots] == [
        (24, time(14), time(15)),
        (26, time(14), time(15)),
        (27, time(16), time(17)),
        (28, time(14), time(15)),
    ]
    assert "RDATE" in record.notes[0]


def test_one_date_that_is_changed_and_one_that_is_cancelled():
    reading = read(
        event(
            "RECURRENCE-ID;TZID=Europe/Paris:20261201T140000",
            "DTSTART;TZID=Europe/Paris:20261202T100000",
            "DTEND;TZID=Europe/Paris:20261202T110000",
            "LOCATION:Salle B",
            title="Forum déplacé",
        ),
        event("DTSTART;TZID=Europe/Paris:20261124T140000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY"),
        event("RECURRENCE-ID:20261208T130000Z", "DTSTART:20261208T130000Z", "STATUS:CANCELLED"),
        event("RECURRENCE-ID;RANGE=THISANDFUTURE:20261215T130000Z", "DTSTART:20261215T130000Z"),
    )
    (record,) = reading.records
    moved, cancelled = record.slots[0].changes
    assert moved == ChangeFacts(
        "2026-12-01T14:00",
        first_day=date(2026, 12, 2),
        start=time(10),
        last_day=date(2026, 12, 2),
        end=time(11),
        title="Forum déplacé",
        place_name="Salle B",
    )
    assert (cancelled.original, cancelled.cancelled) == ("2026-12-08T14:00", True)
    assert [refusal.field for refusal in reading.refusals] == ["RECURRENCE-ID"]


def test_a_changed_date_alone_is_an_event():
    reading = read(event("RECURRENCE-ID:20261201T140000", "DTSTART:20261202T100000"))
    assert [record.uid for record in reading.records] == ["a@b.example#2026-12-01T1400"]


def test_the_latest_version_of_an_event_counts():
    reading = read(
        event("DTSTART:20261124T140000", "SEQUENCE:2", title="Nouveau"),
        event("DTSTART:20261124T140000", "SEQUENCE:1", title="Ancien"),
    )
    assert [record.title for record in reading.records] == ["Nouveau"]


def test_an_event_without_identifier_is_known_by_its_date_and_title():
    text = event("DTSTART:20261124T140000").replace("UID:a@b.example\n", "")
    first, again = (read_incoming(calendar(text, more), zone=PARIS).records for more in ("", "X-A:1"))
    assert first[0].uid == again[0].uid
    assert "identifiant" in first[0].notes[0]
    assert read(text.replace("Tours", "Blois")).records[0].uid != first[0].uid


@pytest.mark.parametrize(
    ("lines", "field", "reason"),
    [
        ([], "DTSTART", "ne dit pas quand"),
        (["DTSTART:demain"], "DTSTART", "pas écrite comme une date"),
        (["DTSTART:20261332"], "DTSTART", "n'existe pas"),
        (["DTSTART:20261124T250000"], "DTSTART", "n'existe pas"),
        (["DTSTART:00010101"], "DTSTART", "trop loin"),
        (["DTSTART:99991231T235959"], "DTSTART", "trop loin"),
        (["DTSTART:20261124T140000", "DTEND:20261124T130000"], "DTSTART", "avant"),
        (["DTSTART:20261124", "DTEND:20291124"], "DTSTART", "un an au plus"),
        (["DTSTART:20261124T140000", "DURATION:-PT1H"], "DURATION", "négative"),
        (["DTSTART:20261124T140000", "DURATION:P99999999999D"], "DURATION", "durée"),
        (["DTSTART:20261124T140000", "DURATION:longtemps"], "DURATION", "durée"),
        (["DTSTART:20261124T140000", "RRULE:FREQ=SECONDLY"], "RRULE", "plus fréquente que chaque jour"),
        (["DTSTART:20261124T140000", "RRULE:FREQ=DAILY;COUNT=999999999"], "RRULE", "COUNT"),
        (["DTSTART:20261124T140000", "RRULE:FREQ=DAILY;BYEASTER=1"], "RRULE", "BYEASTER"),
        (["DTSTART:20261124T140000", "RRULE:FREQ=WEEKLY;BYDAY=MO"], "RRULE", "n'est pas une des dates"),
        (["DTSTART:20261124T140000", "RRULE:" + "A" * 5000], "RRULE", "trop longue"),
        (["DTSTART:20261124T140000", "CLASS:PRIVATE"], "CLASS", "privé"),
        (["DTSTART;TZID=" + "é" * 11_000 + ":20261124T140000"], "DTSTART", "trop longue"),
        (["DTSTART;TZID=a;TZID:20261124T140000"], "DTSTART", "mal écrite"),
    ],
)
def test_an_event_is_refused_with_its_reason(lines, field, reason):
    found = refused(*lines)
    assert found[0] == field
    assert reason in found[1]


def test_a_refusal_says_where():
    reading = read(
        event("DTSTART:20261124", uid="1"), event("DTSTART:hier", uid="2", title="Portes\\, ouvertes")
    )
    (refusal,) = reading.refusals
    assert (refusal.line, refusal.title) == (11, "Portes, ouvertes")
    assert len(reading.records) == 1


def test_an_event_without_title_is_refused():
    assert refused("DTSTART:20261124", title="  ")[0] == "SUMMARY"


@pytest.mark.parametrize(
    ("html", "plain"),
    [
        ("<p>Bonjour&nbsp;<b>à tous</b></p><p>Venez&eacute;</p>", "Bonjour à tous\n\nVenezé"),
        ("Un<br>deux<br/>trois", "Un\ndeux\ntrois"),
        ("<ul><li>un</li><li>deux</li></ul>", "– un\n– deux"),
        ("<div>avant<script>alert(1)</script>après</div>", "avantaprès"),
        ("5 < 6 et 7 > 6", "5 < 6 et 7 > 6"),
        ("<p>&lt;b&gt;", "<b>"),
        ("<p><scr<b>ipt>", "<script>"),
    ],
)
def test_html_becomes_plain_paragraphs(html, plain):
    assert one("DTSTART:20261124", f"DESCRIPTION:{html}").description == plain


def test_texts_lose_what_they_must_not_hold():
    record = one("DTSTART:20261124", "DESCRIPTION:un\x00 deux\x1b\\n\\n\\n\\ntrois", "LOCATION:Salle\x07 A")
    assert record.description == "un deux\n\ntrois"
    assert record.place_name == "Salle A"
    assert read(event("DTSTART:20261124", title="é" * 500)).records[0].title == "é" * 199 + "…"


def test_a_long_description_is_cut_and_a_longer_line_refused():
    record = one("DTSTART:20261124", "DESCRIPTION:" + "é" * 70_000)
    assert len(record.description) == 20_000
    assert "trop longue" in record.notes[0]
    folded = "LOCATION:" + "\r\n ".join(["a" * 70] * 200)
    assert refused("DTSTART:20261124", folded) == (
        "LOCATION",
        "La ligne est trop longue : 10000 signes au plus.",
    )


def test_a_meeting_link_given_as_a_place_is_a_link():
    record = one("DTSTART:20261124", "LOCATION:https://visio.example/salle", "URL:javascript:alert(1)")
    assert (record.place_name, record.link) == ("", "https://visio.example/salle")
    for bad in ("javascript:alert(1)", "https://a@b.example", 'https://a.example/"x', "ftp://a.example"):
        assert one("DTSTART:20261124", f"URL:{bad}").link == ""


def test_what_is_private_or_not_an_event_is_not_read():
    reading = read(
        "BEGIN:VTODO\nUID:t\nSUMMARY:À faire\nDTSTART:20261124\nEND:VTODO",
        event(
            "DTSTART:20261124",
            "ATTENDEE;CN=Ana:mailto:ana@mail.example",
            "ORGANIZER:mailto:bob@mail.example",
            "BEGIN:VALARM\nTRIGGER:-PT1H\nSUMMARY:Alarme\nEND:VALARM",
        ),
    )
    (record,) = reading.records
    assert record.title == "Forum de Tours"
    assert "mail.example" not in json.dumps(written(record))


def test_folded_lines_are_joined_even_within_a_character():
    text = calendar(event("DTSTART:20261124", title="Journée d\r\n 'information"))
    assert read_incoming(text, zone=PARIS).records[0].title == "Journée d'information"
    broken = calendar(event("DTSTART:20261124", title="Journée")).replace("é".encode(), b"\xc3\r\n \xa9")
    assert read_incoming(broken, zone=PARIS).records[0].title == "Journée"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_calendars_of_every_encoding(encoding):
    text = calendar("X-WR-CALNAME:Agenda\\, été", event("DTSTART:20261124", title="Été")).decode()
    reading = read_incoming(text.encode(encoding), zone=PARIS)
    assert (reading.name, reading.records[0].title) == ("Agenda, été", "Été")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "vide"),
        (b"bonjour", "ni un calendrier"),
        (b"<html></html>", "ni un calendrier"),
        (gzip.compress(b"BEGIN:VCALENDAR"), "ni un calendrier"),
        (b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:a", "incomplet"),
        (b"x" * 20_000_001, "trop gros"),
        (b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\nEND:VEVENT\n" * 20_001 + b"END:VCALENDAR", "trop grand"),
        (b"BEGIN:VCALENDAR\n" + b"BEGIN:A\n" * 20_001, "trop grand"),
        (b"{", "OpenAgenda"),
        (b"[" * 500_000, "OpenAgenda"),
        (b"[" * 1_000_001, "trop d'"),
        (b'{"events": 3}', "OpenAgenda"),
        (b"[" + b"1," * 20_001 + b"1]", "trop grand"),
        (b"[" + b"9" * 10_000 + b"]", "OpenAgenda"),
    ],
    ids=lambda value: value if isinstance(value, str) else f"{len(value)} bytes",
)
def test_what_is_no_calendar_is_said_as_a_whole(content, said):
    reading = read_incoming(content, zone=PARIS)
    assert said in reading.problem
    assert reading.records == ()


def test_events_that_are_badly_closed_harm_no_other():
    reading = read_incoming(
        b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nSUMMARY:un\nDTSTART:20261124\nEND:VTODO\n"
        b"BEGIN:VEVENT\nUID:2\nSUMMARY:deux\nDTSTART:20261124\nEND:VEVENT\nEND:VCALENDAR\n",
        zone=PARIS,
    )
    assert [record.uid for record in reading.records] == ["2"]
    assert [refusal.reason for refusal in reading.refusals] == ["L'événement est mal fermé."]


def test_huge_things_cost_little():
    """Each of these once hung a calendar reader; the suite would not end if one did here."""
    many = ",".join(["20261124T140000"] * 600)
    assert refused("DTSTART:20261124", "EXDATE:" + many * 2)[0] == "EXDATE"
    assert one("DTSTART:20261124", "RRULE:FREQ=DAILY", "DESCRIPTION:" + "<" * 60_000).slots[0].rule
    assert one("DTSTART:20261124", "DESCRIPTION:<p>" + "<script>" * 8_000).description == ""
    assert read(event("DTSTART:20261124", "URL" + ";A=" * 3_000 + ":x")).refusals
    assert read_incoming(b"BEGIN:VCALENDAR" + b"\n" * 5_000_000 + b"END:VCALENDAR", zone=PARIS).problem == ""
    assert read_incoming(b"BEGIN:VCALENDAR\nX:" + b"\n a" * 1_000_000, zone=PARIS).problem
