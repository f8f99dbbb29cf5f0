"""How occupations are ranked from answers: seven factors, one formula, nothing hidden.

Each factor gives 0 (goes against) to 1 (matches), or None: unknown. The score of an occupation is

    0.5 + sum(weight x (factor - 0.5)) / sum(weights)

then times REFUSED_KEEPS for each refused condition that it has (READ_KEEPS when only read in its text).

An unknown factor moves nothing, up or down: it is not zero. The sum of weights is that of all seven factors,
answered or not: so saying one more thing that matches never lowers a score.
No sex, no origin, no age, no school enters here.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from math import sqrt
from typing import NamedTuple

from jalon.guidance.rules.answers import MOST_WEIGHT, Factor

RULES_VERSION = "3"  # changes with any weight, number or formula below
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
SAID_HALF, SAID_NEAR, SAID_ENOUGH = 14.0, 0.3, 5.0
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
DIVERSE, DIVERSE_POOL, SAME_DOMAIN_COSTS, SAME_BRANCH_COSTS = 10, 30, 0.03, 0.01


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


def interests_scores(person: Mapping[str, float], shares: Sequence[tuple[float, ...]]) -> list[float | None]:
    """Return how the person's interests meet the letters of each occupation; one not answered moves nothing.

    `shares`: by occupation, how much each letter counts, A to S; empty when its letters are unknown.
    """
    if not person:
        return [None] * len(shares)
    a, c, e, i, r, s = (person.get(letter, MIDDLE) - MIDDLE for letter in LETTERS_SORTED)
    answered = [at for at, letter in enumerate(LETTERS_SORTED) if letter in person]
    if len(answered) < len(LETTERS_SORTED):
        shares = [row if row and any(row[at] for at in answered) else () for row in shares]
    return [
        MIDDLE + (a * row[0] + c * row[1] + e * row[2] + i * row[3] + r * row[4] + s * row[5])
        if row
        else None
        for row in shares
    ]


def skills_score(shared: float, whole: float, closeness: float = 0.0) -> float | None:
    """Return what carries over: the share (by rarity) of the occupation's skills that the person has.

    `closeness`: of the nearest past occupation, 0 to 1. None when the occupation's skills are not known.
    """
    covered = max(sqrt(shared / whole) if whole else 0.0, closeness)
    if not whole and not closeness:
        return None
    return MIDDLE + MIDDLE * min(1.0, covered) if covered else NO_SHARED_SKILL


def words_score(liked: float, refused: float, text: float, said: float = 0.0) -> float:
    """Return how her words meet an occupation.

    `liked` and `refused`: sums of what the themes heard say for and against it; `text`: the weight of the
    words found in its own texts; `said`: of those that people say for whom it may be sensible. Each grows and
    slows down; none is compared with other occupations.
    """
    themes, found = liked / (liked + LIKED_HALF), TEXT_SHARE * text / (text + TEXT_HALF)
    up = 1 - (1 - themes) * (1 - found) * (1 - said / (said + SAID_HALF))
    return min(1.0, max(0.0, MIDDLE + MIDDLE * (up - refused / (refused + LIKED_HALF))))


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


def conditions_score(has: Set[str], *, known: bool, wanted: Set[str], refused: Set[str]) -> float | None:
    """Return 0 when a refused condition is there; else the middle, and up by the share of the wanted ones.

    That a refused condition is not named is no proof that it is absent: it moves nothing.
    """
    if not known or not (wanted or refused):
        return None
    if not has.isdisjoint(refused):
        return 0.0
    return MIDDLE + MIDDLE * len(has & wanted) / len(wanted) if wanted else MIDDLE


def refusal_factor(stated: int, read: int, ruled_out: int = 0, heard: int = 0) -> float:
    """Return what a score is multiplied by for the refused conditions that are stated, or read in a text.

    `ruled_out`: those that are stated and that her situation rules out; `heard`: the others that are stated
    and were understood from her own words.
    """
    left, kept = MOST_REFUSED, 1.0
    counted = (
        (stated, REFUSED_KEEPS),
        (ruled_out, RULED_OUT_KEEPS),
        (read, READ_KEEPS),
        (heard, HEARD_KEEPS),
    )
    for count, keeps in counted:
        kept *= keeps ** min(count, left)
        left -= min(count, left)
    return kept


def sectors_score(has: Set[str], chosen: Set[str]) -> float | None:
    """Return 1 in a chosen sector, low outside; None when the sectors are not known or none is chosen."""
    if not has or not chosen:
        return None
    return OTHER_SECTOR if has.isdisjoint(chosen) else 1.0


def near_score(sessions: int | None) -> float | None:
    """Return how near a way in is, from the number of sessions around; None when it is not known."""
    if sessions is None:
        return None
    return NO_SESSION if not sessions else MIDDLE + MIDDLE * sessions / (sessions + SESSIONS_HALF)


def weights_in_force(shifted: Mapping[Factor, int]) -> dict[Factor, int]:
    """Return the weight of every factor: the person's own, held within 0 and 3, else the default."""
    return {
        factor: min(MOST_WEIGHT, max(0, int(shifted.get(factor, default))))
        for factor, default in DEFAULT_WEIGHTS.items()
    }


