"""Workbooks (XLSX) whose text stays text."""

from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from jalon.sources.rules import FORMULA_SIGNS

LONGEST_CELL = 32_767  # what the format allows
SURROGATES = dict.fromkeys(range(0xD800, 0xE000)) | {0xFFFE: None, 0xFFFF: None}


def text_cell(page: WriteOnlyWorksheet, text: str) -> Cell:
    """Return a cell that a spreadsheet keeps as text, whatever it begins with."""
    clean = ILLEGAL_CHARACTERS_RE.sub("", text.translate(SURROGATES))[:LONGEST_CELL]
    made = WriteOnlyCell(page, clean)
    made.data_type = "s"
    if clean.lstrip(" \u00a0\u202f\ufeff")[:1] in FORMULA_SIGNS and clean.strip():
        made.quotePrefix = True  # stays text when someone edits it
    return made
