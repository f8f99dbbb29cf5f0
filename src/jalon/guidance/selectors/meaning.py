"""Which words and occupations stand near each other, learnt from the texts of the occupations alone.

The table of words by occupations, each count in logarithm times its rarity, is reduced to its main directions
(a truncated singular value decomposition). Words never said together, but said of alike occupations, then
point the same way. Nothing is drawn at random, and the sign of a direction does not matter: words and
occupations turn together.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from jalon.guidance.rules import meaning as rules
from jalon.guidance.rules.columns import Column

Single = NDArray[np.float32]
SMALLEST = np.float32(1e-9)


class Meaning:
    """The directions of words and occupations; `bags`: by place, how often each form is said of it."""

    def __init__(self, bags: Sequence[Mapping[str, float]]) -> None:
        self._size = len(bags)
        self._at: dict[str, int] = {}
        if self._size >= rules.LEAST_OCCUPATIONS:
            self._learn(self._table(bags))

    def _table(self, bags: Sequence[Mapping[str, float]]) -> Single:
        """Return a row an occupation, of length 1, and a column a word that some share and not most."""
        words = sorted({form for bag in bags for form in bag})
        at = {form: column for column, form in enumerate(words)}
        table = np.zeros((self._size, len(words)), dtype=np.float32)
        for place, bag in enumerate(bags):
            table[place, [at[form] for form in bag]] = list(bag.values())
        used = np.count_nonzero(table, axis=0)
        kept = np.flatnonzero((used >= rules.FEWEST) & (used <= rules.MOST_COMMON * self._size))
        self._at = {words[column]: row for row, column in enumerate(kept)}
        rarity = np.log1p(self._size / used[kept]).astype(np.float32)
        self._counts = rarity**rules.RARE_COUNTS
        return _of_length_one(np.log1p(table[:, kept]) * rarity)

    def _learn(self, table: Single) -> None:
        """Keep the main directions: the table times itself is small (occupations by occupations)."""
        _values, vectors = np.linalg.eigh(table @ table.T)
        main = vectors[:, -rules.DIRECTIONS :]
        self._words = table.T @ main
        places = main * np.linalg.norm(self._words, axis=0)
        self._places = _of_length_one(places - places.mean(axis=0))

    def near(self, weights: Mapping[str, float]) -> Column:
        """Return how near these weighted forms together stand to each occupation, -1 to 1; 0 when unknown."""
        known = [(self._at[form], weight) for form, weight in weights.items() if form in self._at]
        if not known:
            return np.zeros(self._size)
        rows = [row for row, _weight in known]
        told = np.array([weight for _row, weight in known], dtype=np.float32)
        said = (told * self._counts[rows]) @ self._words[rows]
        return (self._places @ _of_length_one(said)).astype(np.float64)

    def each_near(self, forms: Sequence[str]) -> Column:
        """Return a row a form, how near it alone stands to each occupation; 0 when unknown."""
        near = np.zeros((len(forms), self._size))
        known = [row for row, form in enumerate(forms) if form in self._at]
        if known:
            rows = [self._at[forms[row]] for row in known]
            near[known] = _of_length_one(self._words[rows]) @ self._places.T
        return near


def _of_length_one(rows: Single) -> Single:
    return rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), SMALLEST)
