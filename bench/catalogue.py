"""The training map at two sizes, ten times apart: load, search, answers, suggestions, beside PostgreSQL."""

from typing import Any

from bench.apart import measured_apart
from bench.figures import Figure, say

LARGE, QUICK = 200_000, 20_000  # actions; about 1.5 sessions each
POSTGRESQL = "PostgreSQL tsvector + pg_trgm + box"


def _load_figures(name: str, load: dict[str, Any]) -> list[Figure]:
    megabytes = load["bytes"] / 1e6
    size = f"{megabytes:,.0f} MB, {load['actions']:,} actions, {load['sessions']:,} sessions"
    figures = [
        Figure("catalogue", what, "MB/s", megabytes / load[part], megabytes / load[beside], against, aim)
        for beside, against, aim in (
            ("every", "lxml.iterparse, every element, doing nothing", "aim ≥ 0.25"),
            ("programmes", "lxml.iterparse, programmes alone, each forgotten at once", ""),
        )
        for part, what in (
            ("seen", f"LHÉO load until it is seen, {name} ({size})"),
            ("whole", f"the same with both indexes: the whole command, {name}"),
        )
    ]
    peaks = [("resident", "sum of resident memory", "")]
    if load["own"] is not None:  # pages that processes share are counted once
        peaks.insert(0, ("own", "memory", "aim ≤ 250 MB"))
    for part, what, aim in peaks:
        figures.append(
            Figure(
                "catalogue",
                f"highest {what} of that load and its readers, {name}",
                "MB",
                load[part],
                None,
                "",
                aim,
            )
        )
    return figures


def _search_figures(found: dict[str, Any]) -> list[Figure]:
    rival = found.get("rival")
    against = POSTGRESQL if rival else ""
    figures = []
    for part, beside, what, aim in (
        ("engine", "search", "search with facets within 30 km", "aim ≤ 0.125"),
        ("http", "search", "the whole HTTP answer", "aim ≤ 1"),
        ("suggest", "suggest", "autocomplete", "aim ≤ 0.05"),
    ):
        for share in ("p50", "p95"):
            theirs = rival[beside][share] if rival else None
            said = aim if share == "p95" else ""
            ours = found[part][share]
            figures.append(Figure("catalogue", f"{what}, {share}", "ms", ours, theirs, against, said))
    return figures


def measure(*, quick: bool) -> list[Figure]:
    """Measure the catalogue, then the same ten times smaller: what ten times more costs."""
    whole = QUICK if quick else LARGE
    figures: list[Figure] = []
    found = {}
    for name, actions in (("a tenth", whole // 10), ("whole", whole)):
        say(f"a catalogue of {actions:,} actions: generating, loading, asking")
        found[name] = measured_apart("bench.catalogue_measure", actions)
        figures += _load_figures(name, found[name]["load"])
    figures += _search_figures(found["whole"])
    for part in ("engine", "http", "suggest"):
        large, small = found["whole"][part]["p95"], found["a tenth"][part]["p95"]
        what = f"ten times the catalogue: {part} p95"
        figures.append(Figure("catalogue", what, "ms", large, small, "a tenth of it", "aim ≤ 3"))
    return figures
