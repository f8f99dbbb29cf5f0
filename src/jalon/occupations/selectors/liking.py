"""Occupations by what a person likes (RIASEC)."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from jalon.occupations.enums import Interest, Status
from jalon.occupations.models import Occupation
from jalon.occupations.rules.pairs import by_closeness
from jalon.occupations.selectors.interests import InterestLine, interest_lines

EXAMPLES = 3


@dataclass(frozen=True)
class InterestCard:
    """One of the six interests with how many occupations have it first, and a few of them."""

    line: InterestLine
    count: int
    examples: list[str]


@dataclass(frozen=True)
class Liked:
    """The occupations of one or two interests. `exact`: how many have both, in this order."""

    codes: list[str]
    why: dict[str, str]
    exact: int
    seconds: list[tuple[InterestLine, int]]
    reversed_count: int


def interest_cards() -> list[InterestCard]:
    """Return the six interests with examples taken from the region's sheets first, in one query."""
    rows = Occupation.objects.filter(status=Status.ACTIVE).order_by("sort_name")
    counts: Counter[str] = Counter()
    names: dict[str, list[tuple[bool, str]]] = defaultdict(list)
    for name, major, sheet in rows.values_list("name", "interest_major", "sheet__masculine"):
        counts[major] += 1
        names[major].append((not sheet, sheet or name))
    return [
        InterestCard(line, counts[line.letter], _spread(sorted(names[line.letter], key=lambda row: row[0])))
        for line in interest_lines()
    ]


def _spread(rows: list[tuple[bool, str]]) -> list[str]:
    """Take a few names evenly among the best known ones, so that they do not all begin with A."""
    known = [name for unknown, name in rows if not unknown] or [name for _unknown, name in rows]
    step = max(1, len(known) // EXAMPLES)
    return known[step // 2 :: step][:EXAMPLES]


def liked(letters: str) -> Liked:
    """Return the occupations of one or two letters (checked before), exact pairs first."""
    rows = list(
        Occupation.objects.filter(status=Status.ACTIVE, interest_major__in=letters)
        .order_by("sort_name", "code")
        .values_list("code", "interest_major", "interest_minor")
    )
    major, minor = letters[0], letters[1:]
    ordered = by_closeness(letters, rows)
    seconds = Counter(second for _code, first, second in rows if first == major and second)
    names = dict(Interest.choices)
    exact = f"{names[major]}, puis {names[minor].lower()} : vos deux réponses" if minor else ""
    return Liked(
        codes=[code for code, _exact in ordered],
        why=_reasons(rows, major=major, minor=minor, exact=exact),
        exact=sum(fits for _code, fits in ordered),
        seconds=[(line, seconds[line.letter]) for line in interest_lines() if seconds[line.letter]],
        reversed_count=sum(first == minor and second == major for _code, first, second in rows),
    )


def _reasons(rows: list[tuple[str, str, str]], *, major: str, minor: str, exact: str) -> dict[str, str]:
    names = dict(Interest.choices)
    return {
        code: exact
        if minor and second == minor
        else f"{names[major]}{f', puis {names[second].lower()}' if second in names else ''}"
        for code, first, second in rows
        if first == major
    }
