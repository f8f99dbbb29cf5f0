"""A programme as schema.org describes it, for the machines that read pages."""

from typing import Any

from jalon.directory.rules.linked_data import json_for_script
from jalon.training.enums import Mode
from jalon.training.selectors.departures import ActionBlock, SessionLine, town_of
from jalon.training.selectors.programmes import ProgrammePage

MOST_INSTANCES = 20


def course_data(page: ProgrammePage, *, url: str) -> str:
    """Return the JSON-LD of a programme's page, safe inside a `<script>`; absent facts are left out."""
    programme = page.programme
    provider = {"@type": "Organization", "name": programme.provider.name, "url": page.reach.site}
    live = [(block, line) for block in page.actions for line in block.live if line.dates.start]
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Course",
        "@id": url,
        "url": url,
        "inLanguage": "fr",
        "name": programme.title,
        "description": programme.objective or programme.title,
        "provider": _said(provider),
        "educationalCredentialAwarded": page.certification_name,
        "educationalLevel": page.level,
        "hasCourseInstance": [_instance(block, line) for block, line in live[:MOST_INSTANCES]],
    }
    return json_for_script(_said(data))


def _said(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value}


def _instance(block: ActionBlock, line: SessionLine) -> dict[str, Any]:
    place, dates = block.action.place, line.dates
    at_home = set(block.action.modes) == {Mode.DISTANCE}
    address = place and _said(
        {
            "@type": "PostalAddress",
            "streetAddress": ", ".join(place.lines),
            "postalCode": place.postal_code,
            "addressLocality": town_of(place),
            "addressCountry": "FR",
        }
    )
    return _said(
        {
            "@type": "CourseInstance",
            "courseMode": "online" if at_home else "onsite",
            "startDate": dates.start.isoformat() if dates.start else "",
            "endDate": dates.sure_end.isoformat() if dates.sure_end else "",
            "location": {"@type": "Place", "name": place.name or town_of(place), "address": address}
            if place and not at_home
            else None,
        }
    )
