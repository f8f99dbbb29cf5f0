"""Reading a table that someone sent, CSV or XLSX: its bytes are not trusted, and only text comes out."""

import csv
import io
import lzma
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from openpyxl import load_workbook

from jalon.sources.rules import Problem, RefusedDataError
from jalon.sources.services import read_csv

MOST_BYTES = 5_000_000
MOST_ROWS = 2_000
MOST_COLUMNS = 80
LONGEST_CELL = 4_000
MOST_UNPACKED = 10_000_000  # of a workbook, in bytes: twice what may be sent
MOST_BESIDE = 600_000  # of each part that is read whole: a million fonts cost half a minute
CELLS = ("xl/worksheets/", "xl/sharedstrings.xml")
MOST_PARTS = 300
FORMULA = "f"  # openpyxl's name for a cell that holds one
BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, lzma.LZMAError)
ZIP_BEGINS = b"PK\x03\x04"
OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"


class Sheet(NamedTuple):
    """A table: its known columns, its rows with their line in the file, and what is wrong in some cells."""

    columns: list[str]
    rows: list[tuple[int, dict[str, str]]]
    problems: list[Problem]


def _refuse(name: str, reason: str, line: int = 0, field: str = "") -> RefusedDataError:
    return RefusedDataError([Problem(name, line, field, reason)])


def read_table_sent(name: str, content: bytes, known: Sequence[str]) -> Sheet:
    """Return the table of a file; columns that are not `known` are left out.

    Raises RefusedDataError: too big, not a table, none of the known columns, a column written twice.
    """
    if len(content) > MOST_BYTES:
        raise _refuse(name, f"fichier trop gros (au plus {MOST_BYTES // 1_000_000} Mo)")
    if not content.strip():
        raise _refuse(name, "fichier vide")
    if content.startswith(OLD_WORKBOOK):
        raise _refuse(name, "ancien format de classeur : enregistrez-le en .xlsx, ou en CSV")
    if content.startswith(ZIP_BEGINS):
        return _read_workbook(name, content, known)
    return _read_text(name, content, known)


def _columns(name: str, header: Iterable[object], known: Sequence[str]) -> dict[int, str]:
    """Return the known columns by their place in the header."""
    found: dict[int, str] = {}
    for at, title in enumerate(header):
        plain = "_".join(str(title or "").strip().lower().replace("-", "_").split())
        if plain not in known:
            continue
        if plain in found.values():
            raise _refuse(name, "colonne écrite deux fois", 1, plain)
        found[at] = plain
    if not found:
        raise _refuse(name, f"aucune colonne connue ; attendu par exemple : {', '.join(known[:5])}", 1)
    return found


def _decoded(name: str, content: bytes) -> str:
    """Return the text of a CSV: UTF-8, UTF-16 with its mark, else Windows-1252 as spreadsheets write it."""
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    encodings = ["utf-16"] if marked else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if any(ord(sign) < 32 and sign not in "\t\r\n\v\f" for sign in text):
            break
        return text
    raise _refuse(name, "ce n'est pas un tableau : enregistrez-le en CSV (UTF-8) ou en .xlsx")


def _read_text(name: str, content: bytes, known: Sequence[str]) -> Sheet:
    text = _decoded(name, content).lstrip("\ufeff")
    first, _line_end, body = text.partition("\n")
    delimiter = max(";,\t", key=first.count)
    try:
        header = next(csv.reader(io.StringIO(first), delimiter=delimiter), [])
    except csv.Error as error:
        raise _refuse(name, "CSV illisible", 1) from error
    columns = _columns(name, header, known)
    titles = list(columns.values())
    # `read_csv` wants the columns by their exact names: the first line is written anew with plain ones.
    plain = [columns.get(at, f"-{at}") for at in range(len(header))]
    rows: list[tuple[int, dict[str, str]]] = []
    with TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        path.write_text(delimiter.join(plain) + "\n" + body, encoding="utf-8", newline="")
        try:
            for line, row in read_csv(path, titles, delimiter=delimiter):
                _take(name, rows, line, row)
        except RefusedDataError as refusal:
            known_as = [Problem(name, one.line, one.field, one.reason) for one in refusal.problems]
            raise RefusedDataError(known_as) from refusal
    return _checked(name, titles, rows, [])


