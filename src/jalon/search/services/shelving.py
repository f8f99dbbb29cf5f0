"""Keeping an index of this node in step with the database, or making it again beside the one in use.

A `Keeper` does it for one shelf: everything that its documents do not change is here.
"""

import fcntl
import hashlib
import json
import logging
import shutil
import uuid
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import tantivy
from django.db import connection
from django.db.models import Max, Min

from jalon.search.models import Change
from jalon.search.selectors.shelves import Shelf, UnusableIndexError, shielded

logger = logging.getLogger(__name__)
EVERYTHING = "*"  # the key of a change that touches every entry of its kind
# Bytes that tantivy may hold before it writes a segment: 250,000 occurrences make one, the quickest to read.
HEAP = 64_000_000


def _last_change() -> int:
    return Change.objects.aggregate(last=Max("pk"))["last"] or 0


def _database() -> str:
    """Return which database the index speaks of: another one needs another index."""
    facts = connection.settings_dict
    identity = "|".join(str(facts[name]) for name in ("ENGINE", "NAME", "HOST", "PORT"))
    return hashlib.sha256(identity.encode()).hexdigest()[:16]


@contextmanager
def _writing(shelf: Shelf[Any], *, wait: bool) -> Iterator[bool]:
    """Hold the node's writing lock; yields False at once when another process holds it and `wait` is off."""
    folder = shelf.folder()
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
            return
        try:
            yield True
        finally:
            fcntl.flock(file, fcntl.LOCK_UN)


def _write_state(shelf: Shelf[Any], generation: str, applied: int) -> None:
    """Say which generation is in use and the last change that it holds."""
    folder = shelf.folder()
    temporary = folder / f"current.{uuid.uuid4().hex}.tmp"
    state = {"shape": shelf.shape, "generation": generation, "applied": applied, "database": _database()}
    temporary.write_text(json.dumps(state), encoding="utf-8")
    temporary.replace(folder / "current.json")


def _switch(shelf: Shelf[Any], generation: str, applied: int) -> None:
    """Put a written generation to use and sweep the older ones. Lock held."""
    previous = shelf.read_state().get("generation")
    _write_state(shelf, generation, applied)
    shelf.forget()
    for old in shelf.folder().glob("g-*"):
        # The generation just left stays until the next time: another process may be opening it.
        if old.name not in {generation, previous}:
            shutil.rmtree(old, ignore_errors=True)


class Keeper(ABC):
    """What keeps one index of this node; each index says its documents and which changes touch them."""

    def __init__(self, shelf: Shelf[Any]):
        self.shelf = shelf

    @abstractmethod
    def fill(self, writer: tantivy.IndexWriter, progress: Callable[[str], None]) -> dict[str, int]:
        """Write every document, telling each kind; return how many things of each kind they speak of."""

    @abstractmethod
    def concerned(self, kind: str, key: str) -> Iterable[tuple[str, str]]:
        """Return the (kind, key) of this index that a noted change touches; the key may be EVERYTHING."""

    @abstractmethod
    def many(self, keys: dict[str, set[str]]) -> bool:
        """Tell whether making the whole index again is quicker than writing these keys, by kind."""

    @abstractmethod
    def rewrite(self, kind: str, keys: Collection[str], writer: tantivy.IndexWriter) -> None:
        """Write again the documents of these keys; those of what is gone only go."""

    def rebuild(self, *, progress: Callable[[str], None] = lambda kind: None) -> dict[str, int]:
        """Make the whole index again beside the one in use, then switch; return how many a kind has."""
        with _writing(self.shelf, wait=True):
            return self._build(progress)

    def repair(self, reason: str) -> None:
        """Make the index again if nobody else just did."""
        before = self.shelf.read_state().get("generation")
        with _writing(self.shelf, wait=True):
            if before and self.shelf.read_state().get("generation") not in {None, before}:
                return
            self._build_because(reason)

    def ensure(self) -> None:
        """Make the index when this node has none that can be used, else bring it what changed."""
        state = self.shelf.read_state()
        if not state:
            self.repair("index absent")
        elif state["database"] != _database() or _last_change() < state["applied"]:
            self.repair("index d'une autre base de données")
        else:
            self.follow()

    def follow(self) -> int:
        """Bring the changes since the last time into the index; return how many keys were written again.

        Does nothing while another process of this node writes: that one, or the next call, brings them.
        """
        state = self.shelf.read_state()
        if not state or _last_change() <= state["applied"]:
            return 0
        with _writing(self.shelf, wait=False) as mine:
            if not mine:
                return 0
            try:
                return shielded(self._apply_changes)
            except UnusableIndexError as error:
                self._build_because(str(error))
                return 0

    def _build_because(self, reason: str) -> None:
        logger.warning("%s made again: %s", self.shelf.name, reason)
        self._build(lambda kind: None)

    def _build(self, progress: Callable[[str], None]) -> dict[str, int]:
        """Write a new generation beside the one in use, then switch. Lock held."""
        applied = _last_change()
        generation = f"g-{uuid.uuid4().hex[:12]}"
        path = self.shelf.folder() / generation
        path.mkdir(parents=True)
        writer = tantivy.Index(self.shelf.schema, path=str(path)).writer(HEAP, 1)
        counts = self.fill(writer, progress)
        writer.commit()
        writer.wait_merging_threads()
        _switch(self.shelf, generation, applied)
        return counts

    def _apply_changes(self) -> int:
        state = self.shelf.read_state()
        keys, last = self._pending(state["applied"])
        total = sum(len(some) for some in keys.values())
        everything = any(EVERYTHING in some for some in keys.values())
        if everything or _forgotten(state["applied"]) or self.many(keys):
            self._build(lambda kind: None)
            return total
        if keys:
            path = self.shelf.folder() / str(state["generation"])
            writer = tantivy.Index.open(str(path)).writer(HEAP, 1)
            for kind, some in keys.items():
                self.rewrite(kind, some, writer)
            writer.commit()
            writer.wait_merging_threads()
        _write_state(self.shelf, state["generation"], last)
        return total

    def _pending(self, applied: int) -> tuple[dict[str, set[str]], int]:
        """Return the keys to write again by kind, and the last change that they come from."""
        keys: dict[str, set[str]] = defaultdict(set)
        last = applied
        changes = Change.objects.filter(pk__gt=applied).order_by("pk").values_list("pk", "kind", "key")
        for pk, kind, key in changes.iterator():
            for mine, touched in self.concerned(kind, key):
                keys[mine].add(touched)
            last = pk
        return keys, last


def _forgotten(applied: int) -> bool:
    """Tell whether changes that came after `applied` are no longer kept."""
    oldest = Change.objects.aggregate(first=Min("pk"))["first"] or 0
    return bool(applied) and oldest > applied + 1
