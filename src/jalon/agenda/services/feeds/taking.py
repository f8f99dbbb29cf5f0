"""An event of ours made from a partner's calendar, then brought along with it."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.utils import timezone

from jalon.agenda.enums import EventState, FeedItemState
from jalon.agenda.models import Event, Feed, FeedItem, Slot
from jalon.agenda.rules.facts import EventFacts
from jalon.agenda.rules.following import Merged, event_values, is_as_told, merged, told_values
from jalon.agenda.rules.incoming import Incoming, digest_of, from_written, written
from jalon.agenda.rules.likeness import kind_told
from jalon.agenda.rules.schedule import SlotFacts
from jalon.agenda.rules.states import FINAL, move_refusal
from jalon.agenda.selectors.facts import event_facts, slot_facts
from jalon.agenda.services.acts import keep, locked, tell
from jalon.agenda.services.events import FIRST_STATES, insert_event
from jalon.agenda.services.occurrences import rebuild_occurrences
from jalon.agenda.services.writing import (
    WRITTEN,
    check_said,
    moderation_after,
    write_changes,
    write_facts,
    write_links,
    write_slots,
)
from jalon.directory.models import Account
from jalon.directory.selectors.rights import rights_of
from jalon.journal.selectors.entries import entries_of
from jalon.search.rules import fold
from jalon.territory.selectors import commune_named_in, communes_by_postal_code

STATE = "État"
POSTAL_CODE = re.compile(r"\b\d{5}\b")


def feed_territories(feed: Feed) -> tuple[int, ...]:
    """Return the keys of the territories of a calendar's events: those of its organisation."""
    return tuple(feed.organisation.territories.values_list("pk", flat=True))


def commune_told(record: Incoming) -> str | None:
    """Return the code of the commune that a place names; None when it names none of ours.

    A postal code goes before a name: « 1 rue de Tours, 41000 Blois » is in Blois.
    """
    told = f"{record.address} {record.place_name}".strip()
    if not told:
        return None
    named = commune_named_in(told[:200])
    coded = POSTAL_CODE.search(told)
    if coded is None:
        return named.pk if named else None
    sharing = communes_by_postal_code(coded[0])
    if named in sharing:
        return named.pk
    told = f" {fold(told)} ".replace("-", " ").replace(",", " ")
    written = [one for one in sharing if f" {one.folded_name.replace('-', ' ')} " in told]
    if written or len(sharing) == 1:
        return (written or sharing)[0].pk
    return None


class Places:
    """Communes of the places of one calendar, each looked for once: most events are at the same few."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, str], str | None] = {}

    def commune(self, record: Incoming) -> str | None:
        """Return what `commune_told` says of a record."""
        place = (record.place_name, record.address)
        if place not in self.known:
            self.known[place] = commune_told(record)
        return self.known[place]


def facts_of(feed: Feed, record: Incoming, territories: tuple[int, ...]) -> EventFacts:
    """Return what a new event says: what the calendar tells, for the organisation it comes from."""
    return EventFacts(
        title=record.title,
        kind=kind_told(record.title, online=bool(record.link) and not record.place_name),
        visibility=feed.visibility,
        zone=record.zone,
        description=record.description,
        place_name=record.place_name,
        address=record.address,
        commune=commune_told(record),
        latitude=record.latitude,
        longitude=record.longitude,
        link=record.link,
        organisation=feed.organisation_id,
        territories=territories,
    )


def may_be_taken(record: Incoming) -> bool:
    """Tell whether an event may begin here: one that is cancelled or postponed already is not taken."""
    return record.state in FIRST_STATES


def take_item(
    item: FeedItem, feed: Feed, *, actor: Account | None, by: Account | None, now: datetime
) -> Event:
    """Make an event of an item, with the rights of `by`; `actor` is who chose it, None: the worker.

    Raises RefusedEventError when what the calendar says cannot be kept.
    """
    record = from_written(item.record)
    event = insert_event(
        rights=rights_of(by),
        actor=by,
        now=now,
        facts=facts_of(feed, record, feed_territories(feed)),
        slots=record.slots,
        state=record.state,
        uid=_free_uid(item.uid, feed),
    )
    item.event, item.state = event, FeedItemState.TAKEN
    item.save(update_fields=["event", "state"])
    tell(event, actor=actor, what="created", said=f"a repris « {event.title} » du calendrier « {feed.name} »")
    return event


def _free_uid(uid: str, feed: Feed) -> str:
    """Return the partner's own identifier, so that who reads both calendars sees one event; else another."""
    if not Event.objects.filter(uid=uid).exists():
        return uid
    return f"{hashlib.sha256(f'{feed.pk}|{uid}'.encode()).hexdigest()[:40]}@reprise"


