"""A load: one transaction, its figures, its rejects, its progress."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db import models, transaction
from django.utils import timezone

from jalon.sources.enums import LoadState
from jalon.sources.models import Load, Reject, Source
from jalon.sources.rules import Problem, RefusedDataError

BATCH = 500
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
    rejects: list[Problem] = field(default_factory=list)

    def reject(self, problem: Problem) -> None:
        """Count one row left out, and keep why."""
        self.rejected += 1
        if len(self.rejects) < MAX_REJECTS_KEPT:
            self.rejects.append(problem)

    def grouped_rejects(self) -> list[tuple[Problem, int]]:
        """Return rejects sharing file, field and reason as one: the first of them and how many."""
        counts = Counter((problem.file, problem.field, problem.reason) for problem in self.rejects)
        first: dict[tuple[str, str, str], Problem] = {}
        for problem in self.rejects:
            first.setdefault((problem.file, problem.field, problem.reason), problem)
        return [(first[group], count) for group, count in counts.items()]


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
    """Run a load as one transaction and keep its report; when refused, only its report is kept.

    `source` is called inside and outside the transaction, so it has to be idempotent.
    """
    tally = Tally()
    started = timezone.now()
    state = LoadState.DONE
    try:
        with transaction.atomic():
            yield tally
    except RefusedDataError as refusal:
        state = LoadState.REFUSED
        tally.rejects, tally.rejected = list(refusal.problems), len(refusal.problems)
        tally.created = tally.updated = tally.unchanged = tally.withdrawn = 0
        raise
    finally:
        if state == LoadState.REFUSED or tally.read:
            _keep_report(tally, source=source(), kind=kind, origin=origin, state=state, started_at=started)


def _keep_report(tally: Tally, **facts: Any) -> None:
    with transaction.atomic():
        load = Load.objects.create(
            **facts,
            finished_at=timezone.now(),
            **{
                name: getattr(tally, name)
                for name in ("read", "created", "updated", "unchanged", "withdrawn", "rejected")
            },
        )
        Reject.objects.bulk_create(
            Reject(
                load=load, file=p.file, line=p.line, field=p.field[:120], reason=p.reason[:400], count=count
            )
            for p, count in tally.grouped_rejects()
        )


def sync_rows(
    queryset: models.QuerySet,
    rows: Mapping[Any, Mapping[str, Any]],
    *,
    key: Sequence[str],
    tally: Tally | None = None,
    missing: str = "keep",
    progress: Progress = silent,
    label: str = "",
) -> tuple[set[Any], set[Any], set[Any]]:
    """Make `queryset` (the rows that this load owns) hold exactly `rows`; write only what differs.

    `rows` maps a key (a tuple of the `key` fields' attnames, or the bare value for one field) to the other
    attnames' values. `missing`: what becomes of owned rows that are not in `rows`: `keep`, `delete`, or
    `withdraw` (sets `withdrawn=True`). Returns the keys created, updated and gone.
    """
    model = queryset.model
    fields = list(next(iter(rows.values()), {}))
    columns = [*key, *fields] + (["withdrawn"] if missing == "withdraw" else [])
    pk_name = model._meta.pk.attname

    def key_of(values: Mapping[str, Any]) -> Any:
        return values[key[0]] if len(key) == 1 else tuple(values[name] for name in key)

    existing = {key_of(values): values for values in queryset.values(*{pk_name, *columns})}
    created = [k for k in rows if k not in existing]
    updated, unchanged = [], 0
    for k, values in rows.items():
        old = existing.get(k)
        if old is None:
            continue
        if old.get("withdrawn") or any(old[name] != value for name, value in values.items()):
            updated.append(k)
        else:
            unchanged += 1
    gone = [k for k, old in existing.items() if k not in rows and not old.get("withdrawn")]

    def instance(k: Any, pk: Any = None) -> models.Model:
        keys = {key[0]: k} if len(key) == 1 else dict(zip(key, k, strict=True))
        extra = {pk_name: pk} if pk is not None else {}
        back = {"withdrawn": False} if missing == "withdraw" else {}
        return model(**{**keys, **rows[k], **back, **extra})

    model._default_manager.bulk_create([instance(k) for k in progress(created, label)], batch_size=BATCH)
    writable = [name for name in columns if name != pk_name]
    if updated:
        model._default_manager.bulk_update(
            [instance(k, existing[k][pk_name]) for k in updated],
            [model._meta.get_field(name).name for name in writable],
            batch_size=BATCH,
        )
    gone_pks = [existing[k][pk_name] for k in gone]
    for start in range(0, len(gone_pks) if missing != "keep" else 0, BATCH):
        part = model._default_manager.filter(pk__in=gone_pks[start : start + BATCH])
        if missing == "delete":
            part.delete()
        else:
            part.update(withdrawn=True)
    if tally is not None:
        tally.created += len(created)
        tally.updated += len(updated)
        tally.unchanged += unchanged
        tally.withdrawn += len(gone) if missing != "keep" else 0
    return set(created), set(updated), set(gone) if missing != "keep" else set()
