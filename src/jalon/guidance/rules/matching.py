"""How occupations are ranked from answers: seven factors, one formula, nothing hidden.

Each factor gives 0 (goes against) to 1 (matches), or None: unknown. The score of an occupation is

    0.5 + sum(weight x (factor - 0.5)) / sum(weights)

then times REFUSED_KEEPS for each refused condition that it has (READ_KEEPS when only read in its text).

An unknown factor moves nothing, up or down: it is not zero. The sum of weights is that of all seven factors,
answered or not: so saying one more thing that matches never lowers a score.
No sex, no origin, no age, no school enters here.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from jalon.guidance.rules.answers import MOST_WEIGHT, Factor

RULES_VERSION = "4"  # changes with any weight, number or formula below
MIDDLE = 0.5
LETTERS_SORTED = "ACEIRS"
DEFAULT_WEIGHTS: Mapping[Factor, int] = {
    Factor.INTERESTS: 1,
    Factor.SKILLS: 2,
    Factor.WORDS: 3,
    Factor.STUDY: 1,
    Factor.CONDITIONS: 1,
    Factor.SECTORS: 2,
    Factor.NEAR: 1,
}
FACTOR_NAMES: Mapping[Factor, str] = {
    Factor.INTERESTS: "Ce que vous aimez",
    Factor.SKILLS: "Ce que vous savez faire",
    Factor.WORDS: "Vos mots",
    Factor.STUDY: "Les études que vous acceptez",
    Factor.CONDITIONS: "Les conditions de travail",
    Factor.SECTORS: "Les secteurs",
    Factor.NEAR: "Des formations près de chez vous",
}
# The first interest of an occupation counts twice its second; those of the closest occupations, together,
# a little more than half of its own: two letters alone leave too many occupations equal.
MAJOR_SHARE, MINOR_SHARE, NEAR_SHARE = 2 / 3, 1 / 3, 0.375
# Scores that differ by less are equal: first those with a sheet of the region, then those with most names.
EQUAL_WITHIN = 0.005
# « RI » : two letters named without scores; the four others then matter less to the person.
NAMED_SCORES, NOT_NAMED = (1.0, 0.8), 0.35
NO_SHARED_SKILL = 0.4
# What an occupation that she practised asks counts so much, until she says that she knows how to do it.
ASSUMED_SHARE = 0.5
LIKED_HALF, TEXT_HALF, TEXT_SHARE = 0.6, 14.0, 0.6
# Words that people say for whom an occupation may be sensible, and what those close to it hear of them.
SAID_HALF, SAID_NEAR, SAID_ENOUGH = 18.0, 0.3, 5.0
# What an occupation hears of what is said for those close to it, and from how much on.
NEIGHBOURS_HEAR, HEARD_ENOUGH = 0.25, 0.5
# A phrase of the lexicon counts less than a theme, less when one word, less when it is said for many.
PHRASE_SHARE, ONE_WORD, EACH_MORE = 0.5, 0.5, 0.2
# One said for few occupations only speaks a little for those close to them.
FEW_OCCUPATIONS, PHRASE_NEAR = 4, 0.3
# What a trade practised says for itself and, by closeness, for those close to it.
TRADE_KEPT, TRADE_LEFT, STEPS_FROM_TRADE = 0.5, 0.15, 2
ABOVE = (1.0, 0.3, 0.1)
FAR_BELOW, FAR_BELOW_SCORE = 4, 0.75
BELOW_STEP, LEAST_BELOW = 0.15, 0.25
TOO_LONG = 0.1
REFUSED_KEEPS, READ_KEEPS, MOST_REFUSED = 0.75, 0.9, 3
# A refusal understood from a text is less sure than one that was ticked; what a life or a body rules out
# (« pas de permis », « genou foutu ») stands between the two.
HEARD_KEEPS, RULED_OUT_KEEPS = 0.95, 0.85
NO_SESSION, SESSIONS_HALF = 0.3, 2
OTHER_SECTOR = 0.2
DIVERSE, DIVERSE_POOL = 10, 30
# Among the first, one of a domain (or broad domain) already chosen steps back so many times EQUAL_WITHIN.
SAME_DOMAIN_COSTS, SAME_BRANCH_COSTS = 6, 2


def letters_as_scores(letters: str) -> dict[str, float]:
    """Return the scores that a code of one to six letters stands for, the first mattering most.

    >>> letters_as_scores("RI")["R"], letters_as_scores("RI")["S"]
    (1.0, 0.35)
    """
    named = list(dict.fromkeys(letters))
    scores = dict.fromkeys("RIASEC", NOT_NAMED)
    for rank, letter in enumerate(named):
        scores[letter] = NAMED_SCORES[rank] if rank < len(NAMED_SCORES) else MIDDLE
    return scores


def interest_letters(
    major: str, minor: str, close: Iterable[tuple[str, str, float]] = ()
) -> dict[str, float]:
    """Return how much each letter counts for an occupation, 1 in all at most; empty when its own are unknown.

    `close`: the first and second letters of the occupations close to it, with how close each is.

    >>> interest_letters("R", "C", [("R", "I", 0.5), ("C", "R", 0.5)])["R"]
    0.6041666666666666
    """
    if not major:
        return {}
    near = [one for one in close if one[0]]
    whole = sum(closeness for _major, _minor, closeness in near)
    own = 1 - NEAR_SHARE if whole else 1.0
    counted: dict[str, float] = {}
    for first, second, share in (
        (major, minor, own),
        *((one, two, NEAR_SHARE * closeness / whole) for one, two, closeness in near),
    ):
        counted[first] = counted.get(first, 0.0) + MAJOR_SHARE * share
        if second:
            counted[second] = counted.get(second, 0.0) + MINOR_SHARE * share
    return dict(sorted(counted.items()))


def phrase_share(words: int, occupations: int) -> float:
    """Return how much a phrase of so many words, said for so many occupations, speaks for each."""
    return PHRASE_SHARE * (ONE_WORD if words == 1 else 1.0) / (1 + EACH_MORE * max(0, occupations - 1))


def level_within_reach(now: int) -> int:
    """Return how far someone of this level may usually aim at, when she says nothing of it."""
    return min(8, max(now, 2) + STEPS_FROM_TRADE)


def study_score(
    level: int | None, now: int | None, most: int | None, least: int | None = None
) -> float | None:
    """Return how the usual level of an occupation meets what the person accepts; None when not known.

    `least`: the lowest level that her own words speak of; below, the score goes down by steps, never to 0.
    """
    if level is None or most is None:
        return None
    if level > most:
        return ABOVE[min(level - most, len(ABOVE) - 1)] if level - most < len(ABOVE) else 0.0
    usual = FAR_BELOW_SCORE if now is not None and now - max(level, 3) >= FAR_BELOW else 1.0
    steps = 0 if least is None else max(0, least - max(level, 2))
    return min(usual, max(LEAST_BELOW, 1.0 - BELOW_STEP * steps))


def length_score(months: int | None, most: int | None) -> float | None:
    """Return 1 when the shortest known way in is not longer than what the person accepts, in months."""
    if months is None or most is None:
        return None
    return 1.0 if months <= most else TOO_LONG


def weights_in_force(shifted: Mapping[Factor, int]) -> dict[Factor, int]:
    """Return the weight of every factor: the person's own, held within 0 and 3, else the default."""
    return {
        factor: min(MOST_WEIGHT, max(0, int(shifted.get(factor, default))))
        for factor, default in DEFAULT_WEIGHTS.items()
    }


def total_score(
    factors: Mapping[Factor, float | None], weights: Mapping[Factor, int], *, kept: float = 1.0
) -> float:
    """Return the score of an occupation, 0 to 1; see the head of this module, and `columns` for all at once.

    >>> total_score({Factor.WORDS: 1.0}, {Factor.WORDS: 3, Factor.STUDY: 1})
    0.875
    """
    whole = sum(weights.values())
    if not whole:
        return MIDDLE
    moved = sum(
        weights[factor] * (score - MIDDLE)
        for factor, score in sorted(factors.items())
        if score is not None and factor in weights
    )
    return (MIDDLE + moved / whole) * (kept if weights.get(Factor.CONDITIONS, 1) else 1.0)


class Ranked(NamedTuple):
    """One occupation in the ranking; the higher the score, the nearer to what was said."""

    code: str
    score: float


def parted(known: Mapping[str, tuple[int, int]]) -> dict[str, int]:
    """Return what parts equal scores: the rank of each code by sheet, names, then itself.

    `known`: by code, whether the region has a sheet of it, and how many names it has.
    """
    first = sorted(known, key=lambda code: (-known[code][0], -known[code][1], code))
    return {code: rank for rank, code in enumerate(first)}
