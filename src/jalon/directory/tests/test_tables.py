"""Tables that people send: read right whatever wrote them, refused when they are a trap."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from jalon.directory.services import tables
from jalon.directory.services.tables import read_table_sent
from jalon.sources.rules import RefusedDataError

KNOWN = ("id", "nom", "commune", "telephone", "courriel")
TEXT = "id;Nom;Commune;autre\ncio-blois;CIO de Blois;Château-Renault;x\n"


def rows(content: bytes, name: str = "a.csv") -> list[dict[str, str]]:
    return [row for _line, row in read_table_sent(name, content, KNOWN).rows]


def workbook(*lines: list, **parts: bytes) -> bytes:
    book = Workbook()
    for line in lines:
        book.active.append(line)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def refusal(content: bytes, name: str = "a.csv") -> str:
    with pytest.raises(RefusedDataError) as refused:
        read_table_sent(name, content, KNOWN)
    return str(refused.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("sign", [";", ",", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_what_spreadsheets_write_is_read(encoding, sign, end):
    content = TEXT.replace(";", sign).replace("\n", end).encode(encoding)
    assert rows(content) == [{"id": "cio-blois", "nom": "CIO de Blois", "commune": "Château-Renault"}]


def test_a_cell_may_hold_the_sign_and_a_line_break():
    assert rows(b'nom;commune\n"A; B\nC";Blois\n') == [{"nom": "A; B\nC", "commune": "Blois"}]


def test_lines_are_those_of_the_file():
    sheet = read_table_sent("a.csv", b"nom\nA\n\n;\nB\n", KNOWN)
    assert [line for line, _row in sheet.rows] == [2, 5]


def test_a_workbook_is_read_with_its_numbers():
    content = workbook(["nom", "telephone"], ["A", 261910001], ["B", 261910002.0], [None, None])
    assert rows(content, "a.xlsx") == [
        {"nom": "A", "telephone": "261910001"},
        {"nom": "B", "telephone": "261910002"},
    ]


def test_a_formula_is_refused_with_its_line_and_the_rest_is_kept():
    sheet = read_table_sent("a.xlsx", workbook(["nom"], ["=1+1"], ["B"]), KNOWN)
    assert [row for _line, row in sheet.rows] == [{"nom": "B"}]
    assert [(one.line, one.field) for one in sheet.problems] == [(2, "nom")]
    assert "formule" in sheet.problems[0].reason


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "fichier vide"),
        (b" \n ", "fichier vide"),
        (b"\x00\x01\x02\x03" * 20, "ce n'est pas un tableau"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "ce n'est pas un tableau"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 100, "ancien format"),
        (b"PK\x03\x04 not a zip", "classeur illisible"),
        (b"autre;chose\n1;2\n", "aucune colonne connue"),
        (b"nom;NOM\nA;B\n", "colonne écrite deux fois"),
        (b"nom\n" + b"A\n" * (tables.MOST_ROWS + 1), "trop de lignes"),
        (b"x" * (tables.MOST_BYTES + 1), "fichier trop gros"),
        (b'nom\n"' + b"A" * 200_000, "CSV illisible"),
    ],
)
def test_what_is_no_table_is_refused_in_words(content, said):
    assert said in refusal(content)


def test_a_cell_too_long_leaves_its_row_out():
    sheet = read_table_sent("a.csv", b"nom\n" + b"A" * 5_000 + b"\nB\n", KNOWN)
    assert [row["nom"] for _line, row in sheet.rows] == ["B"]
    assert [one.line for one in sheet.problems] == [2]


def rezipped(content: bytes, part: str, change) -> bytes:
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for one in old.infolist():
            text = old.read(one)
            new.writestr(one.filename, change(text) if one.filename == part else text)
    return written.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def test_a_zip_bomb_is_refused_before_it_is_open():
    bomb = rezipped(workbook(["nom"], ["A"]), SHEET, lambda text: text + b" " * tables.MOST_UNPACKED)
    assert len(bomb) < 100_000
    assert "trop gros" in refusal(bomb, "a.xlsx")


def test_a_part_that_holds_no_cell_stays_small():
    fonts = rezipped(
        workbook(["nom"], ["A"]),
        "xl/styles.xml",
        lambda text: text.replace(b"</fonts>", b"<font/>" * 100_000 + b"</fonts>"),
    )
    assert "trop gros" in refusal(fonts, "a.xlsx")


def test_entities_are_refused():
    def laugh(text: bytes) -> bytes:
        return b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY l "ha">]>' + text

    assert "illisible" in refusal(rezipped(workbook(["nom"], ["A"]), SHEET, laugh), "a.xlsx")


def test_a_workbook_that_lies_about_its_size_is_read_as_it_is():
    def lie(text: bytes) -> bytes:
        return text.replace(b'ref="A1:A2"', b'ref="A1:XFD1048576"')

    assert rows(rezipped(workbook(["nom"], ["A"]), SHEET, lie), "a.xlsx") == [{"nom": "A"}]


def test_a_row_far_away_does_not_make_a_million_rows():
    def far(text: bytes) -> bytes:
        return text.replace(b'<row r="2"', b'<row r="1048576"').replace(b'r="A2"', b'r="A1048576"')

    sheet = read_table_sent("a.xlsx", rezipped(workbook(["nom"], ["A"]), SHEET, far), KNOWN)
    assert sheet.rows == []


def test_a_million_rows_are_refused_without_reading_them_all():
    content = workbook(["nom"], *([f"A{n}"] for n in range(tables.MOST_ROWS + 1)))
    assert "trop de lignes" in refusal(content, "a.xlsx")


@given(st.binary(max_size=300), st.sampled_from([b"", b"PK\x03\x04", b"nom;commune\n", b"\xff\xfe"]))
def test_any_bytes_are_read_or_refused(content, before):
    try:
        sheet = read_table_sent("a", before + content, KNOWN)
    except RefusedDataError:
        return
    assert all(set(row) <= set(KNOWN) for _line, row in sheet.rows)


WHOLE = workbook(["nom", "telephone"], ["A", 1], ["B", 2])


@given(at=st.integers(0, len(WHOLE) - 1), sign=st.integers(0, 255), cut=st.integers(0, 3))
def test_a_damaged_workbook_is_read_or_refused(at, sign, cut):
    damaged = bytearray(WHOLE)
    damaged[at] = sign
    try:
        sheet = read_table_sent("a.xlsx", bytes(damaged)[: len(WHOLE) - cut * 40], KNOWN)
    except RefusedDataError as refused:
        assert [one.file for one in refused.problems] == ["a.xlsx"]
    else:
        assert len(sheet.rows) <= 2
