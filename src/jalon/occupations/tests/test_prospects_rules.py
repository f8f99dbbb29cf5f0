"""Hiring figures added up and said in words: what is not published is never zero."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.occupations.rules.prospects import (
    Figure,
    Share,
    Total,
    add_up,
    difficult_share,
    difficulty_sentence,
    figure_problem,
    of_place,
    part_in_words,
    read_count,
    seasonal_sentence,
    seasonal_share,
)

counts = st.none() | st.integers(min_value=0, max_value=5_000)


@st.composite
def figures(draw):
    projects = draw(counts)
    if projects is None:
        return Figure(None, None, None)
    part = st.none() | st.integers(min_value=0, max_value=projects)
    return Figure(projects, draw(part), draw(part))


@given(st.lists(counts))
def test_a_sum_is_a_lower_bound_as_soon_as_one_value_is_not_published(values):
    total = add_up(values)
    published = [value for value in values if value is not None]
    assert total.at_least == (None in values)
    assert total.value == (sum(published) if published or not values else None)


@given(st.lists(counts), st.lists(counts))
def test_adding_in_two_times_or_one_gives_the_same_when_something_is_published(first, second):
    both, one, two = add_up(first + second), add_up(first), add_up(second)
    assert (both.value or 0) == (one.value or 0) + (two.value or 0)
    assert both.at_least == (one.at_least or two.at_least)


@given(st.lists(figures()))
def test_a_share_stays_between_nothing_and_everything(found):
    for share in (difficult_share(found), seasonal_share(found)):
        assert share is None or 0 <= share.value <= 1


@given(st.lists(figures(), min_size=1))
def test_publishing_a_hidden_part_never_lowers_the_share(found):
    before = difficult_share(found)
    told = [one._replace(difficult=one.projects) if one.difficult is None else one for one in found]
    after = difficult_share(told)
    assert before is None or (after is not None and after.value >= before.value and not after.at_least)


@given(figures())
def test_a_figure_made_of_parts_of_its_whole_has_no_problem(figure):
    assert figure_problem(figure) == ""


@given(st.integers(min_value=0, max_value=9_999_999))
def test_a_count_is_read_as_it_is_written(value):
    assert read_count(f" {value} ") == value


@pytest.mark.parametrize("cell", ["", "-1", "12,5", "1e3", "n.c.", "²", "12345678"])
def test_what_is_not_a_count_is_refused_with_a_reason(cell):
    with pytest.raises(ValueError, match="nombre entier"):
        read_count(cell)


def test_a_star_is_not_zero():
    assert read_count("*") is None
    assert add_up([None]) == Total(None, True)
    assert add_up([0]) == Total(0, False)


def test_a_part_may_not_exceed_its_whole_nor_be_known_without_it():
    assert "dépasse" in figure_problem(Figure(10, 11, None))
    assert "dépasse" in figure_problem(Figure(10, None, 12))
    assert "total" in figure_problem(Figure(None, 3, None))


def test_parts_are_said_as_people_do():
    said = [part_in_words(value) for value in (0, 0.1, 0.2, 0.25, 0.33, 0.5, 0.6, 0.8, 0.95)]
    assert said == [
        "presque aucun",
        "environ un sur dix",
        "environ un sur cinq",
        "environ un quart",
        "environ un tiers",
        "environ la moitié",
        "plus de la moitié",
        "la plupart",
        "presque tous",
    ]


def test_difficulty_says_what_it_means_for_who_reads():
    assert difficulty_sentence(Share(0.6, False)).startswith("Plus de la moitié sont jugés difficiles")
    assert "de la place pour vous" in difficulty_sentence(Share(0.6, False))
    assert "soignez votre candidature" in difficulty_sentence(Share(0.02, False))
    assert difficulty_sentence(Share(0.02, False)).startswith("Presque aucun n'est jugé difficile")
    assert difficulty_sentence(Share(0.1, False)).startswith("Environ un sur dix est jugé difficile")
    assert difficulty_sentence(Share(0.4, True)) == "Au moins 40 % sont jugés difficiles par les employeurs."
    for untold in (None, Share(0.0, True)):
        assert "n'est pas publiée" in difficulty_sentence(untold)


def test_season_is_said_too():
    assert seasonal_sentence(Share(0.95, False)) == "Presque tous sont saisonniers."
    assert seasonal_sentence(Share(0.0, False)) == "Presque aucun n'est saisonnier."
    assert "n'est pas publiée" in seasonal_sentence(None)


@pytest.mark.parametrize(
    ("name", "said"),
    [("Tours", "de Tours"), ("Issoudun", "d'Issoudun"), ("Le Blanc", "du Blanc"), ("Les Ulis", "des Ulis")],
)
def test_towns_take_their_article(name, said):
    assert of_place(name) == said
