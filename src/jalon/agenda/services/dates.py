"""Changing one date of an event, it and those that follow, or all of them."""

from dataclasses import replace
from datetime import datetime
from typing import Literal

from django.db import transaction
from django.utils import timezone

from jalon.agenda.enums import EventState
from jalon.agenda.models import Attachment, Event, Slot, SlotChange
from jalon.agenda.rules.changes import (
    DateFacts,
    change_of,
    cut_slot,
    date_refusal,
    moved_slot,
    start_of,
)
from jalon.agenda.rules.facts import LONGEST
from jalon.agenda.rules.repeating import RuleError
from jalon.agenda.rules.schedule import SlotFacts
from jalon.agenda.selectors.facts import event_facts, part_facts, slot_facts
from jalon.agenda.services.acts import changeable, keep, tell
from jalon.agenda.services.errors import RefusedEventError
from jalon.agenda.services.events import insert_event
from jalon.agenda.services.occurrences import rebuild_occurrences
from jalon.agenda.services.parts import new_attachment_key
from jalon.agenda.services.writing import write_changes
from jalon.directory.models import Account
from jalon.directory.rules.roles import Rights

What = Literal["this", "following", "all"]


def _check(told: SlotFacts, original: str, facts: DateFacts, what: What) -> None:
    if refusal := date_refusal(told, original, facts):
        raise RefusedEventError({"slots": refusal})
    for field in ("title", "place_name", "address", "link", "note"):
        most = LONGEST.get(field, 300)
        if len(getattr(facts, field)) > most:
            raise RefusedEventError({field: f"C'est trop long : {most} signes au plus."})
    if facts.link and not facts.link.startswith(("https://", "http://")):
        raise RefusedEventError({"link": "Une adresse commence par https:// ou http://."})
    if what == "all" and (facts.cancelled or facts.left_out):
        raise RefusedEventError("Pour toutes les dates, annulez l'événement.")
    if facts.cancelled and not facts.note.strip():
        raise RefusedEventError({"note": "Dites pourquoi, en quelques mots."})


@transaction.atomic
def change_date(
    *,
    actor: Account,
    now: datetime,
    event: Event | int,
    sequence: int,
    slot: Slot | int,
    original: str,
    what: What,
    facts: DateFacts,
) -> Event:
    """Change one date ("this"), it and the later ones ("following"), or the whole repetition ("all").

    Return the event that holds this date from now on: "following" makes another event, which `continues` this
    one, so that what took place keeps its words. Raises RefusedEventError, StaleEventError, NotAllowedError.
    """
    found, rights = changeable(event, actor, sequence=sequence)
    row = Slot.objects.filter(event=found, pk=slot if isinstance(slot, int) else slot.pk).first()
    if row is None:
        raise RefusedEventError("Cette date n'est plus là.")
    told = slot_facts(row)
    _check(told, original, facts, what)
    if what == "this" and told.rule:
        return _change_one(found, row, told, original, facts, actor=actor, now=now)
    try:
        before, after = cut_slot(told, original) if what == "following" else (None, told)
        if before is None and not (facts.cancelled or facts.left_out):
            return _change_all(found, row, told, original, facts, actor=actor, now=now)
        if before is None and what == "following" and told.rule:
            raise RefusedEventError("Pour toutes les dates, annulez l'événement.")
        if before is None:
            return _change_one(found, row, told, original, facts, actor=actor, now=now)
        return _change_following(
            found, row, before, after, original, facts, actor=actor, now=now, rights=rights
        )
    except RuleError as refusal:
        raise RefusedEventError({"slots": str(refusal)}) from refusal


def _day(original: str) -> str:
    return f"{start_of(original):%d/%m/%Y}"


