"""How long a message waits after an attempt that failed."""

from datetime import timedelta

WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
    timedelta(hours=24),
)
MOST_ATTEMPTS = len(WAITS) + 1


def wait_after(attempts: int) -> timedelta | None:
    """Return how long to wait after this many attempts, from 1; None when there is no other.

    >>> wait_after(1), wait_after(7)
    (datetime.timedelta(seconds=60), None)
    """
    if attempts < 1:
        raise ValueError("nothing was tried yet")
    return WAITS[attempts - 1] if attempts <= len(WAITS) else None
