"""Tags and filters that every template uses."""

import re
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.safestring import SafeString
from hypothesis import given
from hypothesis import strategies as st

from jalon.ui.templatetags import ui


def rendered(source: str, **context) -> str:
    return Template(source).render(Context(context))


def test_an_icon_is_decorative_and_sized():
    svg = rendered('{% icon "search" 20 "big" %}')
    assert svg.startswith("<svg")
    assert 'aria-hidden="true"' in svg
    assert 'width="20"' in svg
    assert 'class="icon big"' in svg


def test_an_unknown_icon_becomes_a_signpost():
    assert ui.icon("no-such-icon") == ui.icon("signpost")
    assert ui.icon("") == ui.icon("signpost")


def test_an_icon_escapes_its_classes():
    assert "<script>" not in ui.icon("search", 20, '"><script>')


def test_every_drawing_is_decorative_and_obeys_the_security_policy():
    names = [path.stem for path in ui.DRAWINGS.glob("*.svg")]
    assert len(names) >= 15
    for name in names:
        svg = ui.drawing(name)
        assert isinstance(svg, SafeString)
        assert 'aria-hidden="true"' in svg, name
        assert "<style" not in svg and "style=" not in svg and "<script" not in svg, name


@pytest.mark.parametrize("name", ["../base", "Hero", "", "hero.svg"])
def test_a_drawing_cannot_name_another_file(name):
    with pytest.raises(ValueError, match="drawing"):
        ui.drawing(name)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Quel métier ?", "Quel métier\u202f?"),
        ("Oui ; non !", "Oui\u202f; non\u202f!"),
        ("Source : ROME", "Source\u00a0: ROME"),
        ("« mot »", "«\u202fmot\u202f»"),
        ("https://exemple.fr a:b", "https://exemple.fr a:b"),
    ],
)
def test_french_spaces(text, expected):
    assert ui.typo(text) == expected


@given(st.text())
def test_french_spaces_are_put_once_and_change_no_letter(text):
    once = ui.typo(text)
    assert ui.typo(once) == once
    assert "".join(once.split()) == "".join(text.split())


def test_typo_still_escapes_what_people_wrote():
    assert rendered("{{ text|typo }}", text="<b> ?") == "&lt;b&gt;\u202f?"


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (0, "0\u00a0métier"),
        (1, "1\u00a0métier"),
        (2, "2\u00a0métiers"),
        (1234567, "1\u202f234\u202f567\u00a0métiers"),
    ],
)
def test_a_number_agrees_with_its_noun(number, expected):
    assert ui.counted(number, "métier,métiers") == expected


def test_a_phone_address_keeps_digits_only():
    assert ui.phone_link("0800 222 100") == "tel:0800222100"
    assert ui.phone_link("+33 2 38 00 00 00") == "tel:+33238000000"
    assert ui.phone_link("javascript:alert(1)") == "tel:1"


def test_one_filter_is_taken_away_and_the_page_with_it():
    request = RequestFactory().get("/recherche/?q=a%26b&niveau=3&niveau=4&page=2")
    address = rendered('{% without "niveau" 3 %}', request=request)
    assert address == "?q=a%26b&amp;niveau=4"


def test_an_address_is_the_one_of_url():
    assert rendered('{% address "portal:search" %}') == "/recherche/"
    assert rendered('{% address "guidance:ways" code %}', code="J1501") == "/comment-y-arriver/J1501/"


def card(**fields) -> SimpleNamespace:
    values = {
        "name": "Nom",
        "url": "/metiers/A/",
        "summary": "",
        "level_label": "",
        "sectors": (),
        "demonstration": False,
        "why": "",
    }
    return SimpleNamespace(**values | fields)


def test_a_list_of_cards_escapes_every_value():
    evil = '<script>"&'
    html = rendered(
        "{% card_list cards %}",
        cards=[card(name=evil, url=evil, summary=evil, level_label=evil, sectors=(evil,), why=evil)],
    )
    assert "<script>" not in html
    assert html.count("&lt;script&gt;") == 6


def test_a_card_says_when_the_level_is_unknown_and_when_it_is_an_example():
    html = rendered("{% card_list cards %}", cards=[card(), card(level_label="CAP", demonstration=True)])
    assert html.count("Niveau non précisé") == 1
    assert html.count("fiche d'exemple") == 1


