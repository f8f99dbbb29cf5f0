"""The line of each programme, found by a second reading: the one that the parser says."""

import gzip
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from jalon.training.services.lheo import NumberFinder, lines, open_feed
from jalon.training.services.lheo.lines import LineFinder
from jalon.training.services.lheo.parts import number_of
from jalon.training.tests.lheo_records import feed

# Python's name → the one that the file declares
ENCODINGS = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "latin-1": "ISO-8859-1", "utf-16": "UTF-16"}
PIECES = st.one_of(
    st.builds(
        "<formation{}{}{}{}>{}</formation>".format,
        st.sampled_from([" ", "\n", "\r\n  ", "\t"]),
        st.sampled_from(["", "info='a>b' ", "info=\"numero='9'\"\n", "id='N2' "]),
        st.sampled_from(["", "numero='N1'", 'numero = "N1"', "\nnumero='É&amp;&#233;'", "numero=' N3 '"]),
        st.sampled_from(["", " ", "\n"]),
        st.sampled_from(["", "\n", "x", "<formations numero='N1'/>", "<!-- <formation numero='N1'> -->"]),
    ),
    st.sampled_from(
        ["<formation/>", "\n", "<!--\n<formation numero='N1'>-->", "<?a <formation numero='N1'>\n?>"]
    ),
    st.sampled_from(["<a><![CDATA[\n<formation numero='N1'>]]></a>", "<a>- -&gt; ]]&gt;</a>", "<!---->"]),
)


def expected(path: Path) -> list[tuple[str, int]]:
    """Return number and line of each programme of a small file, as lxml says them."""
    root = etree.parse(path).getroot()
    return [(number_of(one), one.sourceline) for one in root.iter("{*}formation")]


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(PIECES, max_size=12),
    st.sampled_from(list(ENCODINGS)),
    st.integers(1, 40),
)
def test_lines_are_those_of_the_parser(tmp_path, monkeypatch, pieces, written, chunk):
    declared = ENCODINGS[written]
    path = tmp_path / "essai.xml"
    path.write_bytes(feed("".join(pieces)).replace("UTF-8", declared).encode(written))
    monkeypatch.setattr(lines, "CHUNK", chunk)
    known = expected(path)
    with open_feed(path) as file:
        finder = LineFinder(file)
        assert [finder.line_of(rank + 1) for rank in range(len(known))] == [line for _number, line in known]
    numbers = NumberFinder(path)
    for number in dict(known):
        found = [line for one, line in known if one == number]
        assert list(numbers.lines_of(number, len(found))) == found
        assert list(numbers.lines_of(number, 1)) == found[:1]
    assert list(numbers.lines_of("absent", 1)) == []


def test_a_file_is_read_again_only_when_a_line_is_asked_for(tmp_path, monkeypatch):
    path = tmp_path / "essai.xml"
    path.write_text(feed("<formation numero='1'/>\n" * 3), encoding="utf-8")
    opened = []
    monkeypatch.setattr(lines, "open_feed", lambda path: opened.append(path) or open_feed(path))
    finder = NumberFinder(path)
    finder.close()
    assert opened == []
    finder = NumberFinder(path)
    assert list(finder.lines_of("1", 2)) == [3, 4]
    assert opened == [path]


@pytest.mark.parametrize("content", [b"", None, gzip.compress(feed("<formation/>" * 9_000).encode())[:-40]])
def test_what_cannot_be_read_again_has_no_line(tmp_path, content):
    path = tmp_path / "essai.xml"
    if content is not None:
        path.write_bytes(content)
    assert list(NumberFinder(path).lines_of("1", 1)) == []


def test_what_is_skipped_takes_no_memory(tmp_path, monkeypatch):
    path = tmp_path / "essai.xml"
    path.write_text(feed(f"<!-- {'x' * 400_000}\n --><formation numero='1'/>"), encoding="utf-8")
    monkeypatch.setattr(lines, "CHUNK", 1_000)
    monkeypatch.setattr(lines, "LONGEST_TAG", 100)
    assert list(NumberFinder(path).lines_of("1", 1)) == [4]
