"""How close occupations are, from what they share: skills, activities, settings, words. No list is copied.

A *facet* is one way of looking at an occupation (its skills, its titles …), a bag of tokens with weights.
For each facet, the closeness of two occupations is the cosine of their TF-IDF vectors; its square root keeps
a few shared things from weighing nothing beside a long list. The facets' closenesses are added with WEIGHTS,
then divided by how crowded both neighbourhoods are, so that an occupation near everything (a hub) does not
stand in every list.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest

Bag = Mapping[str, float]

SKILLS, ACTIVITIES, SETTINGS = "skills", "activities", "settings"
DEFINITION, CONDITIONS, ACCESS = "definition", "conditions", "access"
SKILL_WORDS, TITLES = "skill_words", "titles"
# Chosen on open data that name close occupations without being a list of them: occupations reached by the
# same certifications (RNCP), occupations of the same family (FAP).
WEIGHTS = {
    SKILLS: 1.4,
    TITLES: 1.2,
    ACTIVITIES: 0.7,
    DEFINITION: 0.5,
    CONDITIONS: 0.5,
    ACCESS: 0.4,
    SKILL_WORDS: 0.4,
    SETTINGS: 0.35,
}
# The same ROME domain, or only the same broad domain: a small help between equals.
SAME_DOMAIN, SAME_BROAD_DOMAIN = 0.15, 0.075
NEIGHBOURHOOD = 10
# A token found in more than this share of occupations says nothing (when there are enough to tell).
COMMON, ENOUGH = 0.3, 20


@dataclass(frozen=True)
class Profile:
    """One occupation: its code, whose facts it has (its own, or those of the code it details), its titles."""

    code: str
    facts: str
    domain: str
    titles: Bag


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
                row[at] += weight * math.sqrt(cosine)


def _kinship(one: str, other: str) -> float:
    """Return what belonging to the same ROME domain adds."""
    if not one or not other or one[0] != other[0]:
        return 0.0
    return SAME_DOMAIN if one == other else SAME_BROAD_DOMAIN


def similarities(profiles: Sequence[Profile], facts: Mapping[str, Mapping[str, Bag]]) -> list[list[float]]:
    """Return the closeness of every two profiles as a full symmetrical table; 0 on the diagonal.

    `facts` gives, by owner, the bag of each facet but titles.
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
    full = [[0.0] * len(profiles) for _ in profiles]
    for at, profile in enumerate(profiles):
        mine, row, names = places[at], full[at], named[at]
        for other in range(at):
            theirs = places[other]
            total = names[other] + (shared[mine][theirs] if mine >= theirs else shared[theirs][mine])
            total += _kinship(profile.domain, profiles[other].domain)
            row[other] = full[other][at] = total
    return full


def closest(
    profiles: Sequence[Profile], facts: Mapping[str, Mapping[str, Bag]], *, limit: int
) -> dict[str, list[tuple[str, float]]]:
    """Return, by code, its closest codes with a score: the closest first, equal ones in the order of codes.

    The score goes from 0 (nothing shared) towards 1; 0.5 is what two occupations have that are to each other
    what their ten nearest usually are.
    """
    table = similarities(profiles, facts)
    crowding = [sum(nlargest(NEIGHBOURHOOD, row)) / min(NEIGHBOURHOOD, max(1, len(row) - 1)) for row in table]
    found: dict[str, list[tuple[str, float]]] = {}
    for at, profile in enumerate(profiles):
        ranked = []
        for other, total in enumerate(table[at]):
            if total > 0.0 and other != at:
                relative = total / math.sqrt(crowding[at] * crowding[other])
                ranked.append((-relative, profiles[other].code))
        found[profile.code] = [
            (code, round(-minus / (1 - minus), 4)) for minus, code in sorted(ranked)[:limit]
        ]
    return found
