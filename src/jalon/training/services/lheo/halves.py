"""A large file cut between two programmes, so that two processes read it; each half is a whole document.

The second half begins with the file's own beginning (declaration, `lheo`, `offres`), the first one ends with
its end. Cut only where XML leaves no doubt: a beginning and an end without surprise. A well-formed first half
then proves that the cut is between two programmes (nothing in the end could close a comment, a CDATA section
or another element), and the second half goes on from there exactly as the file does.
"""

import re
from pathlib import Path
from typing import IO, NamedTuple

from jalon.sources.rules import RefusedDataError
from jalon.training.services.lheo.prolog import read_prolog

SEARCHED = 64 * 1024  # bytes at both ends
FARTHEST = 4 * 1024**2  # bytes from the middle to the cut
BLANK = rb"(?:\s|<!--(?:(?!-->).)*-->)*"
HEAD = (
    rb"(?:\xef\xbb\xbf)?(?:<\?xml\s[^<>]*\?>)?"
    + (BLANK + rb"<%(prefix)slheo(?:\s[^<>]*)?(?<!/)>")
    + (BLANK + rb"<%(prefix)soffres(?:\s[^<>]*)?(?<!/)>")
    + (BLANK + rb"(?=<%(prefix)sformation[\s/>])")
)
TAIL = rb"\s*</%(prefix)soffres\s*>\s*</%(prefix)slheo\s*>\s*\Z"


class Half(NamedTuple):
    """A file without the bytes from `start` to `stop`; `second`: they come before its programmes."""

    start: int
    stop: int
    second: bool


def halves_of(path: Path) -> tuple[Half, Half] | None:
    """Return the two halves of a file, or None when it is to be read as a whole."""
    with path.open("rb") as disk:
        beginning = disk.read(SEARCHED)
        try:
            encoding, prefix, _charset = read_prolog(beginning, name=path.name)
        except RefusedDataError:
            return None
        if encoding.startswith("utf-16"):
            return None
        written = prefix.encode(encoding)
        names = {b"prefix": re.escape(written)}
        closing = b"</" + written + b"formation>"
        size = path.stat().st_size
        head = re.match(HEAD % names, beginning, re.DOTALL)
        last = max(0, size - SEARCHED)
        disk.seek(last)
        ending = disk.read()
        tail = ending.rfind(closing) + len(closing)
        if head is None or closing not in ending or not re.match(TAIL % names, ending[tail:]):
            return None
        disk.seek(size // 2)
        after = disk.read(FARTHEST).find(closing)
    cut = size // 2 + after + len(closing)
    if after < 0 or not head.end() < cut < last + tail:
        return None
    return Half(cut, last + tail, second=False), Half(head.end(), cut, second=True)


class HalfFile:
    """The bytes of one half, as lxml reads them; `tell` counts them."""

    def __init__(self, disk: IO[bytes], half: Half):
        self._disk = disk
        self._half = half

    def read(self, count: int) -> bytes:
        """Return at most `count` bytes: fewer where the half leaves some out, none at the end only."""
        start, stop, _second = self._half
        at = self._disk.tell()
        if at < start:
            return self._disk.read(min(count, start - at))
        if at < stop:
            self._disk.seek(stop)
        return self._disk.read(count)

    def seek(self, position: int) -> int:
        """Go back to the beginning: `position` is 0."""
        return self._disk.seek(position)

    def tell(self) -> int:
        """Return how many bytes of the half are read."""
        start, stop, _second = self._half
        at = self._disk.tell()
        return at if at < stop else at - (stop - start)

    def close(self) -> None:
        """Close the file."""
        self._disk.close()


def lines_before(path: Path, half: Half | None) -> int:
    """Return how many lines of the file a half leaves out before its programmes."""
    if half is None or not half.second:
        return 0
    lines, left = 0, half.stop - half.start
    with path.open("rb") as disk:
        disk.seek(half.start)
        while left:
            chunk = disk.read(min(1 << 20, left))
            lines += chunk.count(b"\n")
            left -= len(chunk)
    return lines
