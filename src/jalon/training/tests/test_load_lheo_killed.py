"""A load killed at any moment leaves the old state or the new one, and the next run finishes."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from contextlib import closing
from datetime import date
from pathlib import Path

from tests.databases import own_database
from tests.lheo_feed import mutate, write_feed

from jalon.training.services.feeds.batches import read_batches

TODAY = date(2030, 1, 15)
KILLS, IN_THE_MIDDLE, TRIES = 22, 5, 150
ACTIONS = 1_300  # several transactions


class Loader:
    """Speaks to `feed_process`: one command at a time, each in a child of its own."""

    def __init__(self, home: Path, database: str):
        environment = {**os.environ, "JALON_HOME": str(home), "DATABASE_URL": database}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "jalon.training.tests.feed_process"],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def start(self, command: str) -> int:
        """Begin a command; return the id of the process that runs it."""
        self._ask(command)
        return int(self._process.stdout.readline())

    def wait(self) -> int:
        """Return the exit status of the command begun; negative for a signal."""
        self._ask("wait")
        return int(self._process.stdout.readline())

    def _ask(self, line: str) -> None:
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()

    def run(self, command: str) -> None:
        """Run a command to its end; it must succeed."""
        self.start(command)
        assert self.wait() == 0, command

    def show(self) -> dict:
        """Return what the database shows."""
        self.start("show")
        found = json.loads(self._process.stdout.readline())
        assert self.wait() == 0
        return found

    def close(self) -> None:
        """End the process."""
        self._process.stdin.close()
        self._process.wait(30)
        self._process.stdout.close()


def digests(path: Path) -> dict[str, str]:
    """Return the digest of each programme of a file."""
    return {
        packed.number: packed.digest()
        for batch in read_batches(path, name=path.name)
        for packed in batch.programmes
    }


def test_killed_at_any_moment_shows_the_old_night_or_the_new_one(tmp_path):
    files = [tmp_path / "un.xml", tmp_path / "deux.xml"]
    write_feed(files[0], actions=ACTIONS, today=TODAY)
    mutate(files[1], actions=ACTIONS, today=TODAY, changed=0.4, removed=0.1, added=0.1)
    nights = [digests(path) for path in files]
    draw = random.Random(20170208)  # noqa: S311 - drawn moments, no secret
    killed = in_the_middle = tries = 0
    with own_database(tmp_path) as database, closing(Loader(tmp_path, database)) as loader:
        loader.run("migrate")
        loader.run(f"load {files[0]}")
        begun = time.monotonic()
        loader.run(f"load {files[1]}")
        length = time.monotonic() - begun
        now = 1
        while killed < KILLS or in_the_middle < IN_THE_MIDDLE:
            tries += 1
            assert tries < TRIES, "hardly any kill fell in the middle of a load"
            child = loader.start(f"{draw.choice(('load', 'load', 'load', 'halves'))} {files[1 - now]}")
            time.sleep(draw.uniform(0, length))
            os.kill(child, signal.SIGKILL)
            killed += loader.wait() == -signal.SIGKILL
            found = loader.show()
            assert found["same"]
            assert found["seen"] in nights
            in_the_middle += bool(found["unfinished"])
            now = nights.index(found["seen"])
        loader.run(f"load {files[1 - now]}")
        found = loader.show()
    assert found == {"seen": nights[1 - now], "same": True, "unfinished": 0}
