"""The worked example of the public page that explains the ranking."""

from typing import NamedTuple

from jalon.guidance.rules import matching as rules
from jalon.guidance.rules.answers import Factor


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
    weights = rules.weights_in_force({})
    factors: dict[Factor, float | None] = dict.fromkeys(weights)
    factors |= {Factor.INTERESTS: 1.0, Factor.WORDS: 0.9, Factor.STUDY: 1.0, Factor.CONDITIONS: 0.0}
    lines = tuple(
        ExampleLine(
            rules.FACTOR_NAMES[factor],
            weight,
            score,
            None if score is None else weight * (score - rules.MIDDLE),
        )
        for factor, weight in weights.items()
        for score in (factors[factor],)
    )
    return Example(
        lines,
        sum(line.moved or 0.0 for line in lines),
        sum(weights.values()),
        rules.total_score(factors, weights),
        rules.total_score(factors, weights, kept=rules.REFUSED_KEEPS),
    )
