"""Writing what was said of an event: its fields, its links, its slots, who takes part."""

from collections.abc import Iterable, Sequence

from jalon.agenda.enums import Moderation, PartState, Visibility
from jalon.agenda.models import Event, Participation, Slot, SlotChange
from jalon.agenda.permissions import can_publish_directly
from jalon.agenda.rules.changes import carried_changes, plain_slot
from jalon.agenda.rules.facts import EventFacts, PartFacts, facts_refusals, parts_refusal, slots_refusal
from jalon.agenda.rules.schedule import ChangeFacts, SlotFacts
from jalon.agenda.selectors.facts import event_facts, part_facts, slot_facts
from jalon.agenda.services.errors import RefusedEventError
from jalon.directory.rules.roles import Rights

PLAIN = (
    *("title", "kind", "visibility", "zone", "summary", "description", "place_name", "room", "address"),
    *("latitude", "longitude", "link", "access", "accessibility", "contact", "registration_link"),
    *("registration_from", "registration_until"),
)
LINKS = ("territories", "themes", "sectors", "occupations")
WRITTEN = (*PLAIN, "commune_id", "organisation_id", "audiences")
LABELS = {
    "commune_id": "Commune",
    "organisation_id": "Structure",
    "audiences": "Publics",
    "territories": "Territoires",
    "themes": "Thèmes",
    "sectors": "Secteurs",
    "occupations": "Métiers",
    "zone": "Fuseau horaire",
    "latitude": "Position",
    "longitude": "Position",
    "registration_from": "Inscriptions à partir du",
    "registration_until": "Inscriptions jusqu'au",
}


def check_said(facts: EventFacts, slots: Sequence[SlotFacts], parts: Sequence[PartFacts]) -> None:
    """Raise RefusedEventError when what was said cannot be kept."""
    reasons = facts_refusals(facts)
    if reason := slots_refusal(slots):
        reasons["slots"] = reason
    if reason := parts_refusal(parts):
        reasons["participations"] = reason
    if reasons:
        raise RefusedEventError(reasons)


def moderation_after(rights: Rights, facts: EventFacts, before: Event | None) -> str:
    """Return whether the event needs reading over, once this person has written it.

    What is not public needs none. Coordinators and the Region publish, and so accept. What a partner makes
    public waits; what was accepted stays so while it stays public; what was refused waits again.
    """
    if facts.visibility != Visibility.PUBLIC:
        return Moderation.NOT_NEEDED
    public = before is not None and before.visibility == Visibility.PUBLIC
    if can_publish_directly(rights, facts.territories):
        asked = public and before is not None and before.moderation != Moderation.NOT_NEEDED
        return Moderation.ACCEPTED if asked else Moderation.NOT_NEEDED
    if public and before is not None and before.moderation in (Moderation.ACCEPTED, Moderation.NOT_NEEDED):
        return before.moderation
    return Moderation.WAITING


def _label(field: str) -> str:
    return LABELS.get(field) or str(Event._meta.get_field(field).verbose_name).capitalize()


def _shown(event: Event, field: str, value: object) -> str:
    if value in (None, "", (), []):
        return "–"
    if field in LINKS:
        return ", ".join(str(one) for one in getattr(event, field).all()) or "–"
    if field in ("commune_id", "organisation_id"):
        return str(getattr(event, field.removesuffix("_id")) or "–")
    choices = dict(getattr(Event._meta.get_field(field), "choices", None) or ())
    return str(choices.get(value, value))[:300]


def write_facts(event: Event, facts: EventFacts) -> None:
    """Put what was said on an event that is not saved yet; its links are `write_links`'s."""
    for field in PLAIN:
        setattr(event, field, getattr(facts, field))
    event.title = " ".join(facts.title.split())
    event.commune_id, event.organisation_id = facts.commune, facts.organisation
    event.audiences = list(facts.audiences)


def write_links(event: Event, facts: EventFacts) -> None:
    """Set territories, themes, sectors and occupations, when they differ."""
    for field in LINKS:
        getattr(event, field).set(getattr(facts, field))


def shown_facts(event: Event) -> dict[str, str]:
    """Return each field of an event as the journal shows it, by its label."""
    facts = event_facts(event)
    values = {field: getattr(facts, field.removesuffix("_id")) for field in (*WRITTEN, *LINKS)}
    return {_label(field): _shown(event, field, value) for field, value in values.items()}


def write_slots(event: Event, slots: Sequence[SlotFacts]) -> bool:
    """Make an event's slots those said, in order; tell whether any differs.

    A slot that is the same keeps its row and what differs on its dates. One that takes the place of another
    keeps the row, and of the changes those that still name one of its dates (`rules.changes`).
    """
    before = list(Slot.objects.filter(event=event).order_by("position", "pk").prefetch_related("changes"))
    told = [slot_facts(row) for row in before]
    if [plain_slot(one) for one in told] == [plain_slot(one) for one in slots]:
        return _write_given_changes(before, slots)
    for row in before[len(slots) :]:
        row.delete()
    for position, one in enumerate(slots):
        row = before[position] if position < len(before) else Slot(event=event)
        changes = one.changes
        if position < len(before) and not changes:
            changes = carried_changes(told[position], one)
        row.first_day, row.start, row.last_day, row.end = one.first_day, one.start, one.last_day, one.end
        row.rule, row.position = one.rule, position
        row.save()
        write_changes(row, changes)
    return True


def _write_given_changes(rows: Sequence[Slot], slots: Sequence[SlotFacts]) -> bool:
    differs = False
    for row, one in zip(rows, slots, strict=True):
        if one.changes and set(one.changes) != set(slot_facts(row).changes):
            write_changes(row, one.changes)
            differs = True
    return differs


def write_changes(slot: Slot, changes: Iterable[ChangeFacts]) -> None:
    """Make what differs on the dates of a slot exactly this; address, link and note of a same date stay."""
    wanted = {change.original: change for change in changes}
    SlotChange.objects.filter(slot=slot).exclude(original__in=list(wanted)).delete()
    for original, change in wanted.items():
        SlotChange.objects.update_or_create(
            slot=slot,
            original=original,
            defaults={
                "left_out": change.left_out,
                "cancelled": change.cancelled,
                "first_day": change.first_day,
                "start": change.start,
                "last_day": change.last_day,
                "end": change.end,
                "title": change.title,
                "place_name": change.place_name,
            },
        )


def write_parts(event: Event, parts: Sequence[PartFacts]) -> bool:
    """Make those who take part exactly these, in order; tell whether any differs."""
    if part_facts(event) == list(parts):
        return False
    Participation.objects.filter(event=event).delete()
    Participation.objects.bulk_create(
        Participation(
            event=event,
            organisation_id=one.organisation,
            name=one.name.strip(),
            subject=one.subject.strip(),
            part=one.part,
            state=PartState(one.state),
            position=position,
        )
        for position, one in enumerate(parts)
    )
    return True
