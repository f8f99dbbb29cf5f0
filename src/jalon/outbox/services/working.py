"""The rounds of a worker: messages in one thread, jobs in another, so that a long job delays no message."""

import logging
from collections.abc import Callable
from threading import Event, Thread

from django.db import DatabaseError, close_old_connections, connection

from jalon.outbox.services.jobs import run_due
from jalon.outbox.services.leases import never
from jalon.outbox.services.sending import Sent, send_waiting
from jalon.outbox.services.trials import NOWHERE

logger = logging.getLogger(__name__)
MOST_AT_ONCE = 100
LOOKED_UP = 1.0  # seconds between two looks at who started the worker

Say = Callable[[str], None]


def said_sent(sent: Sent) -> str:
    """Say a round of sending; nothing when nothing happened."""
    told = [
        (sent.sent, "envoyé"),
        (sent.put_off, "à retenter"),
        (sent.failed, "en échec"),
    ]
    parts = [
        f"{count} {word}{'s' if count > 1 and word == 'envoyé' else ''}" for count, word in told if count
    ]
    return f"Messages : {', '.join(parts)}" if parts else ""


def send_round(*, say: Say, stop: Callable[[], bool] = never) -> Sent:
    """Send what is due, and say it."""
    sent = send_waiting(MOST_AT_ONCE, stop=stop)
    if words := said_sent(sent):
        say(words)
    return sent


def job_round(*, say: Say, stop: Callable[[], bool] = never) -> None:
    """Run the jobs that are due, and say what each said."""
    for ran in run_due(stop=stop):
        say(f"{'✓' if ran.ok else '✗'} {ran.name} : {ran.said}")


def work_once(*, say: Say) -> None:
    """Do one round of each."""
    if not send_round(say=say).somewhere:
        say(NOWHERE)
    job_round(say=say)


def work(*, every: float, over: Event, say: Say, orphaned: Callable[[], bool] = never) -> None:
    """Do rounds until `over` is set, or until who started the worker is gone; what is begun is finished."""
    jobs = Thread(target=_jobs, kwargs={"every": every, "over": over, "say": say})
    jobs.start()
    told = False
    try:
        while not over.is_set() and not orphaned():
            sent = _safely(lambda: send_round(say=say, stop=over.is_set), say=say)
            if sent is not None and not sent.somewhere and not told:
                say(NOWHERE)
                told = True
            _pause(every, over=over, orphaned=orphaned)
    finally:
        over.set()
        jobs.join()


def _pause(seconds: float, *, over: Event, orphaned: Callable[[], bool]) -> None:
    """Wait for the next round; who is orphaned need not wait to its end."""
    while seconds > 0 and not over.is_set() and not orphaned():
        over.wait(min(seconds, LOOKED_UP))
        seconds -= LOOKED_UP


def _jobs(*, every: float, over: Event, say: Say) -> None:
    try:
        while not over.is_set():
            _safely(lambda: job_round(say=say, stop=over.is_set), say=say)
            over.wait(every)
    finally:
        connection.close()


def _safely(do: Callable[[], Sent | None], *, say: Say) -> Sent | None:
    """Do a round; a database that is away is waited for."""
    close_old_connections()
    try:
        return do()
    except DatabaseError as error:
        logger.error("database: %s", type(error).__name__)
        say("La base de données ne répond pas : nouvel essai au prochain tour.")
        connection.close()
        return None
