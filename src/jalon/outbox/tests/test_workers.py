"""Workers as they run: several processes on one database, killed, stopped; a real mail server receives."""

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from tests.databases import own_database

from jalon.outbox.tests.servers import Inbox, serving

COMMAND = [sys.executable, "-m", "jalon.config.cli"]
STOPS = (signal.SIGTERM, signal.SIGINT, signal.SIGTERM)
PATIENCE = 120  # seconds; a machine may be busy
QUEUE = """
from jalon.outbox.services import queue_message
for number in range({count}):
    queue_message(key=f"k{{number}}", to="ana@mission.example", subject=f"Forum {{number}}", text="Bonjour")
"""


class SlowInbox(Inbox):
    """Takes its time over each message, so that workers meet."""

    seconds = 0.02

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802 - aiosmtpd's own name
        self.began += 1
        await asyncio.sleep(self.seconds)
        return await super().handle_DATA(server, session, envelope)

    def __init__(self) -> None:
        super().__init__()
        self.began = 0


class Installation:
    """An installation with a database of its own, whose commands run in processes of their own."""

    def __init__(self, home: Path, database: str, port: int):
        self.database = database
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "jalon.config.settings",
            "JALON_HOME": str(home),
            "DATABASE_URL": database,
            "JALON_SMTP_URL": f"smtp://127.0.0.1:{port}",
            "JALON_MAIL_FROM": "Étape <bonjour@etape.example>",
        }
        self.workers: list[subprocess.Popen] = []

    def run(self, *words: str) -> str:
        """Run a command to its end; it must succeed."""
        done = subprocess.run(  # noqa: S603 - this project's own command
            [*COMMAND, *words],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def worker(self) -> subprocess.Popen:
        """Start a worker; return once it is at work."""
        process = subprocess.Popen(  # noqa: S603 - this project's own command
            [*COMMAND, "worker", "--every", "0.1"], env=self.environment, stdout=subprocess.PIPE, text=True
        )
        self.workers.append(process)
        assert "Au travail" in process.stdout.readline()
        return process

    def query(self, sql: str) -> list[tuple]:
        """Run one statement beside Django; return its rows."""
        if self.database.startswith("sqlite"):
            with closing(sqlite3.connect(urlsplit(self.database).path[1:], timeout=20)) as base, base:
                return base.execute(sql).fetchall()
        with psycopg.connect(self.database) as base:
            done = base.execute(sql)
            return done.fetchall() if done.description else []

    def close(self) -> None:
        """End what still runs."""
        for process in self.workers:
            with suppress(ProcessLookupError):
                process.kill()
            process.wait(PATIENCE)
            process.stdout.close()


@contextmanager
def installation(home: Path, inbox: Inbox) -> Iterator[Installation]:
    with own_database(home) as database, serving(inbox) as port:
        made = Installation(home, database, port)
        made.run("migrate", "--verbosity", "0")
        try:
            yield made
        finally:
            made.close()


def until(reached: Callable[[], bool]) -> None:
    """Wait for something that workers do."""
    end = time.monotonic() + PATIENCE
    while not reached():
        assert time.monotonic() < end, "nothing came"
        time.sleep(0.02)


def stop(process: subprocess.Popen, ask: signal.Signals) -> str:
    """Ask a worker to stop; return what it said."""
    process.send_signal(ask)
    said = process.stdout.read()
    assert process.wait(PATIENCE) == 0
    return said


@pytest.mark.django_db
def test_three_workers_send_each_message_once(tmp_path):
    inbox = SlowInbox()
    with installation(tmp_path, inbox) as made:
        workers = [made.worker() for _ in range(3)]
        made.run("shell", "-c", QUEUE.format(count=60))
        until(lambda: made.query("SELECT count(*) FROM outbox_message WHERE state <> 'sent'") == [(0,)])
        said = [stop(process, ask) for process, ask in zip(workers, STOPS, strict=True)]
        assert made.query("SELECT state, count(*) FROM outbox_message GROUP BY state") == [("sent", 60)]
        assert made.query("SELECT max(attempts) FROM outbox_message") == [(1,)]
    assert len(inbox.received) == 60
    assert len({mail["Message-ID"] for mail in inbox.received}) == 60
    assert all("Arrêté proprement" in words for words in said)
    assert sum("envoyé" in words for words in said) >= 2, "the workers never met"


@pytest.mark.django_db
def test_a_killed_workers_message_goes_when_its_lease_ends_under_the_same_name(tmp_path):
    inbox = SlowInbox()
    inbox.seconds = 600
    with installation(tmp_path, inbox) as made:
        made.run("shell", "-c", QUEUE.format(count=1))
        first = made.worker()
        until(lambda: inbox.began == 1)
        first.kill()
        first.wait(PATIENCE)
        inbox.seconds = 0
        assert made.query("SELECT state, attempts FROM outbox_message") == [("sending", 1)]
        made.run("worker", "--once")
        assert inbox.received == []
        made.query("UPDATE outbox_message SET leased_until = '2020-01-01 00:00:00'")
        assert "Messages : 1 envoyé" in made.run("worker", "--once")
        assert made.query("SELECT state, attempts, lease FROM outbox_message") == [("sent", 2, "")]
    assert len(inbox.received) == 1


@pytest.mark.django_db
def test_a_worker_leaves_when_who_started_it_is_gone(tmp_path):
    with installation(tmp_path, Inbox()) as made:
        command = " ".join(COMMAND)
        done = subprocess.run(  # noqa: S602 - fixed words; ends only when the worker has closed its output
            f"{command} worker --every 0.1 --with-parent $$ & sleep 0.1; echo begun",
            shell=True,
            env=made.environment,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
            timeout=PATIENCE,
        )
    assert "begun" in done.stdout
    assert "Arrêté proprement" in done.stdout
