"""The national directory read row by row into plain values; nothing is written here."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from jalon.search.rules import fold
from jalon.sources.rules import Problem, RefusedDataError, agreed
from jalon.sources.services import Progress, Tally, read_csv
from jalon.training.enums import AccessWay
from jalon.training.rules.certification_titles import (
    plain_title,
    readable_title,
    usual_forms,
    without_diploma,
)
from jalon.training.rules.certifications import (
    NSF_CODE,
    ROME_CODE,
    is_certification_code,
    read_access,
    read_american_date,
    read_french_date,
    read_level,
    shown_kind,
    vintage,
    was_registered,
)
from jalon.training.services.certifications.files import (
    ACCESS,
    CERTIFIERS,
    NSF,
    ROME,
    STANDARD,
    SUCCESSION,
    DirectoryFolder,
)

LONGEST_TITLE, LONGEST_KIND, LONGEST_LABEL = 600, 40, 200
ACTIVE = "ACTIVE"
Row = Mapping[str, str]


@dataclass(slots=True)
class Facts:
    """What the directory says of one certification; lists without repeats, in the order read."""

    title: str
    kind: str = ""
    kind_label: str = ""
    level: int | None = None
    active: bool = False
    expires_on: date | None = None
    nsf: dict[str, str] = field(default_factory=dict)
    access: set[str] = field(default_factory=set)
    certifiers: list[str] = field(default_factory=list)
    from_kit: bool = False  # the apprenticeship list says whether it is in force
    only_kit: bool = False  # and it says all that is known of it, or nearly

    @property
    def homonym(self) -> tuple[str, str, int | None]:
        """What two editions of the same diploma have in common."""
        return (fold(self.kind_label), fold(self.title), self.level)


@dataclass
class Directory:
    """What a folder says: facts by code, (certification, ROME code) links, (old, new) successions."""

    certifications: dict[str, Facts] = field(default_factory=dict)
    occupations: dict[tuple[str, str], None] = field(default_factory=dict)
    # The same, taken from a certification of the same kind, name and level: the list names no occupation.
    inherited: dict[tuple[str, str], None] = field(default_factory=dict)
    # Where each succession is first said, because only the database knows the codes of older versions.
    successions: dict[tuple[str, str], tuple[str, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Columns:
    """What a layout calls the same things."""

    code: str
    kind: str
    level: tuple[str, ...]
    link: str
    rome: str
    nsf: tuple[str, str]
    access: str
    read_date: Callable[[str], date | None]


SHEET_COLUMNS = Columns(
    code="Numero_Fiche",
    kind="Abrege_Libelle",
    level=("Nomenclature_Europe_Niveau", "Nomenclature_Europe_Intitule"),
    link="Numero_Fiche",
    rome="Codes_Rome_Code",
    nsf=("Nsf_Code", "Nsf_Intitule"),
    access="Si_Jury",
    read_date=read_french_date,
)
TABLE_COLUMNS = Columns(
    code="Numero_Fiche",
    kind="Abrege_Code",
    level=("Nomenclature_Europe_Intitule",),
    link="CodeRNCP",
    rome="Rome",
    nsf=("code", "Libelle"),
    access="intitule",
    read_date=read_american_date,
)
OLD, NEW = "Ancienne_Certification", "Nouvelle_Certification"
KIT_CODE, KIT_TITLE, KIT_KIND = "Code_RNCP", "Intitulé diplôme (DEPP)", "Abrégé de diplôme (RNCP)"
KIT_LEVEL, KIT_END, KIT_STATE = (
    "Niveau fiche RNCP", "Date d'échéance de la fiche RNCP", "Fiche ACTIVE/INACTIVE",
)  # fmt: skip
KIT_OPEN = "Accès à l'apprentissage de la fiche RNCP (oui/non)"
KIT_COLUMNS = (KIT_CODE, KIT_TITLE, KIT_KIND, KIT_LEVEL, KIT_END, KIT_STATE, KIT_OPEN)


def read_directory(folder: DirectoryFolder, tally: Tally, progress: Progress) -> Directory:
    """Read a folder of either layout; rows that cannot be taken are counted in `tally` with their reason."""
    reader = _Reader(folder, tally, progress)
    reader.read()
    return reader.directory


def _encoding(path: Path) -> str:
    """Return the encoding of a file of the old layout: UTF-8 if it reads so, else Windows-1252."""
    try:
        with path.open(encoding="utf-8") as file:
            for _line in file:
                pass
    except (UnicodeDecodeError, FileNotFoundError):
        return "cp1252"
    return "utf-8-sig"


class _Reader:
    """One reading: what was found so far, and what was refused."""

    def __init__(self, folder: DirectoryFolder, tally: Tally, progress: Progress):
        self.folder = folder
        self.tally = tally
        self.progress = progress
        self.columns = TABLE_COLUMNS if folder.tables else SHEET_COLUMNS
        self.directory = Directory()
        self.kind_labels: dict[str, str] = {}

    def read(self) -> None:
        """Read certifications first, then all that hangs on them."""
        files = self.folder.files
        self._read_certifications(files[STANDARD])
        if not self.directory.certifications:
            raise RefusedDataError([Problem(files[STANDARD].name, 0, "", "aucune certification lisible")])
        forms = usual_forms(facts.title for facts in self.directory.certifications.values())
        if self.folder.kit:
            self._read_kit(self.folder.kit.path)
        for facts in self.directory.certifications.values():
            facts.title = readable_title(facts.title, forms)
        self._read_occupations(files[ROME])
        self._read_nsf(files[NSF])
        self._read_access(files[ACCESS])
        if self.folder.kit:
            self._inherit()
        if not self.folder.tables:
            self._read_successions(files[SUCCESSION])
            self._read_certifiers(files[CERTIFIERS])

    def _rows(self, path: Path, columns: Sequence[str], encoding: str = "") -> Iterator[tuple[int, Row]]:
        encoding = encoding or (_encoding(path) if self.folder.tables else "utf-8-sig")
        rows = read_csv(path, columns, doubled_quotes=True, delimiter=";", encoding=encoding)
        for line, row in self.progress(rows, path.name):
            self.tally.read += 1
            yield line, row

    def _linked(self, path: Path, *columns: str) -> Iterator[tuple[int, str, Row]]:
        """Yield the rows of a sheet that hang on a certification that was read."""
        for line, row in self._rows(path, [self.columns.link, *columns]):
            code = row[self.columns.link]
            if code in self.directory.certifications:
                yield line, code, row
            else:
                self._reject(path, line, self.columns.link, "certification absente de la liste")

    def _reject(self, path: Path, line: int, name: str, reason: str) -> None:
        self.tally.reject(Problem(path.name, line, name, reason))

    def _read_certifications(self, path: Path) -> None:
        names = self.columns
        succession = (OLD, NEW) if self.folder.tables else ()
        wanted = [names.code, "Intitule", names.kind, "Abrege_Intitule", *names.level]
        wanted += ["Date_Fin_Enregistrement", "Actif", *succession]
        for line, row in self._rows(path, wanted):
            code = row[names.code]
            if not is_certification_code(code):
                self._reject(path, line, names.code, "numéro de fiche mal formé (RNCP… ou RS… attendu)")
                continue
            if succession:
                self._add_succession(path, line, row[OLD], code)
                self._add_succession(path, line, code, row[NEW])
            # The tables repeat a certification once for each of those it replaces.
            if code not in self.directory.certifications:
                self._add(path, line, code, row)

    def _add(self, path: Path, line: int, code: str, row: Row) -> None:
        title = plain_title(row["Intitule"])
        kind, label = row[self.columns.kind], plain_title(row["Abrege_Intitule"])
        for name, text, longest in (
            ("Intitule", title, LONGEST_TITLE),
            (self.columns.kind, kind, LONGEST_KIND),
            ("Abrege_Intitule", label, LONGEST_LABEL),
        ):
            if len(text) > longest:
                self._reject(path, line, name, f"texte trop long (au plus {longest} caractères)")
                return
        if not title:
            self._reject(path, line, "Intitule", "intitulé absent")
            return
        expires_on, readable = self._end(path, line, "Date_Fin_Enregistrement", row, self.columns.read_date)
        if not readable:
            return
        self.kind_labels.setdefault(kind, label)
        levels = (read_level(row[name]) for name in self.columns.level)
        self.directory.certifications[code] = Facts(
            title=title,
            kind=shown_kind(kind, label),
            kind_label=label,
            level=next((level for level in levels if level), None),
            active=was_registered(
                said_active=row["Actif"].upper() == ACTIVE,
                expires_on=expires_on,
                known_on=self.folder.known_on,
            ),
            expires_on=expires_on,
        )

    def _end(
        self, path: Path, line: int, name: str, row: Row, read: Callable[[str], date | None]
    ) -> tuple[date | None, bool]:
        """Return the end of a registration, and whether it could be read."""
        try:
            return read(row[name]), True
        except ValueError:
            self._reject(path, line, name, f"date illisible (« {row[name][:20]} »)")
            return None, False

    def _add_succession(self, path: Path, line: int, old: str, new: str) -> None:
        if old and new and old != new:
            self.directory.successions.setdefault((old, new), (path.name, line))

    def _read_successions(self, path: Path) -> None:
        for line, code, row in self._linked(path, OLD, NEW):
            self._add_succession(path, line, row[OLD], code)
            self._add_succession(path, line, code, row[NEW])

    def _read_occupations(self, path: Path) -> None:
        name = self.columns.rome
        for line, code, row in self._linked(path, name):
            if ROME_CODE.fullmatch(row[name]):
                self.directory.occupations[code, row[name]] = None
            else:
                self._reject(path, line, name, "code de métier mal formé (une lettre et quatre chiffres)")

    def _read_nsf(self, path: Path) -> None:
        name, label = self.columns.nsf
        for line, code, row in self._linked(path, name, label):
            if NSF_CODE.fullmatch(row[name]):
                words = row[label].removeprefix(f"{row[name]} :").strip()
                self.directory.certifications[code].nsf.setdefault(row[name], words[:LONGEST_LABEL])
            else:
                self._reject(path, line, name, "code NSF mal formé")

    def _read_access(self, path: Path) -> None:
        name = self.columns.access
        for line, code, row in self._linked(path, name):
            if way := read_access(row[name]):
                self.directory.certifications[code].access.add(way)
            else:
                self._reject(path, line, name, f"voie d'accès inconnue (« {row[name][:60]} »)")

    def _read_certifiers(self, path: Path) -> None:
        for _line, code, row in self._linked(path, "Nom_Certificateur"):
            certifiers = self.directory.certifications[code].certifiers
            name = plain_title(row["Nom_Certificateur"])[:LONGEST_LABEL]
            if name and name not in certifiers:
                certifiers.append(name)

    # The apprenticeship list, newer than the tables

    def _read_kit(self, path: Path) -> None:
        seen: set[str] = set()
        added = 0
        for line, row in self._rows(path, KIT_COLUMNS, "utf-8-sig"):
            code = row[KIT_CODE]
            if not is_certification_code(code):
                self._reject(path, line, KIT_CODE, "diplôme sans numéro de fiche RNCP")
            elif code not in seen:
                seen.add(code)
                added += self._take_kit(path, line, code, row)
        self.tally.note(
            f"{path.name} est plus récent que les tables : il dit ce qui est encore en vigueur pour "
            f"{agreed(len(seen), 'certification,certifications')}, dont {agreed(added, 'absente,absentes')} "
            "des tables."
        )

    def _take_kit(self, path: Path, line: int, code: str, row: Row) -> bool:
        """Take what the list says of a code, once; tell whether the code is new."""
        end, readable = self._end(path, line, KIT_END, row, read_french_date)
        if not readable or self.folder.kit is None:
            return False
        new = code not in self.directory.certifications
        if new:
            title = plain_title(without_diploma(row[KIT_TITLE]))[:LONGEST_TITLE]
            short = row[KIT_KIND][:LONGEST_KIND]
            label = self.kind_labels.get(short, "")
            kind = shown_kind(short, label)
            self.directory.certifications[code] = Facts(title or code, kind, label, only_kit=True)
        facts = self.directory.certifications[code]
        facts.level = facts.level or read_level(row[KIT_LEVEL])
        facts.expires_on = end or facts.expires_on
        facts.active = was_registered(
            said_active=row[KIT_STATE].upper() == ACTIVE,
            expires_on=facts.expires_on,
            known_on=self.folder.kit.date,
        )
        facts.from_kit = True
        if row[KIT_OPEN] == "oui":
            facts.access.add(AccessWay.APPRENTICESHIP.value)
        return new

    def _inherit(self) -> None:
        """Give what the tables say of a certification to a newer one of the same kind, name and level."""
        occupations: dict[str, list[str]] = {}
        for code, rome in self.directory.occupations:
            occupations.setdefault(code, []).append(rome)
        newest_last = sorted(occupations, key=vintage)
        tables = {self.directory.certifications[code].homonym: code for code in newest_last}
        heirs = 0
        for code, facts in self.directory.certifications.items():
            older = tables.get(facts.homonym)
            if not facts.only_kit or older is None:
                continue
            heirs += 1
            given = self.directory.certifications[older]
            facts.only_kit = False
            facts.access |= given.access
            facts.nsf = dict(given.nsf)
            self.directory.inherited |= {(code, rome): None for rome in occupations[older]}
        self.tally.note(
            "Certifications de cette liste qui ont le type, le nom et le niveau d'une certification des "
            f"tables et en reprennent les métiers, les voies d'accès et les domaines : {heirs}."
        )
