"""A lease is one worker's; without it two would send the same message."""

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from jalon.outbox.models import Message
from jalon.outbox.services import leases, queue_message
from jalon.outbox.services.sending import lease_next

WORKERS, MESSAGES = 4, 24
needs_postgresql = pytest.mark.skipif(
    "sqlite" in connection.settings_dict["ENGINE"],
    reason="threads share the tests' SQLite in memory; test_workers.py proves it with processes",
)


def together(work: Callable[[], None]) -> None:
    """Do the same in several threads, each with its own connection."""

    def closed() -> None:
        try:
            work()
        finally:
            connection.close()

    threads = [Thread(target=closed) for _ in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)


def queue(count: int) -> None:
    for number in range(count):
        queue_message(key=f"k{number}", to="a@b.example", subject="S", text="T")


@needs_postgresql
@pytest.mark.django_db(transaction=True)
def test_threads_take_each_message_once():
    queue(MESSAGES)
    taken: list[int] = []
    start = Barrier(WORKERS)

    def work() -> None:
        start.wait(30)
        while (found := lease_next(now=timezone.now())) is not None:
            taken.append(found.pk)

    together(work)
    assert len(taken) == len(set(taken)) == MESSAGES


@needs_postgresql
@pytest.mark.django_db(transaction=True)
def test_without_a_lease_all_take_the_same_one():
    """The control: reading, then noting, as one would write it first."""
    queue(MESSAGES)
    taken: list[int] = []
    read = Barrier(WORKERS)

    def work() -> None:
        found = Message.objects.filter(state="waiting").order_by("next_at").first()
        read.wait(30)
        Message.objects.filter(pk=found.pk).update(state="sending")
        taken.append(found.pk)

    together(work)
    assert len(taken) == WORKERS
    assert len(set(taken)) == 1


class Beats:
    """A clock that beats so many times, at once."""

    def __init__(self, count: int):
        self.left = count

    def wait(self, seconds: float) -> bool:
        assert seconds == leases.BEAT.total_seconds()
        self.left -= 1
        return self.left < 0


@pytest.mark.django_db
def test_a_lease_is_prolonged_while_it_is_ours_and_left_once_it_is_lost(monkeypatch):
    monkeypatch.setattr(leases.connection, "close", lambda: None)
    queue(1)
    message = lease_next(now=timezone.now() + timedelta(seconds=1))
    row, past = Message.objects.filter(pk=message.pk), timezone.now() - timedelta(minutes=1)
    row.update(leased_until=past)
    leases.prolong(message, Beats(1))
    assert row.get().leased_until > timezone.now() + leases.BEAT
    row.update(leased_until=past, lease="another's")
    beats = Beats(100)
    leases.prolong(message, beats)
    assert beats.left == 99
    assert row.get().leased_until == past
