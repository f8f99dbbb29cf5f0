"""The statements and their scores, and the answers that an address carries."""

from collections import Counter

import lucide
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.guidance.rules.address import read_answers, written_answers
from jalon.guidance.rules.answers import LETTERS, Answers, Factor
from jalon.guidance.rules.interests import (
    Reply,
    known_interests,
    leading_interests,
    read_replies,
    score_interests,
    with_replies,
    written_replies,
)
from jalon.guidance.rules.statements import EACH_PAGE, LENGTHS, SHORT, STATEMENTS

REPLIES = st.one_of(st.none(), st.sampled_from(Reply))
PAIRS = st.lists(st.tuples(st.sampled_from(LETTERS), REPLIES), max_size=40)
LIKINGS = [Reply.NOT, Reply.LITTLE, Reply.RATHER, Reply.VERY]
NAMES = st.text("abcdefghijklmnopqrstuvwxyz_-", min_size=1, max_size=20)
WORDS = st.text(max_size=400)
QUERIES = st.dictionaries(
    st.one_of(
        st.sampled_from(
            ["aime", "mots", "niveau", "vise", "mois", "commune", "km", "fait", "sait", "avec", "sans"]
        ),
        st.sampled_from(["secteur", *(f"poids-{one.value}" for one in Factor)]),
        st.text(max_size=8),
    ),
    st.lists(
        st.one_of(WORDS, NAMES, st.integers(-5, 9999).map(str), st.sampled_from(["R100S50", "D1102"])),
        max_size=6,
    ),
)
ANSWERS = st.builds(
    Answers,
    interests=st.dictionaries(st.sampled_from(LETTERS), st.integers(0, 100).map(lambda one: one / 100)),
    skills=st.frozensets(st.sampled_from(["100007", "sheet:faire-du-pain", "a.b"])),
    past=st.lists(st.sampled_from(["D1102", "K1302"]), unique=True).map(tuple),
    text=st.sampled_from(["", "j'aime les animaux", "être dehors & bouger"]),
    level_now=st.one_of(st.none(), st.integers(0, 8)),
    level_most=st.one_of(st.none(), st.integers(0, 8)),
    months_most=st.one_of(st.none(), st.integers(0, 120)),
    commune=st.sampled_from(["", "37261", "2A004"]),
    kilometres=st.one_of(st.none(), st.integers(0, 500)),
    refused=st.frozensets(st.sampled_from(["nights", "noise"])),
    wanted=st.frozensets(st.sampled_from(["outdoors", "team"])),
    sectors=st.frozensets(NAMES, max_size=3),
    weights=st.dictionaries(st.sampled_from(Factor), st.integers(0, 3)),
)


# ── the statements


