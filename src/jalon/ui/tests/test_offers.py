"""The lists of trainings and towns drawn in Python: everything is escaped, nothing known is left out."""

from enum import Enum
from types import SimpleNamespace

import pytest

from jalon.ui.templatetags.offers import map_circles, offer_list, town_rows

HOSTILE = "<b>\"&'"
SAFE = "&lt;b&gt;&quot;&amp;&#x27;"


class Standing(Enum):
    OPEN = "open"
    UNDATED = "undated"


def offer(**fields):
    values = {
        "title": "CAP Boulanger", "url": "/f/1/", "modes": ("École",), "mode_values": ("school",),
        "provider": "CFA", "town": "Blois", "distance": "3,2 km", "length": "2 ans", "cost_left": "",
        "next": SimpleNamespace(text="Départ le 1er mars", state=Standing.OPEN, others=0, then=""),
        "demonstration": False,
    }  # fmt: skip
    return SimpleNamespace(**values | fields)


@pytest.mark.parametrize("name", ["title", "url", "provider", "town", "distance", "length", "cost_left"])
@pytest.mark.parametrize("modes", [("school",), ("distance",)])
def test_every_text_of_an_offer_is_escaped(name, modes):
    html = offer_list([offer(mode_values=modes, **{name: HOSTILE})])
    assert HOSTILE not in html
    assert SAFE in html or (name == "distance" and modes == ("distance",))


def test_what_is_not_known_is_said_or_left_out():
    html = offer_list([offer(town="", provider="", length="", distance="")])
    assert "Lieu non précisé" in html
    assert "<small>" not in html
    assert "·" not in html
    assert "Reste à payer" not in html


def test_the_other_dates_are_counted_and_a_distance_training_is_at_home():
    start = SimpleNamespace(text="Date pas encore annoncée", state=Standing.UNDATED, others=2, then="")
    html = offer_list([offer(next=start, mode_values=("distance",), demonstration=True)])
    assert "+ 2\u00a0autres dates" in html
    assert "De chez vous" in html
    assert "CFA, Blois" in html
    assert 'class="tag">exemple' in html
    one = SimpleNamespace(text="x", state=Standing.OPEN, others=1, then="")
    assert "+ 1\u00a0autre date<" in offer_list([offer(next=one)])


def test_what_comes_after_is_said_apart_and_escaped():
    assert "then" not in offer_list([offer()])
    start = SimpleNamespace(text="x : complet", state=Standing.OPEN, others=0, then=HOSTILE)
    assert f' <span class="then">{SAFE}</span>' in offer_list([offer(next=start)])


def test_towns_and_marks_are_links_with_their_counts():
    town = SimpleNamespace(name=HOSTILE, count=1234, query="q=a&commune=41018")
    row = town_rows([town], "/formations/")
    assert f'<a href="/formations/?q=a&amp;commune=41018">{SAFE}</a>' in row
    assert "1\u202f234" in row
    mark = SimpleNamespace(
        x=1, y=2, radius=3, below=4, count=5, label=HOSTILE, name=HOSTILE, query="q=a&rayon=0"
    )
    unnamed = SimpleNamespace(x=9, y=9, radius=9, below=9, count=9, label="Blois", name="", query="")
    drawn = map_circles([mark, unnamed], "/formations/", "vue=carte")
    assert 'href="/formations/?q=a&amp;rayon=0&amp;vue=carte"' in drawn
    assert f'aria-label="{SAFE}"' in drawn
    assert drawn.count('class="town"') == 1
    assert HOSTILE not in drawn
