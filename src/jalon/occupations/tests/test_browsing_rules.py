"""Official wording, pairs of interests, diplomas gathered: pure rules."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.occupations.rules.diplomas import Named, Wanted, counted, fitting, gathered
from jalon.occupations.rules.pairs import LETTERS, by_closeness, read_letters
from jalon.occupations.rules.wording import joined, tidy

MODES = ("school", "vae", "direct")


@pytest.mark.parametrize(
    ("official", "shown"),
    [
        ("Un hôpital (clinique, ...).", "Un hôpital (clinique…)."),
        ("Le Diplôme d'Etat -DE- d'infirmier", "Le Diplôme d'Etat (DE) d'infirmier"),
        ("Soins Infirmiers -DSI -, à Domicile -HAD-, ...)", "Soins Infirmiers (DSI), à Domicile (HAD)…)"),
        ("retraite, ...ou au domicile", "retraite… ou au domicile"),
        ("hôtel-restaurant - bar", "hôtel-restaurant - bar"),
        ("Coopérative -CUMA-...", "Coopérative (CUMA)…"),
    ],
)
def test_official_typography_becomes_readable(official, shown):
    assert tidy(official) == shown


@given(st.text(max_size=80))
def test_tidying_twice_changes_nothing_more(text):
    assert tidy(tidy(text)) == tidy(text)


@given(st.text(alphabet=st.characters(categories=("L", "N")), max_size=40))
def test_words_are_never_changed(word):
    assert tidy(word) == word


@pytest.mark.parametrize(
    ("words", "said"), [([], ""), (["a"], "a"), (["a", "b"], "a et b"), (["a", "b", "c"], "a, b et c")]
)
def test_words_are_joined_as_french_says_them(words, said):
    assert joined(words) == said


@given(st.text(alphabet="RIASECXriasec", max_size=3))
def test_letters_read_are_one_or_two_different_ones(letters):
    read = read_letters(letters)
    if read is None:
        upper = letters.upper()
        assert not 1 <= len(upper) <= 2 or len(set(upper)) < len(upper) or "X" in upper
    else:
        assert read == letters.upper()
        assert 1 <= len(read) <= 2
        assert set(read) <= set(LETTERS)


pairs = st.lists(
    st.tuples(st.text(min_size=1, max_size=4), st.sampled_from(LETTERS), st.sampled_from([*LETTERS, ""]))
)


@given(pairs, st.permutations(LETTERS).map(lambda letters: "".join(letters[:2])))
def test_exact_pairs_come_first_and_the_order_is_kept(rows, letters):
    found = by_closeness(letters, rows)
    assert len(found) == sum(first == letters[0] for _code, first, _second in rows)
    exact = [code for code, fits in found if fits]
    assert [code for code, _fits in found[: len(exact)]] == exact
    assert exact == [code for code, first, second in rows if first + second == letters]


names = st.builds(
    lambda key, level, modes, months, occupation: Named(key, key.upper(), level, modes, months, occupation),
    st.sampled_from(["cap", "bts bois", "bac pro"]),
    st.sampled_from([0, 3, 5]),
    st.frozensets(st.sampled_from(MODES), min_size=1),
    st.sampled_from([None, 12, 24]),
    st.sampled_from(["A1101", "B1101", "C1101"]),
)
wishes = st.builds(
    Wanted,
    levels=st.frozensets(st.sampled_from([0, 3, 5, 8])),
    modes=st.frozensets(st.sampled_from(MODES)),
    words=st.sampled_from([(), ("bois",), ("cap", "zzz")]),
)


@given(st.lists(names, max_size=20))
def test_every_way_in_is_found_in_one_diploma(ways):
    found = gathered(ways)
    keys = [(diploma.level, diploma.key) for diploma in found]
    assert len(keys) == len(set(keys))
    for way in ways:
        (diploma,) = (one for one in found if (one.level, one.key) == (way.level, way.key))
        assert way.occupation in diploma.occupations
        assert way.modes <= diploma.modes
        assert diploma.months in {None, way.months} or way.months is None
    assert [diploma.level for diploma in found] == sorted(diploma.level for diploma in found)


@given(st.lists(names, max_size=20), wishes)
def test_a_count_is_what_choosing_that_value_alone_would_give(ways, wanted):
    every = gathered(ways)
    counts = counted(every, wanted)
    for level in (0, 3, 5):
        alone = Wanted(levels=frozenset({level}), modes=wanted.modes, words=wanted.words)
        assert counts.levels[level] == len(fitting(every, alone))
    for mode in MODES:
        alone = Wanted(levels=wanted.levels, modes=frozenset({mode}), words=wanted.words)
        assert counts.modes[mode] == len(fitting(every, alone))
        crossed = sum(counts.crossed[level, mode] for level in (0, 3, 5))
        assert crossed == len(fitting(every, Wanted(modes=frozenset({mode}))))