def our_values(event: Event) -> dict[str, Any]:
    """Return what an event of ours says, as `rules.following` compares it."""
    slots = tuple(slot_facts(slot) for slot in event.slots.prefetch_related("changes"))
    return event_values(event_facts(event), slots, event.state)


def is_untouched(item: FeedItem) -> bool:
    """Tell whether nobody edited the event of an item here, nor added to it."""
    event = item.event
    if event is None or event.attachments.exists() or event.participations.exists():
        return False
    if entries_of(event).exclude(actor=None).exclude(verb="agenda.event.created").exists():
        return False
    return is_as_told(told_values(from_written(item.record)), our_values(event))


def follow_item(item: FeedItem, record: Incoming, feed: Feed, *, by: Account | None, now: datetime) -> Merged:
    """Bring what a calendar changed into the event of an item; what someone edited here is kept, and said."""
    event = locked(item.event_id)
    before, ours = told_values(from_written(item.record)), our_values(event)
    found = merged(before, told_values(record), ours)
    if event.state in FINAL:
        found = Merged({}, (), ())
    else:
        found = _without_refused_state(found, event, now)
        apply_values(event, found.values, found.followed, feed, actor=None, by=by, now=now)
    note_read(item, record, FeedItemState.CHANGED if found.kept else FeedItemState.TAKEN)
    return found


def note_read(item: FeedItem, record: Incoming, state: str) -> None:
    """Keep what a calendar says of an item now."""
    item.title, item.first_day = record.title, record.first_day
    item.digest, item.record, item.state = digest_of(record), written(record), state
    item.save(update_fields=["title", "first_day", "digest", "record", "state", "event"])


def _without_refused_state(found: Merged, event: Event, now: datetime) -> Merged:
    """Leave the state as it is here when ours may not go where the calendar's went."""
    target = found.values.get("state")
    if target is None or not _state_refusal(event, target, now, dates=found.values.get("slots")):
        return found
    values = {field: value for field, value in found.values.items() if field != "state"}
    followed = tuple(label for label in found.followed if label != STATE)
    return Merged(values, followed, (*found.kept, STATE))


def _state_refusal(event: Event, target: str, now: datetime, *, dates: Iterable[SlotFacts] | None) -> str:
    last = event.occurrences.aggregate(last=Max("last_day"))["last"]
    last = max((slot.last_day for slot in dates), default=last) if dates else last
    return move_refusal(event.state, target, last_day=last, today=timezone.localdate(now), why="…")


def apply_values(
    event: Event,
    values: dict[str, Any],
    labels: tuple[str, ...],
    feed: Feed,
    *,
    actor: Account | None,
    by: Account | None,
    now: datetime,
) -> None:
    """Write these values on an event that is held, as one more version of it. Raises RefusedEventError."""
    if not values:
        return
    values = dict(values)
    state, slots = values.pop("state", None), values.pop("slots", None)
    facts = replace(event_facts(event), **values)
    check_said(facts, slots or (), ())
    event.moderation = moderation_after(rights_of(by), facts, event)
    write_facts(event, facts)
    event.save(update_fields=[*WRITTEN, "moderation"])
    write_links(event, facts)
    if slots is not None:
        write_slots(event, slots)
        for row, one in zip(_rows(event), slots, strict=True):
            write_changes(row, one.changes)
    if slots is not None or "zone" in values:
        rebuild_occurrences(event, today=timezone.localdate(now))
    what, why = "changed", ""
    if state is not None:
        event.state = EventState(state)
        if event.state in (EventState.CANCELLED, EventState.POSTPONED):
            what, why = str(event.state), f"Selon le calendrier « {feed.name} »."
        event.postponed_note = why
    keep(event, ["state", "postponed_note"], now=now)
    changes = dict.fromkeys(labels, ("", "modifié"))
    said = f"a mis à jour « {event.title} » selon le calendrier « {feed.name} »"
    tell(event, actor=actor, what=what, said=said, why=why, changes=changes)


def _rows(event: Event) -> list[Slot]:
    return list(Slot.objects.filter(event=event).order_by("position", "pk"))
