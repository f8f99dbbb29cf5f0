"""An export of OpenAgenda (JSON) read into records: titles and texts by language, dates one by one."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from jalon.agenda.enums import EventState, FeedKind
from jalon.agenda.rules.incoming.records import (
    LONGEST_KEPT,
    LONGEST_PLACE,
    LONGEST_TITLE,
    MOST_COMPONENTS,
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
    one_line,
    plain_text,
    web_link,
    zone_named,
)
from jalon.agenda.rules.schedule import SlotFacts, slot_refusal

MOST_MARKS = 1_000_000  # brackets and braces of the whole text
# OpenAgenda's `status`: 1 scheduled, 2 on another date, 3 online, 4 postponed, 5 full, 6 cancelled.
STATES = {
    1: EventState.OPEN,
    2: EventState.OPEN,
    3: EventState.OPEN,
    4: EventState.POSTPONED,
    5: EventState.CLOSED,
    6: EventState.CANCELLED,
}
OFFSET = re.compile(r"([+-]\d{2})(\d{2})$")
UNREADABLE = "Ce fichier n'est pas un export OpenAgenda lisible."


class _RefusedError(Exception):
    """An event that is not taken: field and reason."""


def read_openagenda(text: str, *, zone: str) -> Reading:
    """Read an export of OpenAgenda. `zone`: IANA name of the hours given without any."""
    if text.count("{") + text.count("[") > MOST_MARKS:
        return Reading(kind=FeedKind.OPENAGENDA, problem="Ce fichier a trop d'éléments pour être lu.")
    try:
        data = json.loads(text, parse_constant=lambda name: None)
    except (ValueError, RecursionError):
        return Reading(kind=FeedKind.OPENAGENDA, problem=UNREADABLE)
    events = data.get("events") if isinstance(data, dict) else data
    if not isinstance(events, list):
        return Reading(kind=FeedKind.OPENAGENDA, problem=UNREADABLE)
    if len(events) > MOST_COMPONENTS:
        problem = f"Ce fichier est trop grand : {MOST_COMPONENTS} événements au plus."
        return Reading(kind=FeedKind.OPENAGENDA, problem=problem)
    records: dict[str, Incoming] = {}
    refusals = []
    for number, event in enumerate(events, 1):
        title = one_line(_words(event, "title"), LONGEST_TITLE) if isinstance(event, dict) else ""
        try:
            record = _record(event, title, zone)
        except _RefusedError as refusal:
            refusals.append(Refusal(number, *refusal.args, title=title))
        else:
            records[record.uid] = record
    return Reading(
        kind=FeedKind.OPENAGENDA,
        name=one_line(_words(data.get("agenda"), "title"), 150) if isinstance(data, dict) else "",
        records=tuple(records.values()),
        refusals=tuple(refusals[:MOST_REFUSALS]),
        refused=len(refusals),
    )


def _words(values: Any, name: str) -> str:
    """Return a text of an event, in French when it is given by language; "" when there is none."""
    value = values.get(name) if isinstance(values, dict) else None
    if isinstance(value, dict):
        value = value.get("fr") or next((one for one in value.values() if isinstance(one, str) and one), "")
    return value if isinstance(value, str) else ""


def _record(event: Any, title: str, home: str) -> Incoming:
    if not isinstance(event, dict):
        raise _RefusedError("événement", "Ce n'est pas un événement.")
    uid = event.get("uid")
    if isinstance(uid, bool) or not isinstance(uid, int | str) or not one_line(str(uid), 200):
        raise _RefusedError("uid", "L'événement n'a pas d'identifiant.")
    if not title:
        raise _RefusedError("title", "L'événement n'a pas de titre.")
    zone = zone_named(str(event.get("timezone") or ""), {}) or home
    location = event.get("location")
    location = location if isinstance(location, dict) else event
    name = _words(location, "name") or _words(event, "locationName")
    town = " ".join(filter(None, (_words(location, "postalCode"), _words(location, "city"))))
    address = _words(location, "address")
    if town and _words(location, "city").casefold() not in address.casefold():
        address = f"{address}, {town}" if address else town
    latitude, longitude = _position(location)
    slots, notes = _slots(event, zone)
    status = event.get("status")
    texts = (plain_text(_words(event, one)) for one in ("description", "longDescription"))
    return Incoming(
        uid=f"openagenda-{one_line(str(uid), 200)}",
        title=title,
        zone=zone,
        slots=slots,
        state=STATES.get(status, EventState.OPEN) if isinstance(status, int) else EventState.OPEN,
        description="\n\n".join(filter(None, texts))[:LONGEST_KEPT].rstrip(),
        place_name=one_line(name, LONGEST_PLACE),
        address=one_line(address, LONGEST_PLACE),
        latitude=latitude,
        longitude=longitude,
        link=web_link(_words(event, "onlineAccessLink")) or web_link(_words(event, "canonicalUrl")),
        notes=notes,
    )


def _position(location: Mapping[str, Any]) -> tuple[float | None, float | None]:
    found = []
    for name, most in (("latitude", 90), ("longitude", 180)):
        value = location.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float) or not -most <= value <= most:
            return None, None
        found.append(round(float(value), 6))
    return (None, None) if found == [0, 0] else (found[0], found[1])


def _slots(event: Mapping[str, Any], zone: str) -> tuple[tuple[SlotFacts, ...], tuple[str, ...]]:
    timings = event.get("timings")
    if not isinstance(timings, list) or not timings:
        raise _RefusedError("timings", "L'événement n'a pas de date.")
    notes = ()
    if len(timings) > MOST_SLOTS:
        notes = (f"L'événement a {len(timings)} dates : les {MOST_SLOTS} premières sont reprises.",)
    slots = []
    for timing in timings[:MOST_SLOTS]:
        if not isinstance(timing, dict):
            raise _RefusedError("timings", "Une date n'est pas lisible.")
        begin = _when(timing.get("begin") or timing.get("start"), zone)
        end = _when(timing.get("end"), zone) if timing.get("end") else None
        slot = SlotFacts(begin.day, begin.at, end.day if end else begin.day, end.at if end else None)
        if reason := slot_refusal(slot):
            raise _RefusedError("timings", reason)
        slots.append(slot)
    return tuple(sorted(set(slots), key=lambda slot: (slot.first_day, str(slot.start), str(slot.end)))), notes


def _when(value: Any, zone: str) -> When:
    """Read a moment as OpenAgenda writes it, and tell it in the zone of the event."""
    if not isinstance(value, str) or len(value) > 40:
        raise _RefusedError("timings", "Une date n'est pas lisible.")
    try:
        moment = datetime.fromisoformat(OFFSET.sub(r"\1:\2", value.strip()))
        if not datetime(1971, 1, 1) < moment.replace(tzinfo=None) < datetime(2199, 1, 1):  # noqa: DTZ001 - bounds
            raise ValueRefusedError("Cette année est trop loin.")
        if moment.tzinfo is not None:
            moment = moment.astimezone(UTC).astimezone(ZoneInfo(zone))
        return in_range(
            When(moment.date(), moment.time().replace(second=0, microsecond=0, fold=0, tzinfo=None), zone)
        )
    except ValueRefusedError as refusal:
        raise _RefusedError("timings", str(refusal)) from refusal
    except (ValueError, OverflowError) as error:
        raise _RefusedError("timings", "Une date n'est pas lisible.") from error
