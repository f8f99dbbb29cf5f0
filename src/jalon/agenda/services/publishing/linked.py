"""An event as structured data (schema.org) for the page that shows it, as search engines read it."""

import json
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from jalon.agenda.enums import EventState
from jalon.agenda.rules.happenings import Happening
from jalon.agenda.rules.published import BOTH, ON_SITE, ONLINE, attendance

STATUS = {
    EventState.CANCELLED: "https://schema.org/EventCancelled",
    EventState.POSTPONED: "https://schema.org/EventPostponed",
}
MODES = {
    ON_SITE: "https://schema.org/OfflineEventAttendanceMode",
    ONLINE: "https://schema.org/OnlineEventAttendanceMode",
    BOTH: "https://schema.org/MixedEventAttendanceMode",
}


def _places(one: Happening) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    if one.place_name or one.address or one.commune:
        place: dict[str, Any] = {
            "@type": "Place",
            "name": one.place_name or one.commune,
            "address": {
                "@type": "PostalAddress",
                "streetAddress": one.address,
                "addressLocality": one.commune,
                "addressCountry": "FR",
            },
        }
        if one.latitude is not None and one.longitude is not None:
            geo = {"@type": "GeoCoordinates", "latitude": one.latitude, "longitude": one.longitude}
            place["geo"] = geo
        found.append(place)
    mode = attendance(one.kind, place=bool(found), link=one.link)
    if mode != ON_SITE and one.link:
        found.append({"@type": "VirtualLocation", "url": one.link})
    return found


def linked_facts(one: Happening, *, page: str, organiser: str) -> dict[str, Any]:
    """Return one date of an event in the words of schema.org; `organiser` for what no structure does."""
    zone = ZoneInfo(one.zone)
    state = EventState.CANCELLED if one.cancelled else one.state
    begin, end = one.starts_at.astimezone(zone), one.ends_at.astimezone(zone)
    place = bool(one.place_name or one.address or one.commune)
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": one.title,
        "startDate": one.first_day.isoformat() if one.all_day else begin.isoformat(),
        "eventStatus": STATUS.get(EventState(state), "https://schema.org/EventScheduled"),
        "eventAttendanceMode": MODES[attendance(one.kind, place=place, link=one.link)],
        "organizer": {"@type": "Organization", "name": one.organisation_name or organiser},
        "url": page,
    }
    if one.all_day:
        facts["endDate"] = one.last_day.isoformat()
    elif one.ends_at > one.starts_at:
        facts["endDate"] = end.isoformat()
    if one.summary:
        facts["description"] = one.summary
    if places := _places(one):
        facts["location"] = places[0] if len(places) == 1 else places
    return facts


def linked_data(one: Happening, *, page: str, organiser: str) -> SafeString:
    """Return the <script type="application/ld+json"> of the page of an event; no browser runs it.

    `page`: absolute address of that page. Signs that could end the element are told by their numbers.
    """
    text = json.dumps(linked_facts(one, page=page, organiser=organiser), ensure_ascii=False)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    safe = mark_safe(text)  # noqa: S308 - nothing in it can end the element
    return format_html('<script type="application/ld+json">{}</script>', safe)