def test_boxes_escape_their_values_and_show_their_counts():
    choice = SimpleNamespace(value='"x', label="<b>", count=1200, checked=True)
    html = rendered('{% tick_list "secteur" choices %}', choices=[choice])
    assert 'value="&quot;x" checked' in html
    assert "&lt;b&gt;" in html
    assert "1\u202f200" in html


def test_a_box_that_would_give_nothing_is_pale_unless_it_is_chosen():
    nothing = SimpleNamespace(value="3", label="CAP", count=0, checked=False)
    chosen = SimpleNamespace(value="4", label="Bac", count=0, checked=True)
    html = rendered('{% tick_list "niveau" choices %}', choices=[nothing, chosen])
    assert html.count('class="tick off"') == 1


def test_a_condition_can_be_wanted_or_refused():
    choice = SimpleNamespace(
        value="nights", label="La nuit", wanted=False, refused=True, wanted_count=3, refused_count=7
    )
    html = rendered("{% wanted_list choices %}", choices=[choice])
    assert 'name="avec" value="nights">' in html
    assert 'name="sans" value="nights" checked>' in html


def paged(address: str, number: int, count: int = 100) -> str:
    page = Paginator(range(count), 20).get_page(number)
    return rendered("{% page_links page %}", request=RequestFactory().get(address), page=page)


def test_page_links_keep_the_address_and_say_where_one_is():
    html = paged("/recherche/?q=a%26b&niveau=3&page=2", 2)
    assert 'href="?q=a%26b&amp;niveau=3&amp;page=1" rel="prev"' in html
    assert 'href="?q=a%26b&amp;niveau=3&amp;page=2" aria-current="page"' in html
    assert 'href="?q=a%26b&amp;niveau=3&amp;page=3" rel="next"' in html


def test_the_ends_have_no_link_beyond_and_one_page_has_none():
    assert 'rel="prev"' not in paged("/recherche/", 1)
    assert 'rel="next"' not in paged("/recherche/", 5)
    assert paged("/recherche/", 1, count=20) == ""
    assert "…" in paged("/recherche/", 1, count=2000)


def test_repeated_icons_are_those_that_every_page_draws_once():
    names = set(
        re.findall(r'href="#i-([a-z-]+)"', ui.card_list([card(sectors=("Bois",), demonstration=True)]))
    )
    page = rendered('{% extends "ui/base.html" %}')
    assert names
    assert names == set(re.findall(r'<symbol id="i-([a-z-]+)"', page))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2027, 9, 1), "1er septembre 2027"),
        (date(2027, 9, 11), "11 septembre 2027"),
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), "1er janvier 2027"),
        (None, ""),
    ],
)
def test_a_day_is_written_as_people_write_it(day, expected):
    assert rendered("{{ day|day }}", day=day) == expected


def test_options_and_hidden_fields_escape_what_they_hold():
    nasty = '"><b>Rémi & fils'
    escaped = "&quot;&gt;&lt;b&gt;Rémi &amp; fils"
    options = rendered("{% option_list choices 3 %}", choices=[(3, nasty), (nasty, "Bac")])
    assert options == f'<option value="3" selected>{escaped}</option><option value="{escaped}">Bac</option>'
    hidden = rendered("{% hidden_list pairs %}", pairs=[(nasty, nasty)])
    assert hidden == f'<input type="hidden" name="{escaped}" value="{escaped}">'


def test_what_is_kept_in_a_dossier_is_quoted_in_its_address():
    link = rendered("{% keep_link 'profile' key words=words about=words %}", key="/a/?b=é&c", words="<b>&")
    assert 'href="/dossier/?quoi=profile&amp;cle=%2Fa%2F%3Fb%3D%C3%A9%26c"' in link
    assert link.count("&lt;b&gt;&amp;") == 2 and "<b>" not in link


def test_the_top_of_a_page_follows_the_region_and_the_route():
    region = SimpleNamespace(name="Berry", brand="Jalon <Berry>", demonstration=False)
    request = RequestFactory().get("/")
    source = '{% page_part "ui/_top.html" %}'
    assert "Jalon &lt;" in rendered(source, region=region, request=request)
    region.brand = "Autre"
    assert "Autre" in rendered(source, region=region, request=request)
    assert 'aria-current="page"' not in rendered(source, request=request)
    request.resolver_match = SimpleNamespace(view_name="portal:search")
    assert rendered(source, request=request).count('aria-current="page"') == 1
