"""What was understood of a line, as the values that an event is made from."""

from collections.abc import Callable

from jalon.agenda.enums import Part, PartState
from jalon.agenda.rules.facts import EventFacts, PartFacts
from jalon.agenda.rules.quick.adding import Understood


def facts_of(
    understood: Understood,
    *,
    zone: str,
    organisation: int | None,
    territories: tuple[int, ...],
    may_add: Callable[[int], bool],
) -> tuple[EventFacts, list[PartFacts]]:
    """Return what to fill a form with: the event's own values, and who takes part.

    The first structure named for which she may add answers for it; without any, `organisation`,
    hers. The others are partners whose agreement is awaited: naming someone is not her word.
    """
    mine = next((key for key in understood.organisations if may_add(key)), organisation)
    parts = [
        PartFacts(Part.PARTNER, PartState.AWAITING, key) for key in understood.organisations if key != mine
    ]
    facts = EventFacts(
        title=understood.title,
        kind=understood.kind,
        zone=zone,
        room=understood.room,
        address=understood.address,
        commune=understood.commune or None,
        link=understood.link,
        organisation=mine,
        territories=territories,
    )
    return facts, parts
