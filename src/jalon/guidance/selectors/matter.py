"""What the ranking knows of every occupation, read once after each load and kept in memory.

Lists and arrays, one place an occupation, and the occupations of each word and each skill: a few hundred
thousand numbers. Only the words and skills that a person has are looked at; `script/bench --only ranking`
tells what that costs beside a bare cosine over whole matrices.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cache, cached_property, lru_cache
from pathlib import Path

import numpy as np

from jalon.guidance.rules.lexicon import Theme, Themes, read_conditions, read_situations, read_themes
from jalon.guidance.rules.matching import LETTERS_SORTED, interest_letters, parted
from jalon.guidance.rules.words import Understood, understand
from jalon.guidance.selectors.arrays import Belonging, Kinds, Near, Postings
from jalon.guidance.selectors.meaning import Meaning
from jalon.guidance.selectors.mending import Mender
from jalon.guidance.selectors.phrases import Phrases, words_of
from jalon.occupations.enums import SkillKind, Status, TextKind
from jalon.occupations.models import (
    Occupation,
    OccupationCondition,
    OccupationSkill,
    OccupationText,
    Relation,
    Sheet,
    Title,
    WayIn,
)
from jalon.search.rules import canonical, fold, split_words
from jalon.search.selectors.words import word_list
from jalon.sources.selectors import latest_load

DATA = Path(__file__).resolve().parent.parent / "data"
WORD = re.compile(r"[^\W_]{3,}")
IN_NAMES, IN_TEXTS, IN_SKILLS = 3.0, 1.0, 1.0
MOST_COMMON = 0.12  # a word of more occupations than this share tells nothing of one
CORE_WEIGHT, SPECIFIC_WEIGHT = 1.5, 1.0


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return a word's canonical form; "" for a word that says nothing by itself."""
    stems = [] if word in word_list("stop_words") or word in word_list("soft_words") else [canonical(word)]
    return stems[0] if stems and len(stems[0]) > 2 else ""


