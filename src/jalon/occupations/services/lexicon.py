"""What people say for an occupation: the lexicon's files, tied to titles and sectors, never to codes.

The package's own files stand in `data/words/`; a region adds its own in `words/` of its folder. Both have the
same form, described in `docs/region.md`.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from pydantic import BaseModel, ConfigDict, Field

from jalon.search.rules import canonical_words
from jalon.sources.rules import Problem
from jalon.sources.services import read_yaml

PACKAGE_WORDS = Path(__file__).resolve().parent.parent / "data" / "words"
FIRST_WEIGHT, STEP, LEAST_WEIGHT = 0.96, 0.015, 0.85


class LexiconEntry(BaseModel):
    """Phrases people type, and the titles or sectors they mean, the most sensible first."""

    model_config = ConfigDict(extra="forbid")

    say: list[str] = Field(min_length=1)
    titles: list[str] = Field(default_factory=list)
    sectors: list[str] = Field(default_factory=list)


@dataclass
class Lexicon:
    """Phrases by canonical title and by sector slug, each with its weight (0 to 1)."""

    by_title: dict[tuple[str, ...], list[tuple[str, float]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    by_sector: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def said_for(self, titles: list[str]) -> dict[str, float]:
        """Return the phrases said for any of these titles, with the best weight of each."""
        said: dict[str, float] = {}
        for title in titles:
            for phrase, weight in self.by_title.get(title_key(title), ()):
                said[phrase] = max(weight, said.get(phrase, 0.0))
        return said


def title_key(label: str) -> tuple[str, ...]:
    """Return the form under which a whole official label is recognised, whatever its accents or spacing."""
    return tuple(canonical_words(label))


def word_files() -> list[Path]:
    """Return the package's files, then the region's."""
    return [*sorted(PACKAGE_WORDS.glob("*.yaml")), *sorted((settings.JALON_REGION / "words").glob("*.yaml"))]


def read_lexicon(files: list[Path]) -> tuple[Lexicon, list[Problem]]:
    """Read lexicon files; return what is good and every problem."""
    lexicon, problems = Lexicon(), []
    for path in files:
        records, found = read_yaml(path, LexiconEntry)
        problems += found
        for record in records:
            for rank, title in enumerate(record.value.titles):
                weight = max(LEAST_WEIGHT, FIRST_WEIGHT - STEP * rank)
                lexicon.by_title[title_key(title)] += [(phrase, weight) for phrase in record.value.say]
            for slug in record.value.sectors:
                lexicon.by_sector[slug] += record.value.say
    return lexicon, problems


@lru_cache(maxsize=1)
def _lexicon(stamp: tuple[tuple[str, int], ...]) -> Lexicon:
    return read_lexicon([Path(name) for name, _changed in stamp])[0]


def current_lexicon() -> Lexicon:
    """Return the lexicon, read again only when a file changed."""
    return _lexicon(tuple((str(path), path.stat().st_mtime_ns) for path in word_files()))
