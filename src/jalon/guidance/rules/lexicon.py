"""The lexicon of everyday words: themes and where they lead, conditions, what situations rule out.

Plain text, one thing a line, cells separated by `|`; for people to extend.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

# A verb in -er among the words of a theme, and the endings under which it is heard too.
VERB = re.compile(r"(?!boucher|berger|rocher|atelier)[a-z]{3,}(?<!i)er")
WORD = re.compile(r"\w+")
START = 3
VERB_ENDINGS = "(?:er|e|es|ent|ez|ons|ais|ait|aient|ant|era|erai|erais|erait)"


class Lead(NamedTuple):
    """Where a theme leads: a ROME code or its beginning, and how surely (0 to 1)."""

    code: str
    weight: float


@dataclass(frozen=True)
class Theme:
    """Everyday words of one idea, the occupations they lead to, the RIASEC letters they speak of."""

    name: str
    pattern: re.Pattern[str]
    leads: tuple[Lead, ...]
    letters: str = ""
    unless: re.Pattern[str] | None = None
    starts: frozenset[str] = frozenset()

    def heard_in(self, text: str) -> str:
        """Return the words of a folded clause that say the theme, or ""."""
        found = self.pattern.search(text)
        return "" if found is None or (self.unless and self.unless.search(text)) else found[0]


class Themes:
    """All themes of a lexicon, found again by the first letters of the words of a text."""

    def __init__(self, themes: Iterable[Theme]) -> None:
        self.every = tuple(themes)
        self._always = {number for number, theme in enumerate(self.every) if not theme.starts}
        self._by_start: dict[str, set[int]] = defaultdict(set)
        for number, theme in enumerate(self.every):
            for start in theme.starts:
                self._by_start[start].add(number)

    def __iter__(self) -> Iterator[Theme]:
        return iter(self.every)

    def maybe_in(self, text: str) -> set[int]:
        """Return the numbers of the themes that a folded text may say: most of them it never does."""
        starts = {word[:START] for word in WORD.findall(text)}
        return self._always.union(*(self._by_start[start] for start in starts & self._by_start.keys()))


def _starts(ways: Sequence[str]) -> frozenset[str]:
    """Return the first letters that a text must hold to say one of these ways; none when one is too short."""
    starts = set()
    for way in ways:
        first = WORD.match(way)
        if first is None or (len(first[0]) < START and way[first.end() :].startswith("*")):
            return frozenset()
        starts.add(first[0][:START])
    return frozenset(starts)


def _spelt(way: str) -> str:
    """Return the pattern of one way to say it; a verb in -er is heard in its usual forms (« je chante »)."""
    if VERB.fullmatch(way):
        return re.escape(way.removesuffix("er")) + VERB_ENDINGS
    return re.escape(way).replace(r"\*", r"\w*").replace(r"\ ", r"[ '-]")


def words_pattern(words: str) -> re.Pattern[str]:
    """Return the pattern of folded words separated by commas, where `*` stands for any ending."""
    ways = sorted(
        (word.strip() for word in words.split(",") if word.strip()), key=lambda way: (-len(way), way)
    )
    return re.compile(rf"\b(?:{'|'.join(_spelt(way) for way in ways)})\b")


def _rows(lines: Iterable[str], columns: int) -> Iterator[list[str]]:
    for line in lines:
        if line.strip() and not line.startswith("#"):
            cells = [cell.strip() for cell in line.split("|")]
            yield cells + [""] * (columns - len(cells))


def read_themes(lines: Iterable[str]) -> Themes:
    """Read the themes of a lexicon: `name | words | leads | letters`; a `!word` near silences the theme."""
    themes = []
    for name, words, leads, letters in _rows(lines, 4):
        pairs = (lead.partition(":") for lead in leads.split())
        to = tuple(Lead(code, float(weight or 1)) for code, _colon, weight in pairs)
        ways = [word.strip() for word in words.split(",")]
        unless = ",".join(way[1:] for way in ways if way.startswith("!"))
        said = [way for way in ways if way and not way.startswith("!")]
        silence = words_pattern(unless) if unless else None
        themes.append(Theme(name, words_pattern(",".join(said)), to, letters, silence, _starts(said)))
    return Themes(themes)


def read_conditions(lines: Iterable[str]) -> dict[str, re.Pattern[str]]:
    """Read the words of conditions: `condition | words`, one a line."""
    return {condition: words_pattern(words) for condition, words in _rows(lines, 2)}


def read_situations(lines: Iterable[str]) -> tuple[tuple[re.Pattern[str], frozenset[str]], ...]:
    """Read what situations rule out: `words | conditions`, one a line."""
    return tuple((words_pattern(words), frozenset(ruled.split())) for words, ruled in _rows(lines, 2))
