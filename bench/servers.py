"""Starting granian as `jalon serve` does, on any WSGI application, and knowing what it weighs."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

PATIENCE = 60


@dataclass(frozen=True)
class Server:
    """A running server: its port and the process that started the workers."""

    port: int
    pid: int

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def memory(self) -> float:
        """Return the resident memory of all its processes, in MB."""
        words = ["ps", "-A", "-o", "pid=,ppid=,rss="]
        listing = subprocess.run(words, capture_output=True, text=True, check=True)  # noqa: S603 - fixed words
        rows = [tuple(map(int, line.split())) for line in listing.stdout.splitlines()]
        family = {self.pid}
        for _ in rows:
            grown = family | {pid for pid, parent, _rss in rows if parent in family}
            if grown == family:
                break
            family = grown
        return sum(rss for pid, _parent, rss in rows if pid in family) / 1024


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait(address: str, process: subprocess.Popen) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=2).close()  # noqa: S310 - our own http address
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"no answer from {address}")


@contextmanager
def serving(application: str, settings: str) -> Iterator[Server]:
    """Serve a WSGI application with 2 processes × 1 thread until the block ends."""
    port = _free_port()
    command = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    command += ["--workers", "2", "--blocking-threads", "1", "--log-level", "warning", application]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": settings}
    process = subprocess.Popen(command, env=environment)  # noqa: S603 - fixed words
    try:
        _wait(f"http://127.0.0.1:{port}/", process)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


@contextmanager
def jalon() -> Iterator[Server]:
    """Serve Jalon on the bench's installation."""
    with serving("jalon.config.wsgi:application", "jalon.config.settings") as server:
        yield server


@contextmanager
def bare() -> Iterator[Server]:
    """Serve the bare list view on the same database."""
    with serving("bench.bare.wsgi:application", "bench.bare.settings") as server:
        yield server
