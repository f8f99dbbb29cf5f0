"""The files of an intake read back: CSV, workbook, booklet, with titles that mean harm."""

import csv
import io
import re
from datetime import date

import openpyxl
import pypdf
import pytest
from django.core.cache import caches
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from tests import factories

from jalon.sources.services import held
from jalon.territory.models import Departement, Region
from jalon.training.rules.intakes import Intake, Narrowed
from jalon.training.rules.records import Session as Record
from jalon.training.selectors import intakes
from jalon.training.services.publishing import Publication, book, csv_lines, intake_workbook, make_intake_pdf
from jalon.training.services.publishing.columns import COLUMNS
from jalon.training.services.publishing.csv_file import cell
from jalon.training.services.publishing.workbook import text_cell
from jalon.training.tests.offered import TOURS, action, ground, offer, programme

pytestmark = pytest.mark.django_db
AUTUMN, TODAY = Intake(2027, 9), date(2027, 3, 2)
ORIGIN = "https://jalon.example"
HOSTILE = (
    "=cmd|' /C calc'!A0",
    "+33 2 47 00 00 00",
    "@SUM(1+1)",
    "-1+1",
    "\t=1+1",
    "<script>alert(1)</script><img src=http://127.0.0.1:1/x><b>gras</b>",
    "🎓 Métiers d'art 👩🏽‍🎨",
    "\u202eתואר ראשון\u202c عربي",
    "Très long " * 400,
    "nul\x0b\x1f\x7fle",
)
sheets = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def publication(*, narrowed=Narrowed(), today=TODAY) -> Publication:  # noqa: B008 - a tuple, never changed
    sheet = intakes.sheet(AUTUMN, narrowed, today=today)
    return Publication(sheet, Region.objects.first(), today, ORIGIN)


@pytest.fixture
def hostile():
    """A catalogue whose titles are hostile, a way at any time, prices and dates."""
    caches["documents"].clear()
    Departement.objects.create(code="37", name="Indre-et-Loire", region=factories.region())
    ground()
    starts = (Record("S1", date(2027, 9, 1), date(2028, 6, 30), registration_until=date(2027, 6, 15)),)
    way = action(*starts, place=TOURS, price=1250.5, hours_total=400, access_text="=1+1")
    offer(
        *(programme(f"F{at}", way, title=title) for at, title in enumerate(HOSTILE)),
        programme("F99", action(permanent=True, mode="vae"), title="Par l'expérience"),
    )


def read_csv(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";"))


def test_csv_holds_one_row_a_start_and_no_formula(hostile):
    rows = read_csv("".join(csv_lines(publication())))
    assert len(rows) == len(HOSTILE) + 1
    assert not [value for row in rows for value in row.values() if value[:1] in set("=+-@\t\r")]
    dated = [row for row in rows if row["Intitulé"] == f"'{HOSTILE[0]}"]
    assert len(dated) == 1
    assert dated[0]["Début"] == "2027-09-01"
    assert dated[0]["Inscription jusqu'au"] == "2027-06-15"
    assert dated[0]["Prix (€)"] == "1250,50"
    assert dated[0]["Ville"] == "Tours"
    assert dated[0]["Code postal"] == "37000"
    assert dated[0]["Page"].startswith(f"{ORIGIN}/formations/")
    assert rows[-1]["Début"] == ""
    assert rows[-1]["État"] == "Toute l'année"


@given(st.text(max_size=40))
def test_no_text_is_a_formula_in_csv(text):
    assert cell(text)[:1] not in {"=", "+", "-", "@", "\t", "\r"}


def test_the_workbook_holds_real_dates_and_explains_itself(hostile):
    read = openpyxl.load_workbook(io.BytesIO(intake_workbook(publication())))
    page, guide = read.worksheets
    heads = [one.value for one in page[1]]
    assert heads == [column.heading for column in COLUMNS]
    assert page.freeze_panes == "C2"
    assert page.auto_filter.ref == f"A1:V{page.max_row}"
    cells = {one.value: one for row in page.iter_rows(min_row=2) for one in [row[heads.index("Début")]]}
    assert any(value and value.date() == date(2027, 9, 1) for value in cells)
    assert {one.data_type for row in page.iter_rows() for one in row} <= {"s", "n", "d"}
    kept = [row[1].value for row in page.iter_rows(min_row=2)]
    assert HOSTILE[0] in kept
    assert next(row[1] for row in page.iter_rows(min_row=2) if row[1].value == HOSTILE[0]).quotePrefix
    assert guide.title == "Lire ce fichier"
    told = {row[0].value: row[1].value for row in guide.iter_rows(min_row=2)}
    assert told["Rentrée"].startswith("Rentrée de septembre")
    assert told["Établi le"] == "02/03/2027"
    assert all(f"Colonne « {column.heading} »" in told for column in COLUMNS)


