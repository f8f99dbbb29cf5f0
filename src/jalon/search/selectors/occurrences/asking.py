"""One search of occurrences under way: from the words typed to a query, its counts and its pages."""

import re
from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

import tantivy

from jalon.search.rules.occurrences import Wanted, dimension
from jalon.search.rules.scoring import Term
from jalon.search.selectors.occurrences.reader import LAST, Occur, OccurrenceReader, Query
from jalon.search.selectors.reader import Reader
from jalon.search.selectors.understanding import Understanding, mend, understand

ENOUGH = 5
MOST_FACETS, MOST_PLACES, MOST_BEGUN = 200, 3_000, 40
FACETS = {"facets": {"terms": {"field": "facet", "size": MOST_FACETS, "segment_size": MOST_FACETS}}}
PLACES = {"places": {"terms": {"field": "place", "size": MOST_PLACES, "segment_size": MOST_PLACES}}}
MOST_TAGS = 10_000


class Order(Enum):
    """How what is found is sorted."""

    START = "start"
    LENGTH = "length"
    DISTANCE = "distance"


class Counts(NamedTuple):
    """What one pass over the answers counts."""

    facets: dict[str, int]
    places: dict[str, int]
    soon: dict[int, int]


class Asking:
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

    def counts(self, *, mapped: bool) -> Counts:
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
        return Counts(facets, places, soon)

    def _ranges(self) -> dict[str, Any]:
        ends = [bound + 1 for bound in sorted(set(self.wanted.soon))]
        if not ends:
            return {}
        ranges = [{"to": ends[0]}, *({"from": low, "to": high} for low, high in pairwise(ends))]
        return {"soon": {"range": {"field": "start", "ranges": ranges}}}

    def _aggregated(self, query: Any, asked: dict[str, Any]) -> Counts:
        found = self.reader.searcher.aggregate(query, asked)
        by_end = {bucket.get("to"): bucket["doc_count"] for bucket in _buckets(found, "soon")}
        bounds = sorted(set(self.wanted.soon)) if by_end else []
        summed = accumulate(by_end.get(bound + 1, 0) for bound in bounds)
        return Counts(
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


class Words:
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
