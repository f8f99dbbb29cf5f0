"""Reading loads: the list with its filters, the report of one, and what it refused."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any

from django.db import connection
from django.db.models import Count, Q, QuerySet, Sum

from jalon.sources.enums import LoadState
from jalon.sources.models import Load, Reject
from jalon.sources.rules import cell_text
from jalon.ui.rules import Choice, Group

# Attribute of a load → what the report calls it; `Load.counted` says what is counted.
FIGURES = {
    "read": "Lues dans le fichier",
    "created": "Ajoutées au site",
    "updated": "Modifiées sur le site",
    "unchanged": "Inchangées",
    "withdrawn": "Retirées du site",
    "rejected": "Refusées",
}


@dataclass(frozen=True)
class Figure:
    """One figure of a report; `share` is its length in a picture, 0 to 100, of the largest one."""

    name: str
    label: str
    value: int
    share: int


def latest_load() -> tuple[int, Any] | None:
    """Return what tells one state of the data from the next: the latest finished load, or None.

    Its number, and the moment it finished as the database writes it: to compare, not to show.
    """
    with connection.cursor() as cursor:  # asked several times a page: the ORM would cost ten times more
        cursor.execute(
            "SELECT id, finished_at FROM sources_load WHERE state = %s ORDER BY id DESC LIMIT 1",
            [LoadState.DONE],
        )
        return cursor.fetchone()


def latest_finish() -> datetime | None:
    """Return when the latest finished load ended; None before the first."""
    found = Load.objects.filter(state=LoadState.DONE).order_by("-pk")
    return found.values_list("finished_at", flat=True).first()


def loads(*, kinds: Collection[str] = (), states: Collection[str] = ()) -> QuerySet[Load]:
    """Return the loads of these kinds and states, latest first; an empty collection means all of them."""
    found = Load.objects.select_related("source")
    if kinds:
        found = found.filter(kind__in=kinds)
    if states:
        found = found.filter(state__in=states)
    return found


def load_filters(*, kinds: Collection[str], states: Collection[str]) -> list[Group]:
    """Return the filters with live counts: each value counts with the other filter in force, not its own."""
    by_kind = dict(_counts(loads(states=states), "kind"))
    by_state = dict(_counts(loads(kinds=kinds), "state"))
    every_kind = sorted({*Load.objects.order_by().values_list("kind", flat=True).distinct(), *by_kind})
    return [
        Group("Type", "type", [Choice(one, one, by_kind.get(one, 0), one in kinds) for one in every_kind]),
        Group(
            "État",
            "etat",
            [
                Choice(state.value, str(state.label), by_state.get(state.value, 0), state.value in states)
                for state in LoadState
            ],
        ),
    ]


def _counts(found: QuerySet[Load], name: str) -> QuerySet:
    return found.order_by().values_list(name).annotate(Count("pk"))


def load_report(pk: int) -> Load | None:
    """Return a load with its source, or None."""
    return Load.objects.select_related("source").filter(pk=pk).first()


def figures(load: Load) -> list[Figure]:
    """Return the figures of a load, in the order of a report."""
    largest = max(getattr(load, name) for name in FIGURES) or 1
    return [
        Figure(name, label, getattr(load, name), ceil(100 * getattr(load, name) / largest))
        for name, label in (FIGURES | {"rejected": load.counted.rejects}).items()
    ]


def rejects(load: Load, text: str = "") -> QuerySet[Reject]:
    """Return what a load refused, those whose file, field or reason holds `text`, in the file's order."""
    found = load.rejects.all()
    if text:
        found = found.filter(Q(file__icontains=text) | Q(field__icontains=text) | Q(reason__icontains=text))
    return found


def kept_rows(load: Load) -> int:
    """Return how many refused rows the kept reasons stand for; a very bad file has more than are kept."""
    return load.rejects.aggregate(rows=Sum("count"))["rows"] or 0


REJECT_COLUMNS = ("fichier", "ligne", "champ", "motif", "lignes concernées")


def reject_rows(load: Load) -> Iterator[tuple[str | int, ...]]:
    """Yield the rows of the file of rejects, header first; no cell is a formula for a spreadsheet."""
    yield REJECT_COLUMNS
    for one in load.rejects.iterator():
        yield (cell_text(one.file), one.line, cell_text(one.field), cell_text(one.reason), one.count)
