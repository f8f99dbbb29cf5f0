"""Hiring figures and what they are tied to, read once after each load and kept in memory."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from jalon.occupations.enums import LinkQuality, Status
from jalon.occupations.models import HiringFigure, JobFamily, Occupation, OccupationFamily
from jalon.occupations.rules.prospects import Figure, Total, add_up, of_place
from jalon.occupations.selectors.atlas import latest_load
from jalon.sources.models import Source
from jalon.territory.models import Departement, EmploymentArea


@dataclass(frozen=True)
class Family:
    """A family of jobs; `members`: how many occupations of the official list it counts."""

    key: int
    code: str
    label: str
    wider: str
    members: int


@dataclass(frozen=True)
class FamilyLink:
    """A family that counts an occupation, how surely, and through what."""

    family: Family
    exact: bool
    via: str


@dataclass(frozen=True)
class Place:
    """Where figures are added up: an employment area, a département or the region."""

    kind: str
    code: str
    name: str
    areas: frozenset[str]

    @property
    def words(self) -> str:
        """Say where, to begin a sentence."""
        if self.kind == "area":
            return f"Dans le bassin {of_place(self.name)}"
        return f"Dans le département {self.name}" if self.kind == "departement" else "Dans toute la région"

    @property
    def of_words(self) -> str:
        """Say of where, inside a sentence."""
        if self.kind == "area":
            return f"du bassin {of_place(self.name)}"
        return f"du département {self.name}" if self.kind == "departement" else "de toute la région"


@dataclass(frozen=True)
class Labour:
    """The leading year of figures: the newest of the real survey, else the region's examples.

    `figures`: family key → area code → its figures (one a département). `links`: code of an occupation in the
    database → its families. `areas`: code → (name, département).
    """

    year: int
    source: Source
    families: dict[int, Family]
    links: dict[str, list[FamilyLink]]
    figures: dict[int, dict[str, list[Figure]]]
    areas: dict[str, tuple[str, str]]
    departements: dict[str, str]

    def place(self, area: str) -> Place:
        """Return the place of an area's code; the region when no area bears it."""
        if area in self.areas:
            return Place("area", area, self.areas[area][0], frozenset([area]))
        return Place("region", "", "la région", frozenset(self.areas))

    def around(self, place: Place) -> list[Place]:
        """Return the place, then the larger ones that hold it."""
        if place.kind == "region":
            return [place]
        departement = self.areas[place.code][1]
        inside = frozenset(code for code, (_name, of) in self.areas.items() if of == departement)
        larger = [Place("departement", departement, self.departements.get(departement, departement), inside)]
        return [place, *(larger if departement else []), self.place("")]

    def choices(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Return the areas, A–Z, under the name of their département."""
        groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for code, (name, departement) in sorted(self.areas.items(), key=lambda one: one[1][0]):
            groups[self.departements.get(departement, "Autres")].append((code, name))
        return sorted(groups.items())

    def figures_of(self, families: frozenset[int] | set[int], areas: frozenset[str]) -> list[Figure]:
        """Return the figures of these families in these areas, each counted once."""
        return [
            figure
            for family in families
            for area, found in self.figures.get(family, {}).items()
            if area in areas
            for figure in found
        ]


def projects(figures: list[Figure]) -> Total:
    """Add the projects of figures."""
    return add_up(figure.projects for figure in figures)


def _leading() -> tuple[int, int] | None:
    """Return (year, source) of the figures to show: real before examples, then the newest."""
    found = HiringFigure.objects.order_by("source__demonstration", "-year", "source")
    return found.values_list("year", "source_id").first()


def _links(families: dict[int, Family]) -> dict[str, list[FamilyLink]]:
    """Return the families of each occupation in force; a code of ROME 4 takes those of its parent."""
    by_code: dict[str, list[FamilyLink]] = defaultdict(list)
    rows = OccupationFamily.objects.filter(family__in=families).order_by("rome_code", "family__code")
    for code, family, quality, via in rows.values_list("rome_code", "family_id", "quality", "via"):
        by_code[code].append(FamilyLink(families[family], quality == LinkQuality.EXACT, via))
    known = Occupation.objects.filter(status=Status.ACTIVE).values_list("code", "parent_id")
    return {
        code: found for code, parent in known if (found := by_code.get(code) or by_code.get(parent or ""))
    }


def _families(vintages: set[str]) -> dict[int, Family]:
    members: dict[int, int] = defaultdict(int)
    for family in OccupationFamily.objects.filter(family__vintage__in=vintages).values_list(
        "family_id", flat=True
    ):
        members[family] += 1
    rows = JobFamily.objects.filter(vintage__in=vintages).values_list("pk", "code", "label", "wider")
    return {pk: Family(pk, code, label, wider, members[pk]) for pk, code, label, wider in rows}


def _read() -> Labour | None:
    leading = _leading()
    if leading is None:
        return None
    year, source = leading
    figures: dict[int, dict[str, list[Figure]]] = defaultdict(lambda: defaultdict(list))
    departements: dict[str, str] = {}
    vintages: set[str] = set()
    rows = HiringFigure.objects.filter(year=year, source=source).order_by("family", "area_code")
    columns = ("family_id", "family__vintage", "area_code", "departement_code")
    for family, vintage, area, departement, *counts in rows.values_list(*columns, *Figure._fields):
        figures[family][area].append(Figure(*counts))
        departements.setdefault(area, departement)
        vintages.add(vintage)
    families = _families(vintages)
    return Labour(
        year=year,
        source=Source.objects.get(pk=source),
        families=families,
        links=_links(families),
        figures={family: dict(found) for family, found in figures.items()},
        areas={
            code: (name, departements.get(code, ""))
            for code, name in EmploymentArea.objects.values_list("code", "name")
        },
        departements=dict(Departement.objects.values_list("code", "name")),
    )


@lru_cache(maxsize=2)
def _kept(load: int, finished_at: datetime | None) -> Labour | None:
    return _read()


def current_labour() -> Labour | None:
    """Return the leading figures, or None before any load; read again only after another load."""
    latest = latest_load()
    return _read() if latest is None else _kept(*latest)
