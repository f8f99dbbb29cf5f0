"""How close two occupations are: properties that hold whatever the data."""

from hypothesis import given
from hypothesis import strategies as st

from jalon.occupations.rules.closeness import Profile, closest, cosines, similarities, weigh

tokens = st.sampled_from("abcdefgh")
bags = st.dictionaries(tokens, st.sampled_from([0.5, 1.0, 2.0]), max_size=5)
facets = st.fixed_dictionaries({"skills": bags, "settings": bags, "definition": bags})


@st.composite
def worlds(draw):
    facts = draw(st.lists(facets, min_size=2, max_size=7))
    profiles = [
        Profile(f"A{at:04}", f"A{at:04}", draw(st.sampled_from(["A11", "A12", "B11", ""])), draw(bags))
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


@given(worlds())
def test_the_order_of_the_profiles_does_not_matter(world):
    profiles, facts = world
    backwards = dict(reversed(facts.items()))
    one, other = closest(profiles, facts, limit=3), closest(profiles[::-1], backwards, limit=3)
    for code, found in one.items():
        assert [score for _code, score in found] == [score for _code, score in other[code]]


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
