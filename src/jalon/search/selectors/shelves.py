"""Where this node keeps an index, which generation is in use, and when it has to be made again.

`JALON_HOME/<name>/` holds one folder a generation and `current.json`, which names the one in use and the last
change it holds. An index is disposable: the database is the only truth.
"""

import json
import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Generic, TypeVar

import tantivy
from django.conf import settings

logger = logging.getLogger(__name__)
REPAIR_PAUSE = 60.0  # seconds


class UnusableIndexError(Exception):
    """The index is missing, damaged or of another shape."""


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


class Opened:
    """One opened generation of an index: its fields and its searcher."""

    def __init__(self, shelf: "Shelf[Any]", state: dict[str, Any]):
        self.schema = shelf.schema
        path = shelf.folder() / str(state["generation"])
        self.index = shielded(lambda: tantivy.Index.open(str(path)))
        shielded(lambda: self.index.config_reader(reload_policy="manual"))
        self.refresh(state)

    def refresh(self, state: dict[str, Any]) -> None:
        """See what was committed since."""
        self.state = state
        shielded(self.index.reload)
        self.searcher = shielded(self.index.searcher)


R = TypeVar("R", bound=Opened)


class Shelf(Generic[R]):
    """One index of this node. `shape`: number of its fields' version; `opening`: what a generation opens as.

    `repair(reason)` makes it again; it is set by the services, which alone may write.
    """

    def __init__(
        self,
        name: str,
        shape: int,
        schema: tantivy.Schema,
        opening: Callable[["Shelf[R]", dict[str, Any]], R],
    ):
        self.name = name
        self.shape = shape
        self.schema = schema
        self.opening = opening
        self.repair: Callable[[str], None] | None = None
        self.lock = threading.Lock()
        self.reader: R | None = None
        self.stamp: tuple[Any, ...] = ()
        self.repaired: tuple[str | None, float] = (None, 0.0)

    def folder(self) -> Path:
        """Return where this node keeps it."""
        return settings.JALON_HOME / self.name

    def read_state(self) -> dict[str, Any]:
        """Return what `current.json` says: generation, shape, applied, database. {} when absent."""
        try:
            state = json.loads((self.folder() / "current.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return state if isinstance(state, dict) and state.get("shape") == self.shape else {}

    def forget(self) -> None:
        """Drop the opened generation (it was replaced)."""
        with self.lock:
            self.reader, self.stamp = None, ()

    def current(self) -> R:
        """Return the current generation, reopened or refreshed when it moved."""
        path = self.folder() / "current.json"
        try:
            status = path.stat()
        except OSError as error:
            raise UnusableIndexError("index absent") from error
        stamp = (str(path), status.st_mtime_ns, status.st_ino)
        if self.reader is not None and self.stamp == stamp:
            return self.reader
        with self.lock:
            state = self.read_state()
            if not state:
                raise UnusableIndexError("index absent ou d'une autre version")
            reader = self.reader
            same_path = bool(self.stamp) and self.stamp[0] == stamp[0]
            if reader is not None and same_path and reader.state["generation"] == state["generation"]:
                reader.refresh(state)
            else:
                reader = self.opening(self, state)
            self.reader, self.stamp = reader, stamp
            return reader

    def with_reader(self, action: Callable[[R], Any]) -> Any:
        """Run a read; a missing or damaged index is made again once, then read."""
        try:
            return shielded(lambda: action(self.current()))
        except UnusableIndexError as error:
            generation = self.read_state().get("generation")
            made, moment = self.repaired
            just_made = bool(generation) and generation == made and time.monotonic() - moment < REPAIR_PAUSE
            if self.repair is None or just_made:
                # Made again a moment ago and failing still: the fault is not the index's.
                raise
            logger.warning("%s made again: %s", self.name, error)
            self.forget()
            self.repair(str(error))
            self.repaired = (self.read_state().get("generation"), time.monotonic())
            return action(self.current())
