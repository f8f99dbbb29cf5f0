"""Joining occupations to families of jobs: the official table stops at the families of 2009."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

EXACT, APPROXIMATE = "exact", "approximate"
TO_2009 = "table officielle ROME vers FAP 2009"
BY_LEVEL = "selon la qualification"


class Passage(NamedTuple):
    """One row of the table from 2009 to 2021; an empty `rome` holds for every occupation of the family."""

    old: str
    rome: str
    new: str
    quality: str
    reason: str


class Link(NamedTuple):
    """A family that counts an occupation, how surely, and through what."""

    family: str
    quality: str
    via: str


def links_2009(old_families: Iterable[str]) -> list[Link]:
    """Link an occupation to its families of 2009; several: its qualification decides, so it is approximate.

    >>> links_2009(["V0Z60"])
    [Link(family='V0Z60', quality='exact', via='table officielle ROME vers FAP 2009')]
    """
    families = list(dict.fromkeys(old_families))
    if len(families) == 1:
        return [Link(families[0], EXACT, TO_2009)]
    return [Link(family, APPROXIMATE, f"{TO_2009} ; {BY_LEVEL}") for family in families]


class Crosswalk:
    """The table from the families of 2009 to those of 2021: a row that names an occupation wins."""

    def __init__(self, passages: Iterable[Passage]) -> None:
        self._rows: Mapping[tuple[str, str], list[Passage]] = defaultdict(list)
        for passage in passages:
            self._rows[passage.old, passage.rome].append(passage)

    def _of(self, old: str, rome: str) -> list[Passage]:
        return self._rows.get((old, rome)) or self._rows.get((old, "")) or []

    def links_2021(self, rome: str, old_families: Iterable[str]) -> list[Link]:
        """Link an occupation to families of 2021 through those of 2009; empty when nothing is the same.

        Exact only when everything leads to one family, surely; otherwise each link is approximate.
        """
        old_families = list(dict.fromkeys(old_families))
        found: dict[str, Passage] = {}
        sure = True
        for old in old_families:
            passages = self._of(old, rome)
            sure = sure and bool(passages) and all(one.quality == EXACT for one in passages)
            for passage in passages:
                found.setdefault(passage.new, passage)
        sure = sure and len(found) == 1
        return [
            Link(
                new,
                EXACT if sure else APPROXIMATE,
                f"FAP 2009 {passage.old} : {passage.reason}"
                + (f" ; {BY_LEVEL}" if len(found) > 1 and len(old_families) > 1 else ""),
            )
            for new, passage in sorted(found.items())
        ]


def share_inside(members: Iterable[str], group: frozenset[str] | set[str]) -> float:
    """Return which part of `members` belongs to `group`, 0 to 1; nobody gives 0."""
    everyone = set(members)
    return len(everyone & group) / len(everyone) if everyone else 0.0
