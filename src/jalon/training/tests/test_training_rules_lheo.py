"""Plain rules that reading LHÉO uses: texts, amounts, dates, lengths, modes."""

import doctest
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.training.enums import Length
from jalon.training.rules import lengths, lheo, modes, texts


@pytest.mark.parametrize("module", [lengths, lheo, modes, texts])
def test_examples_in_the_docstrings(module):
    assert doctest.testmod(module).failed == 0


class TestTexts:
    @given(st.text())
    def test_plain_text_comes_back_from_its_marked_form(self, text: str):
        once = texts.plain(text)
        assert texts.plain(texts.marked(once)) == once

    @given(st.text(), st.integers(4, 60))
    def test_cut_text_fits_and_stays_cut(self, text: str, longest: int):
        written = texts.cut_marked(texts.plain(text), longest)
        assert len(written) <= longest
        once = texts.plain(written)
        assert texts.plain(texts.cut_marked(once, longest)) == once

    @pytest.mark.parametrize(
        ("html", "said"),
        [
            ("de 16 à < 26 ans & plus", "de 16 à < 26 ans & plus"),
            ("<p>un</p><p>deux</p>", "un\ndeux"),
            ("un<br/>deux\ntrois", "un\ndeux trois"),
            ("un\n\n\ndeux", "un\ndeux"),
            ("<ul><li>a</li><li>b</li></ul>fin", "- a\n- b\nfin"),
            ("<ul>\n <li><p>a</p></li></ul>", "- a"),
            ("<b>gras</b>&eacute;t&eacute;", "grasété"),
            ("<script>alert(1)</script>suite", "suite"),
            ("<scr<b>ipt>alert(1)</script>", "<script>alert(1)"),
            ("<!-- rien -->suite", "suite"),
            ("<script>jamais fermé", ""),
            ("<style>p{}</style><P CLASS='x'>Oui</P>", "Oui"),
        ],
    )
    def test_html(self, html: str, said: str):
        assert texts.plain(html) == said

    @pytest.mark.parametrize("text", ["", "-", " - ", "Non renseigné"])
    def test_not_said(self, text: str):
        assert texts.one_line(text) == ""

    @pytest.mark.parametrize(
        ("text", "address"),
        [
            ("https://cfa.example/a?b=1", "https://cfa.example/a?b=1"),
            ("www.cfa.example/page", "http://www.cfa.example/page"),
            ("JavaScript:alert(1)", ""),
            ("data:text/html,x", ""),
            ('https://cfa.example/"><script>', ""),
            ("bientôt en ligne", ""),
            ("ftp://cfa.example", ""),
        ],
    )
    def test_web_address(self, text: str, address: str):
        assert texts.web_address(text) == address


class TestNotations:
    @pytest.mark.parametrize(
        ("text", "amount"),
        [
            ("1 200,50 €", 1200.5),
            ("1.200,50", 1200.5),
            ("1.200", 1200.0),
            ("1.200 €", 1200.0),
            ("300", 300.0),
            ("Gratuit", 0.0),
            ("sur devis", None),
            ("99999999999", None),
            ("nan", None),
            ("inf", None),
            ("-5", None),
        ],
    )
    def test_amounts(self, text: str, amount: float | None):
        assert lheo.read_amount(text, most=1e6) == amount

    @given(st.integers(0, 99_999_999).map(lambda cents: cents / 100))
    def test_amount_comes_back(self, amount: float):
        assert lheo.read_amount(lheo.write_amount(amount), most=1e6) == amount

    @given(st.dates(date(1950, 1, 2), date(2200, 1, 1)).filter(lambda day: day.year not in (1900, 2999)))
    def test_date_comes_back(self, day: date):
        assert lheo.read_date(lheo.write_date(day)) == day

    @pytest.mark.parametrize("text", ["20260231", "20261301", "2026", "demain", "12345678", "²0260101"])
    def test_impossible_dates(self, text: str):
        with pytest.raises(lheo.ImpossibleDateError):
            lheo.read_date(text)

    @pytest.mark.parametrize(
        ("text", "count"),
        [("140", 140), ("140 h", 140), ("1 400", 1400), ("17,5 heures", 18), ("0", None), ("selon", None)],
    )
    def test_counts(self, text: str, count: int | None):
        assert lheo.read_count(text) == count


class TestLengths:
    def test_every_length_has_one_class(self):
        assert [lengths.length_of(months) for months in (0.2, 3, 9, 24, 36)] == list(Length)

    @given(st.floats(0, 200))
    def test_bounds_leave_no_gap(self, months: float):
        assert lengths.length_of(months) in Length

    def test_order_of_what_is_believed(self):
        start, end = date(2026, 9, 1), date(2027, 6, 30)
        dated = lengths.months_of(start, end, text="2 ans", hours=700, permanent=False)
        assert dated == 10.0
        assert lengths.months_of(start, end, text="2 ans", hours=700, permanent=True) == 24.0
        assert lengths.months_of(None, None, text="selon projet", hours=455, permanent=True) == 3.0
        assert lengths.months_of(None, None, text="", hours=None, permanent=False) is None


class TestWords:
    @pytest.mark.parametrize(
        ("rhythm", "alternation", "found"),
        [
            ("temps plein", "", ("full",)),
            ("cours du soir ou temps partiel", "", ("part", "evening")),
            ("temps plein", "contrat d'apprentissage", ("full", "alternating")),
            ("", "sans alternance", ()),
            ("à votre rythme", "", ("own",)),
        ],
    )
    def test_rhythms(self, rhythm: str, alternation: str, found: tuple[str, ...]):
        assert modes.rhythms_of(rhythm=rhythm, alternation=alternation) == found

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("locaux accessibles pmr", True),
            ("bâtiment non accessible aux fauteuils", False),
            ("nous contacter", None),
            ("non", False),
        ],
    )
    def test_access(self, text: str, found: bool | None):
        assert modes.accessible_of(text) is found
