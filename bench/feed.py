"""Loading a LHÉO file as an operator does, watched; and parsing the same file for nothing."""

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from lxml import etree

PAUSE = 0.05


def parse_for_nothing(path: Path) -> float:
    """Return the seconds that lxml takes to go through a file, item by item, doing nothing with them."""
    start = time.perf_counter()
    for _event, element in etree.iterparse(
        str(path), events=("end",), tag="{*}formation", resolve_entities=False, no_network=True
    ):
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]
    return time.perf_counter() - start


def _resident(pid: int) -> float:
    """Return the resident memory of a process and its children, in MB."""
    words = ["ps", "-A", "-o", "pid=,ppid=,rss="]
    listing = subprocess.run(words, capture_output=True, text=True, check=True)  # noqa: S603 - fixed words
    rows = [tuple(map(int, line.split())) for line in listing.stdout.splitlines()]
    family = {pid}
    for child, parent, _rss in sorted(rows):
        if parent in family:
            family.add(child)
    return sum(rss for one, _parent, rss in rows if one in family) / 1024


def load_measured(path: Path) -> dict[str, Any]:
    """Run `jalon load lheo --full` in its own process; return seconds, peak MB, the baseline's seconds."""
    command = [sys.executable, "-m", "jalon.config.cli", "load", "lheo", str(path)]
    command += ["--source", "bench", "--full", "--quiet"]
    start = time.perf_counter()
    process = subprocess.Popen(command, env=dict(os.environ), stdout=subprocess.DEVNULL)  # noqa: S603 - our command
    peak = 0.0
    while process.poll() is None:
        peak = max(peak, _resident(process.pid))
        time.sleep(PAUSE)
    spent = time.perf_counter() - start
    if process.returncode:
        raise RuntimeError(f"load lheo ended with {process.returncode}")
    return {"seconds": spent, "peak": peak, "bare": parse_for_nothing(path)}
