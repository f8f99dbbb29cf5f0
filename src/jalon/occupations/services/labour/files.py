"""The files of the hiring survey: figures, labels of families, and the passage from occupations."""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from jalon.occupations.rules.families import Crosswalk, Passage
from jalon.occupations.rules.prospects import Figure, figure_problem, read_count
from jalon.sources.rules import Problem, RefusedDataError
from jalon.sources.services import Progress, Tally, read_csv

CROSSWALK = Path(__file__).resolve().parents[2] / "data" / "fap_2009_2021.csv"
LABELS_FILE = "Intitules_FAP2021.csv"
PASSAGE_FILE = "fap225_rome.csv"
# The same passage as a program: it knows a code that the table forgot.
PROGRAM_FILE = "passage_fap2009_romev3.txt"
PROGRAM_ROME, PROGRAM_FAMILY = re.compile(r'"([A-Z][0-9]{4})[0-9]?"'), re.compile(r'=\s*"([A-Z0-9]{5})"')
FAMILY, FAMILY_NAME, DEPARTEMENT, YEAR = "Code métier BMO", "Nom métier BMO", "Dept", "annee"
COUNTS = ("met", "xmet", "smet")
AREA_COLUMN = re.compile(r"BE\d\d")
# Families of 2009 whose third sign is a letter kept it in 2021: they tell nothing of the vintage.
FAMILY_CODE = re.compile(r"[A-Z][0-9A-Z][A-Z][0-9]{2}")
ROME_CODE = re.compile(r"[A-Z][0-9]{4}")
YEARS = range(2010, 2100)
MAX_PASSAGE_BYTES = 1024 * 1024


class FamilyLabel(NamedTuple):
    label: str
    wider: str


class FigureKey(NamedTuple):
    year: int
    vintage: str
    family: str
    area: str
    departement: str


@dataclass
class Survey:
    """Everything read in a folder; `elsewhere` counts the rows of other regions."""

    labels: dict[tuple[str, str], FamilyLabel] = field(default_factory=dict)
    passage: dict[str, list[str]] = field(default_factory=dict)
    figures: dict[FigureKey, Figure] = field(default_factory=dict)
    elsewhere: int = 0

    @property
    def vintages(self) -> set[str]:
        return {key.vintage for key in self.figures}

    @property
    def years(self) -> list[int]:
        return sorted({key.year for key in self.figures})


@lru_cache(maxsize=1)
def crosswalk() -> Crosswalk:
    """Return the table from the families of 2009 to those of 2021 that comes with Jalon."""
    columns = ("fap2009", "rome", "fap2021", "quality", "reason")
    return Crosswalk(Passage(*(row[name] for name in columns)) for _line, row in read_csv(CROSSWALK, columns))


def read_survey(folder: Path, *, areas: set[str], tally: Tally, progress: Progress) -> Survey:
    """Read a folder of the survey; rows of employment areas other than `areas` are counted, not kept.

    Raises RefusedDataError when a file or a column is absent, or no row at all is of these areas.
    """
    paths = sorted(path for path in folder.glob("bmo_*.csv") if "dictionnaire" not in path.name)
    if not paths:
        raise RefusedDataError([Problem(folder.name, 0, "", "aucun fichier bmo_AAAA….csv dans ce dossier")])
    passage = _passage(folder / PASSAGE_FILE, tally)
    for rome, families in _program(folder / PROGRAM_FILE).items():
        passage.setdefault(rome, families)
    survey = Survey(_labels(folder / LABELS_FILE, tally), passage)
    for path in paths:
        _figures(path, survey, areas, tally, progress)
    if not survey.figures:
        raise RefusedDataError(
            [Problem(path.name, 0, "", "aucune ligne des bassins d'emploi de la région") for path in paths]
        )
    return survey


def _labels(path: Path, tally: Tally) -> dict[tuple[str, str], FamilyLabel]:
    columns = ("Code_FAP228", "Intitulé_FAP228", "Intitulé_FAP86")
    labels: dict[tuple[str, str], FamilyLabel] = {}
    for line, row in read_csv(path, columns, delimiter=";"):
        tally.read += 1
        code, label, wider = (" ".join(row[name].replace("’", "'").split()) for name in columns)
        if not FAMILY_CODE.fullmatch(code) or not label:
            tally.reject(Problem(path.name, line, columns[0], "code de famille ou intitulé illisible"))
            continue
        labels.setdefault(("2021", code), FamilyLabel(label, wider))
    return labels