class Matter:
    """Facts of the occupations in force; `position` gives the place of a code in every list."""

    def __init__(self) -> None:
        self.codes: list[str] = []
        self.names: list[str] = []
        self.interests: list[tuple[str, str]] = []
        self.levels: list[int | None] = []
        self.branches: list[tuple[str, str]] = []
        self.roots: list[str] = []
        self.months: dict[str, int] = {}
        self._occupations()
        self.position = {code: place for place, code in enumerate(self.codes)}
        size = len(self.codes)
        self.stated: list[set[str]] = [set() for _one in range(size)]
        self.read: list[set[str]] = [set() for _one in range(size)]
        self.sectors: list[set[str]] = [set() for _one in range(size)]
        self._conditions()
        self.skill_labels: dict[str, str] = {}
        self.skills_of: list[dict[str, float]] = [{} for _one in range(size)]
        bags = self._skills_and_words()
        self.skills_first = [sorted(asked, key=lambda one: (-asked[one], one)) for asked in self.skills_of]
        self.skills_whole = np.array([sum(asked.values()) for asked in self.skills_of])
        self.skill_postings = Postings(_turned(self.skills_of), size)
        self.postings = Postings(_weighed(bags), size)
        self.sayings = Postings(self._sayings(), size)
        self.telling = self._telling()
        self.close: dict[str, dict[str, float]] = defaultdict(dict)
        self._relations()
        near = [self._near(code) for code in self.codes]
        self.near = Near(near)
        self.phrases = Phrases(self.position)
        self.letters = [
            interest_letters(*own, [(*self.interests[other], score) for other, score in close])
            for own, close in zip(self.interests, near, strict=True)
        ]
        self.shares = np.array([_shares(letters) for letters in self.letters]).reshape(
            size, len(LETTERS_SORTED)
        )
        self.conditions_stated, self.conditions_read = Belonging(self.stated), Belonging(self.read)
        self.conditions = Belonging(
            [stated | read for stated, read in zip(self.stated, self.read, strict=True)]
        )
        self.in_sectors = Belonging(self.sectors)
        self.studies = Kinds(
            (level, self.months.get(code)) for code, level in zip(self.codes, self.levels, strict=True)
        )
        self.ranks = self._ranks()
        self.domains = Kinds(domain for domain, _broad in self.branches).of
        self.broads = Kinds(broad for _domain, broad in self.branches).of
        self._leads: dict[str, tuple[int, ...]] = {}
        self._themes: dict[str, tuple[np.ndarray, np.ndarray]] = {}

    def _occupations(self) -> None:
        rows = Occupation.objects.filter(status=Status.ACTIVE).order_by("code")
        columns = ("code", "name", "interest_major", "interest_minor", "level", "domain_id", "parent_id")
        for code, name, major, minor, level, domain, parent in rows.values_list(*columns):
            self.codes.append(code)
            self.names.append(name)
            self.interests.append((major, minor))
            self.levels.append(level)
            root = parent or code
            self.roots.append(root)
            self.branches.append((domain or root[:3], root[:1]))
        ways = WayIn.objects.filter(months__isnull=False).values_list("sheet__occupation_id", "months")
        for code, months in ways:
            self.months[code] = min(months, self.months.get(code, months))

    def _conditions(self) -> None:
        rows = OccupationCondition.objects.values_list("occupation_id", "condition", "derived")
        for code, condition, derived in rows:
            if (place := self.position.get(code)) is not None:
                (self.read if derived else self.stated)[place].add(condition)
        for code, slug in Occupation.sectors.through.objects.values_list("occupation_id", "sector_id"):
            if (place := self.position.get(code)) is not None:
                self.sectors[place].add(slug)

    def _skills_and_words(self) -> list[Counter[str]]:
        """Read the skills of each occupation, and return the words of its texts."""
        bags: list[Counter[str]] = [Counter() for _one in self.codes]
        links = OccupationSkill.objects.order_by("occupation_id", "skill_id")
        for code, skill, label, kind in links.values_list(
            "occupation_id", "skill_id", "skill__label", "kind"
        ):
            if (place := self.position.get(code)) is not None:
                self.skill_labels[skill] = label
                self.skills_of[place][skill] = CORE_WEIGHT if kind == SkillKind.CORE else SPECIFIC_WEIGHT
                self._add(bags[place], label, IN_SKILLS)
        self._weigh_skills()
        for place, name in enumerate(self.names):
            self._add(bags[place], name, IN_NAMES)
        titles = Title.objects.filter(withdrawn=False).order_by("code")
        self._gather(bags, titles.values_list("occupation_id", "masculine"), IN_NAMES)
        defined = OccupationText.objects.filter(kind=TextKind.DEFINITION).order_by(
            "occupation_id", "position"
        )
        self._gather(bags, defined.values_list("occupation_id", "text"), IN_TEXTS)
        self._gather(bags, _sheet_texts(), IN_TEXTS)
        return bags

    def _gather(self, bags: list[Counter[str]], rows: Iterable[tuple[str, str]], weight: float) -> None:
        for code, text in rows:
            if (place := self.position.get(code)) is not None:
                self._add(bags[place], text, weight)

    @staticmethod
    def _add(bag: Counter[str], text: str, weight: float) -> None:
        for word in stems_of(text):
            bag[word] += weight

    def _weigh_skills(self) -> None:
        size = len(self.codes)
        frequency = Counter(skill for skills in self.skills_of for skill in skills)
        for skills in self.skills_of:
            for skill, weight in skills.items():
                skills[skill] = weight * math.log(1 + size / frequency[skill])

    def _sayings(self) -> dict[str, list[tuple[int, float]]]:
        """Return, by form, the occupations for whose people it is said, with its rarity."""
        said = people_say()
        bags = [frozenset(stems_of(said.get(root, ""))) for root in self.roots]
        frequency = Counter(form for bag in bags for form in bag)
        size = len(bags)
        rare = {form for form, count in frequency.items() if count <= max(2, size * MOST_COMMON)}
        return _turned({form: math.log(1 + size / frequency[form]) for form in bag & rare} for bag in bags)

    def _telling(self) -> list[set[str]]:
        """Return, by place, the forms of the words that speak for the occupation."""
        found: list[set[str]] = [set() for _one in self.codes]
        for kind in (self.postings, self.sayings):
            for form, places in kind.items():
                for place, _worth in places:
                    found[place].add(form)
        return found

    def _relations(self) -> None:
        rows = Relation.objects.order_by("occupation_id", "rank")
        for code, related, score in rows.values_list("occupation_id", "related_id", "score"):
            self.close[code][related] = score

    @cached_property
    def mender(self) -> Mender:
        """What mends the words of a text: to those of titles, phrases and themes."""
        telling = self.phrases.words + Counter(word for line in theme_lines() for word in split_words(line))
        ordinary = [*words_of("ordinary_words"), *words_of("everyday_conditions")]
        empty = [*word_list("stop_words"), *word_list("soft_words")]
        return Mender(telling, [*self.postings, *ordinary, *empty])

    @cached_property
    def meaning(self) -> Meaning:
        """Which words and occupations stand near each other, from all that is written and said of each."""
        said = people_say()
        bags = [Counter(stems_of(said.get(root, ""))) for root in self.roots]
        for forms, leads in self.phrases.leads.items():
            telling = [found for form in forms if (found := stem(form))]
            for place, _weight in leads:
                bags[place].update(telling)
        for bag, asked in zip(bags, self.skills_of, strict=True):
            for skill in asked:
                bag.update(stems_of(self.skill_labels[skill]))
        self._gather(bags, OccupationText.objects.values_list("occupation_id", "text"), IN_TEXTS)
        self._gather(bags, _sheet_texts(), IN_TEXTS)
        return Meaning(bags)

    def _near(self, code: str) -> list[tuple[int, float]]:
        """Return the places of the occupations close to one, with how close each is."""
        close = self.close.get(code, {})
        return [(self.position[other], score) for other, score in close.items() if other in self.position]

    def _ranks(self) -> np.ndarray:
        """Return what parts equal scores: sheets of the region first, then many names, by place."""
        names = Counter(Title.objects.filter(withdrawn=False).values_list("occupation_id", flat=True))
        sheets = set(Sheet.objects.values_list("occupation_id", flat=True))
        ranks = parted({code: (int(code in sheets), names[code]) for code in self.codes})
        return np.array([ranks[code] for code in self.codes], dtype=np.intp)

    def led_to(self, beginning: str) -> tuple[int, ...]:
        """Return the places of the occupations whose code, or the code that they detail, begins so."""
        found = self._leads.get(beginning)
        if found is None:
            found = tuple(place for place, root in enumerate(self.roots) if root.startswith(beginning))
            self._leads[beginning] = found
        return found

    def theme_leads(self, theme: Theme) -> tuple[np.ndarray, np.ndarray]:
        """Return the places of the occupations that a theme leads to, each once, and their weights."""
        found = self._themes.get(theme.name)
        if found is None:
            best: dict[int, float] = {}
            for lead in theme.leads:
                for place in self.led_to(lead.code):
                    best[place] = max(lead.weight, best.get(place, 0.0))
            found = np.array(list(best), dtype=np.intp), np.array(list(best.values()))
            self._themes[theme.name] = found
        return found


