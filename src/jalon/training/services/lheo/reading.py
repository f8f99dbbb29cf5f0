"""A LHÉO file as a stream of records: constant memory, whatever its size."""

from collections import deque
from collections.abc import Iterator
from typing import Any, NamedTuple

from lxml import etree

from jalon.sources.rules import Problem, RefusedDataError
from jalon.training.rules.lheo import NAMESPACES
from jalon.training.rules.records import Programme
from jalon.training.services.lheo.blocks import TooDeepError
from jalon.training.services.lheo.extraction import Extraction
from jalon.training.services.lheo.lines import LineFinder
from jalon.training.services.lheo.malformed import malformed_reason
from jalon.training.services.lheo.opening import FeedFile
from jalon.training.services.lheo.parts import RejectedItemError, number_of

LAST_LINE_COUNTED = 65_535  # beyond, libxml2 says this line for all
KEPT = 16  # programmes in memory before they are freed together
LARGE = 100_000  # bytes from which a programme's elements and texts are counted

_elements = etree.XPath("count(descendant::*)")


class Rejected(NamedTuple):
    """A programme left out; `number` is empty when it has none."""

    number: str
    problem: Problem


class Omitted(NamedTuple):
    """A session or a fact left out of a programme that is kept."""

    number: str
    problem: Problem


def iter_programmes(file: FeedFile, *, name: str | None = None) -> Iterator[Programme | Rejected | Omitted]:
    """Yield the programmes of an opened file, and what is left out of it, said before the programme it is of.

    `name`: what problems call the file. Raises RefusedDataError when the file as a whole cannot be taken
    (malformed, too deep, too long, DOCTYPE): what was yielded before must then be forgotten.
    """
    reader = _Reader(file, name or file.name)
    try:
        yield from reader.run()
    except etree.XMLSyntaxError as error:
        raise reader.malformed() from error
    finally:
        reader.lines.close()


class _Reader:
    """One reading of one file."""

    def __init__(self, file: FeedFile, name: str):
        self.lines = LineFinder(file)
        self._parser: Any = None
        self._file = file
        self._name = name
        self._ordinal = 0
        self._number = ""
        self._omitted: deque[Omitted] = deque()
        self._extraction: Extraction | None = None
        self._offers: Any = None

    def run(self) -> Iterator[Programme | Rejected | Omitted]:
        self._parser = etree.iterparse(
            self,
            events=("end",),
            tag=[f"{{{namespace}}}formation" if namespace else "formation" for namespace in NAMESPACES],
            resolve_entities=False,
            no_network=True,
            huge_tree=False,
            load_dtd=False,
            remove_comments=True,
            remove_pis=True,
        )
        for _event, element in self._parser:
            self._ordinal += 1
            large = self._file.mark() > LARGE
            if large:
                self._check_size(element)
            if element.getparent() is not self._offers:
                self._enter(element)
            found = self._read(element)
            while self._omitted:
                yield self._omitted.popleft()
            yield found
            if large or self._ordinal % KEPT == 0:
                element.clear()
                del self._offers[: self._offers.index(element)]  # those after it are read, not yet taken
        if not self._ordinal:
            raise self._file.refusal("aucune formation dans ce fichier")

    def read(self, count: int) -> bytes:
        """Return the next bytes for lxml, which goes on after an undeclared entity as in another file."""
        if self._parser.error_log.filter_from_fatals():
            raise self.malformed()
        return self._file.read(count)

    def malformed(self) -> RefusedDataError:
        """Return the refusal of a file that is no XML, by what libxml2 said first."""
        first = next(iter(self._parser.error_log.filter_from_errors()), None)
        if first is None:
            return self._file.refusal("XML mal formé")
        return self._file.refusal(malformed_reason(first, depth=self._file.limits.depth), first.line)

    def _enter(self, element: Any) -> None:
        """Take the parent of the first programme as the only one: memory is freed there."""
        if self._extraction is not None:
            raise self._file.refusal("une formation ailleurs que dans « offres »", self._line(element))
        self._extraction = self._begin(element)
        self._offers = element.getparent()

    def _read(self, element: Any) -> Programme | Rejected:
        self._number = number_of(element)
        try:
            return self._extraction.programme(element)
        except RejectedItemError as rejected:
            self._omitted.clear()
            return Rejected(self._number, self._problem(rejected.element, rejected.field, rejected.reason))
        except TooDeepError as error:
            depth = self._file.limits.depth
            raise self._file.refusal(
                f"plus de {depth} éléments les uns dans les autres", self._line(element)
            ) from error

    def _begin(self, element: Any) -> Extraction:
        """Check, on the tree itself, what the prolog already said."""
        tree = element.getroottree()
        root = tree.getroot()
        if tree.docinfo.internalDTD is not None or tree.docinfo.doctype:
            raise self._file.refusal("un DOCTYPE n'est pas accepté (ni entité)")
        namespace = etree.QName(element).namespace or ""
        offers = element.getparent()
        # A half begins in the first « offres »: a list that comes before its first programme is not it.
        astray = self._file.half is not None and offers.getprevious() is not None
        if astray or etree.QName(offers).localname != "offres" or offers.getparent() is not root:
            raise self._file.refusal("une formation ailleurs que dans « offres »", self._line(element))
        if etree.QName(root).localname != "lheo" or (etree.QName(root).namespace or "") != namespace:
            raise self._file.refusal("ce n'est pas un fichier LHÉO")
        return Extraction(namespace, self._report)

    def _check_size(self, element: Any) -> None:
        limits = self._file.limits
        if _elements(element) > limits.elements:
            raise self._file.refusal(
                f"une formation de plus de {limits.elements} éléments", self._line(element)
            )
        if any(len(text) > limits.text for text in element.itertext()):
            raise self._file.refusal(f"un texte de plus de {limits.text // 1024} ko", self._line(element))

    def _report(self, element: Any, field: str, reason: str) -> None:
        self._omitted.append(Omitted(self._number, self._problem(element, field, reason)))

    def _problem(self, element: Any, field: str, reason: str) -> Problem:
        return Problem(self._name, self._line(element), field, reason)

    def _line(self, element: Any) -> int:
        """Return an element's line; in a long file, that of its programme."""
        line = element.sourceline or 0
        if line < LAST_LINE_COUNTED:
            line += self._file.lines_before
        return line if line < LAST_LINE_COUNTED else self.lines.line_of(self._ordinal)