@pytest.mark.parametrize("length", LENGTHS)
def test_each_interest_is_asked_as_often(length):
    counts = Counter(one.letter for one in STATEMENTS[:length])
    assert counts == dict.fromkeys(LETTERS, length // 6)


def test_each_page_asks_the_six_in_another_order():
    pages = [
        "".join(one.letter for one in STATEMENTS[i : i + EACH_PAGE])
        for i in range(0, len(STATEMENTS), EACH_PAGE)
    ]
    assert all(sorted(page) == sorted(LETTERS) for page in pages)
    assert len(set(pages)) == len(pages)
    assert SHORT % EACH_PAGE == 0


def test_statements_are_short_told_apart_and_drawn():
    assert len({one.words for one in STATEMENTS}) == len({one.icon for one in STATEMENTS}) == 30
    assert all(len(one.words) <= 45 for one in STATEMENTS)
    assert all(lucide._render_icon(one.icon, 24) for one in STATEMENTS)


# ── replies in an address


@given(st.lists(REPLIES, max_size=30).map(tuple))
def test_replies_come_back_from_an_address(replies):
    assert read_replies(written_replies(replies), len(replies)) == replies


@given(st.text(max_size=60), st.sampled_from(LENGTHS))
def test_any_text_reads_as_replies(text, count):
    assert len(read_replies(text, count)) == count


def test_a_changed_reply_leaves_the_others():
    before = read_replies("3-x0", 4)
    assert with_replies(before, {1: "2", 0: "z", 9: "3"}) == (
        Reply.VERY,
        Reply.RATHER,
        Reply.UNSURE,
        Reply.NOT,
    )


# ── the scores


@given(PAIRS, st.randoms(use_true_random=False))
def test_the_order_of_answers_changes_nothing(pairs, chance):
    mixed = list(pairs)
    chance.shuffle(mixed)
    assert score_interests(mixed) == score_interests(pairs)


@given(PAIRS.filter(lambda pairs: any(reply in LIKINGS for _, reply in pairs)), st.data())
def test_liking_more_never_lowers_a_letter_nor_moves_another(pairs, data):
    rank = data.draw(st.sampled_from([i for i, (_, reply) in enumerate(pairs) if reply in LIKINGS]))
    letter, reply = pairs[rank]
    more = data.draw(st.sampled_from(LIKINGS[LIKINGS.index(reply) :]))
    before = score_interests(pairs)
    after = score_interests([*pairs[:rank], (letter, more), *pairs[rank + 1 :]])
    for one, other in zip(before, after, strict=True):
        if one.letter == letter:
            assert other.score >= one.score
        else:
            assert other == one


@given(PAIRS)
def test_not_knowing_is_the_same_as_not_answering(pairs):
    silent = [(letter, None if reply is Reply.UNSURE else reply) for letter, reply in pairs]
    assert score_interests(silent) == score_interests(pairs)


def test_what_was_not_answered_is_unknown_and_not_zero():
    scores = {
        one.letter: one.score for one in score_interests([("R", Reply.NOT), ("I", None), ("A", Reply.VERY)])
    }
    assert scores == {"R": 0.0, "I": None, "A": 1.0, "S": None, "E": None, "C": None}


@given(PAIRS)
def test_what_stands_out_is_liked_most(pairs):
    scores = score_interests(pairs)
    known = known_interests(scores)
    first = leading_interests(scores)
    assert len(first.letters) <= 2
    others = set(known) - set(first.letters)
    for letter in first.letters:
        assert known[letter] >= 0.5
        assert all(known[other] <= known[letter] for other in others)
    assert all(known[letter] == known[first.letters[-1]] for letter in first.tied)


def test_disliking_everything_makes_nothing_stand_out():
    scores = score_interests([(letter, Reply.NOT) for letter in LETTERS])
    assert leading_interests(scores).letters == ""
    assert leading_interests(scores).enough


# ── the answers in an address


def as_query(answers: Answers) -> dict[str, list[str]]:
    query: dict[str, list[str]] = {}
    for name, value in written_answers(answers):
        query.setdefault(name, []).append(value)
    return query


@given(ANSWERS)
def test_answers_come_back_from_their_address(answers):
    assert read_answers(as_query(answers)) == answers


@given(QUERIES)
def test_any_query_reads_as_answers_and_stays_the_same(query):
    answers = read_answers(query)
    assert read_answers(as_query(answers)) == answers


def test_no_answer_is_an_empty_address():
    assert written_answers(Answers()) == []
    assert read_answers({}).says_nothing()


def test_the_address_is_short_and_ordered():
    answers = Answers(
        interests={"S": 0.5, "R": 1.0}, refused=frozenset({"noise", "nights"}), weights={Factor.NEAR: 0}
    )
    assert written_answers(answers) == [
        ("aime", "R100S50"),
        ("sans", "nights"),
        ("sans", "noise"),
        ("poids-near", "0"),
    ]


def test_refusing_wins_over_wanting():
    answers = read_answers({"avec": ["nights", "team"], "sans": ["nights"]})
    assert answers.wanted == {"team"}
    assert answers.refused == {"nights"}
