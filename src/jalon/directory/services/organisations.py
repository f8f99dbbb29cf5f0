"""Reading and writing the places that a region's folder lists."""

from pathlib import Path
from typing import Annotated, Any

from django.db.models import Q, QuerySet
from pydantic import BaseModel, ConfigDict, Field

from jalon.directory.enums import OrganisationKind
from jalon.directory.models import Organisation
from jalon.directory.models.organisations import folded_organisation
from jalon.directory.rules import example_problem, position_problem
from jalon.directory.rules.merging import marks, merged
from jalon.directory.selectors.territories import territory_by_commune
from jalon.search.services import changed
from jalon.sources.models import Source
from jalon.sources.rules import Problem
from jalon.sources.services import Located, Tally, read_yaml, region_part, sync_rows
from jalon.territory.models import Commune, Territory
from jalon.territory.rules import coordinates_problem, distance_km
from jalon.territory.services import KnownPlaces, known_places, territory_slugs

FILE = "organisations.yaml"
TERRITORIES = "territories.yaml"
BY_HAND = "annuaire"  # the source of the organisations that members add
Line = Annotated[str, Field(min_length=1, max_length=120)]


class OrganisationRecord(BaseModel):
    """One place, as organisations.yaml writes it; docs/region.md explains the fields."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    slug: str = Field(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=100)
    name: str = Field(min_length=1, max_length=200)
    kind: OrganisationKind
    audience: str = Field(min_length=1, max_length=200)
    services: list[Line] = Field(min_length=1, max_length=8)
    address: Annotated[str, Field(max_length=200)] = ""
    commune: str
    latitude: float | None = None
    longitude: float | None = None
    phone: Annotated[str, Field(pattern=r"^(?:0\d(?: \d\d){4}|0800 \d{3} \d{3}|\d{4})?$")] = ""
    email: Annotated[str, Field(pattern=r"^(?:[^@\s]+@[^@\s]+\.[a-z]+)?$", max_length=254)] = ""
    website: Annotated[str, Field(pattern=r"^(?:https?://[^\s\"'<>]+)?$", max_length=200)] = ""
    opening: Annotated[str, Field(max_length=200)] = ""
    territories: list[str] | None = Field(default=None, max_length=30)  # []: the whole region
    demonstration: bool


def _position_fault(record: OrganisationRecord, known: KnownPlaces) -> tuple[str, str] | None:
    """Say what is wrong with a place's position: field and reason, or None."""
    if (record.latitude is None) != (record.longitude is None):
        return "latitude", "latitude et longitude vont ensemble"
    if record.latitude is None or record.longitude is None:
        return None
    if reason := coordinates_problem(record.latitude, record.longitude):
        return "latitude", reason
    centre = known.positions[record.commune]
    reason = position_problem(distance_km(*centre, record.latitude, record.longitude))
    return ("latitude", reason) if reason else None


def _fault(record: OrganisationRecord, known: KnownPlaces) -> tuple[str, str] | None:
    """Return the first thing that the schema cannot see: field and reason, or None."""
    if reason := known.problem(record.commune):
        return "commune", reason
    if fault := _position_fault(record, known):
        return fault
    if not record.demonstration:
        return None
    return example_problem(phone=record.phone, email=record.email, website=record.website)


def read_organisations(folder: Path) -> tuple[list[tuple[OrganisationRecord, float, float]], list[Problem]]:
    """Return each place with its latitude and longitude: its own, else its commune's centre."""
    rows: list[Located[OrganisationRecord]]
    rows, problems = read_yaml(folder / FILE, OrganisationRecord)
    known = known_places(folder)
    territories = territory_slugs(folder)
    first: dict[str, int] = {}
    placed = []
    for row in rows:
        record = row.value
        if record.slug in first:
            reason = f"« {record.slug} » est déjà à la ligne {first[record.slug]}"
            problems.append(Problem(FILE, row.at("slug"), "slug", reason))
        first.setdefault(record.slug, row.at("slug"))
        fault = _fault(record, known) or unknown_territory(record.territories or [], territories)
        if fault:
            problems.append(Problem(FILE, row.at(fault[0]), *fault))
            continue
        latitude, longitude = known.positions[record.commune]
        if record.latitude is not None and record.longitude is not None:
            latitude, longitude = record.latitude, record.longitude
        placed.append((record, latitude, longitude))
    return placed, problems


