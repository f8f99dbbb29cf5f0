"""« Comment y arriver ? » on the full RNCP at two sizes ten times apart, beside networkx.

Ours: `plan`, everything included (index, database, rules, rights), for 300,000 sessions; then for 30,000.
networkx: `shortest_simple_paths`, the first five, on the graph of `bench/routes_graph.py`, which holds what
ours may draw from: every level, every certification in force with its usual ways, all that is taught within
100 km of the commune with its next session, every occupation. It is built once for each commune, out of its
time.
The search alone is measured too: `best_routes` on the steps of a question, networkx on the graph of those
steps and no other, both without reading anything.
"""

import csv
import json
import os
import random
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import django

from bench.apart import measured_apart
from bench.figures import Figure, percentile, say

LARGE, QUICK = 200_000, 20_000  # actions; about 1.5 sessions each
QUESTIONS, WARM, TOWNS = 240, 30, 6
EVERY = 10  # networkx is asked one question in so many
RIVAL = "networkx, shortest_simple_paths, 5 paths"
SENDER = "bench"


class Question(NamedTuple):
    """One person, her commune, where she wants to go, what she puts first."""

    occupation: Any
    person: Any
    around: Any
    prefer: Any


def measure(*, quick: bool) -> list[Figure]:
    """Measure routes on the whole catalogue, then on a tenth of it."""
    whole = QUICK if quick else LARGE
    found = {}
    for name, actions in (("whole", whole), ("a tenth", whole // 10)):
        say(f"routes among {actions:,} actions: generating, loading, asking")
        found[name] = measured_apart("bench.routes", actions)
    large, small = found["whole"], found["a tenth"]
    if large is None or small is None:
        say("  no open data beside the clone: routes are not measured")
        return []
    size = f"{large['sessions']:,} sessions, {large['certifications']:,} certifications"
    figures = []
    for part, what, aim in (
        ("plan", f"routes, everything included ({size})", "aim ≤ 0.2"),
        ("search", "the search alone, on the steps of the question", ""),
    ):
        for share in ("p50", "p95"):
            ours, theirs = large[part][share], large[f"{part} rival"][share]
            said = aim if share == "p95" else ""
            figures.append(Figure("routes", f"{what}, {share}", "ms", ours, theirs, RIVAL, said))
    for share in ("p50", "p95"):
        grown = (large["plan"][share], small["plan"][share])
        figures.append(
            Figure("routes", f"ten times the sessions: routes {share}", "ms", *grown, "a tenth", "aim ≤ 10")
        )
    return figures


def _load(actions: int, home: Path) -> dict[str, Any] | None:
    """Load the communes, ROME, the RNCP of 2021 and the generated feed; None without open data."""
    from django.core.management import call_command  # noqa: PLC0415 - after django.setup
    from tests.lheo_feed import write_feed  # noqa: PLC0415 - the same

    from bench.data import SHARED  # noqa: PLC0415 - the same
    from jalon.training.models import Certification  # noqa: PLC0415 - the same

    listed = SHARED / "data" / "communes" / "communes-centre-val-de-loire.csv"
    if not listed.is_file():
        return None
    with listed.open(encoding="utf-8") as file:
        towns = [
            (
                row["code_insee"],
                row["nom"],
                row["codes_postaux"].split()[0][:5],
                float(row["latitude"]),
                float(row["longitude"]),
            )
            for row in csv.DictReader(file)
        ]
    path = home / "feed.xml"
    facts = write_feed(path, actions=actions, today=date.today(), communes=towns)  # noqa: DTZ011 - any day will do
    with Path(os.devnull).open("w") as nowhere:
        call_command("prepare", stdout=nowhere, stderr=nowhere)
        call_command("load_communes", str(listed), quiet=True, stdout=nowhere)
        for folder in ("rome-v347", "rncp-2021"):
            call_command(
                f"load_{folder.partition('-')[0]}", str(SHARED / "data" / folder), quiet=True, stdout=nowhere
            )
        call_command("load_lheo", str(path), source=SENDER, full=True, quiet=True, stdout=nowhere)
    return {"sessions": facts.sessions, "certifications": Certification.objects.count()}


def _questions() -> list[Question]:
    """Draw people, a few communes by population, and occupations that programmes lead to."""
    from jalon.guidance.rules.routes import Prefer  # noqa: PLC0415 - after django.setup
    from jalon.guidance.rules.situation import Person, Status  # noqa: PLC0415 - the same
    from jalon.guidance.selectors.routes import around_code  # noqa: PLC0415 - the same
    from jalon.occupations.models import Occupation  # noqa: PLC0415 - the same
    from jalon.territory.models import Commune  # noqa: PLC0415 - the same
    from jalon.training.models import Programme  # noqa: PLC0415 - the same

    chance = random.Random(20261122)  # noqa: S311 - the same questions at each run, no secret
    named = Programme.objects.seen().values_list("rome_codes", flat=True)[:20_000]
    codes = sorted({code for several in named for code in several})
    occupations = list(Occupation.objects.filter(code__in=codes).order_by("code"))
    towns = list(Commune.objects.filter(withdrawn=False).order_by("insee_code"))
    drawn = chance.choices(towns, [(town.population or 1) ** 0.7 for town in towns], k=TOWNS)
    arounds = [around_code(town.insee_code, None) for town in drawn]
    return [
        Question(
            chance.choice(occupations),
            Person(level=chance.choice((0, 0, 3, 4, 4, 5, 6)), status=chance.choice(list(Status))),
            arounds[number % TOWNS],
            chance.choice(list(Prefer)),
        )
        for number in range(WARM + QUESTIONS)
    ]


def _timed(ask: Callable[[Question], object], asked: Sequence[Question]) -> list[float]:
    """Return the milliseconds of each question."""
    spent = []
    for one in asked:
        start = time.perf_counter()
        ask(one)
        spent.append((time.perf_counter() - start) * 1000)
    return spent


def _shares(spent: Sequence[float]) -> dict[str, float]:
    return {"p50": percentile(spent, 0.5), "p95": percentile(spent, 0.95)}


def _answers() -> dict[str, dict[str, float]]:
    """Time ours on every question and networkx on some of them, commune after commune."""
    from bench import routes_graph as rival  # noqa: PLC0415 - after django.setup
    from jalon.guidance.rules.route_search import best_routes  # noqa: PLC0415 - the same
    from jalon.guidance.selectors.routes import plan, steps_to  # noqa: PLC0415 - the same

    today = date.today()  # noqa: DTZ011 - any day will do
    questions = _questions()

    def ours(question: Question) -> object:
        occupation, person, around, prefer = question
        return plan(occupation, person, today=today, around=around, prefer=prefer)

    _timed(ours, questions[:WARM])
    asked = questions[WARM:]
    spent = {"plan": _timed(ours, asked), "plan rival": [], "search": [], "search rival": []}
    offers, guesses = rival.offers(today), rival.guesses()
    for around in {id(question.around): question.around for question in asked}.values():
        some = [question for question in asked if question.around is around][::EVERY]
        graph = rival.whole_graph(offers, guesses, around)
        spent["plan rival"] += _timed(lambda question, graph=graph: rival.routes(graph, question), some)
        for question in some:
            found = steps_to(question.occupation, question.person, today=today, around=around)
            small = rival.graph_of(found, question.person, today)
            spent["search"] += _timed(
                lambda one, found=found: best_routes(found, one.person, today=today, prefer=one.prefer),
                [question],
            )
            spent["search rival"] += _timed(lambda one, small=small: rival.routes(small, one), [question])
    return {name: _shares(values) for name, values in spent.items()}


def main() -> None:
    """Load one size, then ask; print one line of JSON."""
    django.setup()
    # Settings exist only now.
    from django.conf import settings  # noqa: PLC0415 - after django.setup

    facts = _load(int(sys.argv[1]), settings.JALON_HOME)
    found = None if facts is None else {**facts, **_answers()}
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