def _change_one(
    event: Event,
    row: Slot,
    told: SlotFacts,
    original: str,
    facts: DateFacts,
    *,
    actor: Account,
    now: datetime,
) -> Event:
    change = change_of(told, original, facts)
    SlotChange.objects.filter(slot=row, original=original).delete()
    if change is not None:
        SlotChange.objects.create(
            slot=row,
            original=original,
            left_out=change.left_out,
            cancelled=change.cancelled,
            first_day=change.first_day,
            start=change.start,
            last_day=change.last_day,
            end=change.end,
            title=change.title,
            place_name=change.place_name,
            address=facts.address,
            link=facts.link,
            note=facts.note,
        )
    rebuild_occurrences(event, today=timezone.localdate(now))
    keep(event, [], now=now)
    did = "a modifié"
    if facts.left_out:
        did = "a retiré"
    elif facts.cancelled:
        did = "a annulé"
    said = f"{did} la date du {_day(original)} de « {event.title} »"
    tell(event, actor=actor, what="date_changed", said=said, why=facts.note)
    return event


def _write_slot(row: Slot, told: SlotFacts) -> None:
    row.first_day, row.start, row.last_day, row.end = told.first_day, told.start, told.last_day, told.end
    row.rule = told.rule
    row.save()
    write_changes(row, told.changes)


def _own_words(event: Event, facts: DateFacts) -> list[str]:
    """Give the whole event what was said of a date; return the fields written."""
    fields = [name for name in ("title", "place_name", "address", "link") if getattr(facts, name)]
    for name in fields:
        setattr(event, name, getattr(facts, name))
    return fields


def _change_all(
    event: Event,
    row: Slot,
    told: SlotFacts,
    original: str,
    facts: DateFacts,
    *,
    actor: Account,
    now: datetime,
) -> Event:
    _write_slot(row, _moved(told, original, facts))
    fields = _own_words(event, facts)
    rebuild_occurrences(event, today=timezone.localdate(now))
    keep(event, fields, now=now)
    tell(event, actor=actor, what="moved", said=f"a modifié les dates de « {event.title} »", why=facts.note)
    return event


def _moved(told: SlotFacts, original: str, facts: DateFacts) -> SlotFacts:
    """Return a slot moved as one of its dates; what that date alone had differently on its days gives way."""
    others = tuple(one for one in told.changes if one.original != original)
    return moved_slot(replace(told, changes=others), original, facts.slot)


def _change_following(
    event: Event,
    row: Slot,
    before: SlotFacts,
    after: SlotFacts,
    original: str,
    facts: DateFacts,
    *,
    actor: Account,
    now: datetime,
    rights: Rights,
) -> Event:
    _write_slot(row, before)
    rebuild_occurrences(event, today=timezone.localdate(now))
    keep(event, [], now=now)
    if facts.left_out:
        said = f"a arrêté « {event.title} » avant le {_day(original)}"
        tell(event, actor=actor, what="moved", said=said, why=facts.note)
        return event
    said_of = event_facts(event)
    words = {
        name: getattr(facts, name) or getattr(said_of, name)
        for name in ("title", "place_name", "address", "link")
    }
    slots = [after if facts.cancelled else _moved(after, original, facts)]
    made = insert_event(
        rights=rights,
        actor=actor,
        now=now,
        facts=replace(said_of, **words),
        slots=slots,
        parts=part_facts(event),
        continues=event,
        demonstration=event.demonstration,
    )
    made.state = EventState.CANCELLED if facts.cancelled else event.state
    made.postponed_note = facts.note if facts.cancelled else event.postponed_note
    made.moderation, made.moderation_note = event.moderation, event.moderation_note
    made.save(update_fields=["state", "postponed_note", "moderation", "moderation_note"])
    _copy_attachments(event, made)
    did = "a annulé" if facts.cancelled else "a modifié"
    said = f"{did} « {event.title} » à partir du {_day(original)}"
    tell(event, actor=actor, what="moved", said=said, why=facts.note)
    tell(made, actor=actor, what="created", said=said, why=facts.note)
    return made


def _copy_attachments(event: Event, made: Event) -> None:
    copies = []
    for one in Attachment.objects.filter(event=event):
        one.pk, one.event, one.key = None, made, new_attachment_key()
        copies.append(one)
    Attachment.objects.bulk_create(copies)
