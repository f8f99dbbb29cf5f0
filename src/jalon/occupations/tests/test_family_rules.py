"""From the families of 2009 to those of 2021: the same number does not always mean the same jobs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.occupations.rules.families import Crosswalk, Passage, links_2009, share_inside
from jalon.occupations.services.labour.files import CROSSWALK, crosswalk
from jalon.sources.services import read_csv

COLUMNS = ("fap2009", "rome", "fap2021", "quality", "reason")


def test_one_family_of_2009_is_exact_several_are_not():
    assert [link.quality for link in links_2009(["V0Z60"])] == ["exact"]
    assert [link.quality for link in links_2009(["L0Z60", "L3Z80"])] == ["approximate"] * 2


def test_a_row_that_names_the_occupation_wins():
    table = Crosswalk(
        [
            Passage("V0Z60", "", "V0X60", "exact", "même contenu"),
            Passage("V0Z60", "J1304", "T2B60", "exact", "petite enfance"),
        ]
    )
    assert [link.family for link in table.links_2021("J1501", ["V0Z60"])] == ["V0X60"]
    assert [link.family for link in table.links_2021("J1304", ["V0Z60"])] == ["T2B60"]


def test_an_unknown_family_joins_nothing_and_makes_the_rest_unsure():
    table = Crosswalk([Passage("A0Z40", "", "A0X40", "exact", "même contenu")])
    assert table.links_2021("A1416", ["R1Z63"]) == []
    (link,) = table.links_2021("A1416", ["A0Z40", "R1Z63"])
    assert (link.family, link.quality) == ("A0X40", "approximate")


def test_two_families_reunited_are_exact_again():
    table = Crosswalk(
        [
            Passage("S0Z20", "D1101", "S0X40", "exact", "réunis"),
            Passage("S0Z40", "", "S0X40", "exact", "même contenu"),
        ]
    )
    assert [link.quality for link in table.links_2021("D1101", ["S0Z20", "S0Z40"])] == ["exact"]


def test_the_shipped_table_gives_each_row_once_and_with_its_reason():
    rows = [tuple(row.values()) for _line, row in read_csv(CROSSWALK, COLUMNS)]
    assert len(rows) > 400
    assert len({row[:3] for row in rows}) == len(rows)
    assert all(quality in {"exact", "approximate"} and reason for *_codes, quality, reason in rows)


@pytest.mark.parametrize(
    ("rome", "old", "new"),
    [
        ("N4302", "J4Z60", "J5X60"),  # J4X60 is now hostesses: J4Z60 and J5Z60 swapped numbers
        ("G1201", "J5Z60", "J4X60"),
        ("F1201", "B6Z73", "B6X74"),  # B6X73 is now site technicians
        ("H2502", "H0Z90", "H1X90"),  # H0X90 is now quality technicians
        ("H2301", "E1Z41", "E2X40"),  # E1X41 is now metal production
    ],
)
def test_numbers_that_changed_meaning_do_not_join_by_number(rome, old, new):
    assert [link.family for link in crosswalk().links_2021(rome, [old])] == [new]
    assert new != old.replace("Z", "X")


@given(st.sets(st.sampled_from("abcdef")), st.sets(st.sampled_from("abcdef")))
def test_the_part_inside_is_a_part(members, group):
    share = share_inside(members, group)
    assert 0 <= share <= 1
    assert (share == 1) == (bool(members) and members <= group)
