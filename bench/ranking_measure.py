"""One size of the ranking, in an installation and a process of its own: prints figures as one line of JSON.

`python -m bench.ranking_measure FOLDER ANSWERS RUNS`, with JALON_HOME set.
"""

import io
import json
import os
import random
import sys
import time
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import django
import numpy as np
from django.core.management import call_command

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jalon.config.settings")
django.setup()

from bench.data import SEED  # noqa: E402 - after django.setup
from bench.figures import percentile  # noqa: E402 - after django.setup
from jalon.guidance.rules.answers import Answers  # noqa: E402 - after django.setup
from jalon.guidance.rules.matching import letters_as_scores  # noqa: E402 - after django.setup
from jalon.guidance.selectors.matching import rank  # noqa: E402 - after django.setup
from jalon.guidance.selectors.matter import Matter, current_matter, stems_of  # noqa: E402 - after django.setup
from jalon.occupations.enums import Condition, Level  # noqa: E402 - after django.setup

PROFILES = Path(__file__).resolve().parents[1] / "tests" / "data" / "profiles.tsv"
SHOWN = 10
SKILLS, REFUSED, WANTED = 8, 2, 2


class Person:
    """One person's answers, every factor said, and how many sessions stand around her by occupation."""

    def __init__(self, row: dict[str, str], matter: Matter, chance: random.Random) -> None:
        conditions = chance.sample(sorted(Condition.values), REFUSED + WANTED)
        sectors = sorted({slug for slugs in matter.sectors for slug in slugs})
        past = chance.choice(matter.codes)
        skills = sorted({skill for skills in matter.skills_of for skill in skills})
        self.answers = Answers(
            interests=letters_as_scores(row["riasec"] or "RS"),
            skills=frozenset(chance.sample(skills, min(SKILLS, len(skills)))),
            past=(past,),
            text=row["description"],
            level_now=chance.choice(Level.values),
            level_most=chance.choice(Level.values),
            months_most=chance.choice((6, 12, 24, 36)),
            refused=frozenset(conditions[:REFUSED]),
            wanted=frozenset(conditions[REFUSED:]),
            sectors=frozenset(chance.sample(sectors, min(2, len(sectors)))),
        )
        self.sessions = {code: chance.randrange(6) for code in matter.codes if chance.random() < 0.5}


def people(matter: Matter, count: int) -> list[Person]:
    """Return people drawn from the labelled profiles; the same ones at each bench."""
    lines = PROFILES.read_text(encoding="utf-8").splitlines()
    names = lines[0].split("\t")
    rows = [dict(zip(names, line.split("\t"), strict=True)) for line in lines[1:] if line.strip()]
    chance = random.Random(SEED)  # noqa: S311 - the same people at each run, no secret
    return [Person(rows[at % len(rows)], matter, chance) for at in range(count)]


class Cosine:
    """The bare rival: every fact that the ranking reads, as one dense matrix; one row an occupation."""

    def __init__(self, matter: Matter) -> None:
        kinds = {
            "interest": sorted({letter for pair in matter.interests for letter in pair if letter}),
            "level": sorted({level for level in matter.levels if level is not None}),
            "condition": sorted(Condition.values),
            "sector": sorted({slug for slugs in matter.sectors for slug in slugs}),
            "skill": sorted(matter.skill_postings),
            "word": sorted(matter.postings),
        }
        names = [(kind, name) for kind, found in kinds.items() for name in found]
        self.column = {name: at for at, name in enumerate(names)}
        self.rows = np.zeros((len(matter.codes), len(names)), dtype=np.float32)
        for place, code in enumerate(matter.codes):
            for letter, share in zip(matter.interests[place], (2 / 3, 1 / 3), strict=True):
                self._put(place, "interest", letter, share)
            self._put(place, "level", matter.levels[place], 1.0)
            for condition in matter.stated[place] | matter.read[place]:
                self._put(place, "condition", condition, 1.0)
            for slug in matter.sectors[place]:
                self._put(place, "sector", slug, 1.0)
            for skill, worth in matter.skills_of[matter.position[code]].items():
                self._put(place, "skill", skill, worth)
        for word, found in matter.postings.items():
            for place, worth in found:
                self._put(place, "word", word, worth)
        self.lengths = np.linalg.norm(self.rows, axis=1)
        self.lengths[self.lengths == 0] = 1.0

    def _put(self, place: int, kind: str, name: Any, worth: float) -> None:
        at = self.column.get((kind, name))
        if at is not None:
            self.rows[place, at] = worth

    def vector(self, answers: Answers) -> np.ndarray:
        """Return a person's answers in the same columns; not counted in the time."""
        found = np.zeros(self.rows.shape[1], dtype=np.float32)
        said = [
            *(("interest", letter, score) for letter, score in answers.interests.items()),
            ("level", answers.level_most, 1.0),
            *(("condition", one, 1.0) for one in answers.wanted),
            *(("condition", one, -1.0) for one in answers.refused),
            *(("sector", one, 1.0) for one in answers.sectors),
            *(("skill", one, 1.0) for one in answers.skills),
            *(("word", one, 1.0) for one in stems_of(answers.text)),
        ]
        for kind, name, worth in said:
            if (at := self.column.get((kind, name))) is not None:
                found[at] = worth
        return found

    def order(self, vector: np.ndarray) -> np.ndarray:
        """Return the places of all occupations, the nearest first."""
        return np.argsort(-(self.rows @ vector) / (self.lengths * np.linalg.norm(vector)), kind="stable")


def _ranked(person: Person, shown: int | None) -> int:
    ranking = rank(person.answers, sessions=person.sessions)
    return sum(len(ranking.explain(one.code).lines) for one in islice(ranking.order, shown))


def measure(asked: Sequence[Person], rival: Cosine, runs: int) -> dict[str, Any]:
    """Time each person in turn by us and by the rival; milliseconds, the medians of the runs."""
    vectors = [rival.vector(person.answers) for person in asked]
    ways = {
        "page": lambda at: _ranked(asked[at], SHOWN),
        "every": lambda at: _ranked(asked[at], None),
        "cosine": lambda at: rival.order(vectors[at]),
    }
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
    for _run in range(runs):
        for name, way in ways.items():  # each its turn: neither empties the processor's caches for the other
            for at in range(0, len(asked), 4):
                way(at)
            times = []
            for at in range(len(asked)):
                start = time.perf_counter()
                way(at)
                times.append((time.perf_counter() - start) * 1000)
            found[name].append((percentile(times, 0.5), percentile(times, 0.95)))
    middle = runs // 2
    return {
        name: {
            "p50": sorted(half for half, _tail in pairs)[middle],
            "p95": sorted(tail for _half, tail in pairs)[middle],
        }
        for name, pairs in found.items()
    }


def main() -> None:
    """Load one version of ROME, then time."""
    folder, count, runs = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    quiet = {"stdout": io.StringIO(), "stderr": io.StringIO()}
    call_command("prepare", **quiet)
    if folder:
        call_command("load_rome", folder, quiet=True, **quiet)
    matter = current_matter()
    rival = Cosine(matter)
    figures = measure(people(matter, count), rival, runs)
    sys.stdout.write(
        json.dumps({"occupations": len(matter.codes), "columns": len(rival.column), **figures}) + "\n"
    )


if __name__ == "__main__":
    main()
