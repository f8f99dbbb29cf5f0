"""How close occupations are, from what they share: skills, activities, settings, words. No list is copied.

A *facet* is one way of looking at an occupation (its skills, its titles …), a bag of tokens with weights.
For each facet, the closeness of two occupations is the cosine of their TF-IDF vectors. Its logarithm counts:
the step from nothing shared to a little tells more than the step from much to very much. The facets are added
with WEIGHTS, and the total is tempered by how crowded both neighbourhoods are, so that an occupation near
everything (a hub) does not stand in every list. docs/decisions/0007-related-occupations.md has the figures.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest

Bag = Mapping[str, float]

SKILLS, ACTIVITIES, SETTINGS = "skills", "activities", "settings"
DEFINITION, CONDITIONS, ACCESS = "definition", "conditions", "access"
SKILL_WORDS, TITLES, NAME = "skill_words", "titles", "name"
WHOLE = "whole"
# Fitted once on half of our judged set (tests/data/related.tsv), of the occupations reached by the same
# certifications (RNCP) and of those of the same family (FAP), then rounded; checked on the other halves.
WEIGHTS = {
    WHOLE: 1.6,
    TITLES: 0.4,
    SKILLS: 0.2,
    SKILL_WORDS: 0.15,
    ACTIVITIES: 0.1,
    ACCESS: 0.1,
    SETTINGS: 0.1,
    NAME: 0.1,
    CONDITIONS: 0.05,
}
# What a token of each facet weighs in the whole: there, a rare shared word helps wherever it is written.
IN_WHOLE = {
    DEFINITION: 1.0,
    CONDITIONS: 1.0,
    ACCESS: 1.0,
    SKILL_WORDS: 1.0,
    TITLES: 1.0,
    NAME: 2.0,
    SKILLS: 2.0,
    ACTIVITIES: 2.0,
    SETTINGS: 0.5,
}
# Tokens of these are codes, not words: they are told apart in the whole.
CODED = {SKILLS, ACTIVITIES, SETTINGS}
# A cosine of this much counts as ln 2.
FAINT = 0.01
# The same ROME domain, or only the same broad domain: a help between equals.
SAME_DOMAIN, SAME_BROAD_DOMAIN = 0.6, 0.4
# Each level of study in common, up to three apart; an unknown level is taken as one apart.
LEVEL_STEP, LEVEL_REACH, UNKNOWN_APART = 0.15, 3, 1
NEIGHBOURHOOD = 10
# How far crowding is corrected (0: not at all; 0.5: wholly), and how sharply scores fall.
TEMPER, SHARPNESS = 0.25, 2
# How many of its own family an occupation lists; how close the head of another (the code whose facts the
# family has) must be to its closest to speak for it; how many codes are looked at for each one listed.
OF_OWN_FAMILY, HEAD_SHARE, DEPTH = 2, 0.95, 8
# A token found in more than this share of occupations says nothing (when there are enough to tell).
COMMON, ENOUGH = 0.25, 20
# Closenesses equal to so many decimals are equal: the order of the rows must not matter.
DECIMALS = 9


@dataclass(frozen=True)
class Profile:
    """One occupation: its code, whose facts it has (its own, or those of the code it details), its titles."""

    code: str
    facts: str
    domain: str
    titles: Bag
    level: int | None = None


def slow(bag: Bag) -> dict[str, float]:
    """Return a bag whose counts above one grow like their logarithm."""
    return {token: 1 + math.log(count) if count > 1 else count for token, count in bag.items()}


def whole(bags: Mapping[str, Bag]) -> dict[str, float]:
    """Return one bag of all that is known of an occupation, from its facets' bags of counts."""
    total: dict[str, float] = defaultdict(float)
    for facet, weight in IN_WHOLE.items():
        prefix = f"{facet}:" if facet in CODED else ""
        for token, count in bags.get(facet, {}).items():
            total[prefix + token] += weight * count
    return slow(total)


def weigh(bags: Sequence[Bag]) -> list[dict[str, float]]:
    """Return the TF-IDF vectors of bags, of length 1 (or empty)."""
    size = len(bags)
    frequency = Counter(token for bag in bags for token in bag)
    most = size * COMMON if size >= ENOUGH else size
    rarity = {token: math.log(1 + size / count) for token, count in frequency.items() if 1 < count <= most}
    vectors = []
    for bag in bags:
        vector = {token: weight * rarity[token] for token, weight in bag.items() if token in rarity}
        length = math.sqrt(sum(value * value for value in vector.values()))
        vectors.append({token: value / length for token, value in vector.items()})
    return vectors


def cosines(vectors: Sequence[Mapping[str, float]]) -> list[list[float]]:
    """Return, for each vector, its cosines with those before it and with itself (1, or 0 when empty)."""
    seen: dict[str, list[tuple[int, float]]] = defaultdict(list)
    table = []
    for at, vector in enumerate(vectors):
        row = [0.0] * (at + 1)
        for token, value in vector.items():
            for other, weight in seen[token]:
                row[other] += value * weight
            seen[token].append((at, value))
        row[at] = 1.0 if vector else 0.0
        table.append(row)
    return table


