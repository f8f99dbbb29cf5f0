"""What a copy of an event would be: its days a year later, and what speaks against them."""

from dataclasses import replace
from datetime import date, timedelta

from jalon.agenda.models import Event, Slot
from jalon.agenda.rules.changes import moved_slot
from jalon.agenda.rules.copies import one_year_later
from jalon.agenda.rules.schedule import SlotFacts, original_of
from jalon.agenda.selectors.clashes import DayLook, Wanted, look_at
from jalon.agenda.selectors.facts import slot_facts
from jalon.directory.rules.roles import Rights


def copied_slots(event: Event, shift: timedelta | None = None) -> list[SlotFacts]:
    """Return the slots of an event, so much later: without `shift`, a year later on the same weekday.

    What differed on some dates stays behind. Raises RuleError when a repetition cannot follow.
    """
    slots = [slot_facts(row) for row in Slot.objects.filter(event=event).order_by("position", "pk")]
    return [_later(replace(slot, changes=()), shift) for slot in slots]


def _later(slot: SlotFacts, shift: timedelta | None) -> SlotFacts:
    first_day = one_year_later(slot.first_day) if shift is None else slot.first_day + shift
    wanted = replace(
        slot, first_day=first_day, last_day=first_day + (slot.last_day - slot.first_day), rule=""
    )
    return moved_slot(slot, original_of(slot.first_day, slot.start), wanted)


def wanted_of(event: Event) -> Wanted:
    """Return for whom and with whom an event is: what clashes are looked for with."""
    parts = [one for one in event.participations.all() if one.state != "declined"]
    organisations = {one.organisation_id for one in parts if one.organisation_id}
    if event.organisation_id:
        organisations.add(event.organisation_id)
    return Wanted(
        frozenset(one.pk for one in event.territories.all()),
        frozenset(event.audiences),
        frozenset(organisations),
        frozenset(one.name for one in parts if one.name),
    )


def look_at_copy(
    rights: Rights, event: Event, *, today: date, shift: timedelta | None = None
) -> list[DayLook]:
    """Return what one should know of the days of a copy before making it: clashes, holidays, free days near.

    Raises RuleError when a repetition cannot follow.
    """
    slots = copied_slots(event, shift)
    return look_at(rights, slots=slots, zone=event.zone, wanted=wanted_of(event), today=today)
