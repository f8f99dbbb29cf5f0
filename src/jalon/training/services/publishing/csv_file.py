"""An intake as CSV: UTF-8 with its mark, semicolons, decimal commas, dates as 2027-09-01."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date

from jalon.sources.rules import cell_text
from jalon.training.services.publishing.columns import COLUMNS, Publication, Value

BYTE_ORDER_MARK = "\ufeff"  # spreadsheets read UTF-8 only when it stands first
LINES_AT_ONCE = 100


class _Echo:
    """What csv.writer writes to: hands each line back."""

    def write(self, line: str) -> str:
        return line


def cell(value: Value) -> str:
    """Return a value as a cell; a text is never a formula.

    >>> cell(1250.5), cell("=1+1")
    ('1250,50', "'=1+1")
    """
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() else f"{value:.2f}".replace(".", ",")
    return str(value) if isinstance(value, int) else cell_text(value)


def csv_lines(publication: Publication) -> Iterator[str]:
    """Yield the file, some lines at a time: memory does not grow with it."""
    writer = csv.writer(_Echo(), delimiter=";")
    yield BYTE_ORDER_MARK + writer.writerow([column.heading for column in COLUMNS])
    lines = (
        writer.writerow([cell(column.value(row, publication.origin)) for column in COLUMNS])
        for row in publication.rows()
    )
    yield from _together(lines)


def _together(lines: Iterable[str]) -> Iterator[str]:
    kept: list[str] = []
    for line in lines:
        kept.append(line)
        if len(kept) == LINES_AT_ONCE:
            yield "".join(kept)
            kept = []
    yield "".join(kept)
