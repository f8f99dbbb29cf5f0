"""Gathering the ways in that occupation sheets name: one entry a diploma, filtered and counted."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Named:
    """One way in as a sheet names it; `key` is the folded name of the diploma."""

    key: str
    diploma: str
    level: int
    modes: frozenset[str]
    months: int | None
    occupation: str


@dataclass(frozen=True)
class Diploma:
    """A diploma at one level with all that the sheets say of it; `occupations`: codes, first named first."""

    diploma: str
    level: int
    modes: frozenset[str]
    months: int | None
    occupations: tuple[str, ...]
    key: str


@dataclass(frozen=True)
class Wanted:
    """What a person asks for; empty sets and words ask for nothing."""

    levels: frozenset[int] = frozenset()
    modes: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.levels or self.modes or self.words)


@dataclass(frozen=True)
class DiplomaCounts:
    """How many diplomas each level and each mode would give, the other filters kept."""

    levels: Counter[int]
    modes: Counter[str]
    crossed: Counter[tuple[int, str]]


def gathered(ways: Iterable[Named]) -> list[Diploma]:
    """Put together the ways in of the same diploma and level: lowest level, most occupations, then A–Z.

    A length is kept only when all the sheets that give one agree.
    """
    groups: dict[tuple[int, str], list[Named]] = {}
    for way in ways:
        groups.setdefault((way.level, way.key), []).append(way)
    found = [
        Diploma(
            diploma=members[0].diploma,
            level=level,
            modes=frozenset().union(*(way.modes for way in members)),
            months=_agreed({way.months for way in members if way.months}),
            occupations=tuple(dict.fromkeys(way.occupation for way in members)),
            key=key,
        )
        for (level, key), members in groups.items()
    ]
    return sorted(found, key=lambda diploma: (diploma.level, -len(diploma.occupations), diploma.key))


def _agreed(lengths: set[int]) -> int | None:
    return next(iter(lengths)) if len(lengths) == 1 else None


def _says(diploma: Diploma, words: Sequence[str]) -> bool:
    return all(word in diploma.key for word in words)


def fitting(diplomas: Iterable[Diploma], wanted: Wanted) -> list[Diploma]:
    """Keep the diplomas of one of the levels, open by one of the modes, whose name holds every word."""
    return [
        diploma
        for diploma in diplomas
        if (not wanted.levels or diploma.level in wanted.levels)
        and (not wanted.modes or diploma.modes & wanted.modes)
        and _says(diploma, wanted.words)
    ]


def counted(diplomas: Sequence[Diploma], wanted: Wanted) -> DiplomaCounts:
    """Count what each value would give; `crossed` counts level × mode whatever the filters."""
    of_modes = fitting(diplomas, Wanted(modes=wanted.modes, words=wanted.words))
    of_levels = fitting(diplomas, Wanted(levels=wanted.levels, words=wanted.words))
    return DiplomaCounts(
        levels=Counter(diploma.level for diploma in of_modes),
        modes=Counter(mode for diploma in of_levels for mode in diploma.modes),
        crossed=Counter((diploma.level, mode) for diploma in diplomas for mode in diploma.modes),
    )
