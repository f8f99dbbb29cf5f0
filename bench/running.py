"""The parts of a bench, in order, on one prepared installation."""

import io
from collections.abc import Sequence

from django.core.management import call_command

from bench import agenda, catalogue, loading, pages, ranking, recall, routes, searching, serving, sizes
from bench.data import lay_ground
from bench.figures import Figure, say, show


def run(parts: Sequence[str], *, quick: bool) -> list[Figure]:
    """Prepare the data, measure the parts asked for, show each table as soon as it is known."""
    say("Preparing: demonstration region, then ROME when the open data is there")
    call_command("prepare", stdout=io.StringIO())
    ground = lay_ground()
    say(f"Data: {ground.description}")
    figures = loading.load(ground, quick=quick, wanted="load" in parts)
    if figures:
        show(figures)
    measures = {
        "search": lambda: searching.measure(ground, quick=quick),
        "recall": lambda: recall.measure(ground),
        "serve": lambda: serving.measure(ground, quick=quick),
        "pages": pages.measure,
        "size": sizes.measure,
        "catalogue": lambda: catalogue.measure(quick=quick),
        "routes": lambda: routes.measure(quick=quick),
        "ranking": lambda: ranking.measure(quick=quick),
        "agenda": lambda: agenda.measure(quick=quick),
    }
    for name, measure in measures.items():
        if name in parts:
            say(f"\n── {name}")
            found = measure()
            if found:
                show(found)
            figures += found
    return figures
