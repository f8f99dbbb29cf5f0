"""A region's own hiring figures (`hiring.csv`): examples shown until the real survey is loaded."""

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.utils import timezone
from pydantic import Field

from jalon.occupations.enums import LinkQuality
from jalon.occupations.models import HiringFigure, JobFamily
from jalon.occupations.rules.families import Link
from jalon.occupations.rules.prospects import Figure, figure_problem, read_count
from jalon.occupations.services.labour.writing import write_families, write_figures, write_links
from jalon.occupations.services.schemas import OCCUPATION_CODE, Record, text
from jalon.sources.models import Source
from jalon.sources.rules import Problem
from jalon.sources.services import Located, Tally, declare_source, read_csv, read_table
from jalon.territory.models import Commune

FILE, AREAS_FILE = "hiring.csv", "employment_areas.csv"
VINTAGE, FAMILY = "exemple", "hiring"
VIA = "choisi par la région pour l'exemple"
OCCUPATION = re.compile(OCCUPATION_CODE)


class HiringRecord(Record):
    """One row of `hiring.csv`; label and occupations stand on the first row of a family."""

    family: str = Field(pattern=r"^[A-Z0-9]{2,10}$")
    label: text(200) | None = None
    occupations: text(300) | None = None
    area: text(10)
    projects: text(10)
    difficult: text(10)
    seasonal: text(10)


@dataclass
class RegionHiring:
    """What a region's folder says of hiring: labels and occupations by family, figures by (family, area)."""

    labels: dict[str, tuple[str, str]] = field(default_factory=dict)
    occupations: dict[str, list[str]] = field(default_factory=dict)
    figures: dict[tuple[str, str], Figure] = field(default_factory=dict)


def read_hiring(folder: Path) -> tuple[RegionHiring, list[Problem]]:
    """Read `hiring.csv`, if the folder has one: what it says, and every problem."""
    found = RegionHiring()
    if not (folder / FILE).exists():
        return found, []
    records, problems = read_table(folder / FILE, HiringRecord)
    areas = set()
    if (folder / AREAS_FILE).exists():
        areas = {row["code"] for _line, row in read_csv(folder / AREAS_FILE, ("code",))}
    for located in records:
        problems += _take(located, found, areas)
    return found, problems


def _take(located: Located[HiringRecord], found: RegionHiring, areas: set[str]) -> list[Problem]:
    """Add one row to what was found, or say what is wrong with it."""
    row = located.value
    if name_and_reason := _wrong_family(row, found):
        return [Problem(FILE, located.line, *name_and_reason)]
    found.labels.setdefault(row.family, (row.label or "", ""))
    found.occupations.setdefault(row.family, (row.occupations or "").split())
    if row.area not in areas:
        return [Problem(FILE, located.line, "area", f"bassin d'emploi inconnu ({row.area})")]
    if (row.family, row.area) in found.figures:
        return [Problem(FILE, located.line, "area", f"chiffre déjà donné pour {row.family} et {row.area}")]
    counts: list[int | None] = []
    for name in ("projects", "difficult", "seasonal"):
        try:
            counts.append(read_count(getattr(row, name)))
        except ValueError as error:
            return [Problem(FILE, located.line, name, str(error))]
    figure = Figure(*counts)
    if problem := figure_problem(figure):
        return [Problem(FILE, located.line, "projects", problem)]
    found.figures[row.family, row.area] = figure
    return []


def _wrong_family(row: HiringRecord, found: RegionHiring) -> tuple[str, str] | None:
    """Return the field and what is wrong with what a row says of its family, or None."""
    if row.family in found.labels:
        if row.label or row.occupations:
            return "label", f"{row.family} est déjà décrite : laissez vides intitulé et métiers"
        return None
    if not row.label or not row.occupations:
        return "label", f"première ligne de {row.family} : intitulé et métiers sont attendus"
    bad = next((code for code in row.occupations.split() if not OCCUPATION.fullmatch(code)), "")
    return ("occupations", f"« {bad} » n'est pas un code ROME") if bad else None


def hiring_is_stale(today: date) -> bool:
    """Tell whether the example figures bear another year than the one before `today`."""
    return HiringFigure.objects.filter(source__family=FAMILY).exclude(year=today.year - 1).exists()


def _slug(source: Source) -> str:
    return f"hiring-{source.slug}"[:80]


def _departements() -> dict[str, str]:
    """Return the département of each employment area: the one most of its communes are in."""
    counts: dict[str, Counter[str]] = {}
    places = Commune.objects.exclude(employment_area=None)
    for area, departement in places.values_list("employment_area_id", "departement_id"):
        counts.setdefault(area, Counter())[departement] += 1
    return {area: found.most_common(1)[0][0] for area, found in counts.items()}


def write_hiring(found: RegionHiring, source: Source, tally: Tally) -> None:
    """Keep the region's figures as those of last year; without any, nothing of them stays."""
    tally.read += len(found.figures)
    if not found.figures:
        clear_hiring(source)
        return
    source.refresh_from_db()  # the territory's part has completed it since it was made
    own = declare_source(
        slug=_slug(source),
        family=FAMILY,
        title="Chiffres d'embauche d'exemple",
        producer=source.producer,
        licence=source.licence,
        version=source.version,
        demonstration=True,
        used_for="Montrer les débouchés tant que l'enquête officielle (BMO) n'est pas chargée",
    )
    families = write_families(VINTAGE, found.labels, source=own, tally=tally, missing="delete")
    links: dict[str, list[Link]] = {}
    for family, codes in found.occupations.items():
        for code in codes:
            links.setdefault(code, []).append(Link(family, LinkQuality.EXACT.value, VIA))
    write_links(VINTAGE, links, families, source=own, tally=tally)
    departements = _departements()
    year = timezone.localdate().year - 1
    figures = {
        (year, families[family], (area, departements.get(area, ""))): figure
        for (family, area), figure in found.figures.items()
    }
    write_figures(figures, source=own, tally=tally)


def clear_hiring(source: Source) -> None:
    """Remove the figures that a region's folder gave."""
    own = Source.objects.filter(slug=_slug(source)).first()
    if own is None:
        return
    HiringFigure.objects.filter(source=own).delete()
    JobFamily.objects.filter(source=own).delete()
    own.delete()
