"""What an event of a partner's calendar is once read: plain values, and how they are written down."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from typing import Any, NamedTuple

from jalon.agenda.enums import EventState, FeedKind
from jalon.agenda.rules.repeating import read_rule
from jalon.agenda.rules.schedule import LATEST, ChangeFacts, SlotFacts

MOST_BYTES = 20_000_000
MOST_COMPONENTS = 20_000
MOST_REFUSALS = 200  # told one by one; beyond, only counted
LONGEST_LINE = 10_000  # characters, once unfolded
LONGEST_DESCRIPTION = 65_536  # as it comes
LONGEST_KEPT = 20_000  # of it, once plain
LONGEST_TITLE = 200
LONGEST_PLACE = 200
LONGEST_LINK = 500
MOST_SLOTS = 50
MOST_CHANGES = 500


class Refusal(NamedTuple):
    """An event that is not taken: where it stands, which field, and why, in French."""

    line: int
    field: str
    reason: str
    title: str = ""


@dataclass(frozen=True)
class Incoming:
    """One event of a partner's calendar. `notes`: what was understood otherwise than written, in French."""

    uid: str
    title: str
    zone: str
    slots: tuple[SlotFacts, ...]
    state: str = EventState.OPEN
    description: str = ""
    place_name: str = ""
    address: str = ""
    latitude: float | None = None
    longitude: float | None = None
    link: str = ""
    notes: tuple[str, ...] = ()

    @property
    def first_day(self) -> date:
        return min(slot.first_day for slot in self.slots)


@dataclass(frozen=True)
class Reading:
    """What a whole calendar gave. With a `problem` nothing of it is to be believed."""

    kind: str = FeedKind.ICALENDAR
    name: str = ""
    records: tuple[Incoming, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    refused: int = 0
    problem: str = ""


def last_day_of(record: Incoming) -> date:
    """Return the last day that an event touches; a repetition without end goes on to the end of time."""
    days = []
    for slot in record.slots:
        days.append(slot.last_day)
        days += [change.last_day or change.first_day or slot.last_day for change in slot.changes]
        if slot.rule:
            rule = read_rule(slot.rule)
            until = rule.until.date() if isinstance(rule.until, datetime) else rule.until
            days.append(until or LATEST)
    return max(days)


def _plain(value: Any) -> Any:
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, tuple | list) else value


def written(record: Incoming) -> dict[str, Any]:
    """Return a record as plain JSON; `from_written` gives it back."""
    return {name: _plain(value) for name, value in asdict(record).items()}


def from_written(values: Mapping[str, Any]) -> Incoming:
    """Return the record that `written` wrote."""
    slots = tuple(
        SlotFacts(**{**_timed(slot), "changes": tuple(ChangeFacts(**_timed(one)) for one in slot["changes"])})
        for slot in values["slots"]
    )
    return Incoming(**{**values, "slots": slots, "notes": tuple(values["notes"])})


def _timed(values: Mapping[str, Any]) -> dict[str, Any]:
    made = dict(values)
    for name, kind in (("first_day", date), ("last_day", date), ("start", time), ("end", time)):
        if made.get(name) is not None:
            made[name] = kind.fromisoformat(made[name])
    return made


def digest_of(record: Incoming) -> str:
    """Return what tells whether an event changed since it was last read; notes do not count."""
    values = written(record)
    del values["notes"]
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()
