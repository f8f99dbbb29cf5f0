"""The word lists of `data/`: small words, circumstances, towns, synonyms."""

from functools import cache
from pathlib import Path

from jalon.search.rules import canonical, fold

DATA = Path(__file__).resolve().parent.parent / "data"


@cache
def word_list(name: str) -> frozenset[str]:
    """Return the folded words of a data file, comment lines left out."""
    lines = (DATA / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@cache
def synonyms() -> dict[str, tuple[str, ...]]:
    """Return the other words of each word's group in `synonyms.txt` (one group a line, commas between)."""
    groups: dict[str, tuple[str, ...]] = {}
    for line in (DATA / "synonyms.txt").read_text(encoding="utf-8").splitlines():
        group = [fold(word) for word in line.split(",")] if not line.startswith("#") else []
        for word in group:
            groups[word] = (*groups.get(word, ()), *(other for other in group if other != word))
    return groups


@cache
def empty_forms() -> frozenset[str]:
    """Return the canonical forms of the stop words: they weigh nothing in a name."""
    return frozenset(canonical(word) for word in word_list("stop_words"))
