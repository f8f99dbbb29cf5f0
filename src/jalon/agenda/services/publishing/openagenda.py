"""The calendar as an OpenAgenda export, which other agendas of France read."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.text import slugify

from jalon.agenda.enums import EventState
from jalon.agenda.rules.asked import Asked
from jalon.agenda.rules.icalendar import Addresses
from jalon.agenda.rules.published import BOTH, EXAMPLE, ON_SITE, ONLINE, Published
from jalon.agenda.selectors.published import asked_events, published, still_given
from jalon.agenda.services.publishing.ics import addresses
from jalon.agenda.services.publishing.json import Dated, dates_of, written_json
from jalon.directory.rules.roles import Rights

# OpenAgenda's `status` and `attendanceMode`.
STATUS = {EventState.POSTPONED: 4, EventState.CLOSED: 5, EventState.CANCELLED: 6}
ATTENDANCE = {ON_SITE: 1, ONLINE: 2, BOTH: 3}
SCHEDULED = 1
PUBLISHED = 2


def _timings(one: Published, dates: Sequence[Dated]) -> list[dict[str, str]]:
    zone = ZoneInfo(one.zone)
    return [
        {
            "begin": date_.starts_at.astimezone(zone).isoformat(),
            "end": date_.ends_at.astimezone(zone).isoformat(),
        }
        for date_ in dates
        if not date_.cancelled
    ]


def _location(one: Published) -> dict[str, Any] | None:
    if not (one.place_name or one.address or one.commune):
        return None
    return {
        "name": ", ".join(filter(None, (one.place_name, one.room))) or one.commune,
        "address": one.address,
        "city": one.commune,
        "insee": one.commune_code,
        "latitude": one.latitude,
        "longitude": one.longitude,
        "countryCode": "FR",
    }


def openagenda_event(one: Published, dates: Sequence[Dated], where: Addresses) -> dict[str, Any]:
    """Return an event with the fields of OpenAgenda."""
    text = "\n\n".join(
        filter(None, (EXAMPLE if one.demonstration else "", one.description, one.postponed_note))
    )
    timings = _timings(one, dates)
    return {
        "uid": one.event,
        "slug": f"{slugify(one.title)[:80].strip('-') or 'evenement'}-{one.key}",
        "title": {"fr": one.title},
        "description": {"fr": one.summary},
        "longDescription": {"fr": text},
        "keywords": {"fr": [one.kind_label, *one.themes]},
        "conditions": {"fr": ", ".join(one.audience_labels)},
        "timezone": one.zone,
        "timings": timings,
        "firstTiming": timings[0] if timings else None,
        "lastTiming": timings[-1] if timings else None,
        "location": _location(one),
        "attendanceMode": ATTENDANCE[one.attendance],
        "onlineAccessLink": one.link,
        "registration": [{"type": "link", "value": one.registration_link}] if one.registration_link else [],
        "status": STATUS.get(EventState(one.state), SCHEDULED),
        "state": PUBLISHED,
        "canonicalUrl": where.page(one),
        "originAgenda": {"title": one.organisation_name or where.organiser},
        "createdAt": one.created_at.isoformat(),
        "updatedAt": one.modified_at.isoformat(),
    }


def openagenda_export(
    rights: Rights, asked: Asked, *, name: str, origin: str, today: date, now: datetime
) -> bytes:
    """Return what someone asks for and may see as one export; an event without any date left is not in it."""
    found, _following = published(still_given(asked_events(rights, asked), today=today, now=now), asked)
    dates, where = dates_of(found, today=today), addresses(origin)
    events = [openagenda_event(one, dates.get(one.event, ()), where) for one in found]
    events = [one for one in events if one["timings"]]
    return written_json({"agenda": {"title": name}, "total": len(events), "events": events})
