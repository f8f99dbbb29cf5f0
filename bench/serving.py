"""Requests per second of real pages beside a bare Django list view: same server, client and database."""

import subprocess
import sys
from urllib.parse import urlencode

from django.urls import reverse

from bench import servers
from bench.data import Ground, queries
from bench.figures import Figure, median_of, say
from jalon.occupations.models import Occupation

AGAINST = "bare Django list view, 20 rows, 1 query"


def _rate(server: servers.Server, paths: list[str], seconds: float, encoding: str) -> float:
    words = [sys.executable, "-m", "bench.client", str(server.port), str(seconds), encoding]
    run = subprocess.run(words, input="\n".join(paths), capture_output=True, text=True, check=False)  # noqa: S603 - fixed words
    if run.returncode != 0:
        raise RuntimeError(run.stderr.strip().splitlines()[-1])
    return float(run.stdout)


def _pages(ground: Ground) -> dict[str, list[str]]:
    search = reverse("portal:search")
    asked = [f"{search}?{urlencode({'q': query})}" for query in queries(ground, limit=400)]
    codes = Occupation.objects.order_by("sort_name").values_list("code", flat=True)[:60]
    return {
        "home": [reverse("portal:home")],
        "results (400 queries in turn)": asked,
        "occupation page (60 in turn)": [reverse("occupations:occupation", args=[code]) for code in codes],
    }


def measure(ground: Ground, *, quick: bool) -> list[Figure]:
    """Measure each page, plain and compressed, alternating with the bare view."""
    seconds, runs = (2.0, 1) if quick else (5.0, 3)
    pages = _pages(ground)
    figures = []
    rates: dict[tuple[str, str], float] = {}
    with servers.bare() as bare, servers.jalon() as ours:
        for encoding in ("plain", "gzip"):
            _rate(bare, ["/"], 1, encoding)
            rates["bare", encoding] = median_of(runs, lambda: _rate(bare, ["/"], seconds, encoding))  # noqa: B023 - called at once
            for name, paths in pages.items():
                _rate(ours, paths, 1, encoding)
                rates[name, encoding] = median_of(
                    runs,
                    lambda: _rate(ours, paths, seconds, encoding),  # noqa: B023 - called at once
                )
        memory, bare_memory = ours.memory(), bare.memory()
    say(f"granian, 2 processes × 1 thread; 8 connections kept; {seconds:.0f} s, median of {runs}")
    for (name, encoding), rate in rates.items():
        if name != "bare":
            aim = "aim ≥ 0.50" if name.startswith("results") else ""
            figures.append(
                Figure(
                    "serve", f"{name}, {encoding}", "requests/s", rate, rates["bare", encoding], AGAINST, aim
                )
            )
    figures.append(Figure("serve", "memory after that, all processes", "MB", memory, bare_memory, AGAINST))
    return figures
