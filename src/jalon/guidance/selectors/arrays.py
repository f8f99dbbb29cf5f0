"""Facts of all occupations kept as NumPy arrays, one place an occupation, for the ranking to read at once."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence, Set
from itertools import pairwise
from typing import Generic, TypeVar

import numpy as np

from jalon.guidance.rules.columns import Column, Counts, Flags

Facts = TypeVar("Facts", bound=Hashable)


class Kinds(Generic[Facts]):
    """Facts that many occupations share: a score is worked out once for each kind, then given to all."""

    def __init__(self, facts: Iterable[Facts]) -> None:
        numbers: dict[Facts, int] = {}
        self.of = np.array([numbers.setdefault(one, len(numbers)) for one in facts], dtype=np.intp)
        self.every = list(numbers)

    def scores(self, score: Callable[[Facts], float | None]) -> Column:
        """Return the score of every occupation from that of its kind; NaN for None."""
        return np.array([score(one) for one in self.every], dtype=np.float64)[self.of]


class Belonging:
    """Which names (conditions, sectors) each occupation has."""

    def __init__(self, sets: Sequence[Set[str]]) -> None:
        names = sorted(set().union(*sets))
        self._at = {name: at for at, name in enumerate(names)}
        self._flags = np.zeros((len(sets), len(names)), dtype=np.bool_)
        for place, found in enumerate(sets):
            self._flags[place, [self._at[name] for name in found]] = True
        self.known: Flags = self._flags.any(axis=1)

    def of(self, names: Iterable[str]) -> Flags:
        """Return a column for each name, whether the occupations have it."""
        found = np.zeros((len(self._flags), len(chosen := sorted(names))), dtype=np.bool_)
        for column, name in enumerate(chosen):
            if (at := self._at.get(name)) is not None:
                found[:, column] = self._flags[:, at]
        return found

    def count(self, names: Iterable[str]) -> Counts:
        """Return how many of the names each occupation has."""
        known = [at for name in names if (at := self._at.get(name)) is not None]
        return self._flags[:, known].sum(axis=1)


class Postings:
    """The occupations of each word, or skill, with what it is worth to each: two arrays for them all."""

    def __init__(self, found: Mapping[str, Sequence[tuple[int, float]]], size: int) -> None:
        self._size = size
        ends = np.cumsum([0, *(len(pairs) for pairs in found.values())]).tolist()
        self._spans = dict(zip(found, pairwise(ends), strict=True))
        self._places = np.array([place for pairs in found.values() for place, _worth in pairs], dtype=np.intp)
        self._worths = np.array([worth for pairs in found.values() for _place, worth in pairs], dtype=float)

    def __iter__(self) -> Iterator[str]:
        return iter(self._spans)

    def items(self) -> Iterator[tuple[str, list[tuple[int, float]]]]:
        """Yield each word with its places and what it is worth there."""
        for word, (start, end) in self._spans.items():
            places, worths = self._places[start:end].tolist(), self._worths[start:end].tolist()
            yield word, list(zip(places, worths, strict=True))

    def summed(self, weights: Mapping[str, float]) -> Column:
        """Return, by place, the sum of what these words are worth there, each times its weight."""
        known = [(self._spans[word], weight) for word, weight in weights.items() if word in self._spans]
        if not known:
            return np.zeros(self._size)
        places = np.concatenate([self._places[start:end] for (start, end), _weight in known])
        worths = np.concatenate([weight * self._worths[start:end] for (start, end), weight in known])
        return np.bincount(places, worths, self._size)


class Near:
    """The occupations close to each, and how close: rows of equal length, filled with itself at nothing."""

    def __init__(self, near: Sequence[Sequence[tuple[int, float]]]) -> None:
        longest = max(map(len, near), default=0)
        self.places = np.repeat(np.arange(len(near))[:, None], longest, axis=1)
        self.scores = np.zeros((len(near), longest))
        for place, pairs in enumerate(near):
            for at, (other, score) in enumerate(pairs):
                self.places[place, at], self.scores[place, at] = other, score

    def spread(self, into: Column, place: int, share: float) -> None:
        """Add to the occupations close to one the share that each hears."""
        into[self.places[place]] += share * self.scores[place]

    def best(self, values: Column, more_than: float) -> Column:
        """Return the most that each occupation hears of those close to it whose value is over a number."""
        heard = np.zeros_like(values)
        told = np.flatnonzero(values > more_than)
        worth = self.scores[told] * values[told, None]
        np.maximum.at(heard, self.places[told].ravel(), worth.ravel())
        return heard
