"""True lines of programmes, from a second reading that only looks for their opening tags.

libxml2 says the line of an element up to 65,535 only, and a record does not say where it was read. Nothing is
read again unless a line is asked for; the reading goes forward, as far as the last question.
"""

import codecs
import gzip
import re
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from html import unescape
from pathlib import Path
from typing import NamedTuple

from jalon.sources.rules import RefusedDataError
from jalon.training.services.lheo.opening import FeedFile, open_feed

CHUNK = 1 << 20
LONGEST_TAG = 1 << 16  # characters
# What may hold a tag that is none, and where it ends.
SKIPPED = {"<!--": re.compile("-->"), "<![CDATA[": re.compile("]]>"), "<?": re.compile(r"\?>")}
ATTRIBUTE = re.compile(r"([^\s=]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")


class Opening(NamedTuple):
    """The opening tag of a programme: the line where it ends (from 1, as libxml2 says it), its attributes."""

    line: int
    attributes: str

    @property
    def number(self) -> str:
        """Return how the sender numbers the programme, as `parts.number_of` reads it."""
        said = {name: unescape(one or other) for name, one, other in ATTRIBUTE.findall(self.attributes)}
        return (said.get("numero") or said.get("id") or "").strip()


def _characters(file: FeedFile) -> Iterator[str]:
    """Yield the characters of a file; stop where it cannot be unpacked: its first reading says so."""
    decoder = codecs.getincrementaldecoder(file.prolog.charset)(errors="replace")
    stream = file.again()
    try:
        while chunk := stream.read(CHUNK):
            yield decoder.decode(chunk)
    except (EOFError, gzip.BadGzipFile, zlib.error):
        return
    finally:
        stream.close()


def _openings(file: FeedFile) -> Iterator[Opening]:
    """Yield the openings of programmes, in order; those of its half when the file is one."""
    encoding, prefix, charset = file.prolog
    name = re.escape(f"{prefix.encode(encoding).decode(charset, errors='replace')}formation")
    skipped = "|".join(map(re.escape, SKIPPED))
    tag = rf"<{name}(?P<attributes>(?=[\s/>])(?:[^\"'>]|\"[^\"]*\"|'[^']*')*+)>"
    mark = re.compile(f"{skipped}|{tag}")
    ending: re.Pattern[str] | None = None
    line, text = 1 + file.lines_before, ""
    for chunk in _characters(file):
        text, at = text + chunk, 0
        while found := (ending or mark).search(text, at):
            line += text.count("\n", at, found.end())
            at = found.end()
            if ending is None and (attributes := found["attributes"]) is not None:
                yield Opening(line, attributes)
            else:
                ending = None if ending else SKIPPED[found[0]]
        kept = max(at, len(text) - LONGEST_TAG)
        line += text.count("\n", at, kept)
        text = text[kept:]


class LineFinder:
    """Finds the line of a programme by its rank, in a file of more lines than libxml2 counts."""

    def __init__(self, file: FeedFile):
        self._openings = _openings(file)
        self._found = 0
        self._line = 0

    def line_of(self, ordinal: int) -> int:
        """Return the line of the `ordinal`-th programme (from 1); ordinals must not go down."""
        while self._found < ordinal and (opening := next(self._openings, None)):
            self._found += 1
            self._line = opening.line
        return self._line

    def close(self) -> None:
        """Close the second reading."""
        self._openings.close()


class NumberFinder:
    """Finds the lines of the programmes that bear a number."""

    def __init__(self, path: Path):
        self._openings = self._read(path)
        self._first: dict[str, int] = {}
        self._others: defaultdict[str, list[int]] = defaultdict(list)

    def lines_of(self, number: str, most: int) -> Sequence[int]:
        """Return the lines of the first programmes of a number: `most` of them, or all there are."""
        while number not in self._first or len(self._others.get(number, ())) + 1 < most:
            opening = next(self._openings, None)
            if opening is None:
                break
            if (found := opening.number) in self._first:
                self._others[found].append(opening.line)
            else:
                self._first[found] = opening.line
        if number not in self._first:
            return ()
        return (self._first[number], *self._others.get(number, ()))[:most]

    @staticmethod
    def _read(path: Path) -> Iterator[Opening]:
        try:
            with open_feed(path) as file:
                yield from _openings(file)
        except RefusedDataError:  # the first reading says why
            return

    def close(self) -> None:
        """Close the second reading."""
        self._openings.close()
