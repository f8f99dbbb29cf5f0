"""Events as an iCalendar file that is published (RFC 5545, RFC 5546 PUBLISH, RFC 7986), line by line.

One VEVENT for each slot, and one more for each date of a repetition that differs. The first slot has the UID
of the event, the others that UID with their rank: always the same, in every file. An event without any day is
in no file, since a published VEVENT must begin somewhere. One that is postponed is told cancelled on the days
it had, under its UID, and comes back at its new date: RFC 5545 has no word for « later, nobody knows when »,
and TENTATIVE would have people come.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from jalon.agenda.enums import EventState
from jalon.agenda.rules.calendar_lines import escaped, local, quoted, utc, written
from jalon.agenda.rules.changes import is_date_of, start_of
from jalon.agenda.rules.published import (
    DateTexts,
    Published,
    PublishedSlot,
    place_line,
    said_title,
    whole_text,
)
from jalon.agenda.rules.schedule import ChangeFacts, SlotFacts, dated, moment
from jalon.agenda.rules.zones import zone_lines

PRODUCT = "-//Jalon//Agenda//FR"
REFRESH = "PT1H"
TENTATIVE = (EventState.IDEA, EventState.SAVE_THE_DATE)
EARLY = time(4)  # changes of hour are at night: later, local hours come in the order they are told
LAST_SECOND = time(23, 59, 59)


class Addresses(NamedTuple):
    """Where pages of events are: patterns with one %s, the key; and who organises what no structure does."""

    public: str
    members: str
    organiser: str

    def page(self, one: Published) -> str:
        return (self.public if one.is_public else self.members) % one.key


class Days(NamedTuple):
    """A local beginning and end as properties tell them; no hour: whole days, the end not included."""

    first_day: date
    start: time | None
    end_day: date
    end: time | None


def slot_uid(uid: str, rank: int) -> str:
    """Return the UID of the slot of a rank: the first one's is the event's own.

    >>> slot_uid("a1@exemple", 1)
    'a1@exemple#2'
    """
    return uid if rank == 0 else f"{uid}#{rank + 1}"


def status_of(state: str) -> str:
    """Return the STATUS of an event.

    >>> status_of("save-the-date"), status_of("postponed"), status_of("open")
    ('TENTATIVE', 'CANCELLED', 'CONFIRMED')
    """
    if state in (EventState.CANCELLED, EventState.POSTPONED):
        return "CANCELLED"
    return "TENTATIVE" if state in TENTATIVE else "CONFIRMED"


def days_of(slot: SlotFacts, zone: str) -> Days:
    """Return the beginning and the end of a slot. `end` None with a start: it has no known end."""
    after = slot.last_day + timedelta(1)
    if slot.start is None:
        return Days(slot.first_day, None, after, None)
    if slot.end is None:
        return Days(slot.first_day, slot.start, after, time() if slot.last_day > slot.first_day else None)
    found = Days(slot.first_day, slot.start, slot.last_day, slot.end)
    if slot.start < EARLY and slot.first_day == slot.last_day:
        place = ZoneInfo(zone)
        begin, end = moment(slot.first_day, slot.start, place), moment(slot.last_day, slot.end, place)
        if end < begin:  # it begins within an hour that is skipped
            lasts = datetime.combine(slot.last_day, slot.end) - datetime.combine(slot.first_day, slot.start)
            told = (begin + lasts).astimezone(place)
            return found._replace(end_day=told.date(), end=told.time())
    return found


def rule_line(slot: SlotFacts, zone: str) -> str:
    """Return the RRULE of a slot, its UNTIL of the kind that RFC 5545 wants: a day, or a moment in UTC."""
    parts = []
    for part in slot.rule.strip().upper().removeprefix("RRULE:").rstrip(";").split(";"):
        name, _equal, value = part.partition("=")
        if name == "UNTIL":
            part = f"UNTIL={_until(value, slot.start, ZoneInfo(zone))}"
        parts.append(part)
    return "RRULE:" + ";".join(parts)


def _until(value: str, start: time | None, zone: ZoneInfo) -> str:
    if "T" in value:
        if start is not None:
            return value
        last = datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        return f"{last.astimezone(zone):%Y%m%d}"
    if start is None:
        return value
    day = datetime.strptime(value, "%Y%m%d").date()  # noqa: DTZ007 - a day, whatever the zone
    return utc(moment(day, LAST_SECOND, zone))


def _day_lines(days: Days, zone: str) -> list[str]:
    lines = [local("DTSTART", days.first_day, days.start, zone)]
    if days.start is None or days.end is not None:
        lines.append(local("DTEND", days.end_day, days.end, zone))
    return lines


class _Told(NamedTuple):
    """What differs between the VEVENTs of one event."""

    uid: str
    days: Days
    title: str
    state: str
    place_name: str
    texts: DateTexts = DateTexts()
    more: tuple[str, ...] = ()


def _text_lines(one: Published, told: _Told, where: Addresses) -> Iterator[str]:
    page = where.page(one)
    yield f"SUMMARY:{escaped(said_title(told.title, told.state))}"
    text = whole_text(one, page=page, link=told.texts.link, note=told.texts.note)
    yield f"DESCRIPTION:{escaped(text)}"
    own_place = bool(told.texts.address) or told.place_name != one.place_name
    address = told.texts.address or ("" if own_place else one.address)
    place = place_line(
        place_name=told.place_name,
        room="" if own_place else one.room,
        address=address,
        commune=one.commune,
    )
    if place or one.link:
        yield f"LOCATION:{escaped(place or 'En ligne')}"
    if place and one.latitude is not None and one.longitude is not None and not own_place:
        yield f"GEO:{one.latitude:.6f};{one.longitude:.6f}"
    yield f"URL:{page}"
    yield f"ORGANIZER;CN={quoted(one.organisation_name or where.organiser)}:invalid:nomail"
    yield "CATEGORIES:" + ",".join(map(escaped, (one.kind_label, *one.themes)))


def _event_lines(one: Published, told: _Told, where: Addresses) -> Iterator[str]:
    stamp = utc(one.modified_at)
    status = status_of(told.state)
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(told.uid)}"
    yield f"SEQUENCE:{one.sequence}"
    yield f"DTSTAMP:{stamp}"
    yield f"CREATED:{utc(one.created_at)}"
    yield f"LAST-MODIFIED:{stamp}"
    yield from _day_lines(told.days, one.zone)
    yield from told.more
    yield f"STATUS:{status}"
    yield f"TRANSP:{'OPAQUE' if status == 'CONFIRMED' and told.days.start else 'TRANSPARENT'}"
    yield from _text_lines(one, told, where)
    yield "END:VEVENT"


def _date_days(slot: SlotFacts, change: ChangeFacts, zone: str) -> tuple[Days, bool] | None:
    """Return the days of one date with its change, and whether it is cancelled; None: left out."""
    if change.left_out:
        return None
    start = start_of(change.original)
    first = change.first_day or start.date()
    alone = SlotFacts(slot.first_day, slot.start, slot.last_day, slot.end, slot.rule, (change,))
    last = max(first, change.last_day or first)
    for one in dated(alone, zone, first=first, last=last):
        if one.original != change.original:
            continue
        if one.all_day:
            return Days(one.first_day, None, one.last_day + timedelta(1), None), one.cancelled
        place = ZoneInfo(zone)
        begin, end = one.starts_at.astimezone(place), one.ends_at.astimezone(place)
        known = None if one.starts_at == one.ends_at else end.time()
        return Days(begin.date(), begin.time(), end.date(), known), one.cancelled
    return None


def _changed(
    one: Published, slot: PublishedSlot, change: ChangeFacts, uid: str, more: tuple[str, ...]
) -> _Told | None:
    found = _date_days(slot.facts, change, one.zone)
    if found is None:
        return None
    days, cancelled = found
    state = EventState.CANCELLED if cancelled and not one.called_off else one.state
    texts = slot.texts.get(change.original, DateTexts())
    return _Told(
        uid, days, change.title or one.title, state, change.place_name or one.place_name, texts, more
    )


def _slot_events(one: Published, slot: PublishedSlot, uid: str) -> Iterator[_Told]:
    facts = slot.facts
    usual = _Told(uid, days_of(facts, one.zone), one.title, one.state, one.place_name)
    changes = [change for change in facts.changes if is_date_of(facts, change.original)]
    if not facts.rule:
        told = _changed(one, slot, changes[0], uid, ()) if changes else usual
        if told is not None:
            yield told
        return
    out = [start_of(change.original) for change in changes if change.left_out]
    at_hour = facts.start is not None
    more = [rule_line(facts, one.zone)]
    more += [local("EXDATE", day.date(), day.time() if at_hour else None, one.zone) for day in out]
    yield usual._replace(more=tuple(more))
    for change in changes:
        start = start_of(change.original)
        names = local("RECURRENCE-ID", start.date(), start.time() if at_hour else None, one.zone)
        if (told := _changed(one, slot, change, uid, (names,))) is not None:
            yield told


def event_lines(one: Published, where: Addresses) -> Iterator[str]:
    """Yield the lines of the VEVENTs of an event, none when it has no day."""
    for rank, slot in enumerate(one.slots):
        for told in _slot_events(one, slot, slot_uid(one.uid, rank)):
            yield from _event_lines(one, told, where)


def _zones(events: Iterable[Published]) -> Iterator[str]:
    years: dict[str, list[int]] = {}
    for one in events:
        for slot in one.slots:
            facts = slot.facts
            timed = facts.start is not None or any(change.start is not None for change in facts.changes)
            if timed and one.zone != "UTC":
                years.setdefault(one.zone, []).append(facts.first_day.year)
    for zone in sorted(years):
        yield from zone_lines(zone, min(years[zone]), max(years[zone]))


def calendar_bytes(events: Iterable[Published], *, name: str, about: str, where: Addresses) -> bytes:
    """Return events as an iCalendar file: the same events always give the same bytes."""
    events = list(events)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{escaped(name)}",
        f"X-WR-CALNAME:{escaped(name)}",
        f"X-WR-CALDESC:{escaped(about)}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}",
        f"X-PUBLISHED-TTL:{REFRESH}",
        *_zones(events),
    ]
    for one in events:
        lines.extend(event_lines(one, where))
    lines.append("END:VCALENDAR")
    return written(lines)
