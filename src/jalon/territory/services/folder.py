"""Reading a region's folder: its identity and its places, checked one against the other."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from jalon.sources.rules import Problem, RefusedDataError
from jalon.sources.services import Located, read_table, read_yaml
from jalon.territory.models import Commune
from jalon.territory.rules import (
    commune_code_problem,
    contrast_problem,
    coordinates_problem,
    drawing_problem,
)
from jalon.territory.services.schemas import (
    CommuneRecord,
    DepartementRecord,
    EmploymentAreaRecord,
    RegionRecord,
    Strict,
    TerritoryRecord,
)

Row = TypeVar("Row", bound=Strict)

IDENTITY = "region.yaml"
DEPARTEMENTS = "departements.csv"
EMPLOYMENT_AREAS = "employment_areas.csv"
COMMUNES = "communes.csv"
TERRITORIES = "territories.yaml"


@dataclass(frozen=True)
class KnownPlaces:
    """The communes that a region's folder may name: position by INSEE code; and every postal code."""

    positions: dict[str, tuple[float, float]] = field(default_factory=dict)
    postal_codes: frozenset[str] = frozenset()

    def problem(self, code: str) -> str:
        """Say why `code` names no commune of the region, or return an empty text."""
        if code in self.positions:
            return ""
        if code in self.postal_codes:
            return f"{code} est un code postal, pas un code INSEE"
        return commune_code_problem(code) or f"commune inconnue : {code} n'est pas dans {COMMUNES}"


def read_identity(folder: Path) -> tuple[tuple[RegionRecord, str] | None, list[Problem]]:
    """Return the region and the text of its logo."""
    records, problems = read_yaml(folder / IDENTITY, RegionRecord)
    if problems:
        return None, problems
    if len(records) != 1:
        return None, [Problem(IDENTITY, 1, "", "une seule région est attendue")]
    region = records[0].value
    if region.slug != folder.name:
        reason = f"le dossier s'appelle « {folder.name} » : slug doit être le même"
        problems.append(Problem(IDENTITY, records[0].at("slug"), "slug", reason))
    if reason := contrast_problem(region.colours.accent, region.colours.accent_ink):
        problems.append(Problem(IDENTITY, records[0].at("colours"), "colours.accent_ink", reason))
    logo = ""
    if region.logo:
        logo, reason = _logo(folder / region.logo)
        if reason:
            problems.append(Problem(region.logo, 1, "", reason))
    return (region, logo), problems


def _logo(path: Path) -> tuple[str, str]:
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return "", f"fichier absent, que {IDENTITY} annonce"
    except (OSError, UnicodeDecodeError):
        return "", "fichier illisible"
    return text, drawing_problem(text)


def _repeated(file: str, name: str, rows: Iterable[Located[Row]], key: Callable[[Row], str]) -> list[Problem]:
    """Say which keys stand twice, at their second line."""
    first: dict[str, int] = {}
    problems = []
    for row in rows:
        value = key(row.value)
        if value in first:
            reason = f"{value} est déjà à la ligne {first[value]}"
            problems.append(Problem(file, row.at(name), name, reason))
        first.setdefault(value, row.at(name))
    return problems


def read_departements(folder: Path) -> tuple[list[Located[DepartementRecord]], list[Problem]]:
    """Return the region's départements."""
    rows, problems = read_table(folder / DEPARTEMENTS, DepartementRecord)
    return rows, problems + _repeated(DEPARTEMENTS, "code", rows, lambda row: row.code)


def read_employment_areas(folder: Path) -> tuple[list[Located[EmploymentAreaRecord]], list[Problem]]:
    """Return the employment areas; a region may have none."""
    if not (folder / EMPLOYMENT_AREAS).exists():
        return [], []
    rows, problems = read_table(folder / EMPLOYMENT_AREAS, EmploymentAreaRecord)
    return rows, problems + _repeated(EMPLOYMENT_AREAS, "code", rows, lambda row: row.code)


def _codes(read: Callable[[Path], tuple[list[Any], list[Problem]]], folder: Path) -> set[str]:
    """Return the codes that another file of the folder gives; its own part says what is wrong with it."""
    try:
        return {row.value.code for row in read(folder)[0]}
    except RefusedDataError:
        return set()


