"""Reading the answers to the two questions."""

from collections.abc import Iterable

MOST_INTERESTS = 2
LETTERS = "RIASEC"


def chosen_interests(values: Iterable[str]) -> list[str]:
    """Return the interest letters among what was sent, each once, in the order sent."""
    return list(dict.fromkeys(value for value in values if len(value) == 1 and value in LETTERS))
