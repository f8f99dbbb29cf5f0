"""Working out the dates of events, and writing them as rows."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from jalon.agenda.models import Event, Occurrence, Slot
from jalon.agenda.rules.schedule import MOST_DATES, Dated, dated, horizon
from jalon.agenda.selectors.facts import slot_facts

WORKED_OUT = (
    *("first_day", "last_day", "starts_at", "ends_at", "all_day", "cancelled", "title", "place_name"),
)


def _dates(slot: Slot, zone: str, today: date) -> list[Dated]:
    """Return the dates of a slot within its horizon; its first ones when it has none there."""
    facts = slot_facts(slot)
    first, last = horizon(facts, today)
    if facts.rule:
        return dated(facts, zone, first=first, last=last) or dated(
            facts, zone, first=facts.first_day, last=last
        )
    moved = [day for change in facts.changes for day in (change.first_day, change.last_day) if day]
    return dated(facts, zone, first=min([first, *moved]), last=max([last, *moved]))


@transaction.atomic
def rebuild_occurrences(event: Event, *, today: date) -> int:
    """Make an event's rows of dates what its slots say; return how many. Rows that are right stay."""
    slots = Slot.objects.filter(event=event).prefetch_related("changes")
    wanted: dict[tuple[int, str], Dated] = {}
    for slot in slots:
        for one in _dates(slot, event.zone, today)[: MOST_DATES - len(wanted)]:
            wanted[slot.pk, one.original] = one
    known = {(row.slot_id, row.original): row for row in Occurrence.objects.filter(event=event)}
    Occurrence.objects.filter(pk__in=[row.pk for name, row in known.items() if name not in wanted]).delete()
    made, changed = [], []
    for (slot_pk, original), one in wanted.items():
        row = known.get((slot_pk, original))
        if row is None:
            values = {field: getattr(one, field) for field in WORKED_OUT}
            made.append(Occurrence(event=event, slot_id=slot_pk, original=original, **values))
        elif any(getattr(row, field) != getattr(one, field) for field in WORKED_OUT):
            for field in WORKED_OUT:
                setattr(row, field, getattr(one, field))
            changed.append(row)
    Occurrence.objects.bulk_create(made, batch_size=200)
    Occurrence.objects.bulk_update(changed, WORKED_OUT, batch_size=100)
    return len(wanted)


def rebuild_repeated(*, now: datetime) -> int:
    """Work the dates of repeated events out again, for the horizon of today; return how many events."""
    today = timezone.localdate(now)
    events = Event.objects.filter(pk__in=Slot.objects.exclude(rule="").values("event"))
    count = 0
    for event in events.only("pk", "zone").iterator(chunk_size=200):
        rebuild_occurrences(event, today=today)
        count += 1
    return count
