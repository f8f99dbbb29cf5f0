"""A feed's file as bytes that can be trusted: unpacked, bounded, its prolog checked before it is parsed."""

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import IO

from jalon.sources.rules import Problem, RefusedDataError
from jalon.training.services.lheo.halves import Half, HalfFile, lines_before
from jalon.training.services.lheo.prolog import Prolog, read_prolog

GZIP = b"\x1f\x8b"
HEAD_BYTES = 64 * 1024
# lxml reads 32 kB at a time: what lies between two programmes is only known to about that.
CHUNKS = 64 * 1024


@dataclass(frozen=True)
class Limits:
    """What a feed may cost, in bytes but for the last two."""

    file: int = 4 * 1024**3  # once unpacked
    between: int = 4 * 1024**2  # from one programme to the next
    text: int = 1024**2
    elements: int = 50_000  # in one programme
    depth: int = 40  # elements inside one another


class FeedFile:
    """What lxml reads: counts bytes, refuses too many. `tell()` is of the file on disk, or of its half."""

    def __init__(self, path: Path, disk: IO[bytes], limits: Limits, half: Half | None = None):
        self.path = path
        self.name = path.name
        # A half is held to a little less than the whole: what it accepts, the whole would.
        self.limits = replace(limits, between=limits.between - CHUNKS) if half else limits
        self.half = half
        self._disk = self._bytes = HalfFile(disk, half) if half else disk
        if self._disk.read(2) == GZIP:
            self._bytes = gzip.GzipFile(fileobj=disk)
        self._rewind()
        self._read = 0
        self._mark = 0
        self.prolog: Prolog = read_prolog(self._peek(), name=self.name)

    @cached_property
    def lines_before(self) -> int:
        """Lines that a half leaves out before its programmes."""
        return lines_before(self.path, self.half)

    def again(self) -> IO[bytes]:
        """Return the same bytes from the beginning, as a stream of its own."""
        disk = self.path.open("rb")
        if self.half:
            return HalfFile(disk, self.half)
        packed = disk.read(2) == GZIP
        disk.seek(0)
        return gzip.GzipFile(fileobj=disk) if packed else disk

    def _rewind(self) -> None:
        self._disk.seek(0)
        if self._bytes is not self._disk:
            self._bytes = gzip.GzipFile(fileobj=self._disk)

    def _peek(self) -> bytes:
        head = self._unpacked(HEAD_BYTES)
        self._rewind()
        return head

    def _unpacked(self, count: int) -> bytes:
        try:
            return self._bytes.read(count)
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise self.refusal("archive gzip tronquée ou abîmée") from error

    def refusal(self, reason: str, line: int = 0) -> RefusedDataError:
        """Return the refusal of the whole file."""
        return RefusedDataError([Problem(self.name, line, "", reason)])

    def read(self, count: int = -1) -> bytes:
        """Return the next bytes, unpacked. Raises RefusedDataError beyond the limits."""
        chunk = self._unpacked(count)
        self._read += len(chunk)
        if self._read > self.limits.file:
            raise self.refusal(
                f"fichier trop gros (plus de {self.limits.file // 1024**2} Mo une fois décompressé)"
            )
        if self._read - self._mark > self.limits.between:
            raise self.refusal(
                f"plus de {self.limits.between // 1024**2} Mo sans qu'une formation se termine"
            )
        return chunk

    def mark(self) -> int:
        """Say that a programme ends about here; return the bytes read since the last one did."""
        since = self._read - self._mark
        self._mark = self._read
        return since

    def tell(self) -> int:
        """Return how far one is in the file on disk, in bytes."""
        return self._disk.tell()


@contextmanager
def open_feed(path: Path, *, limits: Limits | None = None, half: Half | None = None) -> Iterator[FeedFile]:
    """Open a LHÉO file, packed with gzip or not, or a half of it.

    Raises RefusedDataError: absent, empty, not LHÉO, with a DOCTYPE, in an unknown encoding.
    """
    if not path.is_file():
        raise RefusedDataError([Problem(path.name, 0, "", "fichier absent")])
    with path.open("rb") as disk:
        yield FeedFile(path, disk, limits or Limits(), half)
