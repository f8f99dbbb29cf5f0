"""Writing a region's identity and places, part by part, from what its folder says."""

from typing import Any

from django.db import transaction
from django.db.models import Q

from jalon.search.services import changed
from jalon.sources.models import Source
from jalon.sources.rules import Problem, RefusedDataError
from jalon.sources.services import Located, Tally, declare_source, region_part, sync_rows
from jalon.territory.models import Commune, Departement, EmploymentArea, Region, Territory
from jalon.territory.selectors import forget_region
from jalon.territory.services.communes import (
    OFFICIAL_FAMILY,
    CommuneFacts,
    official_codes,
    save_communes,
)
from jalon.territory.services.folder import (
    DEPARTEMENTS,
    read_communes,
    read_departements,
    read_employment_areas,
    read_identity,
    read_territories,
)
from jalon.territory.services.outlines import read_outlines, write_outlines
from jalon.territory.services.schemas import (
    CommuneRecord,
    DataRecord,
    DepartementRecord,
    EmploymentAreaRecord,
    RegionRecord,
    TerritoryRecord,
)

FACTS_FAMILY = "region-places"


def _facts_slug(region: str) -> str:
    return f"places-{region}"[:80]


def _source_facts(record: DataRecord) -> dict[str, Any]:
    return {name: getattr(record, name) for name in DataRecord.model_fields}


def write_identity(value: tuple[RegionRecord, str], source: Source, tally: Tally) -> None:
    """Keep who the region is, where its data comes from, and where its facts come from."""
    record, logo = value
    tally.read += 1
    declare_source(
        slug=source.slug,
        family="region",
        used_for="Identité, territoires, lieux, secteurs et fiches métiers de la région.",
        **_source_facts(record.data),
    )
    declare_source(
        slug=_facts_slug(record.slug),
        family=FACTS_FAMILY,
        used_for="Communes, codes postaux, positions et bassins d'emploi.",
        **_source_facts(record.facts),
    )
    row = {
        "name": record.name,
        "insee_code": record.insee_code,
        "brand": record.brand,
        "tagline": record.tagline,
        "colours": record.colours.model_dump(),
        "logo": record.logo,
        "logo_svg": logo,
        "helpline_number": record.helpline.number if record.helpline else "",
        "helpline_note": record.helpline.note if record.helpline else "",
        "publisher": record.publisher,
        "contact_email": record.contact_email,
        "demonstration": record.data.demonstration,
        "source_id": source.pk,
    }
    sync_rows(Region.objects.all(), {record.slug: row}, key=("slug",), tally=tally)
    _refresh()


def _refresh() -> None:
    """Let this process see the region as it is now, and as it is once committed."""
    forget_region()
    transaction.on_commit(forget_region)


def _region(source: Source) -> Region:
    return Region.objects.get(source=source)


def _facts_source(source: Source) -> Source:
    return Source.objects.get(slug=_facts_slug(_region(source).slug))


def write_departements(rows: list[Located[DepartementRecord]], source: Source, tally: Tally) -> None:
    """Keep the départements; one that still has communes of its own cannot leave."""
    tally.read += len(rows)
    region = _region(source)
    codes = {row.value.code for row in rows}
    held = Departement.objects.filter(region=region).exclude(code__in=codes).filter(communes__isnull=False)
    if still := sorted(set(held.values_list("code", flat=True))):
        reason = f"absent, mais des communes déjà chargées en font partie : {', '.join(still)}"
        raise RefusedDataError([Problem(DEPARTEMENTS, 1, "code", reason)])
    sync_rows(
        Departement.objects.filter(region=region),
        {row.value.code: {"name": row.value.name, "region_id": region.pk} for row in rows},
        key=("code",),
        tally=tally,
        missing="delete",
    )


def write_employment_areas(rows: list[Located[EmploymentAreaRecord]], source: Source, tally: Tally) -> None:
    """Keep the employment areas under the names that the region gives them."""
    tally.read += len(rows)
    facts = _facts_source(source)
    codes = [row.value.code for row in rows]
    sync_rows(
        EmploymentArea.objects.filter(Q(source=facts) | Q(code__in=codes)),
        {row.value.code: {"name": row.value.name, "source_id": facts.pk} for row in rows},
        key=("code",),
        tally=tally,
        missing="delete",
    )


def write_communes(rows: list[Located[CommuneRecord]], source: Source, tally: Tally) -> None:
    """Keep the region's own communes, except those that an official file has given: it wins."""
    tally.read += len(rows)
    official = official_codes()
    facts = _facts_source(source)
    save_communes(
        facts={
            row.value.insee_code: CommuneFacts(
                name=row.value.name,
                departement=row.value.departement,
                employment_area=row.value.employment_area,
                population=row.value.population,
                latitude=row.value.latitude,
                longitude=row.value.longitude,
                postal_codes=tuple(row.value.codes),
            )
            for row in rows
            if row.value.insee_code not in official
        },
        source=facts,
        tally=tally,
        owned=Q(source=facts),
    )
    kept = sum(row.value.insee_code in official for row in rows)
    if kept:
        tally.unchanged += kept
        tally.note(f"Communes qui viennent du fichier officiel, car il l'emporte sur le dossier : {kept}.")


def write_territories(rows: list[Located[TerritoryRecord]], source: Source, tally: Tally) -> None:
    """Keep the SPRO territories and what each covers."""
    tally.read += len(rows)
    region = _region(source)
    synced = sync_rows(
        Territory.objects.filter(region=region),
        {
            row.value.slug: {
                "name": row.value.name,
                "region_id": region.pk,
                "seat_id": row.value.seat or None,
                "note": row.value.note,
            }
            for row in rows
        },
        key=("slug",),
        tally=tally,
        missing="delete",
    )
    held = Territory.objects.filter(region=region).prefetch_related("departements", "employment_areas")
    territories = {territory.slug: territory for territory in held}
    for row in rows:
        territory = territories[row.value.slug]
        covered = [
            (territory.departements, row.value.departements),
            (territory.employment_areas, row.value.employment_areas),
        ]
        stale = [(held, codes) for held, codes in covered if {one.pk for one in held.all()} != set(codes)]
        for manager, codes in stale:
            manager.set(codes)
        if stale and row.value.slug not in synced.touched:
            tally.updated += 1
            tally.unchanged -= 1


def clear_region(source: Source) -> None:
    """Remove another region's identity and places, its official communes too."""
    departements = Departement.objects.filter(region__source=source)
    gone = Commune.objects.filter(departement__in=departements)
    changed(kind="commune", keys=sorted(gone.values_list("insee_code", flat=True)))
    facts = Source.objects.filter(
        Q(slug__in=[_facts_slug(slug) for slug in Region.objects.values_list("slug", flat=True)])
        | Q(family=OFFICIAL_FAMILY)
    )
    Region.objects.filter(source=source).delete()
    EmploymentArea.objects.filter(source__in=facts).delete()
    for one in facts:
        one.loads.all().delete()
        one.delete()
    _refresh()


def declare_parts() -> None:
    """Declare the parts of a region's folder that this room reads."""
    region_part(name="region", order=10, read=read_identity, write=write_identity, clear=clear_region)
    region_part(name="departements", order=15, read=read_departements, write=write_departements)
    region_part(name="employment_areas", order=16, read=read_employment_areas, write=write_employment_areas)
    region_part(name="outlines", order=17, read=read_outlines, write=write_outlines)
    region_part(name="communes", order=20, read=read_communes, write=write_communes)
    region_part(name="territories", order=30, read=read_territories, write=write_territories)
