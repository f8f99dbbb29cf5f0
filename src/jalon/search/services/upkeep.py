"""Keeping this node's index in step with the database, or making it again."""

import fcntl
import hashlib
import json
import logging
import shutil
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import tantivy
from django.db import connection, transaction
from django.db.models import Max, Min
from django.utils import timezone

from jalon.search.models import Change
from jalon.search.rules import canonical_words, joined_words, root, split_words
from jalon.search.rules.entries import Entry, Name
from jalon.search.selectors.reader import (
    UnusableIndexError,
    forget_reader,
    index_folder,
    read_state,
    shielded,
)
from jalon.search.selectors.shape import GATHERS, SHAPE, build_schema
from jalon.search.selectors.stored import Stored
from jalon.search.services.registry import entries_of, kinds

logger = logging.getLogger(__name__)
HEAP = 64_000_000
CHANGES_KEPT = timedelta(days=30)
MANY = 2_000
# Any number will do, as long as nothing else in the database takes it.
CHANGES_LOCK = 740_310


@contextmanager
def _writing(*, wait: bool) -> Iterator[bool]:
    """Hold the node's writing lock; yields False at once when another process holds it and `wait` is off."""
    folder = index_folder()
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
            return
        try:
            yield True
        finally:
            fcntl.flock(file, fcntl.LOCK_UN)


def _last_change() -> int:
    return Change.objects.aggregate(last=Max("pk"))["last"] or 0


def _database() -> str:
    """Return which database the index speaks of: another one needs another index."""
    facts = connection.settings_dict
    identity = "|".join(str(facts[name]) for name in ("ENGINE", "NAME", "HOST", "PORT"))
    return hashlib.sha256(identity.encode()).hexdigest()[:16]


def _write_state(generation: str, applied: int) -> None:
    folder = index_folder()
    temporary = folder / f"current.{uuid.uuid4().hex}.tmp"
    state = {"shape": SHAPE, "generation": generation, "applied": applied, "database": _database()}
    temporary.write_text(json.dumps(state), encoding="utf-8")
    temporary.replace(folder / "current.json")


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
    folder = index_folder()
    applied = _last_change()
    generation = f"g-{uuid.uuid4().hex[:12]}"
    path = folder / generation
    path.mkdir(parents=True)
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
    previous = read_state().get("generation")
    _write_state(generation, applied)
    forget_reader()
    for old in folder.glob("g-*"):
        # The generation just left stays until the next time: another process may be opening it.
        if old.name not in {generation, previous}:
            shutil.rmtree(old, ignore_errors=True)
    return counts


def reindex(*, progress: Callable[[str], None] = lambda kind: None) -> dict[str, int]:
    """Make the whole index again beside the one in use, then switch; return how many entries a kind has."""
    with _writing(wait=True):
        counts = _build(progress)
    Change.objects.filter(at__lt=timezone.now() - CHANGES_KEPT).delete()
    return counts


def repair(reason: str) -> None:
    """Make the index again if nobody else just did."""
    before = read_state().get("generation")
    with _writing(wait=True):
        if before and read_state().get("generation") not in {None, before}:
            return
        logger.warning("making the search index again: %s", reason)
        _build(lambda kind: None)


def ensure_index() -> None:
    """Make the index when this node has none that can be used, else catch up."""
    state = read_state()
    if not state:
        repair("index absent")
    elif state["database"] != _database() or _last_change() < state["applied"]:
        repair("index d'une autre base de données")
    else:
        catch_up()


def changed(*, kind: str, keys: Iterable[str]) -> None:
    """Note, in the same transaction as the write, that these entries changed; the index follows on commit.

    Call it last: on PostgreSQL, notes are numbered and committed one transaction after the other, so that no
    node passes over one that commits late. SQLite has one writer at a time anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHANGES_LOCK])
    Change.objects.bulk_create((Change(kind=kind, key=key) for key in sorted(set(keys))), batch_size=1000)
    transaction.on_commit(_follow, robust=True)


def _follow() -> None:
    if read_state():
        catch_up()


def behind() -> int:
    """Return how many noted changes this node's index does not hold yet."""
    return Change.objects.filter(pk__gt=read_state().get("applied", 0)).count()


def catch_up() -> int:
    """Bring the changes since the last time into the index; return how many entries were written again.

    Does nothing while another process of this node writes: that one, or the next call, brings them.
    """
    state = read_state()
    if not state or _last_change() <= state["applied"]:
        return 0
    with _writing(wait=False) as mine:
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
    if forgotten or total > MANY:
        _build(lambda kind: None)
        return total
    schema = build_schema()
    index = tantivy.Index.open(str(_generation_path(state)))
    writer = index.writer(HEAP, 1)
    for kind, keys in by_kind.items():
        for key in keys:
            writer.delete_documents_by_term("entry", f"{kind}:{key}")
        for entry in entries_of(kind, keys):
            for document in _documents(entry, schema):
                writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    _write_state(state["generation"], last)
    return total


def _generation_path(state: dict[str, Any]) -> Path:
    return index_folder() / str(state["generation"])
