"""Finding occurrences: words, facets with counts, places and dates, best first."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from itertools import accumulate, pairwise
from typing import Any, NamedTuple, TypeVar

import tantivy

from jalon.search.rules import canonical
from jalon.search.rules.occurrences import FAR, Wanted, dimension
from jalon.search.rules.scoring import Term
from jalon.search.selectors.reader import Reader, with_reader
from jalon.search.selectors.shelves import Opened, Shelf
from jalon.search.selectors.understanding import Understanding, mend, understand

Occur, Query, Whole = tantivy.Occur, tantivy.Query, tantivy.FieldType.Integer
SHAPE = 3
WORDS = {"tokenizer_name": "whitespace", "index_option": "basic"}
KEY = {"tokenizer_name": "raw", "index_option": "basic"}
NUMBERS = ("start", "until", "before", "order", "length", "ref")
ENOUGH = 5
LAST = "last"
T = TypeVar("T")
MOST_FACETS, MOST_PLACES, MOST_BEGUN = 200, 3_000, 40
FACETS = {"facets": {"terms": {"field": "facet", "size": MOST_FACETS, "segment_size": MOST_FACETS}}}
PLACES = {"places": {"terms": {"field": "place", "size": MOST_PLACES, "segment_size": MOST_PLACES}}}
MOST_TAGS = 10_000
MANY_VALUES = 8


def build_schema() -> tantivy.Schema:
    """Return the schema of the index of occurrences."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("item", **KEY)
    builder.add_text_field("kind", **KEY)
    builder.add_text_field("names", **WORDS)
    builder.add_text_field("words", **WORDS)
    builder.add_text_field("facet", fast=True, **KEY)
    builder.add_text_field("tag", fast=True, **KEY)
    builder.add_text_field("place", fast=True, **KEY)
    for name in NUMBERS:
        builder.add_integer_field(name, fast=True)
    return builder.build()


class OccurrenceReader(Opened):
    """One opened generation of the index of occurrences, with its queries."""

    def term(self, name: str, value: str) -> Any:
        """Return the query of one exact value."""
        return Query.term_query(self.schema, name, value, "basic")

    def known(self, word: str) -> list[str]:
        """Return the canonical form of a word that only this index knows, or nothing."""
        form = canonical(word)
        return [form] if self.searcher.doc_freq("words", form) else []

    def one_of(self, name: str, values: Sequence[str]) -> Any:
        """Return the query of any of these values; of nothing when there is none."""
        if not values:
            return Query.empty_query()
        if len(values) == 1:
            return self.term(name, values[0])
        if len(values) >= MANY_VALUES:
            # A set is dear whatever its size, many terms are dearer.
            return Query.term_set_query(self.schema, name, list(values))
        return Query.boolean_query([(Occur.Should, self.term(name, value)) for value in values])

    def within(self, name: str, lowest: int | None, highest: int | None) -> Any:
        """Return the query of a number between two bounds, both included."""
        return Query.range_query(self.schema, name, Whole, lowest, highest)


shelf: Shelf[OccurrenceReader] = Shelf("occurrences", SHAPE, build_schema(), OccurrenceReader)


class Order(Enum):
    """How what is found is sorted."""

    START = "start"
    LENGTH = "length"
    DISTANCE = "distance"


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


class _Counts(NamedTuple):
    """What one pass over the answers counts."""

    facets: dict[str, int]
    places: dict[str, int]
    soon: dict[int, int]