def unknown_territory(asked: list[str], known: frozenset[str]) -> tuple[str, str] | None:
    """Say which territory is not one of the folder's: field and reason, or None."""
    unknown = [slug for slug in asked if slug not in known]
    return (
        ("territories", f"territoire inconnu : « {unknown[0]} » n'est pas dans {TERRITORIES}")
        if unknown
        else None
    )


def _said(
    record: OrganisationRecord, latitude: float, longitude: float, acts_in: list[str]
) -> dict[str, Any]:
    """Return what the folder says of a place, by field; its territories by their slugs."""
    return {
        "name": record.name,
        "kind": record.kind.value,
        "audience": record.audience,
        "services": record.services,
        "address": record.address,
        "commune_id": record.commune,
        "latitude": latitude,
        "longitude": longitude,
        "phone": record.phone,
        "email": record.email,
        "website": record.website,
        "opening": record.opening,
        "demonstration": record.demonstration,
        "territories": sorted(acts_in),
    }


def write_organisations(
    rows: list[tuple[OrganisationRecord, float, float]], source: Source, tally: Tally
) -> None:
    """Keep the places of the folder; one that left is marked, and its page says so.

    What someone changed by hand stays until the file changes that field (`rules.merging`). A place made by
    hand whose slug the folder takes becomes the folder's, and keeps what is written.
    """
    tally.read += len(rows)
    slugs = {record.slug for record, _latitude, _longitude in rows}
    owned = Organisation.objects.filter(Q(source=source) | Q(slug__in=slugs))
    held = {one.slug: one for one in owned.prefetch_related("territories")}
    codes = {record.commune for record, _latitude, _longitude in rows} | {
        one.commune_id for one in held.values()
    }
    own_territory = territory_by_commune(codes)
    communes = dict(Commune.objects.filter(pk__in=codes).values_list("pk", "name"))
    kept, acts_in = {}, {}
    for record, latitude, longitude in rows:
        default = own_territory.get(record.commune)
        own = [default.slug] if default else []
        acts = own if record.territories is None else record.territories
        said = _said(record, latitude, longitude, acts)
        now = _merged(held.get(record.slug), said, source)
        acts_in[record.slug] = now.pop("territories")
        commune = communes.get(now["commune_id"], "")
        kept[record.slug] = {
            **now,
            "folded": folded_organisation(now["name"], now["kind"], commune),
            "loaded": marks(said),
            "source_id": source.pk,
        }
    synced = sync_rows(owned, kept, key=("slug",), tally=tally, missing="withdraw")
    set_territories(owned, acts_in)
    changed(kind="organisation", keys=sorted(synced.touched))


def _merged(found: Organisation | None, said: dict[str, Any], source: Source) -> dict[str, Any]:
    """Return the values of a place after this load."""
    if found is None:
        return dict(said)
    current = {name: getattr(found, name) for name in said if name != "territories"}
    current["territories"] = sorted(one.slug for one in found.territories.all())
    return merged(current, said, found.loaded if found.source_id == source.pk else marks(said))


def set_territories(organisations: QuerySet[Organisation], acts_in: dict[str, list[str]]) -> None:
    """Make each of these organisations (by slug) act in exactly these territories (slugs)."""
    link = Organisation.territories.through
    by_slug = dict(Territory.objects.values_list("slug", "pk"))
    keys = dict(organisations.filter(slug__in=acts_in).values_list("slug", "pk"))
    wanted = {
        (keys[slug], by_slug[one]) for slug, slugs in acts_in.items() for one in slugs if one in by_slug
    }
    held = {
        (organisation, territory): pk
        for pk, organisation, territory in link.objects.filter(organisation__in=keys.values()).values_list(
            "pk", "organisation_id", "territory_id"
        )
    }
    link.objects.filter(pk__in=[pk for pair, pk in held.items() if pair not in wanted]).delete()
    link.objects.bulk_create(
        link(organisation_id=organisation, territory_id=territory)
        for organisation, territory in sorted(wanted - held.keys())
    )


def clear_organisations(source: Source) -> None:
    """Remove the places of another region, those made by hand too: their communes leave with it."""
    gone = Organisation.objects.filter(Q(source=source) | Q(source__slug=BY_HAND))
    changed(kind="organisation", keys=sorted(gone.values_list("slug", flat=True)))
    gone.delete()
    Source.objects.filter(slug=BY_HAND).delete()


def declare_parts() -> None:
    """Declare the organisations of a region's folder."""
    region_part(
        name="organisations",
        order=60,
        read=read_organisations,
        write=write_organisations,
        clear=clear_organisations,
    )
