"""Filtering and counting over a few thousand occupations, with one bit an occupation.

A set of occupations is an `int`: bit i stands for the i-th occupation, A–Z. An occupation whose level,
conditions or sectors are not known fits a filter on them only when the person asks for the unknown too.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

LEVELS, CONDITIONS, SECTORS = "levels", "conditions", "sectors"


@dataclass(frozen=True)
class Fact:
    """What is known of one occupation; `level` None and empty sets mean unknown."""

    code: str
    level: int | None
    conditions: frozenset[str] = frozenset()
    sectors: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Filters:
    """What a person keeps and leaves out; an empty set keeps everything."""

    levels: frozenset[int] = frozenset()
    wanted: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()
    sectors: frozenset[str] = frozenset()
    unknown: bool = False

    def __bool__(self) -> bool:
        return bool(self.levels or self.wanted or self.refused or self.sectors)


def read_filters(
    getlist: Callable[[str], list[str]], *, levels: Iterable[int], conditions: Iterable[str]
) -> Filters:
    """Read `niveau`, `avec`, `sans`, `secteur` and `inconnus` of an address; what is not a value is left out.

    A condition both wanted and refused is a slip: it counts for neither.
    """
    known_levels = {str(level): level for level in levels}
    known_conditions = set(conditions)
    wanted = known_conditions.intersection(getlist("avec"))
    refused = known_conditions.intersection(getlist("sans"))
    return Filters(
        levels=frozenset(known_levels[one] for one in getlist("niveau") if one in known_levels),
        wanted=frozenset(wanted - refused),
        refused=frozenset(refused - wanted),
        sectors=frozenset(one for one in getlist("secteur")[:40] if one.isascii() and len(one) <= 40),
        unknown="1" in getlist("inconnus"),
    )


@dataclass(frozen=True)
class FacetCounts:
    """How many occupations each value would give, the other filters kept as they are."""

    total: int
    unknown: int
    levels: dict[int, int]
    wanted: dict[str, int]
    refused: dict[str, int]
    sectors: dict[str, int]


class Facts:
    """The facts of all occupations, ready to be filtered and counted."""

    def __init__(self, facts: Sequence[Fact]) -> None:
        self.codes = tuple(fact.code for fact in facts)
        self.position = {code: index for index, code in enumerate(self.codes)}
        self.everything = (1 << len(facts)) - 1
        self.levels: dict[int, int] = {}
        self.conditions: dict[str, int] = {}
        self.sectors: dict[str, int] = {}
        self.unknown = {LEVELS: 0, CONDITIONS: 0, SECTORS: 0}
        for index, fact in enumerate(facts):
            self._add(1 << index, fact)

    def _add(self, bit: int, fact: Fact) -> None:
        if fact.level is None:
            self.unknown[LEVELS] |= bit
        else:
            self.levels[fact.level] = self.levels.get(fact.level, 0) | bit
        for kind, values, table in (
            (CONDITIONS, fact.conditions, self.conditions),
            (SECTORS, fact.sectors, self.sectors),
        ):
            if not values:
                self.unknown[kind] |= bit
            for value in values:
                table[value] = table.get(value, 0) | bit

    def mask(self, codes: Iterable[str] | None) -> int:
        """Return the set of these codes; None means all; an unknown code is left out."""
        if codes is None:
            return self.everything
        found = 0
        for code in codes:
            if (index := self.position.get(code)) is not None:
                found |= 1 << index
        return found

    def pick(self, mask: int, codes: Iterable[str] | None) -> list[str]:
        """Return the codes of a set, in the order given, or A–Z when none is."""
        bits = f"{mask:b}"[::-1]
        if codes is None:
            return [code for code, bit in zip(self.codes, bits, strict=False) if bit == "1"]
        known = ((code, self.position.get(code, len(bits))) for code in codes)
        return [code for code, index in known if index < len(bits) and bits[index] == "1"]

    def _or_unknown(self, found: int, kind: str, filters: Filters) -> int:
        return found | self.unknown[kind] if filters.unknown else found & ~self.unknown[kind]

    def _of_levels(self, filters: Filters) -> int:
        if not filters.levels:
            return self.everything
        found = 0
        for level in filters.levels:
            found |= self.levels.get(level, 0)
        return self._or_unknown(found, LEVELS, filters)

    def _of_sectors(self, filters: Filters) -> int:
        if not filters.sectors:
            return self.everything
        found = 0
        for sector in filters.sectors:
            found |= self.sectors.get(sector, 0)
        return self._or_unknown(found, SECTORS, filters)

    def _of_conditions(self, filters: Filters) -> int:
        if not filters.wanted and not filters.refused:
            return self.everything
        found = self.everything
        for condition in filters.wanted:
            found &= self.conditions.get(condition, 0)
        for condition in filters.refused:
            found &= ~self.conditions.get(condition, 0)
        return self._or_unknown(found, CONDITIONS, filters)

    def matching(self, mask: int, filters: Filters) -> int:
        """Return the part of a set that fits all the filters."""
        return mask & self._of_levels(filters) & self._of_sectors(filters) & self._of_conditions(filters)

    def counts(self, mask: int, filters: Filters) -> FacetCounts:
        """Count each value of each filter over a set, given the other filters."""
        of_levels, of_sectors = self._of_levels(filters), self._of_sectors(filters)
        of_conditions = self._of_conditions(filters)
        whole = mask & of_levels & of_sectors & of_conditions
        for_levels = mask & of_sectors & of_conditions
        for_sectors = mask & of_levels & of_conditions
        stated = mask & of_levels & of_sectors & ~self.unknown[CONDITIONS]
        stated &= self._of_conditions(replace(filters, unknown=False))
        wider = self.matching(mask, replace(filters, unknown=True))
        narrower = self.matching(mask, replace(filters, unknown=False))
        return FacetCounts(
            total=whole.bit_count(),
            unknown=(wider & ~narrower).bit_count(),
            levels={level: (for_levels & bits).bit_count() for level, bits in self.levels.items()},
            wanted={name: (stated & bits).bit_count() for name, bits in self.conditions.items()},
            refused={name: (stated & ~bits).bit_count() for name, bits in self.conditions.items()},
            sectors={slug: (for_sectors & bits).bit_count() for slug, bits in self.sectors.items()},
        )
