"""One opened generation of the index of names: its searcher, and the figures that scoring asks for."""

import math
from collections.abc import Callable
from typing import Any

import tantivy

from jalon.search.rules import canonical
from jalon.search.rules.scoring import COMMON, RARE
from jalon.search.selectors.shape import SHAPE, build_schema
from jalon.search.selectors.shelves import Opened, Shelf, UnusableIndexError
from jalon.search.selectors.stored import Stored, unpack
from jalon.search.selectors.words import empty_forms

__all__ = ["Reader", "UnusableIndexError", "forget_reader", "read_state", "shelf", "with_reader"]

MOST_STORED = 20_000


class Rarity(dict[str, float]):
    """Weight of canonical forms: 0 for stop words, else COMMON (1) to RARE (3); computed when first asked."""

    def __init__(self, reader: "Reader"):
        super().__init__()
        self.reader = reader

    def __missing__(self, form: str) -> float:
        if form in empty_forms():
            self[form] = 0.0
            return 0.0
        documents = self.reader.documents
        share = math.log(documents / (self.reader.frequency("canon", form) + 1)) / math.log(documents + 1)
        self[form] = COMMON + (RARE - COMMON) * max(0.0, min(1.0, share))
        return self[form]


class Reader(Opened):
    """One opened generation: its searcher, and the figures that scoring asks for again and again."""

    def refresh(self, state: dict[str, Any]) -> None:
        """See what was committed since."""
        super().refresh(state)
        self.documents = max(self.searcher.num_docs, 1)
        self.rarity = Rarity(self)
        self.prefixes: dict[str, tuple[str, ...]] = {}
        self.stored_parts: dict[tuple[int, int], Stored] = {}
        self.places: dict[str, bool] = {}
        self.speller: Any = None

    def frequency(self, field: str, word: str) -> int:
        """Return how many documents hold a word in a field."""
        return self.searcher.doc_freq(field, word)

    def knows(self, form: str) -> bool:
        """Whether any name, skill or text holds a canonical form."""
        return any(self.frequency(field, form) for field in ("canon", "all_words", "all_text"))

    def is_place(self, word: str) -> bool:
        """Whether a folded word belongs to the name of a commune and to few other names."""
        if word not in self.places:
            query = tantivy.Query.boolean_query(
                [
                    (tantivy.Occur.Must, tantivy.Query.term_query(self.schema, "folded", word)),
                    (tantivy.Occur.Must, tantivy.Query.term_query(self.schema, "kind", "commune")),
                ]
            )
            towns = self.searcher.search(query, limit=1).count
            self.places[word] = bool(towns) and self.frequency("folded", word) <= 3 * towns
        return self.places[word]

    def beginning_with(self, prefix: str, limit: int = 60) -> tuple[str, ...]:
        """Return the folded words of names that begin with `prefix`, most frequent first."""
        if prefix not in self.prefixes:
            found = self.searcher.terms_with_prefix("folded", prefix, limit=limit)
            self.prefixes[prefix] = tuple(word for word, _count in found)
        return self.prefixes[prefix]

    def forms_beginning_with(self, prefix: str) -> frozenset[str]:
        """Return the canonical forms of those words."""
        return frozenset(canonical(word) for word in self.beginning_with(prefix))

    def stored(self, address: Any) -> Stored:
        """Return the stored part of a document."""
        key = (address.segment_ord, address.doc)
        if (known := self.stored_parts.get(key)) is not None:
            return known
        if len(self.stored_parts) > MOST_STORED:
            self.stored_parts.clear()
        found = self.stored_parts[key] = unpack(self.searcher.doc(address).get_first("payload"))
        return found


shelf: Shelf[Reader] = Shelf("index", SHAPE, build_schema(), Reader)


def read_state() -> dict[str, Any]:
    """Return what `current.json` says: generation, shape, applied (id of the last change). {} when absent."""
    return shelf.read_state()


def forget_reader() -> None:
    """Drop the opened reader (the index was replaced)."""
    shelf.forget()


def with_reader(action: Callable[[Reader], Any]) -> Any:
    """Run a read on the index; a missing or damaged index is made again once, then read."""
    return shelf.with_reader(action)
