import os
import signal
from argparse import ArgumentTypeError
from threading import Event

from django.core.management.base import BaseCommand
from django.utils import timezone

from jalon.outbox.services.leases import never
from jalon.outbox.services.working import work, work_once


def seconds(text: str) -> float:
    """Read a pause between two rounds."""
    value = float(text)
    if not 0.1 <= value <= 3600:
        raise ArgumentTypeError("between 0.1 and 3600 seconds")
    return value


class Command(BaseCommand):
    help = "Send the messages that wait and run the jobs that are due, round after round."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="one round, then leave")
        parser.add_argument(
            "--every", type=seconds, default=10.0, help="seconds between two rounds (default: 10)"
        )
        parser.add_argument(
            "--with-parent", type=int, metavar="PID", help="leave when this program, that started it, is gone"
        )

    def handle(self, *, once: bool, every: float, with_parent: int | None, **options):
        if once:
            work_once(say=self.say)
            return
        over = Event()
        for ask in (signal.SIGTERM, signal.SIGINT):
            signal.signal(ask, lambda *_: over.set())
        self.say(f"Au travail, un tour toutes les {every:g} s. Ctrl+C pour arrêter.")
        work(
            every=every,
            over=over,
            say=self.say,
            orphaned=(lambda: os.getppid() != with_parent) if with_parent else never,
        )
        self.say("Arrêté proprement.")

    def say(self, words: str) -> None:
        """Write a line with its time, at once."""
        self.stdout.write(f"{timezone.localtime():%d/%m %H:%M:%S} {words}")
        self.stdout.flush()