def total_score(
    factors: Mapping[Factor, float | None], weights: Mapping[Factor, int], *, kept: float = 1.0
) -> float:
    """Return the score of an occupation, 0 to 1; see the head of this module.

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


def total_scores(
    columns: Mapping[Factor, Sequence[float | None]], weights: Mapping[Factor, int], kept: Sequence[float]
) -> list[float]:
    """Return `total_score` of all occupations at once: one column a factor, one place an occupation."""
    whole = sum(weights.values())
    if not whole:
        return [MIDDLE] * len(kept)
    moved = [0.0] * len(kept)
    for factor, column in sorted(columns.items()):
        if weight := weights.get(factor, 0):
            moved = [
                so_far if score is None else so_far + weight * (score - MIDDLE)
                for so_far, score in zip(moved, column, strict=True)
            ]
    if not weights.get(Factor.CONDITIONS, 1):
        return [MIDDLE + one / whole for one in moved]
    return [(MIDDLE + one / whole) * keeps for one, keeps in zip(moved, kept, strict=True)]


class ExampleLine(NamedTuple):
    """One factor of the worked example; `moved`: weight x (point - 0.5), None when the point is unknown."""

    name: str
    weight: int
    score: float | None
    moved: float | None


class Example(NamedTuple):
    """A made-up occupation worked out with the formula, and what it keeps when one condition is refused."""

    lines: tuple[ExampleLine, ...]
    moved: float
    weights: int
    score: float
    refused: float


def worked_example() -> Example:
    """Return the example that the public page shows, worked out by the same functions as the ranking."""
    weights = weights_in_force({})
    factors: dict[Factor, float | None] = dict.fromkeys(weights)
    factors |= {Factor.INTERESTS: 1.0, Factor.WORDS: 0.9, Factor.STUDY: 1.0, Factor.CONDITIONS: 0.0}
    lines = tuple(
        ExampleLine(FACTOR_NAMES[factor], weight, score, None if score is None else weight * (score - MIDDLE))
        for factor, weight in weights.items()
        for score in (factors[factor],)
    )
    return Example(
        lines,
        sum(line.moved or 0.0 for line in lines),
        sum(weights.values()),
        total_score(factors, weights),
        total_score(factors, weights, kept=refusal_factor(1, 0)),
    )


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


def in_order(scores: Mapping[str, float], ranks: Mapping[str, int]) -> list[Ranked]:
    """Return occupations by score, equal ones by rank (`parted`): the order is always the same."""
    placed = sorted((-round(score / EQUAL_WITHIN), ranks[code], code) for code, score in scores.items())
    return [Ranked(code, scores[code]) for _steps, _rank, code in placed]


def diverse(ranked: Sequence[Ranked], branch: Callable[[str], tuple[str, str]]) -> list[Ranked]:
    """Return the same ranking, its first ten chosen among the first thirty so that they differ.

    Each time, an occupation loses a little for each one already chosen in its ROME domain, less for one of
    the same broad domain (`branch` gives both); scores stay what they are.
    """
    pool = [
        (one, -EQUAL_WITHIN * round(one.score / EQUAL_WITHIN), *branch(one.code))
        for one in ranked[:DIVERSE_POOL]
    ]
    chosen: list[Ranked] = []
    domains: Counter[str] = Counter()
    broads: Counter[str] = Counter()
    while pool and len(chosen) < DIVERSE:
        costs = [
            step + SAME_DOMAIN_COSTS * domains[domain] + SAME_BRANCH_COSTS * (broads[broad] - domains[domain])
            for _one, step, domain, broad in pool
        ]
        one, _step, domain, broad = pool.pop(costs.index(min(costs)))
        chosen.append(one)
        domains[domain] += 1
        broads[broad] += 1
    return chosen + [one for one, *_rest in pool] + list(ranked[DIVERSE_POOL:])
