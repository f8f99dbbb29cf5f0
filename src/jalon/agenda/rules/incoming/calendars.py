"""An iCalendar text (RFC 5545) read into records: each event alone, so that none harms another."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from jalon.agenda.enums import EventState, FeedKind
from jalon.agenda.rules.incoming.lines import Component, Property, gathered
from jalon.agenda.rules.incoming.records import (
    LONGEST_DESCRIPTION,
    LONGEST_KEPT,
    LONGEST_PLACE,
    LONGEST_TITLE,
    MOST_CHANGES,
    MOST_REFUSALS,
    MOST_SLOTS,
    Incoming,
    Reading,
    Refusal,
)
from jalon.agenda.rules.incoming.values import (
    ValueRefusedError,
    When,
    in_range,
    in_zone,
    one_line,
    plain_text,
    read_duration,
    read_when,
    unescaped,
    web_link,
    zone_named,
)
from jalon.agenda.rules.repeating import RuleError, read_rule
from jalon.agenda.rules.schedule import ChangeFacts, SlotFacts, original_of, slot_refusal

UNTIL = re.compile(r"UNTIL=(\d{8})(?:T(\d{6})(Z?))?", re.I)
STATES = {"CANCELLED": EventState.CANCELLED, "TENTATIVE": EventState.SAVE_THE_DATE}
PRIVATE = frozenset(["PRIVATE", "CONFIDENTIAL"])
LONGEST_UID = 255
WHOLE = "événement"


class _RefusedError(Exception):
    """An event that is not taken: line, field and reason."""


class _Reader:
    """Reads one event; gathers what is to be said of it."""

    def __init__(self, component: Component, *, zone: str, elsewhere: Mapping[str, str]) -> None:
        self.component, self.home, self.elsewhere = component, zone, elsewhere
        self.notes: list[str] = []
        self.title = one_line(unescaped(component.value("SUMMARY")), LONGEST_TITLE)

    def refuse(self, field: str, reason: str) -> _RefusedError:
        found = self.component.first(field)
        return _RefusedError(found.line if found else self.component.line, field, reason)

    def note(self, text: str) -> None:
        if text not in self.notes:
            self.notes.append(text)

    def zone_of(self, one: Property) -> str:
        name = one.parameters.get("TZID", "")
        if not name:
            return self.home
        if found := zone_named(name, self.elsewhere):
            return found
        said = one_line(name, 60)
        self.note(f"Le fuseau horaire « {said} » n'est pas connu : les heures sont lues comme celles d'ici.")
        return self.home

    def whens(self, one: Property) -> Iterable[When]:
        """Read each value of a line of dates; a period counts by its beginning."""
        zone = self.zone_of(one)
        for value in one.value.split(",")[: MOST_CHANGES + 1]:
            if value.strip():
                yield read_when(value.partition("/")[0], zone=zone)

    def when(self, name: str) -> When | None:
        """Read the one date of a line. Raises _RefusedError."""
        one = self.component.first(name)
        if one is None:
            return None
        try:
            return read_when(one.value, zone=self.zone_of(one))
        except ValueRefusedError as refusal:
            raise self.refuse(name, str(refusal)) from refusal

    def slot(self) -> SlotFacts:
        """Return when the event takes place, its repetition apart. Sets `zone`, where its hours are told."""
        start = self.when("DTSTART")
        if start is None:
            raise self.refuse("DTSTART", "L'événement ne dit pas quand il commence.")
        self.zone = self._zone_of_hours(start)
        start = in_zone(start, self.zone)
        end = self._end(start)
        last_day, end_at = start.day, None
        if end is not None:
            last_day, end_at = end.day, end.at
            if start.at is None or end_at is None:  # the day of the end is not included
                last_day = end.day - timedelta(1) if end_at is None else end.day
                end_at = None if start.at is None else end_at
                last_day = max(start.day, last_day)
        return SlotFacts(start.day, start.at, last_day, end_at)

    def _zone_of_hours(self, start: When) -> str:
        """Hours in UTC are told as those of here, unless a repetition would then fall on another day."""
        if start.at is None or start.zone != "UTC":
            return start.zone if start.at is not None else self.home
        here = in_zone(start, self.home)
        if self.component.value("RRULE") and here.day != start.day:
            return "UTC"
        return self.home

    def _end(self, start: When) -> When | None:
        end = self.when("DTEND")
        if end is not None:
            return in_zone(end, self.zone)
        one = self.component.first("DURATION")
        if one is None:
            return None
        try:
            lasts = read_duration(one.value)
            if start.at is None:
                return in_range(When(start.day + timedelta(lasts.days), None, self.zone))
            moment = start.moment.astimezone(UTC) + lasts
            ends = When(moment.date(), moment.time(), "UTC")
            return in_range(in_zone(ends, self.zone))
        except ValueRefusedError as refusal:
            raise self.refuse("DURATION", str(refusal)) from refusal

    def rule(self, slot: SlotFacts) -> str:
        """Return the repetition as the calendar keeps it. Raises _RefusedError."""
        value = "".join(self.component.value("RRULE").split()).rstrip(";")
        if not value:
            return ""
        try:
            rule = UNTIL.sub(lambda match: self._until(match, slot), value)
            read_rule(rule)
        except (RuleError, ValueRefusedError) as refusal:
            raise self.refuse("RRULE", str(refusal)) from refusal
        return rule.upper()

    def _until(self, match: re.Match[str], slot: SlotFacts) -> str:
        """Return the end of a repetition as RFC 5545 wants it: a day, or a moment in UTC."""
        day, at, universal = match[1], match[2], match[3]
        if slot.start is None or not at or universal:
            return f"UNTIL={day}" if slot.start is None or not at else f"UNTIL={day}T{at}Z"
        moment = read_when(f"{day}T{at}", zone=self.zone).moment.astimezone(UTC)
        return f"UNTIL={moment:%Y%m%dT%H%M%SZ}"

    def original(self, when: When, slot: SlotFacts) -> str:
        """Return the name of the date of a slot that begins then."""
        local = in_zone(when, self.zone)
        return original_of(local.day, None if slot.start is None else (local.at or slot.start))

    def record(self) -> Incoming:
        """Return the event. Raises _RefusedError."""
        if self.component.problem:
            raise _RefusedError(*self.component.problem)
        if self.component.value("CLASS").strip().upper() in PRIVATE:
            raise self.refuse("CLASS", "Votre partenaire l'a marqué comme privé.")
        if not self.title:
            raise self.refuse("SUMMARY", "L'événement n'a pas de titre.")
        slot = self.slot()
        slot = replace(slot, rule=self.rule(slot))
        slot = replace(slot, changes=tuple(self._left_out(slot)))
        if reason := slot_refusal(slot):
            raise self.refuse(
                "RRULE" if slot.rule and not slot_refusal(replace(slot, rule="")) else "DTSTART", reason
            )
        if self.component.first("EXRULE"):
            self.note("Les exceptions écrites comme une règle (EXRULE) ne sont pas lues.")
        place, address, link = self._place()
        latitude, longitude = self._position()
        return Incoming(
            uid=self.uid(slot),
            title=self.title,
            zone=self.zone,
            slots=(slot, *self._more_slots(slot)),
            state=STATES.get(self.component.value("STATUS").strip().upper(), EventState.OPEN),
            description=self._description(),
            place_name=place,
            address=address,
            latitude=latitude,
            longitude=longitude,
            link=link,
            notes=tuple(self.notes),
        )

    def uid(self, slot: SlotFacts) -> str:
        """Return what names the event; without UID, a digest of when it begins and what it is called."""
        uid = one_line(unescaped(self.component.value("UID")), LONGEST_UID + 1)
        if uid and len(uid) <= LONGEST_UID:
            return uid
        self.note("L'événement n'a pas d'identifiant : Jalon le reconnaît à sa date et à son titre.")
        told = f"{original_of(slot.first_day, slot.start)}|{uid or self.title.casefold()}"
        return f"{hashlib.sha256(told.encode()).hexdigest()[:40]}@sans-identifiant"

    def _description(self) -> str:
        value = unescaped(self.component.value("DESCRIPTION"))
        plain = plain_text(value)
        if len(value) > LONGEST_DESCRIPTION or len(plain) >= LONGEST_KEPT:
            self.note("La description est trop longue : seul son début est repris.")
        return plain

    def _place(self) -> tuple[str, str, str]:
        """Return the name of the place, the rest of its address, and a link."""
        where = one_line(unescaped(self.component.value("LOCATION")), 2 * LONGEST_PLACE)
        link = web_link(self.component.value("URL"))
        if meeting := web_link(where):
            return "", "", meeting
        name, _comma, rest = where.partition(",")
        return one_line(name, LONGEST_PLACE), one_line(rest, LONGEST_PLACE), link

    def _position(self) -> tuple[float | None, float | None]:
        value = self.component.value("GEO")
        if not value:
            return None, None
        try:
            latitude, longitude = (float(part) for part in value.replace(",", ";").split(";")[:2])
        except ValueError:
            return None, None
        inside = -90 <= latitude <= 90 and -180 <= longitude <= 180 and (latitude, longitude) != (0, 0)
        return (round(latitude, 6), round(longitude, 6)) if inside else (None, None)

    def _left_out(self, slot: SlotFacts) -> Iterable[ChangeFacts]:
        seen: set[str] = set()
        for line in self.component.properties.get("EXDATE", []):
            try:
                seen.update(self.original(when, slot) for when in self.whens(line))
            except ValueRefusedError:
                self.note("Une date exclue (EXDATE) n'est pas lisible : elle ne compte pas.")
        if len(seen) > MOST_CHANGES:
            raise self.refuse("EXDATE", f"Il y a trop de dates exclues : {MOST_CHANGES} au plus.")
        return [ChangeFacts(original, left_out=True) for original in sorted(seen)] if slot.rule else []

    def _more_slots(self, slot: SlotFacts) -> Iterable[SlotFacts]:
        """Return the dates that the event adds to its first one (RDATE), each as long as it."""
        found: dict[str, SlotFacts] = {}
        for line in self.component.properties.get("RDATE", []):
            try:
                for when in self.whens(line):
                    local = in_zone(when, self.zone)
                    shift = local.day - slot.first_day
                    begins = None if slot.start is None else (local.at or slot.start)
                    end = None if begins is None else self._shifted_end(slot, begins)
                    one = SlotFacts(local.day, begins, slot.last_day + shift, end)
                    if one.first_day != slot.first_day or begins != slot.start:
                        found.setdefault(original_of(local.day, begins), one)
            except (ValueRefusedError, OverflowError):
                self.note("Une date ajoutée (RDATE) n'est pas lisible : elle ne compte pas.")
        kept = [one for _name, one in sorted(found.items()) if not slot_refusal(one)]
        if len(kept) >= MOST_SLOTS:
            raise self.refuse("RDATE", f"Il y a trop de dates ajoutées : {MOST_SLOTS} au plus.")
        return kept

    def _shifted_end(self, slot: SlotFacts, begins: time) -> time | None:
        if slot.end is None or slot.start is None or slot.start == begins:
            return slot.end
        day = datetime(2000, 1, 1, tzinfo=UTC)
        lasts = datetime.combine(day, slot.end) - datetime.combine(day, slot.start)
        ends = datetime.combine(day, begins) + lasts
        return ends.time() if ends.date() == day.date() else None


def read_calendar(text: str, *, zone: str) -> Reading:
    """Read an iCalendar text. `zone`: IANA name of the hours that the calendar gives without any."""
    found = gathered(text)
    if found.problem:
        return Reading(problem=found.problem)
    records: dict[str, tuple[int, Incoming]] = {}
    changed: list[tuple[_Reader, Incoming, int]] = []
    refusals: list[Refusal] = []
    for component in found.components:
        reader = _Reader(component, zone=zone, elsewhere=found.zones)
        try:
            record = reader.record()
        except _RefusedError as refusal:
            refusals.append(Refusal(*refusal.args, title=reader.title))
            continue
        if component.first("RECURRENCE-ID"):
            changed.append((reader, record, component.line))
            continue
        sequence = _sequence(component)
        if record.uid not in records or records[record.uid][0] <= sequence:
            records[record.uid] = (sequence, record)
    for reader, record, line in changed:
        _apply(records, reader, record, line, refusals)
    return Reading(
        kind=FeedKind.ICALENDAR,
        name=one_line(unescaped(found.name), 150),
        records=tuple(record for _sequence, record in records.values()),
        refusals=tuple(refusals[:MOST_REFUSALS]),
        refused=len(refusals),
    )


def _sequence(component: Component) -> int:
    value = component.value("SEQUENCE").strip()
    return int(value) if re.fullmatch(r"\d{1,9}", value) else 0


def _apply(
    records: dict[str, tuple[int, Incoming]],
    reader: _Reader,
    record: Incoming,
    line: int,
    refusals: list[Refusal],
) -> None:
    """Put the change of one date into its repeated event; alone, it is an event of its own."""
    field = "RECURRENCE-ID"
    one = reader.component.first(field)
    try:
        when = reader.when(field)
    except _RefusedError as refusal:
        refusals.append(Refusal(*refusal.args, title=record.title))
        return
    if one is None or when is None:
        return
    if one.parameters.get("RANGE"):
        reason = "Le changement d'une date « et des suivantes » n'est pas lu."
        refusals.append(Refusal(line, field, reason, record.title))
        return
    sequence, whole = records.get(record.uid, (0, None))
    if whole is None:
        alone = f"{record.uid[:200]}#{when.day.isoformat()}T{when.at or time():%H%M}"
        records[alone] = (sequence, replace(record, uid=alone))
        return
    records[record.uid] = (sequence, _with_change(whole, record, in_zone(when, whole.zone)))


def _with_change(whole: Incoming, record: Incoming, when: When) -> Incoming:
    """Return a repeated event with what differs on one date; its hours are told in the event's zone."""
    theirs = record.slots[0]
    began = in_zone(When(theirs.first_day, theirs.start, record.zone), whole.zone)
    ended = in_zone(When(theirs.last_day, theirs.end, record.zone), whole.zone)
    slots = list(whole.slots)
    for index, slot in enumerate(slots):
        name = original_of(when.day, None if slot.start is None else (when.at or slot.start))
        if not slot.rule and original_of(slot.first_day, slot.start) != name:
            continue
        change = ChangeFacts(
            name,
            cancelled=record.state == EventState.CANCELLED,
            first_day=began.day,
            start=began.at,
            last_day=max(ended.day, began.day),
            end=ended.at,
            title=record.title if record.title != whole.title else "",
            place_name=record.place_name if record.place_name != whole.place_name else "",
        )
        others = tuple(one for one in slot.changes if one.original != name)
        if len(others) < MOST_CHANGES:
            slots[index] = replace(slot, changes=(*others, change))
        break
    return replace(whole, slots=tuple(slots))
