"""One process of this node at a time."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings


@contextmanager
def held(name: str) -> Iterator[bool]:
    """Hold a lock of this node while the block runs; yields False at once when another process holds it.

    The lock is a file's: a process that dies, even killed, lets it go.
    """
    path = settings.JALON_HOME / "locks" / f"{name}.lock"
    path.parent.mkdir(exist_ok=True)
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
