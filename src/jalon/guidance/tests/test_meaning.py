"""Nearness between what a text says and each occupation: the rule, and what is learnt from texts."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.guidance.rules import meaning as rules
from jalon.guidance.selectors.meaning import Meaning

nearness = st.floats(-1, 1)
TRADES = ("wood", "bread", "care", "metal")
WORDS_OF = {
    "wood": ("saw", "plank", "carve", "oak"),
    "bread": ("dough", "oven", "flour", "bake"),
    "care": ("nurse", "bandage", "comfort", "ward"),
    "metal": ("weld", "steel", "forge", "lathe"),
}


def counted(liked, refused=0.0):
    return float(rules.meant(np.array([liked]), np.array([refused]))[0])


@given(nearness, nearness, st.floats(0, 2))
def test_standing_nearer_never_lowers_and_refusing_nearer_never_helps(liked, refused, more):
    before = counted(liked, refused)
    assert 0 <= before <= rules.MEANT_MOST
    assert counted(min(1.0, liked + more), refused) >= before
    assert counted(liked, min(1.0, refused + more)) <= before


def test_a_faint_nearness_counts_for_nothing():
    assert counted(rules.MEANT_FROM) == 0.0
    assert counted(-1.0) == 0.0
    assert counted(0.3) == pytest.approx(rules.MEANT_EACH * (0.3 - rules.MEANT_FROM))


def bags(size=rules.LEAST_OCCUPATIONS):
    """Occupations of four trades in turn; each is said with two of the four words of its trade."""
    found = []
    for place in range(size):
        words, turn = WORDS_OF[TRADES[place % 4]], place // 4
        found.append({words[turn % 4]: 1.0, words[(turn + 1) % 4]: 2.0, f"own{place}": 1.0, "everyone": 1.0})
    return found


def test_a_word_is_near_occupations_that_never_say_it_when_they_are_alike():
    learnt, said = Meaning(bags()), bags()
    near = learnt.near({"saw": 1.0})
    silent = [place for place in range(0, len(said), 4) if "saw" not in said[place]]
    others = [place for place in range(len(said)) if place % 4]
    assert min(near[silent]) > max(near[others])


def test_words_of_one_occupation_of_all_or_of_none_are_near_nothing():
    learnt = Meaning(bags())
    for word in ("own0", "everyone", "never heard"):
        assert not learnt.near({word: 1.0}).any()
        assert not learnt.each_near([word]).any()


@given(st.dictionaries(st.sampled_from(sorted(sum(WORDS_OF.values(), ()))), st.floats(0.1, 1), min_size=1))
def test_nearness_stays_in_its_bounds_and_the_order_of_words_changes_nothing(weights):
    near = LEARNT.near(weights)
    assert np.abs(near).max() <= 1 + 1e-5
    assert near == pytest.approx(LEARNT.near(dict(reversed(weights.items()))), abs=1e-5)


def test_each_word_alone_stands_where_the_whole_would():
    together = np.array([LEARNT.near({word: 1.0}) for word in ("saw", "dough", "own0")])
    assert LEARNT.each_near(["saw", "dough", "own0"]) == pytest.approx(together, abs=1e-5)


def test_too_few_occupations_teach_nothing():
    learnt = Meaning(bags(rules.LEAST_OCCUPATIONS - 1))
    assert not learnt.near({"saw": 1.0}).any()
    assert Meaning([]).near({"saw": 1.0}).shape == (0,)


def test_the_same_texts_teach_the_same():
    assert np.array_equal(Meaning(bags()).near({"oven": 1.0}), Meaning(bags()).near({"oven": 1.0}))


LEARNT = Meaning(bags())
