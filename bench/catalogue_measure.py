"""Measures on one generated catalogue, in its own installation: python -m bench.catalogue_measure ACTIONS

Prints one line of JSON: figures in milliseconds, megabytes and seconds. The environment says where
(JALON_HOME), beside what (BENCH_POSTGRESQL_URL) and on which communes (the open data when it is there).
"""

import csv
import http.client
import json
import os
import random
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import django

QUESTIONS, RADIUS = 260, 30
WARM = 60


def _timed(ask: Callable[[Any], object], asked: Sequence[Any]) -> dict[str, float]:
    """Return p50 and p95 in ms; the first ones only warm up."""
    from bench.figures import percentile  # noqa: PLC0415 - after django.setup

    spent = []
    for one in asked:
        start = time.perf_counter()
        ask(one)
        spent.append((time.perf_counter() - start) * 1000)
    kept = spent[WARM:]
    return {"p50": percentile(kept, 0.5), "p95": percentile(kept, 0.95)}


def _typed(title: str, chance: random.Random) -> str:
    """Return one or two words of a title, one time in five with a letter lost."""
    words = [word for word in title.lower().replace("(", " ").replace(")", " ").split() if len(word) > 3]
    chosen = " ".join(words[: chance.choice((1, 1, 2))]) or title.lower()
    at = chance.randrange(1, max(2, len(chosen) - 1))
    return chosen[:at] + chosen[at + 1 :] if chance.random() < 0.2 else chosen


def _questions(count: int) -> list[Any]:
    from bench.catalogue_rival import Question  # noqa: PLC0415 - after django.setup
    from jalon.territory.models import Commune  # noqa: PLC0415 - the same
    from jalon.territory.selectors import communes_within  # noqa: PLC0415 - the same
    from jalon.training.models import Programme  # noqa: PLC0415 - the same

    chance = random.Random(20261122)  # noqa: S311 - the same questions at each run, no secret
    titles = sorted(set(Programme.objects.seen().values_list("title", flat=True)[:60_000]))
    towns = list(Commune.objects.filter(withdrawn=False).order_by("insee_code"))
    weights = [(town.population or 1) ** 0.7 for town in towns]
    found = []
    for _ in range(count):
        town = chance.choices(towns, weights)[0]
        text = _typed(chance.choice(titles), chance)
        facets: dict[str, tuple[str, ...]] = {}
        if chance.random() < 0.5:
            facets["mode"] = (chance.choice(("school", "apprenticeship", "adult")),)
        if chance.random() < 0.3:
            facets["out"] = (chance.choice("3456"),)
        pairs = [("q", text), ("commune", town.insee_code)]
        pairs += [("par", value) for value in facets.get("mode", ())]
        pairs += [("niveau", value) for value in facets.get("out", ())]
        places = tuple(communes_within(town, RADIUS))
        where = (town.insee_code, town.latitude, town.longitude, RADIUS, places)
        found.append(Question(text, facets, *where, f"/formations/?{urlencode(pairs)}"))
    return found


def _http(questions: Sequence[Any]) -> dict[str, float]:
    from bench import servers  # noqa: PLC0415 - after django.setup

    with servers.jalon() as server:
        connection = http.client.HTTPConnection("127.0.0.1", server.port)

        def ask(question: Any) -> None:
            connection.request("GET", question.address, headers={"Accept-Encoding": "gzip"})
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise RuntimeError(f"{answer.status} {question.address}")

        return _timed(ask, questions)


def _beside(address: str, questions: Sequence[Any], typed: Sequence[str], today: int) -> dict[str, Any]:
    from bench.catalogue_rival import CatalogueRival  # noqa: PLC0415 - after django.setup
    from jalon.territory.models import Commune  # noqa: PLC0415 - the same
    from jalon.training.indexing import every_occurrence  # noqa: PLC0415 - the same

    rival = CatalogueRival(address)
    rows = Commune.objects.values_list("insee_code", "latitude", "longitude")
    positions = {code: (latitude, longitude) for code, latitude, longitude in rows}
    start = time.perf_counter()
    copied = rival.fill(every_occurrence(), positions)
    figures = {
        "rows": copied,
        "fill": time.perf_counter() - start,
        "search": _timed(lambda question: rival.search(question, today), questions),
        "suggest": _timed(rival.suggest, typed),
        "size": rival.size() / 1_000_000,
    }
    rival.close()
    return figures


def _prepare(actions: int, home: Path) -> dict[str, Any]:
    """Load the communes when the open data is there, then the generated feed; return its figures."""
    from django.core.management import call_command  # noqa: PLC0415 - after django.setup
    from tests.lheo_feed import write_feed  # noqa: PLC0415 - the same

    from bench.data import SHARED  # noqa: PLC0415 - the same
    from bench.feed import SENDER, load_measured  # noqa: PLC0415 - the same
    from jalon.training.models import Feed  # noqa: PLC0415 - the same

    with Path(os.devnull).open("w") as nowhere:
        call_command("prepare", stdout=nowhere, stderr=nowhere)
        listed = SHARED / "data" / "communes" / "communes-centre-val-de-loire.csv"
        towns = None
        if listed.is_file():
            call_command("load_communes", str(listed), quiet=True, stdout=nowhere)
            with listed.open(encoding="utf-8") as file:
                towns = [
                    (row["code_insee"], row["nom"], row["codes_postaux"].split()[0][:5], *_position(row))
                    for row in csv.DictReader(file)
                ]
    path = home / "feed.xml"
    facts = write_feed(path, actions=actions, today=date.today(), communes=towns)  # noqa: DTZ011 - any day will do
    done = Feed.objects.filter(source__slug=f"lheo-{SENDER}", current__gt=0)
    return {**facts.__dict__, **load_measured(path, seen=done.exists)}


def _position(row: dict[str, str]) -> tuple[float, float]:
    return float(row["latitude"]), float(row["longitude"])


def main() -> None:
    """Make the catalogue, then measure the search on it."""
    django.setup()
    # The models exist only now.
    from django.conf import settings  # noqa: PLC0415 - after django.setup

    from jalon.search.rules.occurrences import Wanted  # noqa: PLC0415 - the same
    from jalon.search.selectors import suggest  # noqa: PLC0415 - the same
    from jalon.search.selectors.occurrences import find_occurrences  # noqa: PLC0415 - the same

    load = _prepare(int(sys.argv[1]), settings.JALON_HOME)
    questions = _questions(QUESTIONS)
    typed = [question.text[: 3 + n % 6] for n, question in enumerate(questions)]
    today = date.today().toordinal()  # noqa: DTZ011 - any day will do
    bounds = tuple(today + days for days in (31, 92, 183, 366))

    def ask(question: Any) -> object:
        wanted = Wanted(today, question.text, question.facets, places=question.places, soon=bounds)
        return find_occurrences("training", wanted)

    figures: dict[str, Any] = {"load": load, "engine": _timed(ask, questions)}
    figures["suggest"] = _timed(lambda text: suggest(text, kinds=("programme", "occupation")), typed)
    figures["http"] = _http(questions)
    if address := os.environ.get("BENCH_POSTGRESQL_URL"):
        figures["rival"] = _beside(address, questions, typed, today)
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
