"""How well a name answers a query: what share of each is found in the other."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from jalon.search.rules.canonical import root

# How sure each way of matching a word is; the weights of a query's words are multiplied by it.
EXACT, PREFIX, SYNONYM, CORRECTED, FAMILY = 1.0, 0.8, 0.8, 0.75, 0.65
SOFT_WEIGHT = 0.15
RARE, COMMON = 3.0, 1.0


@dataclass(frozen=True)
class Term:
    """One word of a query, as it is looked for.

    `forms`: canonical form → certainty (1 when typed so, less for a synonym or a mended word).
    `family`: root shared by words of the same idea, or "".
    `prefix`: folded beginning looked for among words, or ""; `begun`: canonical forms of the words found so.
    `soft`: says little by itself (« métier », « je cherche », a town).
    """

    word: str
    forms: Mapping[str, float]
    family: str = ""
    prefix: str = ""
    begun: frozenset[str] = frozenset()
    soft: bool = False
    weight: float = 1.0

    @property
    def known(self) -> bool:
        """Whether anything can match this word."""
        return bool(self.forms or self.prefix or self.family)


def least_share(words: int) -> float:
    """Return the share of a query that must be found when not all of it is, from its number of words.

    A long sentence says much that names no occupation; two words of which one is unknown say too little.
    """
    if words <= 3:
        return 0.55
    return 0.42 if words == 4 else 0.3


def begins_like(typed: Sequence[str], name: Sequence[str], empty: Collection[str]) -> bool:
    """Whether each typed word begins the next word of the name, whose `empty` words may be skipped.

    >>> begins_like(["techn", "ma"], ["technicien", "de", "maintenance"], {"de"})
    True
    """
    position = 0
    for word in typed:
        while position < len(name) and not name[position].startswith(word):
            if name[position] not in empty:
                return False
            position += 1
        if position == len(name):
            return False
        position += 1
    return bool(typed)


class NameScore(NamedTuple):
    """Score of a name, share of the query found in it, share of it that the query explains; all 0 to 1."""

    score: float
    share: float
    explained: float


NO_SCORE = NameScore(0.0, 0.0, 0.0)


def name_score(
    terms: Sequence[Term], canonical: Sequence[str], folded: Sequence[str], rarity: Mapping[str, float]
) -> NameScore:
    """Return how well one name answers the terms.

    The score is the share of the query found in the name, tempered by the share of the name that the query
    explains; words count by their rarity. A name said word for word scores 1; one that begins with the
    query's words beats one that holds them further on.
    """
    query_total = query_found = 0.0
    explained: dict[int, float] = {}
    for term in terms:
        weight = term.weight * SOFT_WEIGHT if term.soft else term.weight
        best, place = _best_place(term, canonical, folded, explained)
        if place >= 0:
            explained[place] = best
        if best or not term.soft:
            query_total += weight
            query_found += weight * best
    if not query_found:
        return NO_SCORE
    name_total = name_found = 0.0
    for position, form in enumerate(canonical):
        weight = rarity[form]
        name_total += weight
        name_found += weight * explained.get(position, 0.0)
    if not name_found:
        return NO_SCORE
    share = query_found / query_total
    begins = 1.0 if 0 in explained else 0.9
    told = name_found / name_total
    return NameScore(share * (0.55 + 0.45 * told) * begins, share, told)


def _best_place(
    term: Term, canonical: Sequence[str], folded: Sequence[str], explained: Mapping[int, float]
) -> tuple[float, int]:
    """Return how surely a term is found in a name, and at which word (-1: nowhere)."""
    forms, begun, family = term.forms, term.begun, term.family
    best, place = 0.0, -1
    for position, form in enumerate(canonical):
        found = forms.get(form, 0.0)
        if found < PREFIX and form in begun:
            found = PREFIX
        if found < FAMILY and family and root(folded[position]) == family:
            found = FAMILY
        if found > best and explained.get(position, 0.0) < found:
            best, place = found, position
    return best, place
