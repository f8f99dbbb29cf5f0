"""Ranking every occupation for a person, reasons included, beside a bare NumPy cosine over the same facts."""

from pathlib import Path
from typing import Any

from bench.apart import measured_apart
from bench.data import SHARED
from bench.figures import Figure, say

FOLDERS = ("rome-v347", "rome-v460")
AGAINST = "NumPy: one dense product, sorted"


def _measured(folder: Path | None, people: int, runs: int) -> dict[str, Any]:
    # One thread on both sides: what is compared is the work, not the cores.
    threads = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    return measured_apart("bench.ranking_measure", folder or "", people, runs, **threads)


def measure(*, quick: bool) -> list[Figure]:
    """Rank for many people, every factor said, at each size of ROME that stands beside the clone."""
    people, runs = (40, 1) if quick else (200, 3)
    folders = [folder for name in FOLDERS if (folder := SHARED / "data" / name).is_dir()] or [None]
    say(f"{people} people who say everything; each ranked by us, then by the baseline; {runs} run(s)")
    figures = []
    for folder in folders:
        found = _measured(folder, people, runs)
        size = f"{found['occupations']:,} occupations"
        beside = f"{AGAINST}, {found['columns']:,} columns"
        for share in ("p50", "p95"):
            aim = "aim ≤ 4" if share == "p95" else ""
            for way, what in (("page", "first ten explained"), ("every", "all explained")):
                figures.append(
                    Figure(
                        "ranking",
                        f"{size}, {what}, {share}",
                        "ms",
                        found[way][share],
                        found["cosine"][share],
                        beside,
                        aim if way == "page" else "",
                    )
                )
    return figures