@sheets
@given(st.lists(st.text(max_size=30), min_size=1, max_size=4))
def test_no_text_is_a_formula_in_a_workbook(texts):
    book_ = Workbook(write_only=True)
    page = book_.create_sheet()
    page.append([text_cell(page, text) for text in texts])
    written = io.BytesIO()
    book_.save(written)
    read = openpyxl.load_workbook(io.BytesIO(written.getvalue())).worksheets[0]
    assert all(one.data_type != "f" for row in read.iter_rows() for one in row)


def outline(reader: pypdf.PdfReader) -> list[str]:
    def titles(entries) -> list[str]:
        return [
            title
            for entry in entries
            for title in (titles(entry) if isinstance(entry, list) else [str(entry.title)])
        ]

    return titles(reader.outline)


@pytest.fixture
def pango():
    if book._weasyprint() is None:
        pytest.skip("Pango is absent: no booklet can be made")


def test_the_booklet_reads_back(pango, hostile):
    reader = pypdf.PdfReader(io.BytesIO(make_intake_pdf(publication())))
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "fr"
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert "pdfuaid" in root["/Metadata"].get_data().decode("utf-8", "replace")
    assert reader.metadata.title == "Rentrée de septembre\u00a02027 : les formations"
    assert reader.metadata.author == "Région d'essai"
    assert [name for name in outline(reader) if "Indre-et-Loire" in name]
    assert outline(reader)[-1] == "Index des villes"
    text = "\n".join(page.extract_text() for page in reader.pages)
    text = " ".join(text.replace("\0", "").split())  # pypdf reads some fonts two bytes a letter
    assert f"Page 2 / {len(reader.pages)}" in text
    assert "=cmd|' /C calc'!A0" in text
    assert "<script>alert(1)</script>" in text, "a title is shown as it is written"
    assert "À tout moment" in text
    assert re.search(rf"Tours ?1–{len(HOSTILE)}", text), "the index names numbers"


def test_a_booklet_opens_no_address(pango, hostile, monkeypatch):
    asked = []
    monkeypatch.setattr("socket.create_connection", lambda *words, **more: asked.append(words))
    Region.objects.update(
        logo_svg='<svg xmlns="http://www.w3.org/2000/svg"><image href="http://a.example/x"/></svg>'
    )
    assert make_intake_pdf(publication())
    assert asked == []


def test_a_booklet_is_made_once_a_day_and_a_load(pango, hostile, monkeypatch):
    made = []
    monkeypatch.setattr(book, "_made", lambda one: made.append(one) or b"%PDF-")
    assert [book.intake_pdf(publication()) for _ in range(2)] == [b"%PDF-"] * 2
    assert len(made) == 1
    book.intake_pdf(publication(today=date(2027, 3, 3)))
    factories.load()
    book.intake_pdf(publication())
    assert len(made) == 3


def test_a_long_booklet_is_prepared_aside_once(pango, hostile, monkeypatch):
    started = []
    monkeypatch.setattr(book, "AT_ONCE", 1)
    monkeypatch.setattr(book, "start_making", started.append)
    assert [book.intake_pdf(publication()) for _ in range(3)] == [None] * 3
    assert len(started) == 1
    monkeypatch.setattr(book, "PATIENCE_SECONDS", -1)
    with pytest.raises(book.NoBookletError):
        book.intake_pdf(publication())
    assert book.make_intake_pdf(publication())
    assert book.intake_pdf(publication()).startswith(b"%PDF-")


def test_one_booklet_is_made_at_a_time(pango, hostile):
    with held("booklet") as mine:
        assert mine
        assert book.make_intake_pdf(publication()) is None
        assert book.intake_pdf(publication()) is None
    assert book.make_intake_pdf(publication())
