"""The factors of all occupations at once: NumPy arrays, one place an occupation; NaN where it is unknown.

The formulas and their numbers are told in `matching`; here they are worked out over whole arrays.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jalon.guidance.rules import matching as rules
from jalon.guidance.rules.answers import Factor

MIDDLE = rules.MIDDLE
Column = NDArray[np.float64]
Counts = NDArray[np.integer[Any]]
Flags = NDArray[np.bool_]


def interests_scores(person: Mapping[str, float], shares: Column) -> Column:
    """Return how the person's interests meet the letters of each occupation; one not answered moves nothing.

    `shares`: a row an occupation, how much each letter counts, A to S; NaN when its letters are unknown.
    """
    liking = np.array([person.get(letter, MIDDLE) - MIDDLE for letter in rules.LETTERS_SORTED])
    answered = np.array([letter in person for letter in rules.LETTERS_SORTED])
    told = (shares[:, answered] > 0).any(axis=1)
    return np.where(told, MIDDLE + (shares * liking).sum(axis=1), np.nan)


def skills_scores(shared: Column, whole: Column, closeness: Column) -> Column:
    """Return what carries over: the share (by rarity) of the occupation's skills that the person has.

    `closeness`: of the nearest past occupation, 0 to 1. Unknown when the occupation's skills are not known.
    """
    share = np.sqrt(np.divide(shared, whole, out=np.zeros_like(shared), where=whole > 0))
    covered = np.minimum(1.0, np.maximum(share, closeness))
    scores = np.where(covered > 0, MIDDLE + MIDDLE * covered, rules.NO_SHARED_SKILL)
    scores[(whole == 0) & (closeness == 0)] = np.nan
    return scores


def words_scores(liked: Column, refused: Column, text: Column, said: Column, meant: Column) -> Column:
    """Return how her words meet each occupation.

    `liked` and `refused`: sums of what the themes heard say for and against it; `text`: the weight of the
    words found in its own texts; `said`: of those that people say for whom it may be sensible; `meant`: what
    is near all that she likes counts for it (`rules.meaning`). Each grows and slows down; none is compared
    with other occupations.
    """
    themes = liked / (liked + rules.LIKED_HALF)
    found = rules.TEXT_SHARE * text / (text + rules.TEXT_HALF)
    up = 1 - (1 - themes) * (1 - found) * (1 - said / (said + rules.SAID_HALF)) * (1 - meant)
    return np.clip(MIDDLE + MIDDLE * (up - refused / (refused + rules.LIKED_HALF)), 0.0, 1.0)


def conditions_scores(known: Flags, wanted: Flags, refused: Flags) -> Column:
    """Return 0 where a refused condition is there; else the middle, and up by the share of the wanted ones.

    `known`: whether anything is known of the occupation; `wanted` and `refused`: a column for each wish and
    each refusal, whether the occupation has it. That a refused condition is not named is no proof that it is
    absent: it moves nothing.
    """
    if not wanted.shape[1] and not refused.shape[1]:
        return np.full(len(known), np.nan)
    met = wanted.mean(axis=1) if wanted.shape[1] else 0.0
    return np.where(known, np.where(refused.any(axis=1), 0.0, MIDDLE + MIDDLE * met), np.nan)


def refusal_factors(
    stated: Counts, read: Counts, ruled_out: Counts | int = 0, heard: Counts | int = 0
) -> Column:
    """Return what a score is multiplied by for the refused conditions that are stated, or read in a text.

    `ruled_out`: how many are stated that her situation rules out; `heard`: the others that are stated and
    were understood from her own words.
    """
    counted = (
        (stated, rules.REFUSED_KEEPS),
        (ruled_out, rules.RULED_OUT_KEEPS),
        (read, rules.READ_KEEPS),
        (heard, rules.HEARD_KEEPS),
    )
    left, kept = np.full(np.shape(stated), rules.MOST_REFUSED), np.ones(np.shape(stated))
    for count, keeps in counted:
        taken = np.minimum(count, left)
        kept = kept * keeps**taken
        left = left - taken
    return kept


def sectors_scores(known: Flags, chosen: Flags) -> Column:
    """Return 1 in a chosen sector, low outside; unknown where the sectors of an occupation are."""
    return np.where(known, np.where(chosen, 1.0, rules.OTHER_SECTOR), np.nan)


def near_scores(sessions: Counts) -> Column:
    """Return how near a way in is, from the number of sessions around each occupation."""
    reached = MIDDLE + MIDDLE * sessions / (sessions + rules.SESSIONS_HALF)
    return np.where(sessions > 0, reached, rules.NO_SESSION)


def total_scores(columns: Mapping[Factor, Column], weights: Mapping[Factor, int], kept: Column) -> Column:
    """Return `total_score` of all occupations at once."""
    whole = sum(weights.values())
    moved = np.zeros_like(kept)
    if not whole:
        return moved + MIDDLE
    for factor, column in sorted(columns.items()):
        if weight := weights.get(factor, 0):
            moved += weight * np.where(np.isnan(column), 0.0, column - MIDDLE)
    scores = MIDDLE + moved / whole
    return scores * kept if weights.get(Factor.CONDITIONS, 1) else scores


def in_order(scores: Column, ranks: Counts) -> list[int]:
    """Return the places by score, equal ones by rank (`parted`): the order is always the same."""
    return np.lexsort((ranks, -np.rint(scores / rules.EQUAL_WITHIN))).tolist()


def diverse(order: Sequence[int], scores: Column, domains: Counts, broads: Counts) -> list[int]:
    """Return the same order, its first ten chosen among the first thirty so that they differ.

    Each time, an occupation loses a little for each one already chosen in its ROME domain, less for one of
    the same broad domain (`domains` and `broads`: a number for each, by place); scores stay what they are.
    """
    pool = np.array(order[: rules.DIVERSE_POOL], dtype=np.intp)
    costs = -np.rint(scores[pool] / rules.EQUAL_WITHIN)
    same_domain = domains[pool][:, None] == domains[pool]
    same_broad = broads[pool][:, None] == broads[pool]
    step = np.where(same_domain, rules.SAME_DOMAIN_COSTS, np.where(same_broad, rules.SAME_BRANCH_COSTS, 0))
    chosen: list[int] = []
    while len(chosen) < min(rules.DIVERSE, len(pool)):
        first = int(costs.argmin())
        chosen.append(first)
        costs += step[first]
        costs[first] = np.inf
    return [*pool[chosen].tolist(), *np.delete(pool, chosen).tolist(), *order[rules.DIVERSE_POOL :]]
