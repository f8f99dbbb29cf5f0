"""Reading the answers to the two questions."""

from collections.abc import Iterable

MOST_INTERESTS = 2
LETTERS = "RIASEC"


def chosen_interests(values: Iterable[str]) -> list[str]:
    """Return the interest letters among what was sent, each once, in the order sent."""
    return list(dict.fromkeys(value for value in values if len(value) == 1 and value in LETTERS))


def in_sentence(name: str) -> str:
    """Return a title as written inside a sentence: without capital, but « ATSEM » keeps its own."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name
