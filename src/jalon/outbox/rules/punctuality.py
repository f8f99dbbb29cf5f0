"""When a job is due, when it is late; when messages are late. Times are given, never read."""

from datetime import datetime, timedelta

SHORTEST_LATENESS = timedelta(minutes=30)
AGAIN_AFTER_FAILURE = timedelta(minutes=30)
LATE_MESSAGE = timedelta(hours=1)
PACES = (
    (86_400, "chaque jour", "tous les {} jours"),
    (3_600, "chaque heure", "toutes les {} heures"),
    (60, "chaque minute", "toutes les {} minutes"),
)


def due_at(*, started_at: datetime | None, ok: bool, every: timedelta) -> datetime | None:
    """Return when a job is next due, None when it never ran; one that failed is tried again sooner."""
    if started_at is None:
        return None
    return started_at + (every if ok else min(every, AGAIN_AFTER_FAILURE))


def late_after(every: timedelta) -> timedelta:
    """Return how long a job may go without a good run: three times its pace, at least 30 minutes."""
    return max(3 * every, SHORTEST_LATENESS)


def is_late(*, since: datetime, every: timedelta, now: datetime) -> bool:
    """Tell whether a job is late; `since` is its last good run, or when it was first heard of."""
    return now - since > late_after(every)


def said_pace(every: timedelta) -> str:
    """Say how often a job runs.

    >>> said_pace(timedelta(days=1)), said_pace(timedelta(minutes=15)), said_pace(timedelta(hours=1))
    ('chaque jour', 'toutes les 15 minutes', 'chaque heure')
    """
    seconds = int(every.total_seconds())
    for length, one, several in PACES:
        if seconds >= length and seconds % length == 0:
            count = seconds // length
            return one if count == 1 else several.format(count)
    return f"toutes les {seconds} secondes"
