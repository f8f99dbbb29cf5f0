"""How close two occupations are: properties that hold whatever the data."""

from hypothesis import given
from hypothesis import strategies as st

from jalon.occupations.rules.closeness import (
    IN_WHOLE,
    WEIGHTS,
    Profile,
    closest,
    cosines,
    similarities,
    weigh,
    whole,
)

tokens = st.sampled_from("abcdefgh")
bags = st.dictionaries(tokens, st.sampled_from([0.5, 1.0, 2.0]), max_size=5)
facets = st.fixed_dictionaries({"skills": bags, "settings": bags, "whole": bags})
levels = st.sampled_from([None, 0, 3, 5])


@st.composite
def worlds(draw):
    facts = draw(st.lists(facets, min_size=2, max_size=7))
    profiles = [
        Profile(
            f"A{at:04}",
            f"A{at:04}",
            draw(st.sampled_from(["A11", "A12", "B11", ""])),
            draw(bags),
            draw(levels),
        )
        for at in range(len(facts))
    ]
    return profiles, {profile.facts: found for profile, found in zip(profiles, facts, strict=True)}


@given(st.lists(bags, max_size=8))
def test_cosines_stay_between_nothing_and_the_same(found):
    for at, row in enumerate(cosines(weigh(found))):
        assert len(row) == at + 1
        assert all(-1e-9 <= value <= 1 + 1e-9 for value in row)


@given(worlds())
def test_closeness_is_mutual(world):
    table = similarities(*world)
    size = len(table)
    assert all(table[one][other] == table[other][one] for one in range(size) for other in range(size))
    assert all(table[at][at] == 0 for at in range(size))


@given(worlds(), st.integers(min_value=0, max_value=5))
def test_lists_are_short_sorted_and_without_oneself(world, limit):
    profiles, facts = world
    for code, found in closest(profiles, facts, limit=limit).items():
        scores = [score for _other, score in found]
        assert len(found) <= limit
        assert code not in {other for other, _score in found}
        assert scores == sorted(scores, reverse=True)
        assert all(0 < score < 1 for score in scores)


@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_of_the_profiles_does_not_matter(world, random):
    profiles, facts = world
    shuffled = random.sample(profiles, len(profiles))
    owners = random.sample(sorted(facts), len(facts))
    assert closest(profiles, facts, limit=3) == closest(
        shuffled, {owner: facts[owner] for owner in owners}, limit=3
    )


@given(worlds())
def test_two_list_each_other_with_the_same_score(world):
    profiles, facts = world
    found = {code: dict(close) for code, close in closest(profiles, facts, limit=len(profiles)).items()}
    for code, close in found.items():
        for other, score in close.items():
            assert abs(found[other][code] - score) <= 1e-4


@given(st.dictionaries(st.sampled_from([*IN_WHOLE, "unknown"]), bags))
def test_the_whole_holds_each_token_once_and_nothing_else(found):
    total = whole(found)
    words = {token for facet, bag in found.items() if facet in IN_WHOLE for token in bag}
    assert {token.rpartition(":")[2] for token in total} == words
    assert all(weight > 0 for weight in total.values())


def test_each_facet_counts_by_itself_or_in_the_whole():
    assert IN_WHOLE.keys() | {"whole"} >= WEIGHTS.keys()
    assert all(weight > 0 for weight in (*WEIGHTS.values(), *IN_WHOLE.values()))


def test_between_equals_the_nearer_level_of_study_comes_first():
    facts = {code: {"skills": {"soin": 1.0}} for code in ("A0001", "A0002", "A0003", "A0004")}
    levels = {"A0001": 3, "A0002": 7, "A0003": 4, "A0004": None}
    profiles = [Profile(code, code, "", {}, levels[code]) for code in facts]
    assert [code for code, _score in closest(profiles, facts, limit=3)["A0001"]] == [
        "A0003",
        "A0004",
        "A0002",
    ]


def test_a_list_is_not_filled_by_the_details_of_one_occupation():
    facts = {
        "A0001": {"skills": {"toit": 1.0}},
        "A0002": {"skills": {"toit": 1.0}},
        "A0003": {"skills": {"toit": 0.5, "bois": 1.0}},
        "A0004": {"skills": {"bois": 1.0}},
    }
    own = [Profile(f"A001{at}", "A0001", "", {"toit": 1.0}) for at in range(4)]
    others = [Profile(f"A002{at}", "A0002", "", {}) for at in range(4)]
    heads = [Profile(code, code, "", {}) for code in facts]
    found = [code for code, _score in closest([*heads, *own, *others], facts, limit=9)["A0001"]]
    assert sorted(found) == ["A0002", "A0003", "A0010", "A0011"]


def test_what_is_rare_and_shared_brings_closer_than_what_everybody_has():
    facts = {
        "A0001": {"skills": {"forge": 1.0, "hygiène": 1.0}},
        "A0002": {"skills": {"forge": 1.0, "vente": 1.0}},
        "A0003": {"skills": {"hygiène": 1.0, "cuisine": 1.0}},
        "A0004": {"skills": {"hygiène": 1.0, "vente": 1.0}},
        "A0005": {"skills": {"hygiène": 1.0, "cuisine": 1.0}},
    }
    profiles = [Profile(code, code, "", {}) for code in facts]
    assert closest(profiles, facts, limit=1)["A0001"][0][0] == "A0002"


def test_those_that_detail_the_same_code_are_told_apart_by_their_titles():
    facts = {"A0001": {"skills": {"forge": 1.0}}, "A0009": {"skills": {"forge": 1.0}}}
    profiles = [
        Profile("A0001", "A0001", "A11", {"fer": 1.0}),
        Profile("A0002", "A0001", "A11", {"fer": 1.0, "art": 1.0}),
        Profile("A0003", "A0001", "A11", {"art": 1.0, "cuivre": 1.0}),
        Profile("A0009", "A0009", "A11", {"cuivre": 1.0}),
    ]
    found = closest(profiles, facts, limit=3)
    assert found["A0001"][0][0] == "A0002"


def test_nothing_shared_is_no_relation():
    profiles = [Profile("A0001", "A0001", "", {}), Profile("B0001", "B0001", "", {})]
    assert closest(profiles, {"A0001": {}, "B0001": {}}, limit=5) == {"A0001": [], "B0001": []}
