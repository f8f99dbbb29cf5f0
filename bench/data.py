"""What is measured on: ROME when the open data stands beside the clone, else the demonstration region."""

import random
from dataclasses import dataclass
from pathlib import Path

from jalon.occupations.models import Title

REPOSITORY = Path(__file__).resolve().parents[1]
SHARED = REPOSITORY.parent / "shared"
SEED = 20261122


@dataclass
class Ground:
    """The data and the questions of a bench."""

    rome: Path | None
    questions: Path | None

    @property
    def description(self) -> str:
        if self.rome:
            return f"ROME ({self.rome.name}) and the demonstration region"
        return "the demonstration region only (no open data beside the clone): figures are not comparable"


def lay_ground() -> Ground:
    """Find the open data and the labelled questions."""
    rome = SHARED / "data" / "rome-v347"
    questions = SHARED / "eval" / "search-queries.tsv"
    return Ground(rome if rome.is_dir() else None, questions if questions.is_file() else None)


def queries(ground: Ground, *, limit: int) -> list[str]:
    """Return what people type: the labelled questions, then the first words of titles, some mistyped."""
    found = []
    if ground.questions:
        lines = ground.questions.read_text(encoding="utf-8").splitlines()
        column = lines[0].split("\t").index("query")
        found = [line.split("\t")[column] for line in lines[1:] if line.strip()]
    chance = random.Random(SEED)  # noqa: S311 - the same words at each run, no secret
    titles = list(Title.objects.order_by("code").values_list("masculine", flat=True))
    chance.shuffle(titles)
    return [*found, *(_typed(title, chance) for title in titles)][:limit]


def _typed(title: str, chance: random.Random) -> str:
    """Return a title as someone types it: its first words; one time in three a letter lost or doubled."""
    words = " ".join(title.lower().split()[: chance.randint(1, 4)])
    at = chance.randrange(1, max(2, len(words) - 1))
    lost, doubled = words[:at] + words[at + 1 :], words[:at] + words[at - 1] + words[at:]
    return chance.choice((words, words, words, words, lost, doubled))