def _turned(sets: Iterable[dict[str, float]]) -> dict[str, list[tuple[int, float]]]:
    """Return, by name, the places that have it, with what it is worth there."""
    found: dict[str, list[tuple[int, float]]] = {}
    for place, worths in enumerate(sets):
        for name, worth in worths.items():
            found.setdefault(name, []).append((place, worth))
    return found


def _weighed(bags: list[Counter[str]]) -> dict[str, list[tuple[int, float]]]:
    """Return, by word, the places of the occupations that it tells something of, rarer words more."""
    size = len(bags)
    frequency = Counter(word for bag in bags for word in bag)
    telling = {word for word, count in frequency.items() if count <= max(2, size * MOST_COMMON)}
    return _turned(
        {
            word: math.log(1 + size / frequency[word]) * count / (count + 2)
            for word, count in bag.items()
            if word in telling
        }
        for bag in bags
    )


def _sheet_texts() -> Iterator[tuple[str, str]]:
    """Yield the code and the text of every sheet of the region."""
    sheets = Sheet.objects.values_list("occupation_id", "summary", "day", "you_like")
    return ((code, " ".join([summary, *day, *like])) for code, summary, day, like in sheets)


def _shares(letters: dict[str, float]) -> list[float]:
    """Return how much each letter counts, A to S; NaN when the letters of an occupation are unknown."""
    return [letters.get(letter, 0.0) if letters else math.nan for letter in LETTERS_SORTED]


def stems_of(text: str) -> list[str]:
    """Return the forms of the telling words of a text, in order."""
    return [form for word in WORD.findall(fold(text)) if (form := stem(word))]


@lru_cache(maxsize=1)
def _kept(load: int, finished_at: datetime | None) -> Matter:
    return Matter()


def current_matter() -> Matter:
    """Return what the latest finished load left; it is read again only after another load.

    Rows that were not written by a load (tests, a shell) are read each time.
    """
    latest = latest_load()
    return Matter() if latest is None else _kept(*latest)


@cache
def people_say() -> dict[str, str]:
    """Return, by ROME code, what people say of themselves for whom the occupation may be sensible."""
    lines = (DATA / "people_say.txt").read_text(encoding="utf-8").splitlines()
    parts = (line.partition(" | ") for line in lines if not line.startswith("#"))
    return {code: phrases for code, _bar, phrases in parts}


def theme_lines() -> list[str]:
    """Return the lines of the lexicon of themes."""
    return (DATA / "everyday_words.txt").read_text(encoding="utf-8").splitlines()


@cache
def themes() -> Themes:
    """Return the themes of the lexicon."""
    return read_themes(theme_lines())


@cache
def condition_words() -> dict[str, re.Pattern[str]]:
    """Return the words that speak of each condition."""
    return read_conditions((DATA / "everyday_conditions.txt").read_text(encoding="utf-8").splitlines())


@cache
def situations() -> tuple[tuple[re.Pattern[str], frozenset[str]], ...]:
    """Return what situations rule out."""
    return read_situations((DATA / "everyday_situations.txt").read_text(encoding="utf-8").splitlines())


def understood(text: str) -> Understood:
    """Return what a text says, understood with the lexicon; the text is kept nowhere."""
    return understand(text, themes=themes(), conditions=condition_words(), situations=situations())
