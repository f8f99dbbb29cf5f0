"""Keeping this node's index in step with the database, or making it again."""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import timedelta

import tantivy
from django.db import connection, transaction
from django.db.models import Min
from django.utils import timezone

from jalon.search.models import Change
from jalon.search.rules import canonical_words, joined_words, root, split_words
from jalon.search.rules.entries import Entry, Name
from jalon.search.selectors.reader import UnusableIndexError, read_state, shelf, shielded
from jalon.search.selectors.shape import GATHERS, build_schema
from jalon.search.selectors.stored import Stored
from jalon.search.services.occurrences import ensure_occurrences, follow_occurrences, rebuild_occurrences
from jalon.search.services.registry import entries_of, kinds
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
HEAP = 64_000_000
CHANGES_KEPT = timedelta(days=30)
MANY = 2_000
# Any number will do, as long as nothing else in the database takes it.
CHANGES_LOCK = 740_310


def _documents(entry: Entry, schema: tantivy.Schema) -> Iterator[tantivy.Document]:
    """Yield the index documents of one entry: one a distinct name, one for the whole."""
    identity = f"{entry.kind}:{entry.code}"
    whole = Stored(identity, entry.kind, entry.code, entry.title, entry.url, entry.detail, entry.prior)
    variants: dict[tuple[str, ...], list[Name]] = {}
    for name in entry.names:
        if forms := tuple(canonical_words(name.text)):
            variants.setdefault(forms, []).append(name)
    for forms, names in variants.items():
        # The masculine and the feminine of one name make one document that knows both spellings.
        name = max(names, key=lambda one: one.weight)
        joined = sorted({word for one in names for word in joined_words(one.text)})
        spelled = sorted({word for one in names for word in split_words(one.text)})
        stored = replace(
            whole,
            name=(name.label or name.text) if name.shown else "",
            why=name.why,
            weight=name.weight,
            forms=forms,
            words=tuple(split_words(name.text)),
        )
        facts = {
            "entry": identity,
            "kind": entry.kind,
            "canon": " ".join([*forms, *joined]),
            "folded": " ".join([*spelled, *joined]),
            "roots": " ".join(root(word) for word in spelled),
            "payload": stored.pack(),
        }
        if entry.gathers:
            facts["gathers"] = GATHERS
        yield tantivy.Document.from_dict(facts, schema)
    every_name = " ".join(name.text for name in entry.names)
    yield tantivy.Document.from_dict(
        {
            "entry": identity,
            "kind": entry.kind,
            "all_names": _canonical_text(every_name),
            "all_words": _canonical_text(entry.words),
            "all_text": _canonical_text(entry.text),
            "member_of": list(entry.member_of),
            "payload": whole.pack(),
        },
        schema,
    )


def _canonical_text(text: str) -> str:
    return " ".join(canonical_words(text))


def _build(progress: Callable[[str], None]) -> dict[str, int]:
    """Write a new generation beside the one in use, then switch; return entries by kind. Lock held."""
    applied = last_change()
    generation, path = new_generation(shelf)
    schema = build_schema()
    writer = tantivy.Index(schema, path=str(path)).writer(HEAP, 1)
    counts: dict[str, int] = {}
    for kind in kinds():
        progress(kind)
        counts[kind] = 0
        for entry in entries_of(kind):
            for document in _documents(entry, schema):
                writer.add_document(document)
            counts[kind] += 1
    writer.commit()
    writer.wait_merging_threads()
    switch(shelf, generation, applied)
    return counts


def reindex(*, progress: Callable[[str], None] = lambda kind: None) -> dict[str, int]:
    """Make the whole index again beside the one in use, then switch; return how many entries a kind has."""
    with writing(shelf, wait=True):
        counts = _build(progress)
    counts |= rebuild_occurrences()
    Change.objects.filter(at__lt=timezone.now() - CHANGES_KEPT).delete()
    return counts


def repair(reason: str) -> None:
    """Make the index again if nobody else just did."""
    before = read_state().get("generation")
    with writing(shelf, wait=True):
        if before and read_state().get("generation") not in {None, before}:
            return
        logger.warning("making the search index again: %s", reason)
        _build(lambda kind: None)


def ensure_index() -> None:
    """Make the index when this node has none that can be used, else catch up."""
    state = read_state()
    if not state:
        repair("index absent")
    elif state["database"] != database() or last_change() < state["applied"]:
        repair("index d'une autre base de données")
    else:
        catch_up()
    ensure_occurrences()


def changed(*, kind: str, keys: Iterable[str]) -> None:
    """Note, in the same transaction as the write, that these entries changed; the index follows on commit.

    More than MANY of them are noted as one: the whole index is then made again.

    Call it last: on PostgreSQL, notes are numbered and committed one transaction after the other, so that no
    node passes over one that commits late. SQLite has one writer at a time anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHANGES_LOCK])
    noted = sorted(set(keys))
    if len(noted) > MANY:
        noted = [EVERYTHING]
    Change.objects.bulk_create((Change(kind=kind, key=key) for key in noted), batch_size=1000)
    transaction.on_commit(_follow, robust=True)


def _follow() -> None:
    if read_state():
        catch_up()
    follow_occurrences()


def behind() -> int:
    """Return how many noted changes this node's index does not hold yet."""
    return Change.objects.filter(pk__gt=read_state().get("applied", 0)).count()


def catch_up() -> int:
    """Bring the changes since the last time into the index; return how many entries were written again.

    Does nothing while another process of this node writes: that one, or the next call, brings them.
    """
    state = read_state()
    if not state or last_change() <= state["applied"]:
        return 0
    with writing(shelf, wait=False) as mine:
        if not mine:
            return 0
        try:
            return shielded(_apply_changes)
        except UnusableIndexError as error:
            logger.warning("making the search index again: %s", error)
            _build(lambda kind: None)
            return 0


def _apply_changes() -> int:
    state = read_state()
    pending = Change.objects.filter(pk__gt=state["applied"])
    oldest = Change.objects.aggregate(first=Min("pk"))["first"] or 0
    forgotten = state["applied"] and oldest > state["applied"] + 1
    by_kind: dict[str, set[str]] = defaultdict(set)
    last = state["applied"]
    for pk, kind, key in pending.order_by("pk").values_list("pk", "kind", "key").iterator():
        by_kind[kind].add(key)
        last = pk
    total = sum(len(keys) for keys in by_kind.values())
    if forgotten or total > MANY or any(EVERYTHING in keys for keys in by_kind.values()):
        _build(lambda kind: None)
        return total
    schema = build_schema()
    index = tantivy.Index.open(str(generation_path(shelf)))
    writer = index.writer(HEAP, 1)
    for kind, keys in by_kind.items():
        for key in keys:
            writer.delete_documents_by_term("entry", f"{kind}:{key}")
        for entry in entries_of(kind, keys):
            for document in _documents(entry, schema):
                writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    write_state(shelf, state["generation"], last)
    return total
