"""Properties of folding, canonical forms, spelling and scoring."""

import string
import sys
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from jalon.search.rules import (
    canonical,
    canonical_words,
    fold,
    joined_words,
    plain_query,
    query_words,
    root,
    split_words,
)
from jalon.search.rules.canonical import FEMININE, masculine, singular
from jalon.search.rules.folding import MAX_CHARACTERS, MAX_WORDS
from jalon.search.rules.measures import Judgement, summarise
from jalon.search.rules.scoring import Term, begins_like, name_score
from jalon.search.rules.spelling import allowed_edits, sound

words = st.text(string.ascii_lowercase, min_size=1, max_size=15)
EVEN = defaultdict(lambda: 1.0)

PAIRS = [
    ("infirmière", "infirmier"),
    ("institutrice", "instituteur"),
    ("danseuse", "danseur"),
    ("agente", "agent"),
    ("technicienne", "technicien"),
    ("cheffe", "chef"),
    ("employée", "employé"),
    ("sportive", "sportif"),
    ("vigneronne", "vigneron"),
    ("professeure", "professeur"),
    ("maîtresse", "maître"),
    ("ambassadrice", "ambassadeur"),
    ("bouchère", "boucher"),
    ("paysagère", "paysager"),
    ("chevaux", "cheval"),
    ("professionnelles", "professionnel"),
]


@given(st.text(max_size=300))
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=300))
def test_words_are_plain_letters_and_digits(text):
    for word in split_words(text):
        assert word
        assert set(word) <= set(string.ascii_lowercase + string.digits + "&+#")


@given(st.text(max_size=300))
def test_case_and_accents_never_matter(text):
    accented = text.replace("e", "é").replace("a", "à")
    assert split_words(fold(text)) == split_words(text)
    assert split_words(accented) == split_words(text.replace("É", "E"))


@given(st.text(max_size=20_000))
def test_a_query_is_bounded_whatever_is_typed(text):
    assert len(query_words(text)) <= MAX_WORDS
    assert sum(map(len, query_words(text))) <= 4 * MAX_CHARACTERS
    assert len(plain_query(text)) <= MAX_CHARACTERS
    assert plain_query(text).isprintable()


@pytest.mark.parametrize(("feminine", "masculine_form"), PAIRS)
def test_feminine_and_masculine_meet(feminine, masculine_form):
    assert canonical_words(feminine) == canonical_words(masculine_form)


consonants = st.text("bcdfglmnprtv", min_size=4, max_size=8)


@given(consonants, st.sampled_from(FEMININE))
def test_a_feminine_ending_meets_its_masculine(stem, pair):
    assume(masculine(stem + pair[1]) == stem + pair[1])  # a masculine that does not itself look feminine
    assert canonical(stem + pair[0]) == canonical(stem + pair[1])


@given(words)
def test_plural_meets_singular(word):
    if not word.endswith(("s", "x", "z", "al", "ai", "au", "eau", "eu", "ou")) and len(word) > 3:
        assert canonical(singular(word + "s")) == canonical(word)


@given(words)
def test_canonical_and_root_stay_inside_the_word_family(word):
    assert canonical(word)
    assert root(word)
    assert len(root(word)) <= len(word) + 1


@given(st.text(string.ascii_lowercase, min_size=1, max_size=4))
def test_acronyms_stay_themselves(word):
    plural = len(word) == 4 and word.endswith(("eux", "oux", "eaux"))
    assert canonical(word) in {word, word.removesuffix("s"), word[:-1] if plural else word}


def test_families_meet():
    assert root("ramassage") == root("ramasser") == root("ramasseuse")
    assert root("jardinier") == root("jardinage")
    assert root("soudure") == root("soudeur")


def test_elisions_hyphens_and_inclusive_forms():
    assert split_words("l'agent·e d’accueil") == ["agent", "accueil"]
    assert split_words("infirmier(ère)")[:1] == ["infirmier"]
    assert joined_words("Sage-femme") == ["sagefemme"]
    assert split_words("C++ / C# R&D") == ["c++", "c#", "r&d"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("chofagiste", "chauffagiste"), ("orthofoniste", "orthophoniste"), ("segretaire", "segrétaire")],
)
def test_same_sound(typed, meant):
    assert sound(typed) == sound(fold(meant))


@given(words)
def test_sound_never_fails_and_short_words_are_left_alone(word):
    assert isinstance(sound(word), str)
    assert allowed_edits(word) == (0 if len(word) <= 3 else 1 if len(word) <= 6 else 2)


def terms(*typed, **facts):
    return [Term(word=word, forms={word: 1.0}, **facts) for word in typed]


def test_a_name_said_word_for_word_scores_one():
    assert name_score(terms("chef", "cuisine"), ["chef", "cuisine"], ["chef", "cuisine"], EVEN) == (
        1.0,
        1.0,
        1.0,
    )


def test_a_shorter_name_wins_over_a_longer_one():
    short = name_score(terms("cuisine"), ["cuisine"], ["cuisine"], EVEN)
    long = name_score(terms("cuisine"), ["chef", "cuisine"], ["chef", "cuisine"], EVEN)
    assert short.score > long.score > 0


@given(st.lists(words, min_size=1, max_size=6), st.lists(words, min_size=1, max_size=8))
def test_scores_stay_between_zero_and_one(typed, name):
    score, share, explained = name_score(terms(*typed), name, name, EVEN)
    assert 0 <= score <= 1
    assert 0 <= share <= 1
    assert 0 <= explained <= 1
    assert (score > 0) == bool(set(typed) & set(name))


def test_beginnings_skip_small_words_only():
    assert begins_like(["peintre", "en", "b"], ["peintre", "en", "batiment"], {"en"})
    assert begins_like(["techn", "ma"], ["technicien", "de", "maintenance"], {"de"})
    assert not begins_like(["techn", "ma"], ["technicien", "agricole", "machines"], {"de"})
    assert not begins_like([], ["technicien"], set())


def test_measures_count_negatives_apart():
    good = Judgement("exact", "maçon", frozenset({"F1703"}), ("F1703", "F1701"))
    half = Judgement("exact", "btp", frozenset({"F1703", "F1701"}), ("F1703", "H2902"))
    silent = Judgement("negative", "azerty", frozenset(), ())
    noisy = Judgement("negative", "qsdf", frozenset(), ("F1703",))
    table = summarise([good, half, silent, noisy])
    assert table["overall"]["recall@5"] == 0.75
    assert table["overall"]["queries"] == 2
    assert table["negative"] == {"queries": 2, "right": 0.5}
    assert half.reciprocal_rank == 1.0


def test_threads_that_search_at_once_do_not_spoil_each_other_s_words():
    parts = ("con", "duc", "teur", "ment", "ation", "iss", "eur", "able", "ique", "ser")
    many = ["".join(four) for four in product(parts, parts, parts, ("tion", "ement"))]
    canonical.cache_clear()
    alone = [canonical(word) for word in many]
    canonical.cache_clear()
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(4) as threads:
            together = list(threads.map(canonical, many))
    finally:
        sys.setswitchinterval(interval)
        canonical.cache_clear()
    assert together == alone
