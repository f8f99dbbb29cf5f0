"""Mending the long words that a text misspells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.guidance.selectors.matter import themes
from jalon.guidance.selectors.mending import SHORTEST, Mender
from jalon.guidance.selectors.phrases import words_of

KNOWN = [
    "plombier",
    "chauffagiste",
    "orthophoniste",
    "cariste",
    "architecte",
    "boulanger",
    "train",
    "animaux",
]
MENDER = Mender(KNOWN, words_of("ordinary_words"))


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("plonbier chofagiste", "plombier chauffagiste"),
        ("j'aime l'arquitecte.", "j'aime l'architecte."),
        ("cariset, boulanjer", "cariste, boulanger"),
        ("traine avec des copines", "traine avec des copines"),
        ("amateur de compote", "amateur de compote"),
        ("xyzxyzxyz", "xyzxyzxyz"),
        ("", ""),
    ],
)
def test_only_long_words_that_are_clearly_a_known_one_are_mended(said, meant):
    assert MENDER.text(said) == meant


@given(st.text(max_size=60))
def test_mending_twice_changes_nothing_more(text):
    once = MENDER.text(text)
    assert MENDER.text(once) == once


@given(st.sampled_from(KNOWN))
def test_known_words_and_short_ones_stay(word):
    assert MENDER.mended(word) == word
    short = word[: SHORTEST - 1]
    assert MENDER.mended(short) == short


def test_words_of_the_themes_are_never_taken_for_ordinary_mistakes():
    names = {word for theme in themes() for word in theme.name.split() if len(word) >= SHORTEST}
    mender = Mender(names, words_of("ordinary_words"))
    assert all(mender.mended(name) == name for name in names)
