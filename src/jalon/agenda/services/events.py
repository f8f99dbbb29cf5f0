"""Making and changing events."""

import secrets
import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from jalon.agenda.enums import EventState
from jalon.agenda.models import Event
from jalon.agenda.permissions import can_add_event, territory_keys
from jalon.agenda.rules.facts import EventFacts, PartFacts
from jalon.agenda.rules.schedule import SlotFacts
from jalon.agenda.services.acts import changeable, keep, tell
from jalon.agenda.services.errors import NotAllowedError, RefusedEventError
from jalon.agenda.services.occurrences import rebuild_occurrences
from jalon.agenda.services.writing import (
    WRITTEN,
    check_said,
    moderation_after,
    shown_facts,
    write_facts,
    write_links,
    write_parts,
    write_slots,
)
from jalon.directory.models import Account
from jalon.directory.rules.roles import Rights
from jalon.directory.selectors.rights import rights_of

KEY_SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"
KEY_LENGTH = 10
FIRST_STATES = (EventState.IDEA, EventState.SAVE_THE_DATE, EventState.OPEN, EventState.CLOSED)


def new_key() -> str:
    """Return the end of an address: easy to read aloud, and telling nothing."""
    return "".join(secrets.choice(KEY_SIGNS) for _sign in range(KEY_LENGTH))


@transaction.atomic
def create_event(
    *,
    actor: Account,
    now: datetime,
    facts: EventFacts,
    slots: Sequence[SlotFacts] = (),
    parts: Sequence[PartFacts] = (),
    state: str = EventState.OPEN,
    uid: str = "",
    continues: Event | None = None,
    demonstration: bool = False,
) -> Event:
    """Make an event; only an idea may have no date yet.

    Raises RefusedEventError with the reasons by field, NotAllowedError.
    """
    rights = rights_of(actor)
    if not can_add_event(rights, facts.organisation, facts.territories):
        raise NotAllowedError
    event = insert_event(
        rights=rights,
        actor=actor,
        now=now,
        facts=facts,
        slots=slots,
        parts=parts,
        state=state,
        uid=uid,
        continues=continues,
        demonstration=demonstration,
    )
    tell(event, actor=actor, what="created", said=f"a ajouté « {event.title} »")
    return event


def insert_event(
    *,
    rights: Rights,
    actor: Account | None,
    now: datetime,
    facts: EventFacts,
    slots: Sequence[SlotFacts],
    parts: Sequence[PartFacts] = (),
    state: str = EventState.OPEN,
    uid: str = "",
    continues: Event | None = None,
    demonstration: bool = False,
) -> Event:
    """Write a new event without asking who may, nor telling anybody; for the services of this room."""
    check_said(facts, slots, parts)
    if state not in FIRST_STATES:
        raise RefusedEventError({"state": "Un événement ne commence pas dans cet état."})
    if not slots and state != EventState.IDEA:
        raise RefusedEventError({"slots": "Donnez au moins une date, ou gardez-le comme idée."})
    event = Event(
        key=new_key(),
        uid=uid or str(uuid.uuid4()),
        state=state,
        moderation=moderation_after(rights, facts, None),
        continues=continues,
        demonstration=demonstration,
        created_by=actor,
        created_at=now,
        modified_at=now,
    )
    write_facts(event, facts)
    event.save()
    write_links(event, facts)
    write_slots(event, slots)
    write_parts(event, parts)
    rebuild_occurrences(event, today=timezone.localdate(now))
    return event


@transaction.atomic
def change_event(
    *,
    actor: Account,
    now: datetime,
    event: Event | int,
    sequence: int,
    facts: EventFacts,
    slots: Sequence[SlotFacts],
    parts: Sequence[PartFacts] | None = None,
) -> Event:
    """Change what is said of an event; `parts` None leaves those who take part. Nothing new writes nothing.

    `sequence` is the one that the person saw. Raises StaleEventError, RefusedEventError, NotAllowedError.
    """
    found, rights = changeable(event, actor, sequence=sequence)
    moved = facts.organisation != found.organisation_id or set(facts.territories) != territory_keys(found)
    if moved and not can_add_event(rights, facts.organisation, facts.territories):
        raise NotAllowedError
    check_said(facts, slots, parts or ())
    if not slots and found.state != EventState.IDEA:
        raise RefusedEventError({"slots": "Donnez au moins une date, ou annulez-le."})
    before = shown_facts(found)
    zone = found.zone
    found.moderation = moderation_after(rights, facts, found)
    write_facts(found, facts)
    found.save(update_fields=[*WRITTEN, "moderation"])
    write_links(found, facts)
    dates = write_slots(found, slots) or found.zone != zone
    who = parts is not None and write_parts(found, parts)
    found = Event.objects.get(pk=found.pk)
    after = shown_facts(found)
    changes = {label: (before[label], said) for label, said in after.items() if before[label] != said}
    if not changes and not dates and not who:
        return found
    if dates:
        rebuild_occurrences(found, today=timezone.localdate(now))
        changes["Dates"] = ("", "modifiées")
    if who:
        changes["Participants"] = ("", "modifiés")
    keep(found, [], now=now)
    tell(found, actor=actor, what="changed", said=f"a modifié « {found.title} »", changes=changes)
    return found
