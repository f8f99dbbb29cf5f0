"""The directory as files that a spreadsheet opens, and that may be sent back (`importing`)."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.db.models import QuerySet
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


def _in_reach(rights: Rights) -> QuerySet[Organisation]:
    """Return the organisations that someone may take away: all for the Region, else those where she works."""
    found = Organisation.objects.filter(withdrawn=False).order_by("name", "pk")
    if rights.is_regional:
        return found
    return found.filter(pk__in=Link.objects.filter(territory__in=rights.territories()).values("organisation"))


def _structures(rights: Rights) -> Iterator[list[str]]:
    found = _in_reach(rights).select_related("commune")
    yield from map(_structure, found.prefetch_related("territories", "commune__postal_codes"))


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
    """Yield the rows of contacts: three queries, and no model instance, since there may be ten thousand."""
    places = {pk: (slug, name) for pk, slug, name in _in_reach(rights).values_list("pk", "slug", "name")}
    acts_in = defaultdict(list)
    links = Contact.territories.through.objects.order_by("territory__name")
    for contact, territory in links.values_list("contact", "territory__name"):
        acts_in[contact].append(territory)
    columns = ("pk", "organisation", "task", "name", "email", "phone", "confirmed_on")
    rows = Contact.objects.in_use().order_by("organisation__name", "task", "name", "pk").values_list(*columns)
    for pk, organisation, task, name, email, phone, day in rows.iterator():
        if organisation in places:
            said = day.isoformat() if day else ""
            yield [str(pk), *places[organisation], task, name, email, phone, _joined(acts_in[pk]), said]


def exported_rows(what: str, *, rights: Rights) -> Iterator[list[str]]:
    """Yield the header, then the rows that someone with these rights may take away."""
    yield [column.name for column in COLUMNS[what]]
    if what == STRUCTURES:
        yield from _structures(rights)
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
