"""The index of occurrences: how rooms give them, what its documents are, what a change touches in it."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import tantivy

from jalon.search.rules import canonical_words
from jalon.search.rules.occurrences import FAR, Occurrence
from jalon.search.selectors.occurrences import LAST, shelf
from jalon.search.services.shelving import EVERYTHING, Keeper


@dataclass(frozen=True)
class Source:
    """How a room gives its occurrences: all of them, or the items that a noted change touched.

    `touched(keys)` yields (item, its occurrences now: none when it is gone) for the keys of `changed`;
    `many(keys)` tells whether making the whole index again is quicker. `follows`: kinds of entries whose
    words the occurrences borrow: when one of them changes, all are made again.
    """

    every: Callable[[], Iterator[Occurrence]]
    touched: Callable[[Collection[str]], Iterator[tuple[str, list[Occurrence]]]]
    many: Callable[[Collection[str]], bool]
    follows: Collection[str] = ()


_declared: dict[str, Source] = {}


def declare_occurrences(
    *,
    kind: str,
    every: Callable[[], Iterator[Occurrence]],
    touched: Callable[[Collection[str]], Iterator[tuple[str, list[Occurrence]]]],
    many: Callable[[Collection[str]], bool],
    follows: Collection[str] = (),
) -> None:
    """Declare a kind of occurrences, from a room's AppConfig.ready."""
    _declared[kind] = Source(every, touched, many, follows)


@lru_cache(maxsize=20_000)
def _canonical(*texts: str) -> str:
    return " ".join(dict.fromkeys(form for text in texts for form in canonical_words(text)))


def _document(kind: str, one: Occurrence, schema: tantivy.Schema) -> tantivy.Document:
    names = _canonical(*one.names)
    link = one.link
    facts = {
        "item": f"{kind}:{one.item}",
        "kind": kind,
        "names": names,
        # Text by text: together they are nearly always new, apart they come back.
        "words": " ".join([names, *map(_canonical, one.words)]),
        "facet": list(one.facets),
        "tag": [*one.tags, LAST] if link.last else list(one.tags),
        "start": link.start,
        "until": link.until,
        "before": link.before,
        "order": FAR if one.late else link.start,
        "length": one.length,
        "ref": one.ref,
    }
    if one.place:
        facts["place"] = one.place
    return tantivy.Document.from_dict(facts, schema)


class OccurrenceKeeper(Keeper):
    """Keeps the index of occurrences, as each room's Source says."""

    def fill(self, writer: tantivy.IndexWriter, progress: Callable[[str], None]) -> dict[str, int]:
        """Write every occurrence of every kind."""
        counts = {}
        for kind, source in sorted(_declared.items()):
            progress(kind)
            counts[kind] = self._write(kind, source.every(), writer)
        return counts

    def concerned(self, kind: str, key: str) -> Iterable[tuple[str, str]]:
        """Return the key for the kind itself, EVERYTHING for those that borrow its words."""
        for mine, source in _declared.items():
            if kind == mine:
                yield mine, key
            elif kind in source.follows:
                yield mine, EVERYTHING

    def many(self, keys: dict[str, set[str]]) -> bool:
        """Tell whether a room says that they are too many."""
        return any(_declared[kind].many(some) for kind, some in keys.items())

    def rewrite(self, kind: str, keys: Collection[str], writer: tantivy.IndexWriter) -> None:
        """Write again the items that these changes touched."""
        for item, occurrences in _declared[kind].touched(keys):
            writer.delete_documents_by_term("item", f"{kind}:{item}")
            self._write(kind, occurrences, writer)

    def _write(self, kind: str, occurrences: Iterable[Occurrence], writer: tantivy.IndexWriter) -> int:
        count, schema = 0, self.shelf.schema
        for one in occurrences:
            writer.add_document(_document(kind, one, schema))
            count += 1
        return count


OCCURRENCES = OccurrenceKeeper(shelf)
