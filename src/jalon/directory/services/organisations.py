"""Reading and writing the places that a region's folder lists."""

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from jalon.directory.enums import OrganisationKind
from jalon.directory.models import Organisation
from jalon.directory.rules import example_problem, position_problem
from jalon.search.services import changed
from jalon.sources.models import Source
from jalon.sources.rules import Problem
from jalon.sources.services import Located, Tally, read_yaml, region_part, sync_rows
from jalon.territory.rules import coordinates_problem, distance_km
from jalon.territory.services import KnownPlaces, known_places

FILE = "organisations.yaml"
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
    first: dict[str, int] = {}
    placed = []
    for row in rows:
        record = row.value
        if record.slug in first:
            reason = f"« {record.slug} » est déjà à la ligne {first[record.slug]}"
            problems.append(Problem(FILE, row.at("slug"), "slug", reason))
        first.setdefault(record.slug, row.at("slug"))
        if fault := _fault(record, known):
            problems.append(Problem(FILE, row.at(fault[0]), *fault))
            continue
        latitude, longitude = known.positions[record.commune]
        if record.latitude is not None and record.longitude is not None:
            latitude, longitude = record.latitude, record.longitude
        placed.append((record, latitude, longitude))
    return placed, problems


def write_organisations(
    rows: list[tuple[OrganisationRecord, float, float]], source: Source, tally: Tally
) -> None:
    """Keep the places of the folder; one that left is marked, and its page says so."""
    tally.read += len(rows)
    synced = sync_rows(
        Organisation.objects.filter(source=source),
        {
            record.slug: {
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
                "source_id": source.pk,
            }
            for record, latitude, longitude in rows
        },
        key=("slug",),
        tally=tally,
        missing="withdraw",
    )
    changed(kind="organisation", keys=sorted(synced.touched))


def clear_organisations(source: Source) -> None:
    """Remove the places of another region."""
    gone = Organisation.objects.filter(source=source)
    changed(kind="organisation", keys=sorted(gone.values_list("slug", flat=True)))
    gone.delete()


def declare_parts() -> None:
    """Declare the part of a region's folder that this room reads."""
    region_part(
        name="organisations",
        order=60,
        read=read_organisations,
        write=write_organisations,
        clear=clear_organisations,
    )
