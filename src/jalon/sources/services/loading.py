"""A load: one transaction, its figures, its rejects, its report."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db import transaction
from django.utils import timezone

from jalon.sources.enums import LoadState
from jalon.sources.models import Load, Reject, Source
from jalon.sources.rules import Problem, RefusedDataError

FIGURES = ("read", "created", "updated", "unchanged", "withdrawn", "rejected")
MAX_REJECTS_KEPT = 10_000


class Progress(Protocol):
    """What a loader tells while it works; tqdm bars fit."""

    def __call__(self, rows: Iterable[Any], label: str) -> Iterable[Any]: ...


def silent(rows: Iterable[Any], label: str) -> Iterable[Any]:
    """Progress that shows nothing."""
    return rows


@dataclass
class Tally:
    """Figures of a load while it runs, in rows."""

    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    withdrawn: int = 0
    rejected: int = 0
    notes: list[str] = field(default_factory=list)
    groups: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    first_lines: dict[tuple[str, str, str], int] = field(default_factory=dict)

    def reject(self, problem: Problem) -> None:
        """Count one row left out, and keep why; rows that share file, field and reason are one group."""
        self.rejected += 1
        group = (problem.file, problem.field, problem.reason)
        if group in self.first_lines or len(self.first_lines) < MAX_REJECTS_KEPT:
            self.first_lines.setdefault(group, problem.line)
            self.groups[group] += 1

    def take(self, later: "Tally") -> None:
        """Add what another part of the same load counted and rejected, after this one."""
        for name in FIGURES:
            setattr(self, name, getattr(self, name) + getattr(later, name))
        for group, line in later.first_lines.items():
            if group in self.first_lines or len(self.first_lines) < MAX_REJECTS_KEPT:
                self.first_lines.setdefault(group, line)
                self.groups[group] += later.groups[group]
        self.notes += later.notes

    @property
    def full(self) -> bool:
        """Tell whether groups of rejects may be left uncounted."""
        return len(self.first_lines) >= MAX_REJECTS_KEPT

    def note(self, text: str) -> None:
        """Keep something that the reader of the report should know."""
        self.notes.append(text)

    def grouped_rejects(self) -> list[tuple[Problem, int]]:
        """Return each group of rejects as its first row and how many rows it counts."""
        return [
            (Problem(file, self.first_lines[file, name, reason], name, reason), count)
            for (file, name, reason), count in self.groups.items()
        ]

    @property
    def changed(self) -> bool:
        """Tell whether the load wrote anything."""
        return bool(self.created or self.updated or self.withdrawn)


def declare_source(*, slug: str, **facts: Any) -> Source:
    """Create or refresh a Source by its slug; write nothing when nothing changed."""
    source = Source.objects.filter(slug=slug).first()
    if source is None:
        return Source.objects.create(slug=slug, **facts)
    changed = [name for name, value in facts.items() if getattr(source, name) != value]
    if changed:
        for name in changed:
            setattr(source, name, facts[name])
        source.save(update_fields=changed)
    return source


@contextmanager
def loading(*, source: Callable[[], Source], kind: str, origin: str) -> Iterator[Tally]:
    """Run a load and its report as one transaction.

    On RefusedDataError nothing is kept but a report that says why, without a source. On any other exception
    (or a kill) nothing is kept at all. `source` is called once, inside the transaction, at its end.
    """
    tally = Tally()
    facts = {"kind": kind, "origin": origin, "started_at": timezone.now()}
    try:
        with transaction.atomic():
            yield tally
            keep_report(tally, LoadState.DONE, source=source(), **facts)
    except RefusedDataError as refusal:
        refused = Tally(read=tally.read)
        for problem in refusal.problems:
            refused.reject(problem)
        keep_report(refused, LoadState.REFUSED, source=None, **facts)
        raise


def keep_report(tally: Tally, state: LoadState, **facts: Any) -> None:
    """Keep a load and its rejects; `facts` are source, kind, origin and started_at of Load."""
    with transaction.atomic():
        if state == LoadState.DONE:
            Source.objects.filter(pk=facts["source"].pk).update(loaded_on=timezone.localdate())
        load = Load.objects.create(
            **facts,
            state=state,
            finished_at=timezone.now(),
            notes=tally.notes,
            **{name: getattr(tally, name) for name in FIGURES},
        )
        Reject.objects.bulk_create(
            Reject(
                load=load,
                file=problem.file[:200],
                line=problem.line,
                field=problem.field[:120],
                reason=problem.reason[:400],
                count=count,
            )
            for problem, count in tally.grouped_rejects()
        )
