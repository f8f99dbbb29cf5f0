"""From what was answered to the statements to a score by interest: plain values, nothing kept."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from jalon.guidance.rules.answers import LETTERS

NOT_ANSWERED = "-"
MOST_LIKING = 3
LIKED = 0.5
LEADING = 2
ENOUGH_LETTERS = 3


class Reply(StrEnum):
    """What a person answers to a statement; the value is its character in an address."""

    VERY = "3"
    RATHER = "2"
    LITTLE = "1"
    NOT = "0"
    UNSURE = "x"


@dataclass(frozen=True)
class Statement:
    """One thing that one may like doing: its interest letter, its words, its icon."""

    letter: str
    words: str
    icon: str


@dataclass(frozen=True)
class InterestScore:
    """The score of one letter, from 0 to 1; None when nothing was said of it."""

    letter: str
    score: float | None
    answered: int
    asked: int


Replies = tuple[Reply | None, ...]


def read_replies(text: str, count: int) -> Replies:
    """Return `count` replies read from an address; what is missing or is not a reply is None."""
    values = {str(one): one for one in Reply}
    return tuple(values.get(one) for one in text[:count].ljust(count, NOT_ANSWERED))


def written_replies(replies: Iterable[Reply | None]) -> str:
    """Return the replies as an address carries them: one character each, none kept at the end for nothing."""
    return "".join(NOT_ANSWERED if one is None else one.value for one in replies).rstrip(NOT_ANSWERED)


def with_replies(replies: Replies, changed: Mapping[int, str]) -> Replies:
    """Return the replies with those of `changed` (by rank from 0) put in; what is not a reply is left out."""
    values = {str(one): one for one in Reply}
    return tuple(values.get(changed.get(rank, ""), before) for rank, before in enumerate(replies))


def score_interests(pairs: Iterable[tuple[str, Reply | None]]) -> list[InterestScore]:
    """Return the six scores in the order R I A S E C: the mean liking of what was answered in each letter.

    « I do not know » and no answer are the same: they count for nothing, neither for nor against.
    """
    asked: defaultdict[str, int] = defaultdict(int)
    likings: defaultdict[str, list[int]] = defaultdict(list)
    for letter, reply in pairs:
        asked[letter] += 1
        if reply is not None and reply is not Reply.UNSURE:
            likings[letter].append(int(reply.value))
    return [
        InterestScore(
            letter,
            sum(likings[letter]) / (MOST_LIKING * len(likings[letter])) if likings[letter] else None,
            len(likings[letter]),
            asked[letter],
        )
        for letter in LETTERS
    ]


def known_interests(scores: Iterable[InterestScore]) -> dict[str, float]:
    """Return the scores as `Answers.interests` holds them: by letter, the unknown ones absent."""
    return {one.letter: one.score for one in scores if one.score is not None}


@dataclass(frozen=True)
class Leading:
    """What stands out: up to two letters, the strongest first; `tied`: others liked as much as the last."""

    letters: str
    tied: str
    enough: bool


def leading_interests(scores: Sequence[InterestScore]) -> Leading:
    """Return what stands out among the letters that are rather liked; none when none is.

    `enough` is False when too few letters were answered for the comparison to mean something.
    """
    known = known_interests(scores)
    liked = sorted(
        (one for one in known if known[one] >= LIKED), key=lambda one: (-known[one], LETTERS.index(one))
    )
    first = liked[:LEADING]
    tied = [one for one in liked[LEADING:] if known[one] == known[first[-1]]]
    return Leading("".join(first), "".join(tied), len(known) >= ENOUGH_LETTERS)
