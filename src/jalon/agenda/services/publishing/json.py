"""The calendar as plain JSON, page after page; docs/guide-flux-agenda.md says what each field is."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.urls import reverse

from jalon.agenda.enums import EventState
from jalon.agenda.rules.asked import Asked, written_asked
from jalon.agenda.rules.icalendar import Addresses, rule_line, slot_uid
from jalon.agenda.rules.published import Published
from jalon.agenda.selectors.published import KEPT, asked_events, dates_of_events, published, still_given
from jalon.agenda.services.publishing.ics import addresses
from jalon.directory.rules.roles import Rights

TYPE = "application/json; charset=utf-8"
PAGE = 200  # events read for a page; filters that the database cannot follow leave fewer
CURSOR = "apres"


class Dated(NamedTuple):
    """One date of an event, as the database holds it."""

    starts_at: datetime
    ends_at: datetime
    first_day: date
    last_day: date
    all_day: bool
    cancelled: bool


def dates_of(events: Sequence[Published], *, today: date) -> Mapping[int, list[Dated]]:
    """Return the dates of events, from a year back on: one query."""
    found = dates_of_events([one.event for one in events], since=today - KEPT)
    return {event: [Dated(*row) for row in rows] for event, rows in found.items()}


def written_json(content: object) -> bytes:
    """Return a content as JSON, the same bytes each time."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), default=str).encode()


def moments(one: Dated, zone: ZoneInfo) -> tuple[str, str]:
    """Return the beginning and the end in RFC 3339: whole days as days, the last one included."""
    if one.all_day:
        return one.first_day.isoformat(), one.last_day.isoformat()
    return one.starts_at.astimezone(zone).isoformat(), one.ends_at.astimezone(zone).isoformat()


def _dates(one: Published, dates: Sequence[Dated]) -> list[dict[str, Any]]:
    zone = ZoneInfo(one.zone)
    found = []
    for date_ in dates:
        begin, end = moments(date_, zone)
        cancelled = date_.cancelled or one.state == EventState.CANCELLED
        found.append({"start": begin, "end": end, "all_day": date_.all_day, "cancelled": cancelled})
    return found


def event_facts(one: Published, dates: Sequence[Dated], where: Addresses) -> dict[str, Any]:
    """Return an event as the JSON feed tells it."""
    return {
        "key": one.key,
        "uid": one.uid,
        "sequence": one.sequence,
        "url": where.page(one),
        "title": one.title,
        "type": one.kind,
        "type_label": one.kind_label,
        "state": one.state,
        "state_label": str(EventState(one.state).label),
        "why": one.postponed_note,
        "summary": one.summary,
        "description": one.description,
        "zone": one.zone,
        "dates": _dates(one, dates),
        "repeats": [
            {
                "uid": slot_uid(one.uid, rank),
                "rule": rule_line(slot.facts, one.zone).removeprefix("RRULE:"),
            }
            for rank, slot in enumerate(one.slots)
            if slot.facts.rule
        ],
        "place": {
            "name": one.place_name,
            "room": one.room,
            "address": one.address,
            "commune": one.commune,
            "insee_code": one.commune_code,
            "latitude": one.latitude,
            "longitude": one.longitude,
        },
        "attendance": one.attendance,
        "link": one.link,
        "access": one.access,
        "accessibility": one.accessibility,
        "audiences": list(one.audiences),
        "audience_labels": one.audience_labels,
        "themes": list(one.themes),
        "contact": one.contact,
        "registration": {
            "link": one.registration_link,
            "from": one.registration_from,
            "until": one.registration_until,
        },
        "organisation": {"name": one.organisation_name, "slug": one.organisation_slug},
        "example": one.demonstration,
        "created": one.created_at.isoformat(),
        "modified": one.modified_at.isoformat(),
    }


def json_page(
    rights: Rights, asked: Asked, *, name: str, origin: str, after: int, today: date, now: datetime
) -> bytes:
    """Return one page of the calendar: what comes after a cursor, and the address of what follows."""
    events = still_given(asked_events(rights, asked), today=today, now=now).filter(pk__gt=after)
    found, following = published(events, asked, most=PAGE)
    dates, where = dates_of(found, today=today), addresses(origin)
    query = urlencode([*written_asked(asked), (CURSOR, following)])
    return written_json(
        {
            "name": name,
            "events": [event_facts(one, dates.get(one.event, ()), where) for one in found],
            "next": f"{origin}{reverse('agenda:json')}?{query}" if following else None,
        }
    )
