"""Writing families, their occupations and hiring figures: only what differs."""

from collections.abc import Iterable, Mapping
from typing import Any

from jalon.occupations.models import HiringFigure, JobFamily, OccupationFamily
from jalon.occupations.rules.families import Link
from jalon.occupations.rules.prospects import Figure
from jalon.sources.models import Source
from jalon.sources.services import Tally, sync_rows

Place = tuple[str, str]  # codes of an employment area and of its département


def write_families(
    vintage: str,
    labels: Mapping[str, tuple[str, str]],
    *,
    source: Source,
    tally: Tally,
    missing: str = "keep",
) -> dict[str, int]:
    """Write the families of one vintage (code → label, wider label); return their keys by code."""
    rows = {
        (vintage, code): {"label": label[:250], "wider": wider[:250], "source_id": source.pk}
        for code, (label, wider) in labels.items()
    }
    families = JobFamily.objects.filter(vintage=vintage)
    sync_rows(families, rows, key=["vintage", "code"], tally=tally, missing=missing)
    return dict(families.values_list("code", "pk"))


def write_links(
    vintage: str,
    links: Mapping[str, Iterable[Link]],
    families: Mapping[str, int],
    *,
    source: Source,
    tally: Tally,
) -> None:
    """Make the links between occupations and the families of one vintage exactly `links`."""
    rows: dict[tuple[str, int], dict[str, Any]] = {
        (rome, families[link.family]): {
            "quality": link.quality,
            "via": link.via[:250],
            "source_id": source.pk,
        }
        for rome, found in links.items()
        for link in found
        if link.family in families
    }
    links_of_vintage = OccupationFamily.objects.filter(family__vintage=vintage)
    sync_rows(links_of_vintage, rows, key=["rome_code", "family_id"], tally=tally, missing="delete")


def write_figures(figures: Mapping[tuple[int, int, Place], Figure], *, source: Source, tally: Tally) -> None:
    """Make the figures of one source exactly `figures`: (year, family key, place) → figure."""
    rows = {
        (year, family, area, departement): {**figure._asdict(), "source_id": source.pk}
        for (year, family, (area, departement)), figure in figures.items()
    }
    key = ["year", "family_id", "area_code", "departement_code"]
    sync_rows(HiringFigure.objects.filter(source=source), rows, key=key, tally=tally, missing="delete")
