"""The formula of the ranking: what must hold whatever is answered."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.guidance.rules import columns
from jalon.guidance.rules import matching as rules
from jalon.guidance.rules.answers import Factor
from jalon.guidance.rules.example import worked_example
from jalon.guidance.rules.measures import judge, summary

shares = st.floats(0, 1)
factor_scores = st.dictionaries(st.sampled_from(list(Factor)), st.none() | shares)
weightings = st.dictionaries(st.sampled_from(list(Factor)), st.integers(-2, 9))
letters = st.sampled_from("RIASEC")
likings = st.dictionaries(letters, shares)
CONDITIONS = ["nights", "noise", "outdoors", "team"]
some = st.sets(st.sampled_from(CONDITIONS))


def column(values):
    return np.array(values, dtype=float)


def only(scores):
    """Return the one score of a column, None when it is unknown."""
    (score,) = scores.tolist()
    return None if np.isnan(score) else score


@given(factor_scores, weightings, st.sampled_from(list(Factor)), shares)
def test_a_factor_that_rises_never_lowers_a_score(factors, shifted, factor, more):
    weights = rules.weights_in_force(shifted)
    before = factors.get(factor)
    better = max(more, rules.MIDDLE if before is None else before)
    raised = rules.total_score({**factors, factor: better}, weights)
    assert raised >= rules.total_score(factors, weights) - 1e-12


@given(factor_scores, weightings)
def test_a_score_stays_between_nothing_and_one_in_any_order(factors, shifted):
    weights = rules.weights_in_force(shifted)
    score = rules.total_score(factors, weights)
    assert 0 <= score <= 1
    assert rules.total_score(dict(reversed(factors.items())), weights) == score


@given(st.lists(st.tuples(factor_scores, shares), max_size=6), weightings)
def test_all_occupations_at_once_score_as_each_alone(rows, shifted):
    weights = rules.weights_in_force(shifted)
    found = {factor: column([factors.get(factor) for factors, _kept in rows]) for factor in Factor}
    at_once = columns.total_scores(found, weights, column([kept for _factors, kept in rows]))
    alone = [rules.total_score(factors, weights, kept=kept) for factors, kept in rows]
    assert at_once.tolist() == pytest.approx(alone)


@given(factor_scores, st.sampled_from(list(Factor)))
def test_unknown_is_not_zero(factors, factor):
    weights = rules.weights_in_force({factor: 3})
    unknown = rules.total_score({**factors, factor: None}, weights)
    assert unknown > rules.total_score({**factors, factor: 0.0}, weights)
    assert unknown == rules.total_score({one: s for one, s in factors.items() if one != factor}, weights)


def interests_score(person, counted):
    row = [counted.get(letter, 0.0) if counted else np.nan for letter in rules.LETTERS_SORTED]
    return only(columns.interests_scores(person, column([row])))


close_by = st.lists(st.tuples(letters, letters | st.just(""), st.floats(0.01, 1)), max_size=4)


@given(likings, letters, letters, close_by, letters, shares)
def test_liking_more_never_lowers_any_occupation(person, major, minor, close, liked, more):
    counted = rules.interest_letters(major, minor, close)
    before = interests_score(person, counted)
    liking = {**person, liked: max(more, person.get(liked, rules.MIDDLE))}
    after = interests_score(liking, counted)
    assert (rules.MIDDLE if after is None else after) >= (rules.MIDDLE if before is None else before) - 1e-12


@given(letters, letters, close_by)
def test_the_letters_of_an_occupation_count_more_than_those_of_the_close_ones(major, minor, close):
    counted = rules.interest_letters(major, minor, close)
    assert sum(counted.values()) <= 1 + 1e-9
    own = rules.MAJOR_SHARE * (1 - rules.NEAR_SHARE)
    assert counted[major] >= own - 1e-9
    assert counted == rules.interest_letters(major, minor, close)


def test_letters_that_are_not_known_are_not_guessed_from_the_close_ones():
    assert rules.interest_letters("", "", [("R", "I", 0.9)]) == {}
    assert interests_score({"R": 1.0}, {}) is None
    assert interests_score({"S": 1.0}, {"R": 0.6, "I": 0.4}) is None
    assert interests_score({}, {"R": 0.6, "I": 0.4}) is None
    assert interests_score({"R": 1.0, "S": 0.0}, {"R": 0.6, "I": 0.4}) == pytest.approx(0.8)


def ordered(scores, known=None):
    """Return codes in order; `known`: by code, whether there is a sheet and how many names there are."""
    codes = sorted(scores)
    ranks = rules.parted(known or dict.fromkeys(codes, (0, 0)))
    found = columns.in_order(
        column([scores[code] for code in codes]), np.array([ranks[one] for one in codes], int)
    )
    return [codes[place] for place in found]


def spread_out(scores, size):
    """Return codes in order, the first ones chosen to differ: `size` letters of a code tell its domain."""
    codes = ordered(scores)
    numbers = [np.unique([code[:letters] for code in codes], return_inverse=True)[1] for letters in (size, 1)]
    found = columns.diverse(range(len(codes)), column([scores[code] for code in codes]), *numbers)
    return [codes[place] for place in found]


def test_equal_scores_are_parted_by_what_the_page_says_and_no_other():
    scores = {"A1": 0.5, "B1": 0.5, "C1": 0.501, "D1": 0.51}
    known = {"A1": (0, 3), "B1": (1, 1), "C1": (0, 9), "D1": (0, 0)}
    assert ordered(scores, known) == ["D1", "B1", "C1", "A1"]
    assert ordered(scores) == ["D1", "A1", "B1", "C1"]


@given(st.floats(0, 50), st.floats(0.1, 50), st.floats(0, 50), shares)
def test_one_more_shared_skill_never_lowers(shared, whole, more, closeness):
    def score(known):
        return only(columns.skills_scores(column([known]), column([whole]), column([closeness])))

    assert score(shared + more) >= score(shared)


def test_skills_that_are_not_known_are_not_held_against_an_occupation():
    nothing = column([0.0])
    assert only(columns.skills_scores(nothing, nothing, nothing)) is None
    assert only(columns.skills_scores(nothing, nothing, column([0.4]))) == pytest.approx(0.7)
    assert only(columns.skills_scores(nothing, column([3.0]), nothing)) == rules.NO_SHARED_SKILL


@given(st.floats(0, 50), st.floats(0, 50), st.floats(0, 50), shares, st.floats(0, 50))
def test_one_more_word_that_matches_never_lowers(liked, refused, text, meant, more):
    def score(*parts):
        return only(columns.words_scores(*(column([part]) for part in parts)))

    before = score(liked, refused, text, 0, meant)
    assert score(liked + more, refused, text, 0, meant) >= before
    assert score(liked, refused, text + more, 0, meant) >= before
    assert score(liked, refused, text, more, meant) >= before
    assert score(liked, refused, text, 0, min(1.0, meant + more)) >= before
    assert score(liked, refused + more, text, 0, meant) <= before


def conditions_score(has, wanted, refused, *, known=True):
    def flags(names):
        return np.array([[name in has for name in sorted(names)]], dtype=bool).reshape(1, len(names))

    return only(columns.conditions_scores(np.array([known]), flags(wanted), flags(refused)))


@given(some, some, some, st.sampled_from(CONDITIONS))
def test_a_condition_that_is_there_never_lowers_and_a_refused_one_never_helps(has, wanted, refused, one):
    def score(wishes, refusals):
        return conditions_score(has, wishes, refusals)

    before = score(wanted, refused)
    if one in has and wanted:
        assert score(wanted | {one}, refused) >= before
    if before is not None:
        assert score(wanted, refused | {one}) <= before


def test_conditions_that_are_not_known_are_not_held_against_an_occupation():
    assert conditions_score(set(), set(), {"nights"}, known=False) is None
    assert conditions_score({"team"}, set(), {"nights"}) == rules.MIDDLE


@pytest.mark.parametrize(
    ("level", "now", "most", "score"),
    [(None, 3, 4, None), (4, 3, None, None), (4, 3, 4, 1.0), (5, 3, 4, 0.3), (8, 3, 4, 0.0), (0, 7, 8, 0.75)],
)
def test_study_within_what_is_accepted(level, now, most, score):
    assert rules.study_score(level, now, most) == score


@given(st.integers(0, 8), st.integers(0, 8), st.integers(0, 8), st.integers(0, 8))
def test_below_what_she_speaks_of_goes_down_by_steps_and_never_to_nothing(level, now, most, least):
    score = rules.study_score(level, now, most, least)
    assert score <= rules.study_score(level, now, most)
    if level <= most:
        assert score >= rules.LEAST_BELOW


def test_a_phrase_said_for_many_speaks_less_for_each():
    assert rules.phrase_share(2, 1) > rules.phrase_share(2, 8) > 0
    assert rules.phrase_share(2, 1) > rules.phrase_share(1, 1)


def kept(*counts):
    return only(columns.refusal_factors(*(np.array([count]) for count in counts)))


def test_a_refusal_that_was_understood_lowers_less_than_one_that_was_ticked():
    assert 1 > kept(0, 0, 0, 1) > kept(0, 0, 1) > kept(1, 0)
    assert kept(9, 9, 9, 9) == pytest.approx(rules.REFUSED_KEEPS**rules.MOST_REFUSED)
    assert kept(0, 0) == 1


def test_a_refused_condition_lowers_strongly_unless_conditions_weigh_nothing():
    factors = {Factor.WORDS: 1.0}
    weights = rules.weights_in_force({})
    left = kept(1, 1)
    assert left < 0.7
    assert rules.total_score(factors, weights, kept=left) == pytest.approx(
        left * rules.total_score(factors, weights)
    )
    free = rules.weights_in_force({Factor.CONDITIONS: 0})
    assert rules.total_score(factors, free, kept=left) == rules.total_score(factors, free)


@given(st.dictionaries(st.text("ABC", min_size=3, max_size=3), shares))
def test_diversity_loses_nothing_and_keeps_the_best_first(scores):
    codes = ordered(scores)
    spread = spread_out(scores, 2)
    assert sorted(spread) == sorted(codes)
    assert spread[:1] == codes[:1]
    assert spread_out(scores, 2) == spread
    assert spread[rules.DIVERSE_POOL :] == codes[rules.DIVERSE_POOL :]


def test_the_first_ten_are_not_all_of_one_domain():
    scores = {f"A11{n:02}": 0.9 - n / 1000 for n in range(20)} | {"B1201": 0.86}
    assert "B1201" in spread_out(scores, 3)[:3]


def test_verdicts_on_a_ranking():
    ranked = [f"X{n}" for n in range(200)]
    verdict = judge(ranked, sensible=["X2", "X40", "gone"], absurd=["X99", "X100"])
    assert verdict == (0.5, 0.5, 3, ("X40",), ("X99",))
    assert summary([verdict]) == {"sensible_in_30": 0.5, "absurd_in_100": 0.5, "first_sensible": 3.0}


def test_the_worked_example_adds_up():
    example = worked_example()
    assert example.score == pytest.approx(rules.MIDDLE + example.moved / example.weights)
    assert example.refused == pytest.approx(example.score * rules.REFUSED_KEEPS)
    assert any(line.score is None for line in example.lines)
