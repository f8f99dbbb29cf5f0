"""How long messages are kept once they ended (sent, failed for good, given up)."""

from datetime import datetime, timedelta

# Long enough to answer « I received nothing », and to try again what failed.
BODY = timedelta(days=30)
# Long enough that a yearly message is not written twice; then nothing tells who was written to.
ROW = timedelta(days=366)
# Three times as long as all the attempts take: nobody expects it any more.
WAITED = timedelta(days=7)


def oldest_body(now: datetime) -> datetime:
    """Return the end before which a message's body and files are erased."""
    return now - BODY


def oldest_row(now: datetime) -> datetime:
    """Return the end before which a message is deleted."""
    return now - ROW


def oldest_waiting(now: datetime) -> datetime:
    """Return the time before which a message that was due and still waits is given up."""
    return now - WAITED
