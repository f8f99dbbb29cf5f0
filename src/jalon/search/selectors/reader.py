"""Opening the current index of this node, and telling when it has to be made again.

`JALON_HOME/index/` holds one folder a generation and `current.json`, which names the one in use and the last
change it holds. The index is disposable: the database is the only truth.
"""

import json
import logging
import math
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import tantivy
from django.conf import settings

from jalon.search.rules import canonical
from jalon.search.rules.scoring import COMMON, RARE
from jalon.search.selectors.shape import SHAPE, build_schema
from jalon.search.selectors.stored import Stored, unpack
from jalon.search.selectors.words import empty_forms

logger = logging.getLogger(__name__)
MOST_STORED = 20_000
REPAIR_PAUSE = 60.0  # seconds


class UnusableIndexError(Exception):
    """The index is missing, damaged or of another shape."""


def index_folder() -> Path:
    """Return where this node keeps its index."""
    return settings.JALON_HOME / "index"


def read_state() -> dict[str, Any]:
    """Return what `current.json` says: generation, shape, applied (id of the last change). {} when absent."""
    try:
        state = json.loads((index_folder() / "current.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return state if isinstance(state, dict) and state.get("shape") == SHAPE else {}


def shielded(action: Callable[[], Any]) -> Any:
    """Run something on tantivy; turn what a damaged index provokes into UnusableIndexError.

    tantivy answers a damaged file with ValueError or OSError, or panics: a BaseException of its own kind.
    """
    try:
        return action()
    except (ValueError, OSError) as error:
        raise UnusableIndexError(str(error)) from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            raise UnusableIndexError(str(error)) from error
        raise


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


class Reader:
    """One opened generation: its searcher, and the figures that scoring asks for again and again."""

    def __init__(self, state: dict[str, Any]):
        self.state = state
        self.schema = build_schema()
        path = index_folder() / str(state["generation"])
        self.index = shielded(lambda: tantivy.Index.open(str(path)))
        shielded(lambda: self.index.config_reader(reload_policy="manual"))
        self.refresh(state)

    def refresh(self, state: dict[str, Any]) -> None:
        """See what was committed since."""
        self.state = state
        shielded(self.index.reload)
        self.searcher = shielded(self.index.searcher)
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


class _Shared:
    """The reader of this process; `repair` is set by the services, which alone may write."""

    lock = threading.Lock()
    reader: Reader | None = None
    stamp: tuple[Any, ...] = ()
    repair: Callable[[str], None] | None = None
    repaired: tuple[str | None, float] = (None, 0.0)


def set_repair(repair: Callable[[str], None]) -> None:
    """Say how to make the index again: `repair(reason)`."""
    _Shared.repair = repair


def forget_reader() -> None:
    """Drop the opened reader (the index was replaced)."""
    with _Shared.lock:
        _Shared.reader, _Shared.stamp = None, ()


def current_reader() -> Reader:
    """Return the reader of the current generation, reopened or refreshed when it moved."""
    path = index_folder() / "current.json"
    try:
        status = path.stat()
    except OSError as error:
        raise UnusableIndexError("index absent") from error
    stamp = (str(path), status.st_mtime_ns, status.st_ino)
    if _Shared.reader is not None and _Shared.stamp == stamp:
        return _Shared.reader
    with _Shared.lock:
        state = read_state()
        if not state:
            raise UnusableIndexError("index absent ou d'une autre version")
        reader = _Shared.reader
        same_path = bool(_Shared.stamp) and _Shared.stamp[0] == stamp[0]
        if reader is not None and same_path and reader.state["generation"] == state["generation"]:
            reader.refresh(state)
        else:
            reader = Reader(state)
        _Shared.reader, _Shared.stamp = reader, stamp
        return reader


def with_reader(action: Callable[[Reader], Any]) -> Any:
    """Run a read on the index; a missing or damaged index is made again once, then read."""
    try:
        return shielded(lambda: action(current_reader()))
    except UnusableIndexError as error:
        generation = read_state().get("generation")
        made, moment = _Shared.repaired
        just_made = bool(generation) and generation == made and time.monotonic() - moment < REPAIR_PAUSE
        if _Shared.repair is None or just_made:
            # Made again a moment ago and failing still: the fault is not the index's.
            raise
        logger.warning("search index made again: %s", error)
        forget_reader()
        _Shared.repair(str(error))
        _Shared.repaired = (read_state().get("generation"), time.monotonic())
        return action(current_reader())