def _passage(path: Path, tally: Tally) -> dict[str, list[str]]:
    """Read which families of 2009 count each occupation; the official file is in Windows-1252."""
    if not path.is_file():
        raise RefusedDataError([Problem(path.name, 0, "", "fichier absent")])
    if path.stat().st_size > MAX_PASSAGE_BYTES:
        raise RefusedDataError([Problem(path.name, 0, "", "fichier trop gros (plus de 1 Mo)")])
    # The file has no quoted cell but for lone quotes: they are letters like others.
    text = path.read_bytes().decode("cp1252", errors="replace")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";", quoting=csv.QUOTE_NONE)
    header = [cell.strip() for cell in next(reader, [])]
    missing = [name for name in ("Fap", "Rome") if name not in header]
    if missing:
        raise RefusedDataError([Problem(path.name, 1, name, "colonne absente") for name in missing])
    family_at, rome_at = header.index("Fap"), header.index("Rome")
    passage: dict[str, list[str]] = defaultdict(list)
    for row in reader:
        if not any(cell.strip() for cell in row):
            continue
        tally.read += 1
        cells = [*row, "", ""]
        family, rome = cells[family_at].strip(), cells[rome_at].strip()
        if rome == "NA":
            continue
        if not FAMILY_CODE.fullmatch(family) or not ROME_CODE.fullmatch(rome):
            reason = "un code FAP et un code ROME sont attendus"
            tally.reject(Problem(path.name, reader.line_num, "Rome", reason))
            continue
        if family not in passage[rome]:
            passage[rome].append(family)
    return dict(passage)


def _program(path: Path) -> dict[str, list[str]]:
    """Read the passage written as a program, when the folder has it: lines of codes = "family"."""
    found: dict[str, list[str]] = {}
    if not path.is_file() or path.stat().st_size > MAX_PASSAGE_BYTES:
        return found
    for line in path.read_bytes().decode("cp1252", errors="replace").splitlines():
        family = PROGRAM_FAMILY.search(line)
        if family is None or not FAMILY_CODE.fullmatch(family[1]):
            continue
        for rome in PROGRAM_ROME.findall(line[: family.start()]):
            if family[1] not in found.setdefault(rome, []):
                found[rome].append(family[1])
    return found


def _header(path: Path) -> tuple[list[str], str]:
    """Return the columns of a figures file and its delimiter."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            line = file.readline()
    except UnicodeDecodeError as error:
        raise RefusedDataError([Problem(path.name, 1, "", "le fichier n'est pas en UTF-8")]) from error
    delimiter = ";" if line.count(";") > line.count(",") else ","
    return next(csv.reader([line], delimiter=delimiter), []), delimiter


def _rows(path: Path) -> Iterator[tuple[int, Mapping[str, str], str]]:
    """Yield (line, row, name of the area column), whose two digits change each year (BE23, BE24)."""
    header, delimiter = _header(path)
    area = next((name for name in header if AREA_COLUMN.fullmatch(name)), "BEaa")
    columns = (YEAR, FAMILY, FAMILY_NAME, DEPARTEMENT, area, *COUNTS)
    for line, row in read_csv(path, columns, delimiter=delimiter):
        yield line, row, area


def _vintage(codes: Iterable[str]) -> str:
    """Tell which list of families a file uses: codes like A0Z40 were those of 2009, A0X40 of 2021."""
    thirds = [code[2:3] for code in codes]
    return "2009" if thirds.count("Z") > thirds.count("X") else "2021"


def _figures(path: Path, survey: Survey, areas: set[str], tally: Tally, progress: Progress) -> None:
    rows = list(_rows(path))
    vintage = _vintage(row[FAMILY] for _line, row, _area in rows)
    for line, row, area in progress(rows, f"lecture {path.name}"):
        tally.read += 1
        if row[area] not in areas:
            survey.elsewhere += 1
            continue
        try:
            key, figure = _figure(row, area, vintage, survey)
        except _WrongRowError as wrong:
            tally.reject(Problem(path.name, line, wrong.field, wrong.reason))
            continue
        if key in survey.figures:
            tally.reject(
                Problem(path.name, line, FAMILY, "chiffre déjà donné pour cette famille et ce bassin")
            )
            continue
        survey.figures[key] = figure
        survey.labels.setdefault((vintage, key.family), FamilyLabel(" ".join(row[FAMILY_NAME].split()), ""))


class _WrongRowError(Exception):
    def __init__(self, name: str, reason: str):
        self.field, self.reason = name, reason


def _figure(row: Mapping[str, str], area: str, vintage: str, survey: Survey) -> tuple[FigureKey, Figure]:
    family = row[FAMILY]
    if not row[YEAR].isdecimal() or int(row[YEAR]) not in YEARS:
        raise _WrongRowError(YEAR, "une année est attendue")
    if not FAMILY_CODE.fullmatch(family):
        raise _WrongRowError(FAMILY, "code de famille illisible")
    if vintage == "2021" and (vintage, family) not in survey.labels:
        raise _WrongRowError(FAMILY, f"famille inconnue dans {LABELS_FILE}")
    counts: list[int | None] = []
    for name in COUNTS:
        try:
            counts.append(read_count(row[name]))
        except ValueError as error:
            raise _WrongRowError(name, str(error)) from error
    figure = Figure(*counts)
    if problem := figure_problem(figure):
        raise _WrongRowError("met", problem)
    return FigureKey(int(row[YEAR]), vintage, family, row[area], row[DEPARTEMENT]), figure
