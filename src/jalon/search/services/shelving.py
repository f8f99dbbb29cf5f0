"""Writing an index beside the one in use, then switching: what every shelf of this node shares."""

import fcntl
import hashlib
import json
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection
from django.db.models import Max

from jalon.search.models import Change
from jalon.search.selectors.shelves import Shelf

EVERYTHING = "*"  # the key of a change that touches every entry of its kind


def last_change() -> int:
    """Return the number of the last noted change."""
    return Change.objects.aggregate(last=Max("pk"))["last"] or 0


def database() -> str:
    """Return which database the index speaks of: another one needs another index."""
    facts = connection.settings_dict
    identity = "|".join(str(facts[name]) for name in ("ENGINE", "NAME", "HOST", "PORT"))
    return hashlib.sha256(identity.encode()).hexdigest()[:16]


@contextmanager
def writing(shelf: Shelf, *, wait: bool) -> Iterator[bool]:
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


def write_state(shelf: Shelf, generation: str, applied: int) -> None:
    """Say which generation is in use and the last change that it holds."""
    folder = shelf.folder()
    temporary = folder / f"current.{uuid.uuid4().hex}.tmp"
    state = {"shape": shelf.shape, "generation": generation, "applied": applied, "database": database()}
    temporary.write_text(json.dumps(state), encoding="utf-8")
    temporary.replace(folder / "current.json")


def new_generation(shelf: Shelf) -> tuple[str, Path]:
    """Return the name and the empty folder of a generation to write."""
    generation = f"g-{uuid.uuid4().hex[:12]}"
    path = shelf.folder() / generation
    path.mkdir(parents=True)
    return generation, path


def generation_path(shelf: Shelf) -> Path:
    """Return the folder of the generation in use."""
    return shelf.folder() / str(shelf.read_state()["generation"])


def switch(shelf: Shelf, generation: str, applied: int) -> None:
    """Put a written generation to use and sweep the older ones. Lock held."""
    previous = shelf.read_state().get("generation")
    write_state(shelf, generation, applied)
    shelf.forget()
    for old in shelf.folder().glob("g-*"):
        # The generation just left stays until the next time: another process may be opening it.
        if old.name not in {generation, previous}:
            shutil.rmtree(old, ignore_errors=True)
