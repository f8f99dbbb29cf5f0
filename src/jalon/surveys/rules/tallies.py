"""Counts of answers from the best to the worst, and the bars that draw them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

WIDTH = 100
NAMES = ("best", "middle", "worst")


@dataclass(frozen=True)
class Part:
    """One piece of a bar: its name, where it begins and how long it is, in hundredths."""

    name: str
    x: str
    width: str


@dataclass(frozen=True)
class Row:
    """One line of a table and of its picture."""

    label: str
    counts: tuple[int, ...]
    total: int
    parts: tuple[Part, ...]


def rows(tallies: Iterable[tuple[str, Sequence[int]]]) -> list[Row]:
    """Return lines to draw: the longest bar stands for the largest total, empty ones have no piece."""
    every = [(label, tuple(counts)) for label, counts in tallies]
    highest = max((sum(counts) for _label, counts in every), default=0)
    return [Row(label, counts, sum(counts), _parts(counts, highest)) for label, counts in every]


def _parts(counts: Sequence[int], highest: int) -> tuple[Part, ...]:
    parts, before = [], 0
    for name, count in zip(NAMES, counts, strict=True):
        if count:
            x, width = WIDTH * before / highest, WIDTH * count / highest
            parts.append(Part(name, f"{x:.2f}", f"{width:.2f}"))
        before += count
    return tuple(parts)


def every_month(found: Mapping[date, Sequence[int]]) -> list[tuple[date, tuple[int, ...]]]:
    """Return each month from the latest to the first, with those that nobody answered in."""
    if not found:
        return []
    first, month = min(found), max(found)
    months = []
    while month >= first:
        months.append((month, tuple(found.get(month, (0,) * len(NAMES)))))
        month = date(month.year - (month.month == 1), (month.month - 2) % 12 + 1, 1)
    return months


def mean(values: Iterable[int | None]) -> str:
    """Return the mean of what was said, as people write it; "" when nobody said.

    >>> mean([1, None, 4]), mean([None])
    ('2,5', '')
    """
    said = [value for value in values if value is not None]
    return f"{sum(said) / len(said):.1f}".replace(".", ",") if said else ""
