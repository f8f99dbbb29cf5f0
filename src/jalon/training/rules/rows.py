"""Records as rows of the database, and back: `*_row` then `*_of` gives the same record again.

Rows hold what both database drivers take as it is: JSON as text, dates as ISO text.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from json import JSONEncoder
from operator import attrgetter
from typing import Any

from jalon.training.rules.records import Action, Contact, Place, Programme, Provider, Session

PLACE_FACTS = {
    "name": "name",
    "postal_code": "postal_code",
    "town": "town",
    "commune": "commune_code",
    "latitude": "latitude",
    "longitude": "longitude",
    "siret": "siret",
    "uai": "uai",
}
PROVIDER_FACTS = ("number", "name", "legal_name", "siret", "activity_number", "uai")
PROGRAMME_FACTS = ("title", "objective", "results", "content", "certifying", "level_in", "level_out")
PROGRAMME_DETAILS = (
    *("certifications", "certifinfo", "level_in_code", "level_out_code", "path", "goal"),
    *("formacodes", "nsf", "contact", "website", "example"),
)
ACTION_FACTS = ("number", "permanent", "months", "hours_total", "price", "accessible")
ACTION_LISTS = ("modes", "rhythms", "funding")
ACTION_DETAILS = tuple(
    name
    for name in Action._fields
    if name not in {*ACTION_FACTS, *ACTION_LISTS, "place", "sessions", "updated_on"}
)
SESSION_DATES = ("start", "end", "registration_from", "registration_until", "updated_on")
SESSION_FACTS = ("number", "recruitment", "seats")
SESSION_DETAILS = ("how_to_register", "website", "registration_place", "contact")

PLACE_COLUMNS = ("digest", "commune_id", "departement_code", *PLACE_FACTS.values(), "lines")
PROVIDER_COLUMNS = ("digest", "place_id", *PROVIDER_FACTS, "contact")
PROGRAMME_COLUMNS = (
    *("id", "feed_id", "key", "number", "since", "digest", "received_on", "provider_id"),
    *PROGRAMME_FACTS,
    *("certification_code", "rome_codes", "updated_on", "details"),
)
ACTION_COLUMNS = ("id", "programme_id", "position", "place_id", *ACTION_FACTS, *ACTION_LISTS, "details")
SESSION_COLUMNS = ("id", "action_id", *SESSION_FACTS, *SESSION_DATES, "details")

NO_PLACE, NO_CONTACT = Place(), Contact()
Row = tuple[Any, ...]
_json = JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


@lru_cache(maxsize=4096)
def _list(values: tuple[str, ...]) -> str:
    return _json(values)


@lru_cache(maxsize=8192)
def _iso(day: date) -> str:
    return day.isoformat()


def said(record: Any) -> dict[str, Any]:
    """Return what a place or a contact says, as JSON takes it."""
    defaults = type(record)._field_defaults
    return {
        name: value for name, value in zip(record._fields, record, strict=True) if value != defaults[name]
    }


PROGRAMME_SAID = tuple(name for name in PROGRAMME_DETAILS if name != "contact")
ACTION_SAID = tuple(name for name in ACTION_DETAILS if name != "other_places")
PROGRAMME_UNSAID = tuple(Programme._field_defaults[name] for name in PROGRAMME_SAID)
ACTION_UNSAID = tuple(Action._field_defaults[name] for name in ACTION_SAID)
_programme_said, _programme_facts = attrgetter(*PROGRAMME_SAID), attrgetter(*PROGRAMME_FACTS)
_action_said, _action_facts = attrgetter(*ACTION_SAID), attrgetter(*ACTION_FACTS)


def _details(names: Sequence[str], values: Row, unsaid: Row) -> dict[str, Any]:
    """Return the facts that are not as when nothing is said."""
    together = zip(names, values, unsaid, strict=True)
    return {name: value for name, value, default in together if value != default}


def programme_row(programme: Programme) -> Row:
    """Return the columns of PROGRAMME_COLUMNS from the facts on; the writer knows those before."""
    details = _details(PROGRAMME_SAID, _programme_said(programme), PROGRAMME_UNSAID)
    if programme.contact != NO_CONTACT:
        details["contact"] = said(programme.contact)
    return (
        *_programme_facts(programme),
        programme.certifications[0] if programme.certifications else "",
        _list(programme.rome),
        _iso(programme.updated_on) if programme.updated_on else None,
        _json(details),
    )


def action_row(action: Action) -> Row:
    """Return the columns of ACTION_COLUMNS from the facts on."""
    details = _details(ACTION_SAID, _action_said(action), ACTION_UNSAID)
    if action.other_places:
        details["other_places"] = [said(place) for place in action.other_places]
    if action.updated_on:
        details["updated_on"] = _iso(action.updated_on)
    return (
        *_action_facts(action),
        _list(action.modes),
        _list(action.rhythms),
        _list(action.funding),
        _json(details),
    )


def session_row(session: Session) -> Row:
    """Return the columns of SESSION_COLUMNS from the facts on."""
    number, start, end, opens, closes, recruitment, seats, how, website, place, contact, updated_on = session
    return (
        number,
        recruitment,
        seats,
        _iso(start) if start else None,
        _iso(end) if end else None,
        _iso(opens) if opens else None,
        _iso(closes) if closes else None,
        _iso(updated_on) if updated_on else None,
        _session_details(how, website, place, contact),
    )


@lru_cache(maxsize=4096)
def _session_details(how: str, website: str, place: Place, contact: Contact) -> str:
    """Return what the sessions of one action often share."""
    details: dict[str, Any] = {}
    if how:
        details["how_to_register"] = how
    if website:
        details["website"] = website
    if place != NO_PLACE:
        details["registration_place"] = said(place)
    if contact != NO_CONTACT:
        details["contact"] = said(contact)
    return _json(details) if details else "{}"


def place_row(place: Place) -> Row:
    """Return the columns of PLACE_COLUMNS from the facts on."""
    return (*[getattr(place, name) for name in PLACE_FACTS], _json(place.lines))


def provider_row(provider: Provider) -> Row:
    """Return the columns of PROVIDER_COLUMNS from the facts on."""
    return (*[getattr(provider, name) for name in PROVIDER_FACTS], _json(said(provider.contact)))


def _tuples(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return facts read from JSON with lists as tuples."""
    return {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}


def _float(value: Any) -> float | None:
    return None if value is None else float(value)


def place_of(facts: Mapping[str, Any]) -> Place:
    """Return a place from what `said` kept or from its row."""
    place = Place(**_tuples(facts))
    return place._replace(latitude=_float(place.latitude), longitude=_float(place.longitude))


def details_of(kept: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts that `details` holds, as the record's fields take them."""
    details = dict(kept)
    if "contact" in details:
        details["contact"] = Contact(**details["contact"])
    if "registration_place" in details:
        details["registration_place"] = place_of(details["registration_place"])
    if "other_places" in details:
        details["other_places"] = [place_of(place) for place in details["other_places"]]
    if "updated_on" in details:
        details["updated_on"] = date.fromisoformat(details["updated_on"])
    if "hourly_price" in details:
        details["hourly_price"] = float(details["hourly_price"])
    return _tuples(details)


def provider_of(facts: Mapping[str, Any], contact: Mapping[str, Any], place: Place) -> Provider:
    """Return a provider from its row."""
    return Provider(**facts, place=place, contact=Contact(**contact))