def _add(total: list[list[float]], table: list[list[float]], weight: float) -> None:
    for row, found in zip(total, table, strict=True):
        for at, cosine in enumerate(found):
            if cosine > 0.0:
                row[at] += weight * math.log1p(cosine / FAINT)


def _kinship(one: str, other: str) -> float:
    """Return what belonging to the same ROME domain adds."""
    if not one or not other or one[0] != other[0]:
        return 0.0
    return SAME_DOMAIN if one == other else SAME_BROAD_DOMAIN


def _levelness(one: int | None, other: int | None) -> float:
    """Return what being entered at near levels of study adds."""
    apart = UNKNOWN_APART if one is None or other is None else abs(one - other)
    return LEVEL_STEP * (LEVEL_REACH - min(apart, LEVEL_REACH))


def similarities(profiles: Sequence[Profile], facts: Mapping[str, Mapping[str, Bag]]) -> list[list[float]]:
    """Return the closeness of every two profiles as a full symmetrical table; 0 on the diagonal.

    `facts` gives, by owner, the bag of each facet but titles, which are the profile's own.
    """
    owners = list(facts)
    place = {owner: at for at, owner in enumerate(owners)}
    shared = [[0.0] * (at + 1) for at in range(len(owners))]
    for facet, weight in WEIGHTS.items():
        if facet != TITLES:
            _add(shared, cosines(weigh([facts[owner].get(facet, {}) for owner in owners])), weight)
    named = [[0.0] * (at + 1) for at in range(len(profiles))]
    _add(named, cosines(weigh([profile.titles for profile in profiles])), WEIGHTS[TITLES])
    places = [place[profile.facts] for profile in profiles]
    kinds = {kind: at for at, kind in enumerate({(one.domain, one.level): None for one in profiles})}
    helps = [[_kinship(one[0], two[0]) + _levelness(one[1], two[1]) for two in kinds] for one in kinds]
    sorts = [kinds[profile.domain, profile.level] for profile in profiles]
    full = [[0.0] * len(profiles) for _ in profiles]
    for at, names in enumerate(named):
        mine, row, help_ = places[at], full[at], helps[sorts[at]]
        for other in range(at):
            theirs = places[other]
            total = names[other] + (shared[mine][theirs] if mine >= theirs else shared[theirs][mine])
            if total > 0.0:
                row[other] = full[other][at] = round(total + help_[sorts[other]], DECIMALS)
    return full


def closest(
    profiles: Sequence[Profile], facts: Mapping[str, Mapping[str, Bag]], *, limit: int
) -> dict[str, list[tuple[str, float]]]:
    """Return, by code, its closest codes with a score: the closest first, equal ones in the order of codes.

    The score goes from 0 (nothing shared) towards 1; 0.5 is what an occupation usually has in common with its
    ten nearest. Codes with the same facts are a family: an occupation lists few of its own, one of another's.
    """
    table = similarities(profiles, facts)
    crowding = [
        math.fsum(nlargest(NEIGHBOURHOOD, row)) / min(NEIGHBOURHOOD, max(1, len(row) - 1)) for row in table
    ]
    known = [crowd for crowd in crowding if crowd > 0.0]
    usual = math.fsum(known) / len(known) if known else 1.0
    tempered = [(usual / crowd) ** TEMPER / math.sqrt(usual) if crowd > 0.0 else 0.0 for crowd in crowding]
    families = {profile.code: profile.facts for profile in profiles}
    alone = len(set(families.values())) == len(profiles)
    found: dict[str, list[tuple[str, float]]] = {}
    for row, mine, (code, family) in zip(table, tempered, families.items(), strict=True):
        relative = [total * mine * theirs for total, theirs in zip(row, tempered, strict=True)]
        ranked = _first(relative, families, limit if alone else limit * DEPTH)
        if not alone:
            ranked = _varied(ranked, families, family)[:limit]
        found[code] = [(other, _score(-minus)) for minus, other in ranked]
    return found


def _first(relative: Sequence[float], codes: Iterable[str], limit: int) -> list[tuple[float, str]]:
    """Return the first (minus a closeness, code): the closest first, then in the order of codes."""
    least = sorted(relative, reverse=True)[:limit]
    cut = least[-1] if least else math.inf
    first = ((-value, code) for value, code in zip(relative, codes, strict=True) if value >= cut)
    return [(minus, code) for minus, code in sorted(first)[:limit] if minus < 0.0]


def _varied(
    ranked: Sequence[tuple[float, str]], families: Mapping[str, str], own: str
) -> list[tuple[float, str]]:
    """Keep few of one's own family, and one of each other: its closest, or its head when almost as close."""
    kept: dict[str, list[tuple[float, str]]] = {}
    for minus, code in ranked:
        family = families[code]
        group = kept.setdefault(family, [])
        if len(group) < (OF_OWN_FAMILY if family == own else 1):
            group.append((minus, code))
        elif family == code and family != own and minus <= HEAD_SHARE * group[0][0]:
            group[0] = (minus, code)
    return sorted(pair for group in kept.values() for pair in group)


def _score(relative: float) -> float:
    """Return a closeness, told in usual closenesses, as a score from 0 to 1."""
    sharp = relative**SHARPNESS
    return round(sharp / (1 + sharp), 4)