class _Asking:
    """One search under way over one kind; what all its queries share is made once."""

    def __init__(self, reader: OccurrenceReader, kind: str, wanted: Wanted, words: Any | None):
        self.reader, self.wanted = reader, wanted
        self.subject = [reader.term("kind", kind)]
        self.subject += [] if words is None else [words]
        self.subject += [reader.one_of("tag", group) for group in wanted.tags]
        self.chosen = {
            name: reader.one_of("facet", [f"{name}:{value}" for value in values])
            for name, values in wanted.facets.items()
            if values
        }
        self.where = [] if wanted.places is None else [reader.one_of("place", wanted.places)]

    def query(
        self,
        *,
        without: str = "",
        dated: bool = True,
        undated: bool | None = None,
        places: Sequence[str] | None = None,
    ) -> Any:
        """Return the query; `without` leaves a facet out, `dated` off leaves the bound of the start out.

        `places`: only there.
        """
        reader, wanted = self.reader, self.wanted
        parts = [*self.subject, *(query for name, query in self.chosen.items() if name != without)]
        parts += self.where if places is None else [reader.one_of("place", places)]
        if wanted.undated if undated is None else undated:
            parts += [reader.term("tag", LAST), reader.within("until", None, wanted.first - 1)]
        else:
            parts += [
                reader.within("until", wanted.first, None),
                reader.within("before", None, wanted.first - 1),
            ]
            if dated and wanted.latest is not None:
                parts.append(reader.within("start", None, wanted.latest))
        return Query.boolean_query([(Occur.Must, part) for part in parts])

    def count(self, query: Any) -> int:
        """Return how many documents answer."""
        return self.reader.searcher.search(query, limit=1, count=True).count

    def counts(self, *, mapped: bool) -> _Counts:
        """Count every value, those of a dimension in use as if it were not; and what starts by each bound."""
        ranges = self._ranges()
        together = self.wanted.latest is None and not self.wanted.undated
        asked = FACETS | (PLACES if mapped else {}) | (ranges if together else {})
        facets, places, soon = self._aggregated(self.query(), asked)
        if ranges and not together:
            soon = self._aggregated(self.query(dated=False, undated=False), ranges).soon
        for name in self.chosen:
            others = self._aggregated(self.query(without=name), FACETS).facets
            facets = {value: n for value, n in facets.items() if dimension(value) != name}
            facets |= {value: n for value, n in others.items() if dimension(value) == name}
        return _Counts(facets, places, soon)

    def _ranges(self) -> dict[str, Any]:
        ends = [bound + 1 for bound in sorted(set(self.wanted.soon))]
        if not ends:
            return {}
        ranges = [{"to": ends[0]}, *({"from": low, "to": high} for low, high in pairwise(ends))]
        return {"soon": {"range": {"field": "start", "ranges": ranges}}}

    def _aggregated(self, query: Any, asked: dict[str, Any]) -> _Counts:
        found = self.reader.searcher.aggregate(query, asked)
        by_end = {bucket.get("to"): bucket["doc_count"] for bucket in _buckets(found, "soon")}
        bounds = sorted(set(self.wanted.soon)) if by_end else []
        summed = accumulate(by_end.get(bound + 1, 0) for bound in bounds)
        return _Counts(
            {bucket["key"]: bucket["doc_count"] for bucket in _buckets(found, "facets")},
            {bucket["key"]: bucket["doc_count"] for bucket in _buckets(found, "places")},
            dict(zip(bounds, summed, strict=True)),
        )

    def by_place(self) -> dict[str, int]:
        """Count by place."""
        return self._aggregated(self.query(), PLACES).places

    def by_tag(self, prefix: str) -> dict[str, int]:
        """Count by tag that begins with `prefix`, which the keys leave out."""
        terms = {
            "field": "tag",
            "include": f"{re.escape(prefix)}.*",
            "size": MOST_TAGS,
            "segment_size": MOST_TAGS,
        }
        found = self.reader.searcher.aggregate(self.query(), {"tags": {"terms": terms}})
        return {bucket["key"].removeprefix(prefix): bucket["doc_count"] for bucket in _buckets(found, "tags")}

    def page(self, order: Order, offset: int, limit: int) -> tuple[int, list[int]]:
        """Return the total and the refs of one page, by start or by length."""
        name = "length" if order is Order.LENGTH else "order"
        return self._page(self.query(), name, offset, limit)

    def _page(self, query: Any, name: str, offset: int, limit: int) -> tuple[int, list[int]]:
        searcher = self.reader.searcher
        found = searcher.search(
            query, limit=max(1, limit), offset=offset, order_by_field=name, order=tantivy.Order.Asc
        )
        addresses = [address for _key, address in found.hits[:limit]]
        refs = [int(value) for value in searcher.fast_field_values("ref", addresses)] if addresses else []
        return found.count, refs

    def nearest(self, counts: Mapping[str, int], offset: int, limit: int) -> tuple[int, list[int]]:
        """Walk the places from the nearest, knowing how many each has, and read only those of the page."""
        refs: list[int] = []
        passed = 0
        for place in self.wanted.places or ():
            here = counts.get(place, 0)
            if here and passed + here > offset and len(refs) < limit:
                start = max(0, offset - passed)
                refs += self._page(self.query(places=(place,)), "order", start, limit - len(refs))[1]
            passed += here
        return passed, refs

    def around(self, counts: Mapping[str, int], limit: int) -> tuple[int, list[int]]:
        """Return the total and the nearest refs in no order: two searches, however many places."""
        held = [(place, counts[place]) for place in self.wanted.places or () if place in counts]
        whole = sum(1 for passed in accumulate(count for _place, count in held) if passed <= limit)
        within = [place for place, _count in held[:whole]]
        refs = self._page(self.query(places=within), "order", 0, limit)[1] if within else []
        if whole < len(held) and len(refs) < limit:
            last = self.query(places=(held[whole][0],))
            refs += self._page(last, "order", 0, limit - len(refs))[1]
        return sum(count for _place, count in held), refs


