"""Keeping this node's index of occurrences in step with the database, or making it again."""

import logging
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import tantivy
from django.db.models import Min

from jalon.search.models import Change
from jalon.search.rules import canonical_words
from jalon.search.rules.occurrences import FAR, Occurrence
from jalon.search.selectors.occurrences import LAST, build_schema, shelf
from jalon.search.selectors.shelves import UnusableIndexError, shielded
from jalon.search.services.shelving import (
    EVERYTHING,
    database,
    generation_path,
    last_change,
    new_generation,
    switch,
    write_state,
    writing,
)

logger = logging.getLogger(__name__)
HEAP = 32_000_000


@dataclass(frozen=True)
class Source:
    """How a room gives its occurrences: all of them, or the items that a noted change touched.

    `touched(keys)` yields (item, its occurrences now: none when it is gone) for the keys of `changed`;
    `many(keys)` tells whether making the whole index again is quicker. `follows`: kinds of entries whose
    words the occurrences borrow: when one of them changes, all are made again.
    """

    every: Callable[[], Iterator[Occurrence]]
    touched: Callable[[Collection[str]], Iterator[tuple[str, list[Occurrence]]]]
    many: Callable[[Collection[str]], bool]
    follows: Collection[str] = ()


_declared: dict[str, Source] = {}


def declare_occurrences(
    *,
    kind: str,
    every: Callable[[], Iterator[Occurrence]],
    touched: Callable[[Collection[str]], Iterator[tuple[str, list[Occurrence]]]],
    many: Callable[[Collection[str]], bool],
    follows: Collection[str] = (),
) -> None:
    """Declare a kind of occurrences, from a room's AppConfig.ready."""
    _declared[kind] = Source(every, touched, many, follows)


@lru_cache(maxsize=30_000)
def _forms(text: str) -> tuple[str, ...]:
    return tuple(canonical_words(text))


@lru_cache(maxsize=30_000)
def _canonical(texts: tuple[str, ...]) -> str:
    return " ".join(dict.fromkeys(form for text in texts for form in _forms(text)))


def _document(kind: str, one: Occurrence, schema: tantivy.Schema) -> tantivy.Document:
    names = _canonical(one.names)
    link = one.link
    facts = {
        "item": f"{kind}:{one.item}",
        "kind": kind,
        "names": names,
        "words": f"{names} {_canonical(one.words)}",
        "facet": list(one.facets),
        "tag": [*one.tags, LAST] if link.last else list(one.tags),
        "start": link.start,
        "until": link.until,
        "before": link.before,
        "order": FAR if one.late else link.start,
        "length": one.length,
        "ref": one.ref,
    }
    if one.place:
        facts["place"] = one.place
    return tantivy.Document.from_dict(facts, schema)


def _build() -> dict[str, int]:
    """Write a new generation beside the one in use, then switch; return occurrences by kind. Lock held."""
    applied = last_change()
    generation, path = new_generation(shelf)
    schema = build_schema()
    writer = tantivy.Index(schema, path=str(path)).writer(HEAP, 1)
    counts = {}
    for kind, source in sorted(_declared.items()):
        counts[kind] = 0
        for one in source.every():
            writer.add_document(_document(kind, one, schema))
            counts[kind] += 1
    writer.commit()
    writer.wait_merging_threads()
    switch(shelf, generation, applied)
    return counts


def rebuild_occurrences() -> dict[str, int]:
    """Make the whole index again; return how many occurrences a kind has."""
    with writing(shelf, wait=True):
        return _build()


def repair_occurrences(reason: str) -> None:
    """Make the index again if nobody else just did."""
    before = shelf.read_state().get("generation")
    with writing(shelf, wait=True):
        if before and shelf.read_state().get("generation") not in {None, before}:
            return
        logger.warning("making the index of occurrences again: %s", reason)
        _build()


def ensure_occurrences() -> None:
    """Make the index when this node has none that can be used, else catch up."""
    state = shelf.read_state()
    if not state:
        repair_occurrences("index absent")
    elif state["database"] != database() or last_change() < state["applied"]:
        repair_occurrences("index d'une autre base de données")
    else:
        follow_occurrences()


def follow_occurrences() -> None:
    """Bring the changes since the last time into the index, unless another process of this node does."""
    state = shelf.read_state()
    if not state or last_change() <= state["applied"]:
        return
    with writing(shelf, wait=False) as mine:
        if not mine:
            return
        try:
            shielded(_apply_changes)
        except UnusableIndexError as error:
            logger.warning("making the index of occurrences again: %s", error)
            _build()


def _pending(applied: int) -> tuple[dict[str, list[str]], int]:
    keys: dict[str, list[str]] = {}
    last = applied
    changes = Change.objects.filter(pk__gt=applied).order_by("pk").values_list("pk", "kind", "key")
    for pk, kind, key in changes.iterator():
        for name, source in _declared.items():
            if kind == name or kind in source.follows:
                keys.setdefault(name, []).append(key if kind == name else EVERYTHING)
        last = pk
    return keys, last


def _apply_changes() -> None:
    state = shelf.read_state()
    oldest = Change.objects.aggregate(first=Min("pk"))["first"] or 0
    keys, last = _pending(state["applied"])
    forgotten = state["applied"] and oldest > state["applied"] + 1
    if forgotten or any(EVERYTHING in some or _declared[kind].many(some) for kind, some in keys.items()):
        _build()
        return
    if keys:
        schema = build_schema()
        writer = tantivy.Index.open(str(generation_path(shelf))).writer(HEAP, 1)
        for kind, some in keys.items():
            _write(kind, _declared[kind].touched(some), writer, schema)
        writer.commit()
        writer.wait_merging_threads()
    write_state(shelf, state["generation"], last)


def _write(
    kind: str,
    items: Iterable[tuple[str, list[Occurrence]]],
    writer: tantivy.IndexWriter,
    schema: tantivy.Schema,
) -> None:
    for item, occurrences in items:
        writer.delete_documents_by_term("item", f"{kind}:{item}")
        for one in occurrences:
            writer.add_document(_document(kind, one, schema))
