"""Loading the official list of communes."""

from collections.abc import Iterator
from pathlib import Path

from django.db.models import Q
from django.utils.text import slugify

from jalon.sources.models import Source
from jalon.sources.rules import Problem, RefusedDataError
from jalon.sources.services import Progress, Tally, declare_source, loading, read_csv, silent, sync_rows
from jalon.territory.models import Commune, Departement, EmploymentArea
from jalon.territory.rules import commune_code_problem, coordinates_problem, readable_name
from jalon.territory.services.communes import OFFICIAL_FAMILY, CommuneFacts, save_communes

COLUMNS = (
    "code_insee",
    "nom",
    "codes_postaux",
    "departement",
    "population",
    "latitude",
    "longitude",
    "code_bassin_bmo",
    "bassin_bmo",
)
LONGEST_NAME = 100


class _WrongRowError(Exception):
    def __init__(self, field: str, reason: str):
        self.field, self.reason = field, reason
        super().__init__(reason)


def _number(row: dict[str, str], field: str) -> float:
    try:
        return float(row[field])
    except ValueError:
        raise _WrongRowError(field, "un nombre est attendu") from None


def _population(row: dict[str, str]) -> int | None:
    if not row["population"]:
        return None
    if not row["population"].isascii() or not row["population"].isdigit():
        raise _WrongRowError("population", "un nombre entier est attendu")
    return int(row["population"])


def _facts(row: dict[str, str], departements: set[str]) -> CommuneFacts:
    """Turn a row into facts; raise _WrongRowError with the field and the reason."""
    codes = tuple(row["codes_postaux"].split())
    if row["departement"] not in departements:
        raise _WrongRowError("departement", f"département {row['departement'][:3]} hors de la région")
    if reason := commune_code_problem(row["code_insee"], departement=row["departement"]):
        raise _WrongRowError("code_insee", reason)
    if not 0 < len(row["nom"]) <= LONGEST_NAME:
        raise _WrongRowError("nom", "un nom de 1 à 100 signes est attendu")
    if any(len(code) != 5 or not (code.isascii() and code.isdigit()) for code in codes):
        raise _WrongRowError("codes_postaux", "des codes postaux de cinq chiffres sont attendus")
    latitude, longitude = _number(row, "latitude"), _number(row, "longitude")
    if reason := coordinates_problem(latitude, longitude):
        raise _WrongRowError("latitude", reason)
    return CommuneFacts(
        name=row["nom"],
        departement=row["departement"],
        employment_area=row["code_bassin_bmo"],
        population=_population(row),
        latitude=latitude,
        longitude=longitude,
        postal_codes=codes,
    )


def _read(
    path: Path, departements: set[str], tally: Tally, progress: Progress
) -> Iterator[tuple[str, CommuneFacts, str]]:
    """Yield INSEE code, facts and name of the employment area of each row that can be taken."""
    seen: dict[str, int] = {}
    for line, row in progress(read_csv(path, COLUMNS), "Lecture"):
        tally.read += 1
        try:
            facts = _facts(row, departements)
        except _WrongRowError as wrong:
            tally.reject(Problem(path.name, line, wrong.field, wrong.reason))
            continue
        code = row["code_insee"]
        if code in seen:
            reason = f"{code} est déjà à la ligne {seen[code]}"
            tally.reject(Problem(path.name, line, "code_insee", reason))
            continue
        seen[code] = line
        yield code, facts, row["bassin_bmo"]


def _declare(path: Path) -> Source:
    name = slugify(path.stem).removeprefix("communes-")
    return declare_source(
        slug=f"communes-{name}"[:80],
        family=OFFICIAL_FAMILY,
        title="Communes de France (INSEE, La Poste), bassins BMO (France Travail)",
        producer="INSEE, La Poste, France Travail",
        licence="Licence Ouverte 2.0",
        used_for="Communes, codes postaux, positions et bassins d'emploi.",
    )


def _add_areas(areas: dict[str, str], source: Source) -> list[str]:
    """Create the employment areas that the region's folder does not name; return their names."""
    known = set(EmploymentArea.objects.values_list("code", flat=True))
    new = {code: readable_name(name) for code, name in areas.items() if code and code not in known}
    sync_rows(
        EmploymentArea.objects.filter(code__in=new),
        {code: {"name": name or code, "source_id": source.pk} for code, name in new.items()},
        key=("code",),
    )
    return sorted(new.values())


def load_communes(path: Path, *, progress: Progress = silent) -> Tally:
    """Load the official communes of the region's départements; they win over the region's own list.

    Raises RefusedDataError when no region is loaded or when the file holds none of its communes.
    """
    with loading(source=lambda: _declare(path), kind="communes", origin=path.name) as tally:
        departements = set(Departement.objects.values_list("code", flat=True))
        if not departements:
            reason = "aucune région n'est chargée : commencez par « jalon load region »"
            raise RefusedDataError([Problem(path.name, 0, "", reason)])
        facts: dict[str, CommuneFacts] = {}
        areas: dict[str, str] = {}
        for code, commune, area in _read(path, departements, tally, progress):
            facts[code] = commune
            areas[commune.employment_area] = area
        if not facts:
            reason = "aucune commune de la région dans ce fichier"
            raise RefusedDataError([Problem(path.name, 0, "", reason)])
        source = _declare(path)
        if added := _add_areas(areas, source):
            tally.note(f"Bassins d'emploi ajoutés, sans territoire : {', '.join(added)}.")
        taken_over = set(Commune.objects.values_list("insee_code", flat=True)) & facts.keys()
        save_communes(
            facts=facts,
            source=source,
            tally=tally,
            owned=Q(source__family=OFFICIAL_FAMILY) | Q(insee_code__in=taken_over),
            progress=progress,
        )
    return tally