def _buckets(found: Mapping[str, Any], name: str) -> Sequence[Mapping[str, Any]]:
    return found[name]["buckets"] if name in found else ()


def _in_field(reader: OccurrenceReader, name: str, terms: Iterable[Term]) -> Any | None:
    """Return the query of every hard term, each in one of its forms; None when a term has none."""
    parts = []
    for term in terms:
        forms = list(term.forms) or reader.known(term.word) or sorted(term.begun)[:MOST_BEGUN]
        if not forms:
            return None
        parts.append((Occur.Must, reader.one_of(name, forms)))
    return Query.boolean_query(parts) if parts else None


def _whole_words(understood: Understanding) -> list[Term]:
    """Return the terms that must be found; the soft ones when there is nothing else."""
    return understood.hard or list(understood.terms)


class _Words:
    """From the words typed to the query that finds enough with them, the strictest first."""

    def __init__(self, names: Reader, reader: OccurrenceReader, kind: str, wanted: Wanted):
        self.names, self.reader, self.kind, self.wanted = names, reader, kind, wanted
        self.understood = understand(names, wanted.text)
        self.corrected, self.wide = "", False

    def choose(self) -> Any | None:
        """Return the query of the words, or None when there is none."""
        if not self.understood.terms:
            return Query.empty_query() if self.wanted.text.strip() else None
        best, found = self._try(self.understood)
        if found < ENOUGH and not all(term.forms for term in _whole_words(self.understood)):
            mended = mend(self.names, self.understood)
            if mended.corrected:
                other, more = self._try(mended)
                if more > found:
                    best, self.corrected = other, mended.corrected
        return best if best is not None else Query.empty_query()

    def _try(self, understood: Understanding) -> tuple[Any | None, int]:
        best, found = None, 0
        for name in ("names", "words"):
            query = _in_field(self.reader, name, _whole_words(understood))
            count = 0 if query is None else self._count(query)
            if count > found:
                best, found, self.wide = query, count, name == "words"
            if found >= ENOUGH:
                break
        return best, found

    def _count(self, query: Any) -> int:
        # Whether words mean something here depends neither on the filters nor on the day.
        of_kind = [(Occur.Must, self.reader.term("kind", self.kind)), (Occur.Must, query)]
        return self.reader.searcher.search(Query.boolean_query(of_kind), limit=1, count=True).count


def _asking(names: Reader, reader: OccurrenceReader, kind: str, wanted: Wanted) -> _Asking:
    return _Asking(reader, kind, wanted, _Words(names, reader, kind, wanted).choose())


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
        words = _Words(names, reader, kind, wanted)
        asking = _Asking(reader, kind, wanted, words.choose())
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
