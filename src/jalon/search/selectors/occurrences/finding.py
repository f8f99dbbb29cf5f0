"""Finding occurrences: words, facets with counts, places and dates, best first."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from jalon.search.rules.occurrences import FAR, Wanted
from jalon.search.selectors.occurrences.asking import Asking, Order, Words
from jalon.search.selectors.occurrences.reader import OccurrenceReader, shelf
from jalon.search.selectors.reader import Reader, with_reader

T = TypeVar("T")


@dataclass
class FoundOccurrences:
    """What was found: `refs` of one page; `facets` and `places` are counts by value, `soon` by bound.

    `facets`: what each value would give, the other dimensions kept. `places`: only when they were asked, or
    served to sort. `undated`: items without a date to come.
    `corrected`: the words really looked for when those typed gave too little. `wide`: words were also looked
    for around the names.
    """

    total: int = 0
    refs: list[int] = field(default_factory=list)
    facets: dict[str, int] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)
    soon: dict[int, int] = field(default_factory=dict)
    undated: int = 0
    corrected: str = ""
    wide: bool = False


def _asking(names: Reader, reader: OccurrenceReader, kind: str, wanted: Wanted) -> Asking:
    return Asking(reader, kind, wanted, Words(names, reader, kind, wanted).choose())


def _read(action: Callable[[Reader, OccurrenceReader], T]) -> T:
    return with_reader(lambda names: shelf.with_reader(lambda reader: action(names, reader)))


def find_occurrences(
    kind: str,
    wanted: Wanted,
    *,
    order: Order = Order.START,
    offset: int = 0,
    limit: int = 20,
    mapped: bool = False,
) -> FoundOccurrences:
    """Return one page of what answers, its total and the counts of every facet; `mapped`: of places too."""
    near = order is Order.DISTANCE and wanted.places is not None

    def find(names: Reader, reader: OccurrenceReader) -> FoundOccurrences:
        words = Words(names, reader, kind, wanted)
        asking = Asking(reader, kind, wanted, words.choose())
        counts = asking.counts(mapped=mapped or near)
        total, refs = (
            asking.nearest(counts.places, offset, limit) if near else asking.page(order, offset, limit)
        )
        return FoundOccurrences(
            total=total,
            refs=refs,
            facets=counts.facets,
            places=counts.places,
            soon=counts.soon,
            undated=asking.count(asking.query(undated=True)),
            corrected=words.corrected,
            wide=words.wide,
        )

    return _read(find)


def count_occurrences(kind: str, wanted: Wanted) -> int:
    """Return how many items answer: what `find_occurrences` would say, for much less."""

    def count(names: Reader, reader: OccurrenceReader) -> int:
        asking = _asking(names, reader, kind, wanted)
        return asking.count(asking.query())

    return _read(count)


def count_by_place(kind: str, wanted: Wanted) -> dict[str, int]:
    """Return how many items answer in each place."""
    return _read(lambda names, reader: _asking(names, reader, kind, wanted).by_place())


def count_by_tag(kind: str, wanted: Wanted, prefix: str) -> dict[str, int]:
    """Return how many items answer under each tag that begins with `prefix`, by what follows it.

    One pass whatever the number of tags; an item with several of them counts under each.
    """
    return _read(lambda names, reader: _asking(names, reader, kind, wanted).by_tag(prefix))


def occurrences_version() -> tuple[str, int]:
    """Return what tells one state of the index from the next: its generation, the last change it holds."""

    def version(reader: OccurrenceReader) -> tuple[str, int]:
        return str(reader.state.get("generation")), int(reader.state.get("applied") or 0)

    found: tuple[str, int] = shelf.with_reader(version)
    return found


def first_refs(
    kind: str, wanted: Wanted, *, order: Order = Order.START, limit: int = 20
) -> tuple[int, list[int]]:
    """Return the total and the first refs, for much less than `find_occurrences`; the nearest in no order."""
    near = order is Order.DISTANCE and wanted.places is not None

    def find(names: Reader, reader: OccurrenceReader) -> tuple[int, list[int]]:
        asking = _asking(names, reader, kind, wanted)
        return asking.around(asking.by_place(), limit) if near else asking.page(order, 0, limit)

    return _read(find)


def all_refs(kind: str, wanted: Wanted, *, most: int = FAR) -> list[int]:
    """Return the refs of everything that answers, by start: for exports."""

    def every(names: Reader, reader: OccurrenceReader) -> list[int]:
        asking = _asking(names, reader, kind, wanted)
        total = min(most, asking.count(asking.query()))
        return asking.page(Order.START, 0, total)[1] if total else []

    return _read(every)
