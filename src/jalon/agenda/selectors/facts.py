"""What the database holds of an event, as the plain values that rules, forms and copies take."""

from jalon.agenda.models import Event, Slot, SlotChange
from jalon.agenda.rules.facts import EventFacts, PartFacts
from jalon.agenda.rules.schedule import ChangeFacts, SlotFacts


def change_facts(change: SlotChange) -> ChangeFacts:
    """Return what differs on one date."""
    return ChangeFacts(
        original=change.original,
        left_out=change.left_out,
        cancelled=change.cancelled,
        first_day=change.first_day,
        start=change.start,
        last_day=change.last_day,
        end=change.end,
        title=change.title,
        place_name=change.place_name,
    )


def slot_facts(slot: Slot) -> SlotFacts:
    """Return days and hours with what differs on some; one query, none when changes are prefetched."""
    changes = tuple(change_facts(change) for change in slot.changes.all())
    return SlotFacts(slot.first_day, slot.start, slot.last_day, slot.end, slot.rule, changes)


def event_facts(event: Event) -> EventFacts:
    """Return what people wrote of an event."""
    return EventFacts(
        title=event.title,
        kind=event.kind,
        visibility=event.visibility,
        zone=event.zone,
        summary=event.summary,
        description=event.description,
        place_name=event.place_name,
        room=event.room,
        address=event.address,
        commune=event.commune_id,
        latitude=event.latitude,
        longitude=event.longitude,
        link=event.link,
        access=event.access,
        accessibility=event.accessibility,
        audiences=tuple(event.audiences),
        contact=event.contact,
        registration_link=event.registration_link,
        registration_from=event.registration_from,
        registration_until=event.registration_until,
        organisation=event.organisation_id,
        territories=tuple(one.pk for one in event.territories.all()),
        themes=tuple(one.pk for one in event.themes.all()),
        sectors=tuple(one.pk for one in event.sectors.all()),
        occupations=tuple(one.pk for one in event.occupations.all()),
    )


def part_facts(event: Event) -> list[PartFacts]:
    """Return who takes part in an event, in order."""
    return [
        PartFacts(one.part, one.state, one.organisation_id, one.name, one.subject)
        for one in event.participations.all()
    ]
