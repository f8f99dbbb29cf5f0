"""Loading a LHÉO file as an operator does, watched; and parsing the same file for nothing."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

from lxml import etree

PAUSE = 0.1
SENDER = "bench"


class Memory(NamedTuple):
    """What processes hold, in MB. `resident` counts a page once a process that maps it, `own` once for all.

    `own` (the sum of Pss) is None where the system does not tell it.
    """

    resident: float
    own: float | None


def parse_every_element(path: Path) -> float:
    """Return the seconds that lxml.iterparse takes to go through every element of a file, doing nothing."""
    start = time.perf_counter()
    for _event in etree.iterparse(str(path)):
        pass
    return time.perf_counter() - start


def parse_programmes(path: Path) -> float:
    """Return the seconds for the programmes alone, each forgotten at once: the least a stream can cost."""
    start = time.perf_counter()
    for _event, element in etree.iterparse(
        str(path), events=("end",), tag="{*}formation", resolve_entities=False, no_network=True
    ):
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]
    return time.perf_counter() - start


def _parsed(path: Path) -> dict[str, float]:
    """Run the baselines in a process of their own: the first one keeps the whole tree, gigabytes of it."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as apart:
        return {
            "every": apart.submit(parse_every_element, path).result(),
            "programmes": apart.submit(parse_programmes, path).result(),
        }


def _family(pid: int) -> list[int]:
    """Return a process and those that it started, and so on."""
    found = [pid]
    for one in found:
        try:
            children = Path(f"/proc/{one}/task/{one}/children").read_text()
        except OSError:  # it ended meanwhile
            continue
        found += map(int, children.split())
    return found


def _memory(pid: int) -> Memory:
    """Return the memory of a process and its children. Linux tells what is shared; elsewhere, ps does not."""
    if not Path("/proc/self/smaps_rollup").is_file():
        return Memory(_resident_by_ps(pid), None)
    resident = own = 0
    for one in _family(pid):
        try:
            lines = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
        except OSError:  # it ended meanwhile
            continue
        facts = {line.split(":")[0]: int(line.split()[1]) for line in lines[1:]}
        resident += facts["Rss"]
        own += facts["Pss"]
    return Memory(resident / 1024, own / 1024)


def _resident_by_ps(pid: int) -> float:
    words = ["ps", "-A", "-o", "pid=,ppid=,rss="]
    listing = subprocess.run(words, capture_output=True, text=True, check=True)  # noqa: S603 - fixed words
    rows = [tuple(map(int, line.split())) for line in listing.stdout.splitlines()]
    family = {pid}
    for child, parent, _rss in sorted(rows):
        if parent in family:
            family.add(child)
    return sum(rss for one, _parent, rss in rows if one in family) / 1024


def load_measured(path: Path, *, seen: Callable[[], bool]) -> dict[str, Any]:
    """Run `jalon load lheo --full` in its own process, then only parse the file.

    Return the seconds until visitors see the load (`seen` tells), those of the whole command (with the
    indexes), those of both baselines; the highest memory of the command and its readers, in MB.
    """
    command = [sys.executable, "-m", "jalon.config.cli", "load", "lheo", str(path)]
    command += ["--source", SENDER, "--full", "--quiet"]
    start = time.perf_counter()
    process = subprocess.Popen(command, env=dict(os.environ), stdout=subprocess.DEVNULL)  # noqa: S603 - our command
    until_seen = None
    resident: list[float] = []
    own: list[float] = []
    while process.poll() is None:
        found = _memory(process.pid)
        resident.append(found.resident)
        own += [] if found.own is None else [found.own]
        if until_seen is None and seen():
            until_seen = time.perf_counter() - start
        time.sleep(PAUSE)
    whole = time.perf_counter() - start
    if process.returncode:
        raise RuntimeError(f"load lheo ended with {process.returncode}")
    return {
        "seen": until_seen or whole,
        "whole": whole,
        "resident": max(resident),
        "own": max(own, default=None),
        **_parsed(path),
    }
