"""Mending the long words that a text misspells: to a known word of the same sound, or a letter or two away.

Short words are left as they are, and so is any word that is not clearly one known word: mending too much
would put words into people's mouths.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from jalon.search.rules import canonical
from jalon.search.rules.spelling import sound

SHORTEST, LONG = 7, 9
NEAR, FARTHER = 1, 2


def _forms(word: str) -> tuple[str, str]:
    return word, canonical(word)


class Mender:
    """The words known here, by length and by sound."""

    def __init__(self, telling: Iterable[str], others: Iterable[str] = ()) -> None:
        """Keep the `telling` words, which may be meant, and the `others`, which are only known."""
        self.telling = Counter(telling)
        self.known = {form for word in (*self.telling, *others) for form in _forms(word)}
        self.by_length: dict[int, list[str]] = defaultdict(list)
        self.by_sound: dict[str, list[str]] = defaultdict(list)
        for word in sorted(self.telling):
            if len(word) >= SHORTEST - 1 and word.isalpha():
                self.by_length[len(word)].append(word)
                self.by_sound[sound(word)].append(word)
        self.mended = lru_cache(maxsize=5_000)(self._mended)

    def _mended(self, word: str) -> str:
        """Return a folded word as it is when it is known, short or like no other; else the word meant."""
        if len(word) < SHORTEST or not word.isalpha() or not self.known.isdisjoint(_forms(word)):
            return word
        alike = [one for one in self.by_sound.get(sound(word), ()) if one[0] == word[0]]
        return self._most_used(alike) or self._most_used(self._near(word)) or word

    def _near(self, word: str) -> list[str]:
        most = FARTHER if len(word) >= LONG else NEAR
        found = [
            (distance, known)
            for length in range(len(word) - 1, len(word) + 2)
            for known, distance, _index in process.extract(
                word, self.by_length.get(length, ()), scorer=OSA.distance, score_cutoff=most, limit=5
            )
            if known[0] == word[0]
        ]
        least = min((distance for distance, _known in found), default=0)
        return [known for distance, known in found if distance == least]

    def _most_used(self, words: Iterable[str]) -> str:
        return max(sorted(words), key=lambda word: self.telling[word], default="")

    def text(self, folded: str) -> str:
        """Return a folded text with its misspelt long words mended; all else stays."""
        return " ".join(self._piece(piece) for piece in folded.split(" "))

    def _piece(self, piece: str) -> str:
        bare = piece.strip('.,;:!?()«»"')
        head, elided, word = bare.rpartition("'")
        mended = self.mended(word)
        return piece if mended == word else piece.replace(bare, f"{head}{elided}{mended}")
