"""The one door by which lines change or go: the erasure of a person, and the end of their time."""

import itertools
import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from jalon.directory.models import Account
from jalon.journal.models import Entry
from jalon.journal.rules.keeping import PEOPLE, SAID_OF_PEOPLE, oldest_kept, oldest_named
from jalon.journal.rules.texts import FORGOTTEN, GONE, LONGEST_LABEL, LONGEST_SAID, cut, without

# What a line says, after what it is about.
HELD = ("pk", "thing_kind", "thing_key", "thing_label", "said", "why", "changes")
_open: ContextVar[bool] = ContextVar("journal_open", default=False)


def tell_sqlite(sender: Any, connection: Any, **more: Any) -> None:
    """Give a new connection to SQLite the function that the triggers of migration 0002 ask."""
    if connection.vendor == "sqlite":
        connection.connection.create_function("journal_is_open", 0, lambda: int(_open.get()))


@contextmanager
def opened_journal() -> Iterator[None]:
    """Let lines change within one transaction of this process; for the services of this module alone."""
    token = _open.set(True)
    try:
        with transaction.atomic():
            if connection.vendor == "postgresql":
                _tell_postgresql("on")
            yield
            if connection.vendor == "postgresql":
                _tell_postgresql("")
    finally:
        _open.reset(token)


def _tell_postgresql(value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('jalon.journal_open', %s, true)", [value])


def _rows() -> QuerySet[Entry]:
    """Return the lines as rows that may change; the model's own manager refuses."""
    return Entry._base_manager.all()


class Cleaned(NamedTuple):
    """How many lines lost their names, how many were removed."""

    unnamed: int
    removed: int


def clean_journal(*, now: datetime) -> Cleaned:
    """Erase names after 3 years, or once their account is gone; remove lines after 10 years."""
    people = Q(thing_kind__in=PEOPLE)
    with opened_journal():
        removed = _remove(_rows().filter(at__lt=oldest_kept(now)))
        old = _rows().filter(at__lt=oldest_named(now))
        named = ~Q(actor_name__in=["", FORGOTTEN])
        aged = old.filter(named | people & ~Q(said=SAID_OF_PEOPLE)).count()
        old.filter(named).update(actor=None, actor_name=FORGOTTEN)
        old.filter(people).update(said=SAID_OF_PEOPLE, thing_label=FORGOTTEN, why="", changes=[])
        orphans = _rows().filter(actor=None).exclude(actor_name__in=["", GONE, FORGOTTEN])
        gone = orphans.update(actor_name=GONE)
    return Cleaned(aged + gone, removed)


def _remove(old: QuerySet[Entry]) -> int:
    keys = list(old.values_list("pk", flat=True))
    _rows().filter(pk__in=keys).delete()
    return len(keys)


def clean() -> str:
    """Do today's cleaning, and say it."""
    done = clean_journal(now=timezone.now())
    return f"Noms effacés du journal : {done.unnamed} ; actes supprimés : {done.removed}."


def forget_person(
    sender: Any,
    account: Account | None,
    words: Collection[str],
    things: Collection[tuple[str, str]],
    **signal: Any,
) -> None:
    """Erase someone from every line (`directory.signals.account_erased`).

    What she did is said of « une personne partie ». Lines about `things`, (label of a model, key) pairs that
    are her, lose `words`; so do all others, save for names of a single word, which other people bear too.
    """
    sure = [word for word in words if "@" in word or " " in word]
    hers = {(kind, str(key)) for kind, key in things}
    with opened_journal():
        if account is not None:
            _rows().filter(actor=account).update(actor=None, actor_name=GONE)
        holds = re.compile("|".join(map(re.escape, words)) or "(?!)", re.IGNORECASE).search
        for pk, kind, key, *texts, changes in _rows().values_list(*HELD).iterator(chunk_size=2000):
            about_her = (kind, key) in hers
            if about_her or holds("\n".join([*texts, *itertools.chain.from_iterable(changes)])):
                _without(_rows().get(pk=pk), words if about_her else sure, about_her=about_her)


def _without(entry: Entry, words: Collection[str], *, about_her: bool) -> None:
    """Write a line again without these words."""
    changed = {
        "thing_label": GONE if about_her else cut(without(entry.thing_label, words), LONGEST_LABEL),
        "said": cut(without(entry.said, words), LONGEST_SAID),
        "why": without(entry.why, words),
        "changes": [[without(text, words) for text in change] for change in entry.changes],
    }
    _rows().filter(pk=entry.pk).update(**changed)
