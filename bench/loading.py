"""ROME load rows/s, beside reading the same files with csv and executemany into one SQLite table."""

import csv
import io
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from django.core.management import call_command
from django.db import connection

from bench.data import Ground
from bench.figures import Figure, median_of
from jalon.sources.models import Load


def _bare_rows(folder: Path, names: set[str]) -> Iterator[tuple[str, int, str, str, str, str]]:
    for name in sorted(names):
        with (folder / name).open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file)
            next(reader, None)
            for row in reader:
                padded = (*row, "", "", "", "")[:4]
                yield (name, reader.line_num, *padded)


def _bare_load(folder: Path, names: set[str]) -> float:
    """Return rows/s of reading these files and writing file, line and four columns in one transaction."""
    with tempfile.TemporaryDirectory() as place:
        base = sqlite3.connect(Path(place) / "bare.sqlite3")
        base.execute("PRAGMA journal_mode=WAL")
        base.execute("PRAGMA synchronous=NORMAL")
        base.execute("CREATE TABLE bare (file TEXT, line INTEGER, a TEXT, b TEXT, c TEXT, d TEXT)")
        start = time.perf_counter()
        with base:
            base.executemany("INSERT INTO bare VALUES (?, ?, ?, ?, ?, ?)", _bare_rows(folder, names))
        spent = time.perf_counter() - start
        count = base.execute("SELECT count(*) FROM bare").fetchone()[0]
        base.close()
    return count / spent


def _jalon_load(folder: Path) -> tuple[float, float]:
    """Load; return rows/s of the load (up to its commit) and the seconds of the whole command."""
    start = time.perf_counter()
    call_command("load_rome", str(folder), quiet=True, stdout=io.StringIO(), stderr=io.StringIO())
    whole = time.perf_counter() - start
    last = Load.objects.filter(kind="rome").latest("pk")
    spent = (last.finished_at - last.started_at).total_seconds()
    return last.read / max(spent, 0.001), whole


def load(ground: Ground, *, quick: bool, wanted: bool) -> list[Figure]:
    """Load ROME into the bench's installation; measure it when wanted."""
    if ground.rome is None:
        return []
    rate, whole = _jalon_load(ground.rome)
    if not wanted:
        return []
    names = {path.name for path in ground.rome.glob("unix_*v347*.csv")}
    bare = median_of(1 if quick else 3, lambda: _bare_load(ground.rome, names))
    again, whole_again = _jalon_load(ground.rome)
    read = Load.objects.filter(kind="rome").latest("pk").read
    against = "csv + executemany into one table"
    return [
        Figure("load", f"ROME, first load ({connection.vendor})", "rows/s", rate, bare, against),
        Figure("load", "ROME, second load (nothing changes)", "rows/s", again, bare, against),
        Figure("load", "ROME, whole command the first time", "s", whole, read / bare, against),
        Figure("load", "ROME, whole command the second time", "s", whole_again, read / bare, against),
    ]
