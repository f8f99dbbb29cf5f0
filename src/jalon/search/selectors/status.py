"""What this node's index holds, for the person who looks after the installation. Repairs nothing."""

from dataclasses import dataclass

import tantivy

from jalon.search.selectors.reader import Reader, shelf
from jalon.search.selectors.shelves import shielded

MANY = 1_000_000


@dataclass(frozen=True)
class IndexStatus:
    """The index in use. `entries`: how many it holds by kind. `applied`: last noted change that it holds."""

    generation: str
    applied: int
    entries: dict[str, int]


def index_status(kinds: list[str]) -> IndexStatus:
    """Read the index in use; raises UnusableIndexError when it is absent, damaged or of another shape."""

    def read() -> IndexStatus:
        reader = shelf.current()
        entries = {kind: _count(reader, kind) for kind in kinds}
        return IndexStatus(reader.state["generation"], reader.state["applied"], entries)

    return shielded(read)


def _count(reader: Reader, kind: str) -> int:
    query = tantivy.Query.term_query(reader.schema, "kind", kind)
    found = reader.searcher.search(query, limit=MANY, count=False).hits
    return len({reader.stored(address).id for _score, address in found})
