"""Recall at 5 by kind of question, beside PostgreSQL on the same titles and documents."""

import io
import json
import os

from django.core.management import call_command

from bench.data import Ground
from bench.figures import Figure, say
from bench.postgresql import Rival
from jalon.occupations.indexing import occupation_entries
from jalon.search.rules.measures import Judgement, summarise

AIMS = {
    "overall": 0.95, "exact_title": 0.98, "feminine": 0.98, "no_accent": 0.98, "typo": 0.95,
    "acronym": 0.9, "sentence": 0.9, "everyday": 0.85, "negative": 0.9,
}  # fmt: skip


def _recall(figures: dict[str, float]) -> float:
    return next(value for name, value in figures.items() if name != "queries")


def measure(ground: Ground) -> list[Figure]:
    """Run `jalon evaluate search` on the labelled questions, and the rival on the same ones."""
    if ground.questions is None:
        say("no labelled questions beside the clone: recall was not measured")
        return []
    out = io.StringIO()
    call_command("evaluate_search", str(ground.questions), as_json=True, stdout=out)
    ours = json.loads(out.getvalue())
    theirs = _rival_table(ground) if os.environ.get("BENCH_POSTGRESQL_URL") else {}
    return [
        Figure(
            "recall",
            kind,
            f"recall@5 of {figures['queries']} queries",
            _recall(figures),
            _recall(theirs[kind]) if kind in theirs else None,
            "PostgreSQL, documents" if theirs else "",
            f"aim ≥ {AIMS[kind]}" if kind in AIMS else "",
        )
        for kind, figures in ours.items()
    ]


def _rival_table(ground: Ground) -> dict[str, dict[str, float]]:
    rival = Rival(os.environ["BENCH_POSTGRESQL_URL"])
    rival.fill(list(occupation_entries(None)))
    header, *lines = ground.questions.read_text(encoding="utf-8").splitlines()
    rows = [dict(zip(header.split("\t"), line.split("\t"), strict=False)) for line in lines if line.strip()]
    judged = [
        Judgement(
            kind=row["kind"],
            query=row["query"],
            expected=frozenset(code for code in row.get("expected", "").split("|") if code),
            answered=tuple(rival.search_documents(row["query"])),
        )
        for row in rows
    ]
    rival.close()
    return summarise(judged)
