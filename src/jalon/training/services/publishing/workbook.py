"""An intake as a workbook (XLSX): real dates and numbers, text that is no formula, a sheet that explains."""

from collections.abc import Iterable
from datetime import date
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from jalon.sources.services import text_cell
from jalon.training.services.publishing.columns import COLUMNS, Publication, Value, about

MOST_ROWS = 10_000  # about five seconds
HEAD_FONT, HEAD_FILL = Font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor="1D2B30")
TOP = Alignment(vertical="top", wrap_text=True)


def _cell(page: WriteOnlyWorksheet, value: Value) -> Cell | None:
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return text_cell(page, value)
    made = WriteOnlyCell(page, value)
    if isinstance(value, date):
        made.number_format = "DD/MM/YYYY"
    elif isinstance(value, float):
        made.number_format = "#,##0.00"
    return made


def _head(page: WriteOnlyWorksheet, headings: Iterable[str]) -> list[Cell]:
    cells = [text_cell(page, heading) for heading in headings]
    for one in cells:
        one.font, one.fill, one.alignment = HEAD_FONT, HEAD_FILL, TOP
    return cells


def intake_workbook(publication: Publication) -> bytes:
    """Return the workbook: one row a start, then the sheet « Lire ce fichier »."""
    book = Workbook(write_only=True)
    book.properties.title, book.properties.creator = publication.title, publication.publisher
    book.properties.language = "fr"
    page = book.create_sheet("Formations")
    for at, column in enumerate(COLUMNS, 1):
        page.column_dimensions[get_column_letter(at)].width = column.width
    page.freeze_panes = "C2"
    rows, sources = [], set()
    for row in publication.rows():
        sources.add(row.source)
        rows.append([_cell(page, column.value(row, publication.origin)) for column in COLUMNS])
    page.auto_filter.ref = f"A1:{get_column_letter(len(COLUMNS))}{len(rows) + 1}"
    page.print_title_rows = "1:1"
    page.page_setup.orientation, page.page_setup.fitToHeight = "landscape", 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.append(_head(page, [column.heading for column in COLUMNS]))
    for cells in rows:
        page.append(cells)
    guide = book.create_sheet("Lire ce fichier")
    guide.column_dimensions["A"].width, guide.column_dimensions["B"].width = 44, 96
    guide.append(_head(guide, ["Quoi", "Ce qu'il faut savoir"]))
    for what, words in about(publication, sources):
        line = [text_cell(guide, what), text_cell(guide, words)]
        for one in line:
            one.alignment = TOP
        guide.append(line)
    written = BytesIO()
    book.save(written)
    return written.getvalue()
