"""Ordering occupations for a person's interests."""

from collections.abc import Iterable

LETTERS = "RIASEC"


def read_letters(letters: str) -> str | None:
    """Return one or two different RIASEC letters in capitals, or None when they are anything else.

    >>> read_letters("rs"), read_letters("RR"), read_letters("X")
    ('RS', None, None)
    """
    letters = letters.upper()
    fits = 1 <= len(letters) <= 2 and len(set(letters)) == len(letters) and set(letters) <= set(LETTERS)
    return letters if fits else None


def by_closeness(letters: str, rows: Iterable[tuple[str, str, str]]) -> list[tuple[str, bool]]:
    """Return (code, exact) of the rows (code, major, minor) with the same major letter.

    Exact pairs come first, the others keep their order; with one letter every row is exact.
    """
    major, minor = letters[0], letters[1:]
    same = [(code, not minor or second == minor) for code, first, second in rows if first == major]
    return sorted(same, key=lambda row: not row[1])
