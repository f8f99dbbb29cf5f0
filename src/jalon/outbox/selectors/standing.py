"""How messages and jobs stand: what waits, what failed, what is late."""

from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.db.models import Count, Min, Q, QuerySet

from jalon.outbox.enums import JobState, MessageState, Trouble
from jalon.outbox.models import JobRun, Message
from jalon.outbox.rules.punctuality import LATE_MESSAGE, is_late, said_pace
from jalon.outbox.selectors.declared import Job, scheduled

TO_LOOK_AT = Q(state=MessageState.FAILED) | Q(state=MessageState.WAITING, attempts__gt=0)


class JobLine(NamedTuple):
    """A job and its last run, None when it never ran."""

    job: Job
    row: JobRun | None
    state: JobState

    @property
    def pace(self) -> str:
        """Return how often it runs, in words."""
        return said_pace(self.job.every)

    @property
    def late(self) -> bool:
        """Tell whether it has gone too long without a good run."""
        return self.state == JobState.LATE


class Standing(NamedTuple):
    """What deserves a look; all well when nothing is late."""

    late_jobs: list[str]
    failed_jobs: list[str]
    never_run: bool
    late_since: datetime | None  # of the oldest message that should have gone
    failed: int
    waiting: int

    @property
    def late(self) -> bool:
        """Tell whether someone should do something now."""
        return bool(self.late_jobs or self.late_since)


def goes_somewhere() -> bool:
    """Tell whether the settings say where messages go."""
    return bool(settings.EMAIL_HOST or settings.MAIL_FOLDER)


def job_lines(*, now: datetime) -> list[JobLine]:
    """Return every job that the rooms declared, by name, with its last run."""
    rows = {row.name: row for row in JobRun.objects.all()}
    return [JobLine(job, rows.get(job.name), _state(job, rows.get(job.name), now=now)) for job in scheduled()]


def _state(job: Job, row: JobRun | None, *, now: datetime) -> JobState:
    if row is None:
        return JobState.NEVER
    if is_late(since=row.ok_at or row.known_at, every=job.every, now=now):
        return JobState.LATE
    if row.leased_until is not None and row.leased_until > now:
        return JobState.RUNNING
    if row.finished_at is None:
        return JobState.NEVER
    return JobState.WELL if row.ok else JobState.FAILED


def late_since(*, now: datetime) -> datetime | None:
    """Return when the oldest message that should have gone was due; one address's trouble does not count."""
    waiting = Message.objects.filter(
        state__in=(MessageState.WAITING, MessageState.SENDING), due_at__lt=now - LATE_MESSAGE
    )
    return waiting.exclude(trouble=Trouble.RECIPIENT).aggregate(oldest=Min("due_at"))["oldest"]


def counts() -> dict[str, int]:
    """Return how many messages are in each state, in the states' order."""
    found = dict(Message.objects.order_by().values_list("state").annotate(Count("pk")))
    return {state: found.get(state, 0) for state in MessageState.values}


def standing(*, now: datetime) -> Standing:
    """Return what deserves a look, for `jalon check` and for /health."""
    lines = job_lines(now=now)
    held = counts()
    return Standing(
        late_jobs=[line.job.name for line in lines if line.late],
        failed_jobs=[line.job.name for line in lines if line.state == JobState.FAILED],
        never_run=all(line.state == JobState.NEVER for line in lines),
        late_since=late_since(now=now),
        failed=held[MessageState.FAILED],
        waiting=held[MessageState.WAITING],
    )


def messages(state: str = "") -> QuerySet[Message]:
    """Return the messages in a state, the latest first; without one, those that deserve a look."""
    found = Message.objects.filter(state=state) if state else Message.objects.filter(TO_LOOK_AT)
    return found.defer("text", "html")


def missed_by_server() -> QuerySet[Message]:
    """Return the messages that failed because of the server, and could still go."""
    return Message.objects.filter(state=MessageState.FAILED, erased=False, trouble=Trouble.SERVER)
