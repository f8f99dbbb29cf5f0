"""Jobs to do every so often: rooms declare them when Django starts, a worker runs each when it is due."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from jalon.outbox.models import JobRun
from jalon.outbox.rules.punctuality import due_at
from jalon.outbox.selectors.declared import DECLARED, Job, scheduled
from jalon.outbox.services.leases import kept, never, new_lease
from jalon.outbox.services.mistakes import places

logger = logging.getLogger(__name__)
LONGEST_SAID = 500


class Ran(NamedTuple):
    """A job that was run: whether it went well, and what it said."""

    name: str
    ok: bool
    said: str


def schedule(name: str, *, every: timedelta, run: Callable[[], str]) -> None:
    """Declare a job, once, from a room's `apps.ready()`; `name` is what the team reads, in French."""
    known = DECLARED.get(name)
    if known is not None and known.run is not run:
        raise ValueError(f"two jobs are called « {name} »")
    DECLARED[name] = Job(name, every, run)


def run_due(*, stop: Callable[[], bool] = never) -> list[Ran]:
    """Run the jobs that are due and that no other worker is at; `stop` is asked between two."""
    ran = []
    for job in scheduled():
        if stop():
            break
        row = take(job, now=timezone.now())
        if row is not None:
            ran.append(run(job, row))
    return ran


def know_jobs(*, now: datetime) -> None:
    """Note that this installation has these jobs, and no other: they can be late from now on."""
    rows = [JobRun(name=job.name, known_at=now) for job in scheduled()]
    with transaction.atomic():
        JobRun.objects.exclude(name__in=[row.name for row in rows]).delete()
        JobRun.objects.bulk_create(rows, ignore_conflicts=True)


def take(job: Job, *, now: datetime) -> JobRun | None:
    """Lease a job that is due; None when it is not, or when another worker is at it.

    One conditional update decides: of two workers, the second finds the row no longer free.
    """
    row, _made = JobRun.objects.get_or_create(name=job.name, defaults={"known_at": now})
    due = due_at(started_at=row.started_at, ok=row.ok, every=job.every)
    cut_short = bool(row.lease)  # its worker died: whoever finds the lease ended begins again
    if due is not None and due > now and not cut_short:
        return None
    free = Q(leased_until=None) | Q(leased_until__lt=now)
    changes = {**new_lease(now), "started_at": now}
    if not JobRun.objects.filter(free, pk=row.pk, started_at=row.started_at).update(**changes):
        return None
    for column, value in changes.items():
        setattr(row, column, value)
    return row


def run(job: Job, row: JobRun) -> Ran:
    """Run a job that was taken, and note what it said or that it failed."""
    with kept(row):
        try:
            said, ok = job.run(), True
        except Exception as error:  # noqa: BLE001 - one job must not stop the others
            logger.error("job %s: %s\n%s", job.name, type(error).__name__, places(error))
            said, ok = f"Échec ({type(error).__name__}) : le journal du serveur en dit plus.", False
    now = timezone.now()
    changes = {"ok": ok, "said": said[:LONGEST_SAID], "finished_at": now, "lease": "", "leased_until": None}
    if ok:
        changes["ok_at"] = now
    JobRun.objects.filter(pk=row.pk, lease=row.lease).update(**changes)
    return Ran(job.name, ok, said)
