"""Known words near a mistyped one."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from jalon.search.rules.scoring import CORRECTED
from jalon.search.rules.spelling import allowed_edits, sound
from jalon.search.selectors.reader import Reader

MAX_CORRECTIONS, MOST_NEAR = 4, 30
SAME_SOUND, OTHER_FIRST_LETTER = 0.6, 0.5
MIN_VOCABULARY_WORD = 3


class Correction(NamedTuple):
    """A known word, how sure it is meant (0 to 0.75), and how far it is in letters."""

    word: str
    sure: float
    cost: float


class Speller:
    """The folded words of the index, by frequency and by sound."""

    def __init__(self, reader: Reader):
        found = reader.searcher.terms_with_prefix("folded", "")
        self.frequency = {
            word: count for word, count in found if len(word) >= MIN_VOCABULARY_WORD and word.isalpha()
        }
        self.by_length: dict[int, list[str]] = defaultdict(list)
        self.by_sound: dict[str, list[str]] = defaultdict(list)
        for word in self.frequency:
            self.by_length[len(word)].append(word)
            self.by_sound[sound(word)].append(word)

    def corrections(self, word: str) -> list[Correction]:
        """Return the known words near `word`, best first; nothing for words too short to guess."""
        edits = allowed_edits(word)
        if not edits or not word.isalpha():
            return []
        costs: dict[str, float] = {}
        for known, distance in self._near(word, edits):
            # People seldom get the first letter wrong.
            costs[known] = distance + (OTHER_FIRST_LETTER if known[0] != word[0] else 0.0)
        for known in self.by_sound.get(sound(word), ()):
            costs[known] = min(costs.get(known, SAME_SOUND), SAME_SOUND)
        if not costs:
            return []
        nearest = min(costs.values())
        kept = sorted(
            (known for known, cost in costs.items() if cost <= nearest + 0.5),
            key=lambda known: (costs[known], -self.frequency[known], known),
        )
        return [
            Correction(known, CORRECTED - 0.1 * (costs[known] - nearest), costs[known])
            for known in kept[:MAX_CORRECTIONS]
        ]

    def _near(self, word: str, edits: int) -> Iterator[tuple[str, int]]:
        """Yield the known words at most so many edits away, with their distance."""
        for length in range(len(word) - edits, len(word) + edits + 1):
            words = self.by_length.get(length, ())
            found = process.extract(word, words, scorer=OSA.distance, score_cutoff=edits, limit=MOST_NEAR)
            yield from ((known, distance) for known, distance, _index in found)

    def split(self, word: str) -> tuple[str, str] | None:
        """Return two known words written as one (« aidesoignant »), the most frequent pair, or None."""
        pairs = [
            (word[:cut], word[cut:])
            for cut in range(3, len(word) - 2)
            if word[:cut] in self.frequency and word[cut:] in self.frequency
        ]
        return max(
            pairs,
            key=lambda pair: min(self.frequency[pair[0]], self.frequency[pair[1]]),
            default=None,
        )


def speller_of(reader: Reader) -> Speller:
    """Return the speller of a reader, made on first need."""
    if reader.speller is None:
        reader.speller = Speller(reader)
    return reader.speller
