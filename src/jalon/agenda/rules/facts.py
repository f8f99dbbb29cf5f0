"""What someone says of an event: plain values, and what is wrong with them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from jalon.agenda.enums import Audience, EventKind, Part, PartState, Visibility
from jalon.agenda.rules.schedule import SlotFacts, slot_refusal

MOST_SLOTS = 50
MOST_PARTS = 100
LONGEST = {
    "title": 200,
    "summary": 300,
    "description": 20_000,
    "place_name": 200,
    "room": 100,
    "address": 200,
    "link": 500,
    "access": 2_000,
    "accessibility": 2_000,
    "contact": 200,
    "registration_link": 500,
}


@dataclass(frozen=True)
class EventFacts:
    """What people write of an event, without its days nor its state. Keys are those of the database."""

    title: str
    kind: str
    visibility: str = Visibility.NETWORK
    zone: str = "Europe/Paris"
    summary: str = ""
    description: str = ""
    place_name: str = ""
    room: str = ""
    address: str = ""
    commune: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    link: str = ""
    access: str = ""
    accessibility: str = ""
    audiences: tuple[str, ...] = ()
    contact: str = ""
    registration_link: str = ""
    registration_from: date | None = None
    registration_until: date | None = None
    organisation: int | None = None
    territories: tuple[int, ...] = ()
    themes: tuple[int, ...] = ()
    sectors: tuple[int, ...] = ()
    occupations: tuple[str, ...] = ()


@dataclass(frozen=True)
class PartFacts:
    """An organisation or someone, what she does in an event, and whether it is agreed."""

    part: str
    state: str = PartState.CONFIRMED
    organisation: int | None = None
    name: str = ""
    subject: str = ""


def _text_refusals(facts: EventFacts) -> dict[str, str]:
    found = {
        field: f"C'est trop long : {most} signes au plus."
        for field, most in LONGEST.items()
        if len(getattr(facts, field)) > most
    }
    for field in ("link", "registration_link"):
        value = getattr(facts, field)
        if value and not value.startswith(("https://", "http://")):
            found[field] = "Une adresse commence par https:// ou http://."
    if not facts.title.strip():
        found["title"] = "Donnez-lui un titre."
    return found


def _is_zone(name: str) -> bool:
    try:
        return bool(ZoneInfo(name))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False


def facts_refusals(facts: EventFacts) -> dict[str, str]:
    """Return what is wrong, as field → reason in French; empty when nothing is.

    >>> facts_refusals(EventFacts(" ", "forum"))
    {'title': 'Donnez-lui un titre.'}
    """
    found = _text_refusals(facts)
    if facts.kind not in EventKind.values:
        found["kind"] = "Choisissez un type."
    if facts.visibility not in Visibility.values:
        found["visibility"] = "Dites qui le voit."
    if not set(facts.audiences) <= set(Audience.values):
        found["audiences"] = "Un de ces publics n'existe pas."
    if not _is_zone(facts.zone):
        found["zone"] = "Ce fuseau horaire n'existe pas."
    if (facts.latitude is None) != (facts.longitude is None):
        found["latitude"] = "La latitude et la longitude vont ensemble."
    begin, end = facts.registration_from, facts.registration_until
    if begin and end and end < begin:
        found["registration_until"] = "Les inscriptions finissent avant de commencer."
    return found


def slots_refusal(slots: Sequence[SlotFacts]) -> str:
    """Return what is wrong with the days of an event, in French; "" when nothing is."""
    if len(slots) > MOST_SLOTS:
        return f"{MOST_SLOTS} dates au plus : répétez-les, ou faites-en plusieurs événements."
    return next((reason for slot in slots if (reason := slot_refusal(slot))), "")


def parts_refusal(parts: Sequence[PartFacts]) -> str:
    """Return what is wrong with who takes part, in French; "" when nothing is."""
    if len(parts) > MOST_PARTS:
        return f"{MOST_PARTS} participants au plus."
    for one in parts:
        if one.part not in Part.values or one.state not in PartState.values:
            return "Ce rôle dans l'événement n'existe pas."
        if not one.organisation and not one.name.strip() and one.state != PartState.TO_IDENTIFY:
            return "Dites qui participe, ou choisissez « contact à identifier »."
        if len(one.name) > LONGEST["title"] - 50 or len(one.subject) > LONGEST["title"]:
            return "Le nom ou le sujet est trop long."
    return ""
