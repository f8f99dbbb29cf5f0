"""How well lists of close occupations find those that someone judged close."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

FIRST = 10


class Found(NamedTuple):
    """For one occupation: the share found in the first ten, and which were not."""

    recall: float
    missed: tuple[str, ...]


def read_judged(text: str) -> dict[str, list[str]]:
    """Return the judged codes by code, from lines « code<TAB>code|code|… »; a heading is skipped.

    Raises ValueError, in the words of who wrote the file, for a line without its two columns.
    """
    judged: dict[str, list[str]] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        code, _tab, close = (part.strip() for part in line.partition("\t"))
        if not line.strip() or (number == 1 and code == "code"):
            continue
        if not code or not close:
            raise ValueError(f"ligne {number} : « code<tabulation>codes séparés par | » attendu")
        judged.setdefault(code, []).extend(other.strip() for other in close.split("|") if other.strip())
    return judged


def recalls(
    judged: Mapping[str, Iterable[str]], listed: Mapping[str, Sequence[str]], known: Iterable[str]
) -> dict[str, Found]:
    """Judge each list; codes that are not known at all (not in the data) are left out."""
    there = set(known)
    found: dict[str, Found] = {}
    for code, close in judged.items():
        wanted = [other for other in dict.fromkeys(close) if other in there and other != code]
        if code not in there or not wanted:
            continue
        first = set(listed.get(code, ())[:FIRST])
        missed = tuple(other for other in wanted if other not in first)
        found[code] = Found(1 - len(missed) / len(wanted), missed)
    return found