def read_communes(folder: Path) -> tuple[list[Located[CommuneRecord]], list[Problem]]:
    """Return the communes whose codes, position, département and employment area hold together."""
    rows, problems = read_table(folder / COMMUNES, CommuneRecord)
    departements = _codes(read_departements, folder)
    areas = _codes(read_employment_areas, folder)
    for row in rows:
        commune = row.value
        faults = {
            "insee_code": commune_code_problem(commune.insee_code, departement=commune.departement),
            "departement": ""
            if commune.departement in departements
            else f"département inconnu : {commune.departement} n'est pas dans {DEPARTEMENTS}",
            "latitude": coordinates_problem(commune.latitude, commune.longitude),
            "employment_area": ""
            if not commune.employment_area or commune.employment_area in areas
            else f"bassin inconnu : {commune.employment_area} n'est pas dans {EMPLOYMENT_AREAS}",
        }
        problems += [Problem(COMMUNES, row.line, name, reason) for name, reason in faults.items() if reason]
    return rows, problems + _repeated(COMMUNES, "insee_code", rows, lambda row: row.insee_code)


def known_places(folder: Path) -> KnownPlaces:
    """Return the communes that the folder's other files may name: its own, and the official ones in place."""
    try:
        rows = [row.value for row in read_table(folder / COMMUNES, CommuneRecord)[0]]
    except RefusedDataError:
        rows = []
    positions = {
        code: (latitude, longitude)
        for code, latitude, longitude in Commune.objects.filter(
            withdrawn=False, departement__region__slug=folder.name
        ).values_list("insee_code", "latitude", "longitude")
    }
    positions |= {row.insee_code: (row.latitude, row.longitude) for row in rows}
    return KnownPlaces(positions, frozenset(code for row in rows for code in row.codes))


def read_territories(folder: Path) -> tuple[list[Located[TerritoryRecord]], list[Problem]]:
    """Return the SPRO territories; every commune of the folder must belong to exactly one."""
    rows, problems = read_yaml(folder / TERRITORIES, TerritoryRecord)
    problems += _repeated(TERRITORIES, "slug", rows, lambda row: row.slug)
    known = known_places(folder)
    departements = _codes(read_departements, folder)
    areas = _codes(read_employment_areas, folder)
    for row in rows:
        reasons = [("seat", known.problem(row.value.seat))] if row.value.seat else []
        reasons += [
            ("departements", f"département inconnu : {code} n'est pas dans {DEPARTEMENTS}")
            for code in row.value.departements
            if code not in departements
        ]
        reasons += [
            ("employment_areas", f"bassin inconnu : {code} n'est pas dans {EMPLOYMENT_AREAS}")
            for code in row.value.employment_areas
            if code not in areas
        ]
        problems += [Problem(TERRITORIES, row.at(name), name, reason) for name, reason in reasons if reason]
    return rows, problems or _uncovered(folder, rows)


def territory_slugs(folder: Path) -> frozenset[str]:
    """Return the slugs of the territories that the folder's other files may name."""
    try:
        return frozenset(row.value.slug for row in read_yaml(folder / TERRITORIES, TerritoryRecord)[0])
    except RefusedDataError:
        return frozenset()


def _uncovered(folder: Path, rows: Sequence[Located[TerritoryRecord]]) -> list[Problem]:
    """Say where the communes of the folder have no territory, or several."""
    try:
        communes = read_table(folder / COMMUNES, CommuneRecord)[0]
    except RefusedDataError:
        return []
    places = Counter((row.value.departement, row.value.employment_area) for row in communes)
    problems = []
    for (departement, area), count in sorted(places.items()):
        names = [
            row.value.name
            for row in rows
            if departement in row.value.departements or (area and area in row.value.employment_areas)
        ]
        if len(names) != 1:
            where = f"département {departement}" + (f", bassin {area}" if area else "")
            said = f"plusieurs territoires ({', '.join(names)})" if names else "aucun territoire"
            problems.append(Problem(TERRITORIES, 1, "", f"{where} : {count} commune(s) dans {said}"))
    return problems
