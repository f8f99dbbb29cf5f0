"""Filters of the calendar in addresses."""

from hypothesis import given
from hypothesis import strategies as st

from jalon.agenda.enums import Audience, EventKind, EventState
from jalon.agenda.rules.asked import MOST_VALUES, Asked, read_asked, written_asked

NAMES = ["type", "etat", "territoire", "structure", "public", "theme", "secteur"]
NAMES += ["commune", "km", "q", "metier", "moi"]
VALUES = [
    *EventKind.values,
    *EventState.values,
    *Audience.values,
    "tours",
    "37261",
    "2A004",
    "12",
    "J1501",
    "1",
]


def grouped(pairs):
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


@given(st.dictionaries(st.sampled_from(NAMES), st.lists(st.sampled_from(VALUES) | st.text(max_size=150))))
def test_any_query_is_read_and_written_back_the_same(query):
    asked = read_asked(query)
    pairs = written_asked(asked)
    assert read_asked(grouped(pairs)) == asked
    assert written_asked(read_asked(grouped(pairs))) == pairs
    assert all(len(values) <= MOST_VALUES or name == "type" for name, values in grouped(pairs).items())


def test_order_and_rubbish_change_nothing():
    first = read_asked({"type": ["forum", "fair", "x"], "territoire": ["tours", "blois", "A b"]})
    second = read_asked({"type": ["fair", "forum", "forum"], "territoire": ["blois", "tours"]})
    assert first == second == Asked(types=("forum", "fair"), territories=("blois", "tours"))


def test_a_distance_needs_a_commune():
    assert read_asked({"km": ["20"]}) == Asked()
    assert read_asked({"commune": ["37261"]}).km == 30
    assert read_asked({"commune": ["37261"], "km": ["999"]}).km == 100
    assert read_asked({"commune": ["Tours"], "km": ["10"]}) == Asked()


def test_nothing_asked_is_false():
    assert not read_asked({})
    assert read_asked({"moi": ["1"]}).mine
    assert read_asked({"q": ["  forum \x00  des\tmétiers "]}).text == "forum des métiers"
