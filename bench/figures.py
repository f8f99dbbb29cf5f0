"""A figure beside its baseline, and the table that shows them."""

import statistics
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Figure:
    """One measurement; `ratio` is Jalon's value over the baseline's, `aim` what is hoped for."""

    part: str
    name: str
    unit: str
    jalon: float
    baseline: float | None = None
    baseline_name: str = ""
    aim: str = ""

    @property
    def ratio(self) -> float | None:
        return self.jalon / self.baseline if self.baseline else None

    def as_json(self) -> dict[str, Any]:
        """Return the figure as plain values, its ratio included."""
        return {**asdict(self), "ratio": self.ratio}


def say(text: str) -> None:
    """Write one line at once: a measurement is long."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which `share` (0–1) of the values are.

    >>> percentile([1.0, 2.0, 3.0, 4.0], 0.5)
    2.0
    """
    ordered = sorted(values)
    return ordered[max(0, min(len(ordered) - 1, round(share * len(ordered)) - 1))]


def median_of(runs: int, measure: Callable[[], float]) -> float:
    """Return the median of some runs of a measure."""
    return statistics.median(measure() for _ in range(runs))


def _shown(value: float | None) -> str:
    if value is None:
        return "—"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.2f}"


def show(figures: Sequence[Figure]) -> None:
    """Write the figures of one part as a table."""
    width = max(len(figure.name) for figure in figures)
    say(f"\n{'':<{width}}  {'jalon':>10} {'baseline':>10} {'ratio':>7}  unit, baseline, aim")
    for figure in figures:
        notes = ", ".join(note for note in (figure.unit, figure.baseline_name, figure.aim) if note)
        say(
            f"{figure.name:<{width}}  {_shown(figure.jalon):>10} {_shown(figure.baseline):>10} "
            f"{_shown(figure.ratio):>7}  {notes}"
        )
