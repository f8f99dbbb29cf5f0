"""The directory as files that a spreadsheet opens, and that may be sent back (`importing`)."""

import csv
import io
from collections.abc import Iterable, Iterator

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from jalon.directory.models import Contact, Organisation
from jalon.directory.rules.exchange import CODES, COLUMNS, SEPARATOR, STRUCTURES
from jalon.directory.rules.roles import Rights
from jalon.directory.selectors.network import Link
from jalon.sources.rules import cell_text
from jalon.sources.services import text_cell

BYTE_ORDER_MARK = "\ufeff"  # spreadsheets read UTF-8 only when it stands first
WIDTH = 24


def _in_reach(rights: Rights) -> Iterator[Organisation]:
    """Yield the organisations that someone may take away: all for the Region, else those where she works."""
    found = Organisation.objects.filter(withdrawn=False).order_by("name", "pk")
    if not rights.is_regional:
        inside = Link.objects.filter(territory__in=rights.territories()).values("organisation")
        found = found.filter(pk__in=inside)
    return (
        found.select_related("commune").prefetch_related("territories", "commune__postal_codes").iterator(500)
    )


def _joined(names: Iterable[object]) -> str:
    return f" {SEPARATOR} ".join(str(one) for one in names)


def _structure(one: Organisation) -> list[str]:
    postal = next((code.code for code in one.commune.postal_codes.all()), "")
    return [
        one.slug,
        one.siret,
        one.name,
        CODES.get(one.kind, one.kind),
        one.commune.name,
        postal,
        one.commune_id,
        one.address,
        str(one.latitude),
        str(one.longitude),
        one.phone,
        one.email,
        one.website,
        one.opening,
        "",
        one.audience,
        _joined(one.services),
        _joined(territory.name for territory in one.territories.all()),
    ]


def _contacts(rights: Rights) -> Iterator[list[str]]:
    reach = {one.pk: one for one in _in_reach(rights)}
    found = Contact.objects.in_use().filter(organisation__in=reach).prefetch_related("territories")
    for one in found.order_by("organisation__name", "task", "name", "pk").iterator(500):
        place = reach[one.organisation_id]
        yield [
            str(one.pk),
            place.slug,
            place.name,
            one.task,
            one.name,
            one.email,
            one.phone,
            _joined(territory.name for territory in one.territories.all()),
            one.confirmed_on.isoformat() if one.confirmed_on else "",
        ]


def exported_rows(what: str, *, rights: Rights) -> Iterator[list[str]]:
    """Yield the header, then the rows that someone with these rights may take away."""
    yield [column.name for column in COLUMNS[what]]
    if what == STRUCTURES:
        yield from (_structure(one) for one in _in_reach(rights))
    else:
        yield from _contacts(rights)


def exported_csv(what: str, *, rights: Rights) -> bytes:
    """Return the file as CSV: semicolons, UTF-8 with its mark, no cell that a spreadsheet would run."""
    written = io.StringIO()
    lines = ([cell_text(cell) for cell in row] for row in exported_rows(what, rights=rights))
    csv.writer(written, delimiter=";").writerows(lines)
    return (BYTE_ORDER_MARK + written.getvalue()).encode()


def exported_workbook(what: str, *, rights: Rights) -> bytes:
    """Return the file as a workbook whose cells are all text, and a sheet that explains its columns."""
    book = Workbook(write_only=True)
    page = book.create_sheet(what.capitalize())
    page.freeze_panes = "A2"
    for at in range(len(COLUMNS[what])):
        page.column_dimensions[get_column_letter(at + 1)].width = WIDTH
    for line, row in enumerate(exported_rows(what, rights=rights)):
        cells = [text_cell(page, text) for text in row]
        if not line:
            for one in cells:
                one.font = Font(bold=True)
        page.append(cells)
    guide = book.create_sheet("Colonnes")
    for column in COLUMNS[what]:
        guide.append([text_cell(guide, column.name), text_cell(guide, column.about)])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()
