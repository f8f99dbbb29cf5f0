"""Making an event from another one: last year's, most of the time."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction

from jalon.agenda.enums import EventState, PartState
from jalon.agenda.models import Event, Slot
from jalon.agenda.permissions import can_add_event, can_see_event
from jalon.agenda.rules.copies import title_for
from jalon.agenda.rules.facts import PartFacts
from jalon.agenda.rules.repeating import RuleError
from jalon.agenda.selectors.copies import copied_slots
from jalon.agenda.selectors.facts import event_facts, part_facts
from jalon.agenda.services.acts import tell
from jalon.agenda.services.errors import NotAllowedError, RefusedEventError
from jalon.agenda.services.events import insert_event
from jalon.directory.models import Account
from jalon.directory.selectors.rights import rights_of


def _asked_again(parts: Sequence[PartFacts]) -> list[PartFacts]:
    """Return the same participants, whose agreement is to be asked for again."""
    return [
        replace(one, state=PartState.AWAITING) if one.state == PartState.CONFIRMED else one
        for one in parts
        if one.state != PartState.DECLINED
    ]


@transaction.atomic
def duplicate_event(*, actor: Account, now: datetime, event: Event, shift: timedelta | None = None) -> Event:
    """Make an idea from an event, a year later on the same weekday, or `shift` later.

    The title's year follows, registrations and files do not, and those who took part are to be asked again.
    Raises RefusedEventError, NotAllowedError.
    """
    rights = rights_of(actor)
    facts = event_facts(event)
    if not can_see_event(rights, event) or not can_add_event(rights, facts.organisation, facts.territories):
        raise NotAllowedError
    try:
        slots = copied_slots(event, shift)
    except RuleError as refusal:
        raise RefusedEventError({"slots": str(refusal)}) from refusal
    if slots:
        before = min(row.first_day for row in Slot.objects.filter(event=event))
        after = min(slot.first_day for slot in slots)
        facts = replace(facts, title=title_for(facts.title, before, after))
    made = insert_event(
        rights=rights,
        actor=actor,
        now=now,
        facts=replace(facts, registration_link="", registration_from=None, registration_until=None),
        slots=slots,
        parts=_asked_again(part_facts(event)),
        state=EventState.IDEA,
        demonstration=event.demonstration,
    )
    said = f"a préparé « {made.title} » à partir de « {event.title} »"
    tell(made, actor=actor, what="created", said=said)
    return made
