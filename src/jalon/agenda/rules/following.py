"""How an event of ours follows a partner's calendar: what someone changed by hand here stays."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any, NamedTuple

from jalon.agenda.rules.facts import EventFacts
from jalon.agenda.rules.incoming import Incoming
from jalon.agenda.rules.schedule import ChangeFacts, SlotFacts

# What follows, by the label that people read; each group of fields goes together.
FOLLOWED: Mapping[str, tuple[str, ...]] = {
    "Titre": ("title",),
    "Description": ("description",),
    "Lieu": ("place_name", "address", "latitude", "longitude"),
    "Lien": ("link",),
    "Dates": ("zone", "slots"),
    "État": ("state",),
}
FIRST_WAIT = timedelta(minutes=15)
LONGEST_WAIT = timedelta(days=1)
MOST_FAILURES = 10


class Merged(NamedTuple):
    """What an event becomes: the values that change, the labels that follow and those kept as edited here."""

    values: dict[str, Any]
    followed: tuple[str, ...]
    kept: tuple[str, ...]


def told_values(record: Incoming) -> dict[str, Any]:
    """Return what a calendar says of an event, field by field, in the order-less form that compares."""
    return {
        "title": record.title,
        "description": record.description,
        "place_name": record.place_name,
        "address": record.address,
        "latitude": record.latitude,
        "longitude": record.longitude,
        "link": record.link,
        "zone": record.zone,
        "slots": plain_slots(record.slots),
        "state": str(record.state),
    }


def event_values(facts: EventFacts, slots: tuple[SlotFacts, ...], state: str) -> dict[str, Any]:
    """Return what our event says, in the same form."""
    told = {name: getattr(facts, name) for name in told_values_names()}
    return {**told, "slots": plain_slots(slots), "state": str(state)}


def told_values_names() -> tuple[str, ...]:
    """Return the fields of EventFacts that follow a calendar."""
    fields = (field for group in FOLLOWED.values() for field in group)
    return tuple(field for field in fields if field not in ("slots", "state"))


def plain_slots(slots: tuple[SlotFacts, ...]) -> tuple[SlotFacts, ...]:
    """Return slots whose order, and that of their changes, says nothing."""
    ordered = (replace(slot, changes=tuple(sorted(slot.changes, key=_by_original))) for slot in slots)
    return tuple(
        sorted(ordered, key=lambda slot: (slot.first_day, str(slot.start), str(slot.end), slot.rule))
    )


def _by_original(change: ChangeFacts) -> str:
    return change.original


def merged(before: Mapping[str, Any], now: Mapping[str, Any], ours: Mapping[str, Any]) -> Merged:
    """Bring what a calendar changed from `before` to `now` into `ours`.

    A group that says here what the calendar said before follows it; one that someone edited here stays, and
    is said when the calendar changed it to something else.
    """
    values: dict[str, Any] = {}
    followed, kept = [], []
    for label, fields in FOLLOWED.items():
        told, was, here = ([facts[field] for field in fields] for facts in (now, before, ours))
        if told in (was, here):
            continue
        if here == was:
            values |= dict(zip(fields, told, strict=True))
            followed.append(label)
        else:
            kept.append(label)
    return Merged(values, tuple(followed), tuple(kept))


def is_as_told(told: Mapping[str, Any], ours: Mapping[str, Any]) -> bool:
    """Tell whether nobody edited an event here: it says what the calendar says."""
    return all(told[field] == ours[field] for fields in FOLLOWED.values() for field in fields)


def wait_after(failures: int) -> timedelta:
    """Return how long to wait after so many failures in a row.

    >>> wait_after(1), wait_after(3)
    (datetime.timedelta(seconds=900), datetime.timedelta(seconds=3600))
    """
    return min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(max(failures, 1) - 1, 12))
