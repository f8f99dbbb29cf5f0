"""Which files a folder of the national directory holds: the tables of 2021, or the present sheets."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from jalon.search.rules import fold
from jalon.sources.rules import Problem, RefusedDataError

SHEET_NAME = re.compile(r"export_fiches_CSV_(?P<sheet>.+)_(?P<date>\d{4}_\d{2}_\d{2})\.csv", re.IGNORECASE)
# File names may come out of an archive with damaged accents: the beginning of a sheet's name is enough.
STANDARD, SUCCESSION, ROME, NSF, ACCESS, CERTIFIERS = (
    "standard", "ancienne_nouvelle", "rome", "nsf", "voixdacc", "certificateurs",
)  # fmt: skip
SHEETS = (STANDARD, SUCCESSION, ROME, NSF, ACCESS, CERTIFIERS)
TABLE_NAME = re.compile(r"rncp_(?P<table>info|rome|nsf|voix_acces)\.v(?P<version>[\d.]+)\.csv")
TABLES = {"info": STANDARD, "rome": ROME, "nsf": NSF, "voix_acces": ACCESS}
KIT_NAME = re.compile(r"Kit_apprentissage_(?P<date>\d{8})\.csv")
# The tables carry no date; the last directory published in this layout is of 2021.
TABLES_YEAR = 2021


@dataclass(frozen=True)
class Kit:
    """The list of diplomas open to apprenticeship: newer than the tables, it says what is still in force."""

    path: Path
    date: date


@dataclass(frozen=True)
class DirectoryFolder:
    """The files of one version, by sheet. `known_on`: the day on which what they say was true."""

    version: str
    known_on: date
    files: Mapping[str, Path]
    tables: bool = False
    kit: Kit | None = None

    @property
    def newest(self) -> str:
        """The version, or the kit's date when it tells the newest facts."""
        return self.kit.date.isoformat() if self.kit else self.version


def find_directory(folder: Path) -> DirectoryFolder:
    """Find the files of a folder, the present layout first; raise RefusedDataError when some are absent."""
    if not folder.is_dir():
        raise RefusedDataError([Problem(folder.name, 0, "", "dossier absent")])
    paths = sorted(folder.iterdir())
    sheets = [(found, path) for path in paths if (found := SHEET_NAME.fullmatch(path.name))]
    tables = [(found, path) for path in paths if (found := TABLE_NAME.fullmatch(path.name))]
    if sheets:
        return _find_sheets(folder, sheets)
    if tables:
        return _find_tables(folder, tables, paths)
    reason = "aucun fichier du répertoire national : export_fiches_CSV_… ou rncp_info.v….csv sont attendus"
    raise RefusedDataError([Problem(folder.name, 0, "", reason)])


def _find_sheets(folder: Path, found: list[tuple[re.Match[str], Path]]) -> DirectoryFolder:
    """Keep the sheets of the newest date of the folder."""
    newest = max(name["date"] for name, _path in found)
    files: dict[str, Path] = {}
    for name, path in found:
        sheet = next((sheet for sheet in SHEETS if fold(name["sheet"]).startswith(sheet)), None)
        if sheet and name["date"] == newest:
            files[sheet] = path
    _refuse_absent(
        folder, [f"export_fiches_CSV_{sheet}…_{newest}.csv" for sheet in SHEETS if sheet not in files]
    )
    known_on = _date(newest.replace("_", ""), files[STANDARD])
    return DirectoryFolder(known_on.isoformat(), known_on, files)


def _find_tables(folder: Path, found: list[tuple[re.Match[str], Path]], paths: list[Path]) -> DirectoryFolder:
    version = max(name["version"] for name, _path in found)
    files = {TABLES[name["table"]]: path for name, path in found if name["version"] == version}
    _refuse_absent(
        folder, [f"rncp_{name}.v{version}.csv" for name, sheet in TABLES.items() if sheet not in files]
    )
    kits = [Kit(path, _date(name["date"], path)) for path in paths if (name := KIT_NAME.fullmatch(path.name))]
    kit = max(kits, key=lambda one: one.date, default=None)
    return DirectoryFolder(
        f"{TABLES_YEAR} (v{version})", date(TABLES_YEAR, 1, 1), files, tables=True, kit=kit
    )


def _refuse_absent(folder: Path, names: list[str]) -> None:
    if names:
        raise RefusedDataError([Problem(folder.name, 0, "", f"fichier absent : {name}") for name in names])


def _date(digits: str, path: Path) -> date:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError as error:
        raise RefusedDataError(
            [Problem(path.name, 0, "", "date impossible dans le nom du fichier")]
        ) from error
