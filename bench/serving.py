"""Requests per second of real pages beside a bare Django list view: same server, client and database."""

import random
import statistics
import subprocess
import sys
from urllib.parse import urlencode

from django.urls import reverse

from bench import servers
from bench.data import SEED, Ground, queries
from bench.figures import Figure, say
from jalon.guidance.rules.statements import STATEMENTS
from jalon.occupations.enums import Condition
from jalon.occupations.models import Occupation
from jalon.territory.models import Commune

NEW = 1_500  # more different queries than a round can ask
AGAINST = "bare Django list view, 20 rows, 1 query"
AIMS = {
    "results": "aim ≥ 0.50",
    "interests": "aim ≥ 0.40",
    "ranked": "aim ≥ 0.40",
    "routes": "aim ≥ 0.40",
}
WORDS = ("dehors", "les animaux", "les chiffres", "aider les gens", "le bois", "dessiner", "la mécanique")


def _journeys(codes: list[str], count: int, chance: random.Random) -> dict[str, list[str]]:
    """Return addresses of the result pages of both journeys: no two people say the same."""
    people = [
        {"r": "".join(chance.choice("0123") for _one in STATEMENTS), "n": str(len(STATEMENTS))}
        for _person in range(count)
    ]
    ranked = [
        {
            "aime": "".join(f"{letter}{chance.randrange(101)}" for letter in "RIASEC"),
            "vise": str(chance.randint(3, 8)),
            "sans": chance.choice(Condition.values),
            "mots": f"j'aime {chance.choice(WORDS)} et {chance.choice(WORDS)}",
        }
        for _person in range(count)
    ]
    towns = list(Commune.objects.order_by("-population", "insee_code").values_list("pk", flat=True)[:40])
    situations = [
        {"niveau": str(chance.randint(2, 7)), "commune": chance.choice(towns), "km": "50"}
        for _person in range(count)
    ]
    return {
        "interests": [f"{reverse('guidance:profile_result')}?{urlencode(one)}" for one in people],
        "ranked occupations": [f"{reverse('guidance:matches')}?{urlencode(one)}" for one in ranked],
        "routes": [
            f"{reverse('guidance:routes', args=[chance.choice(codes)])}?{urlencode(one)}"
            for one in situations
        ],
    }


def _rate(server: servers.Server, paths: list[str], seconds: float, encoding: str) -> float:
    words = [sys.executable, "-m", "bench.client", str(server.port), str(seconds), encoding]
    run = subprocess.run(words, input="\n".join(paths), capture_output=True, text=True, check=False)  # noqa: S603 - fixed words
    if run.returncode != 0:
        raise RuntimeError(run.stderr.strip().splitlines()[-1])
    return float(run.stdout)


def _pages(ground: Ground, rounds: int) -> dict[str, list[list[str]]]:
    """Return the paths to ask for, by page, round by round; the first round only warms up."""
    search = reverse("portal:search")
    asked = dict.fromkeys(queries(ground, limit=NEW * rounds))
    new = [f"{search}?{urlencode({'q': query})}" for query in asked]
    codes = list(Occupation.objects.order_by("sort_name").values_list("code", flat=True))
    shown = [reverse("occupations:occupation", args=[code]) for code in codes]
    chance = random.Random(SEED)  # noqa: S311 - the same people at each run, no secret
    journeys = {}
    for name, paths in _journeys(codes, NEW * rounds, chance).items():
        journeys[f"{name}, each person new"] = [paths[start::rounds] for start in range(rounds)]
        journeys[f"{name}, 60 people in turn"] = [paths[:60]] * rounds
    return {
        **journeys,
        "home": [[reverse("portal:home")]] * rounds,
        "results, each query new": [new[start::rounds] for start in range(rounds)],
        "results, 60 queries in turn": [new[:60]] * rounds,
        f"occupation page, {len(shown)} in turn": [shown] * rounds,
        "occupation page, 60 in turn": [shown[:60]] * rounds,
    }


def pair(
    ours: servers.Server, rounds: list[list[str]], bare: servers.Server, seconds: float, encoding: str
) -> tuple[float, float]:
    """Return both rates, the medians of rounds that alternate: what disturbs the machine disturbs both."""
    _rate(ours, rounds[0], 1, encoding)
    pairs = [
        (_rate(ours, paths, seconds, encoding), _rate(bare, ["/"], seconds, encoding)) for paths in rounds[1:]
    ]
    return statistics.median(pair[0] for pair in pairs), statistics.median(pair[1] for pair in pairs)


def measure(ground: Ground, *, quick: bool) -> list[Figure]:
    """Measure each page, plain and compressed, each time beside the bare view."""
    seconds, runs = (2.0, 1) if quick else (4.0, 3)
    figures = []
    say(f"granian, 2 processes × 1 thread; 8 connections kept; {seconds:.0f} s, median of {runs}")
    with servers.bare() as bare, servers.jalon() as ours:
        _rate(bare, ["/"], 1, "plain")
        for encoding in ("plain", "gzip"):
            for name, rounds in _pages(ground, runs + 1).items():
                rate, beside = pair(ours, rounds, bare, seconds, encoding)
                aim = next((aim for start, aim in AIMS.items() if name.startswith(start)), "")
                figures.append(
                    Figure("serve", f"{name}, {encoding}", "requests/s", rate, beside, AGAINST, aim)
                )
        memory, bare_memory = ours.memory(), bare.memory()
    figures.append(Figure("serve", "memory after that, all processes", "MB", memory, bare_memory, AGAINST))
    return figures
