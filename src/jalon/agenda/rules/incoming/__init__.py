"""Partners' calendars, hostile or broken, read into plain records: whatever the bytes, nothing raises."""

from jalon.agenda.enums import FeedKind
from jalon.agenda.rules.incoming.calendars import read_calendar
from jalon.agenda.rules.incoming.openagenda import read_openagenda
from jalon.agenda.rules.incoming.records import (
    MOST_BYTES,
    Incoming,
    Reading,
    Refusal,
    digest_of,
    from_written,
    last_day_of,
    written,
)
from jalon.agenda.rules.incoming.values import decoded

__all__ = [
    "MOST_BYTES",
    "Incoming",
    "Reading",
    "Refusal",
    "digest_of",
    "from_written",
    "last_day_of",
    "read_incoming",
    "written",
]
TOO_BIG = f"Ce calendrier est trop gros : {MOST_BYTES // 1_000_000} Mo au plus."
NEITHER = (
    "Ce n'est ni un calendrier iCalendar (.ics), ni un export OpenAgenda (.json). "
    "Demandez à votre partenaire l'adresse ou le fichier de son agenda dans un de ces formats."
)


def read_incoming(content: bytes, *, zone: str) -> Reading:
    """Read a partner's calendar, whichever of the two formats it is in. `zone`: IANA name of the region's.

    What cannot be read as a whole gives a Reading with its `problem`; what is wrong with one event gives a
    Refusal. Nothing raises.
    """
    if len(content) > MOST_BYTES:
        return Reading(problem=TOO_BIG)
    text = decoded(content).lstrip("\ufeff \t\r\n")
    if text[:15].upper() == "BEGIN:VCALENDAR":
        return read_calendar(text, zone=zone)
    if text[:1] in ("{", "["):
        return read_openagenda(text, zone=zone)
    return Reading(kind=FeedKind.ICALENDAR, problem=NEITHER if text else "Ce calendrier est vide.")