def _take(name: str, rows: list[tuple[int, dict[str, str]]], line: int, row: dict[str, str]) -> None:
    if not any(row.values()):
        return
    if len(rows) >= MOST_ROWS:
        raise _refuse(name, f"trop de lignes (au plus {MOST_ROWS}) : envoyez le fichier en plusieurs fois")
    rows.append((line, row))


def _checked(
    name: str, columns: list[str], rows: list[tuple[int, dict[str, str]]], problems: list[Problem]
) -> Sheet:
    """Leave out the rows with a cell too long to be what it says, or with a formula."""
    faulty = {one.line for one in problems}
    for line, row in rows:
        for column, text in row.items():
            if len(text) > LONGEST_CELL:
                problems.append(Problem(name, line, column, f"{LONGEST_CELL} signes au plus"))
                faulty.add(line)
    return Sheet(columns, [(line, row) for line, row in rows if line not in faulty], problems)


def _refuse_bombs(name: str, content: bytes) -> None:
    """Refuse a workbook that would unpack to too much, or whose XML declares entities."""
    unreadable = "classeur illisible : enregistrez-le de nouveau en .xlsx, ou en CSV"
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise _refuse(name, "classeur trop gros une fois ouvert")
            left = MOST_UNPACKED
            for part in parts:
                known_as = part.filename.lower()
                is_xml = known_as.endswith((".xml", ".rels", ".vml"))
                read_whole = is_xml and not known_as.startswith(CELLS)
                most = min(left, MOST_BESIDE) if read_whole else left
                with archive.open(part) as packed:
                    text = packed.read(most + 1)
                left -= len(text)
                if len(text) > most:
                    raise _refuse(name, "classeur trop gros une fois ouvert")
                if is_xml and (b"<!DOCTYPE" in text or b"<!ENTITY" in text or b"\0" in text[:64]):
                    raise _refuse(name, unreadable)
    except (*BROKEN_ZIP, OSError, RuntimeError, EOFError, ValueError) as error:
        raise _refuse(name, unreadable) from error


def _cell_text(value: Any) -> str:
    """Return what a cell shows: a whole number without decimals, a day as AAAA-MM-JJ."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if hasattr(value, "isoformat"):
        return str(value.isoformat())[:10]
    return str(value).replace("\0", "").strip()


def _read_workbook(name: str, content: bytes, known: Sequence[str]) -> Sheet:
    _refuse_bombs(name, content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        page = book.worksheets[0]
        page.reset_dimensions()  # what the file says of its own size is not believed
        cells = page.iter_rows(max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS)
        return _read_cells(name, cells, known)
    except RefusedDataError:
        raise
    except Exception as error:
        # openpyxl raises whatever its parts do (KeyError, TypeError, XML errors …) on a file that lies.
        raise _refuse(name, "classeur illisible : enregistrez-le de nouveau en .xlsx, ou en CSV") from error


def _read_cells(name: str, lines: Iterator[Sequence[Any]], known: Sequence[str]) -> Sheet:
    columns = _columns(name, [cell.value for cell in next(lines, ())], known)
    rows: list[tuple[int, dict[str, str]]] = []
    problems: list[Problem] = []
    for line, cells in enumerate(lines, 2):
        row = {}
        for at, column in columns.items():
            cell = cells[at] if at < len(cells) else None
            if cell is not None and cell.data_type == FORMULA:
                problems.append(Problem(name, line, column, "une formule ; mettez sa valeur à la place"))
            row[column] = _cell_text(cell.value if cell is not None else None)
        _take(name, rows, line, row)
    return _checked(name, list(columns.values()), rows, problems)
