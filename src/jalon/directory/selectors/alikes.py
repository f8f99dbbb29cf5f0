"""The organisations in place that look like another one."""

from collections.abc import Mapping
from typing import Any

from jalon.directory.models import Organisation
from jalon.directory.rules.duplicates import Alikes, Known
from jalon.search.rules import fold

MOST_SHOWN = 5


def known_of(facts: Mapping[str, Any], key: str = "") -> Known:
    """Return what tells an organisation that is not written yet; `facts` as for services.facts."""
    return Known(
        key,
        fold(facts["name"]),
        facts["commune"].pk,
        fold(facts.get("address", "")),
        facts.get("website", ""),
        facts.get("siret", ""),
    )


def all_known() -> Alikes:
    """Return every organisation in use, ready to be compared; one query."""
    rows = Organisation.objects.filter(withdrawn=False).values_list(
        "slug", "name", "commune_id", "address", "website", "siret"
    )
    return Alikes(
        Known(slug, fold(name), commune, fold(address), website, siret)
        for slug, name, commune, address, website, siret in rows.iterator()
    )


def alikes_of(facts: Mapping[str, Any]) -> list[tuple[Organisation, str]]:
    """Return (organisation, why) of those that look the same, the surest first."""
    found = all_known().of(known_of(facts))[:MOST_SHOWN]
    held = Organisation.objects.select_related("commune").in_bulk(
        [key for key, _reason in found], field_name="slug"
    )
    return [(held[key], reason) for key, reason in found]
