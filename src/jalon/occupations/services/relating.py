"""Related occupations: computed from what the tables say, with reasons in plain words, and stored."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db import transaction

from jalon.occupations.enums import SHEET_PREFIX, EnvironmentKind, SkillKind, Status
from jalon.occupations.models import (
    Occupation,
    OccupationCondition,
    OccupationEnvironment,
    OccupationSkill,
    OccupationText,
    Relation,
    Sheet,
    Title,
)
from jalon.occupations.rules import closeness
from jalon.search.rules import canonical_words
from jalon.sources.services import Progress, Synced, silent, sync_rows

KEPT = 15
REASONS_NAMED = 2
WORDS_NAMED = 3
LONGEST_NAMED = 90
WEIGHT_OF_KIND = {SkillKind.CORE.value: 1.0, SkillKind.SPECIFIC.value: 0.5}
WORD = re.compile(r"[^\W\d_]{4,}")


@dataclass
class Facts:
    """What is known of one occupation, ready to be compared, and its skills and settings by name."""

    bags: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    skills: dict[str, float] = field(default_factory=dict)
    settings: set[str] = field(default_factory=set)
    official: bool = False


def relate_occupations(*, progress: Progress = silent) -> Synced:
    """Compute the related occupations of every one in force, and store those that differ."""
    with transaction.atomic():
        gathered = _Gathered()
        ranked = closeness.closest(gathered.profiles, gathered.facets(), limit=KEPT)
        rows: dict[tuple[str, str], dict[str, Any]] = {}
        for code, found in progress(ranked.items(), "métiers proches"):
            for rank, (other, score) in enumerate(found, start=1):
                reasons = gathered.reasons(code, other)
                rows[code, other] = {"rank": rank, "score": score, "reasons": reasons}
        return sync_rows(Relation.objects.all(), rows, key=["occupation_id", "related_id"], missing="delete")


class _Gathered:
    """Every occupation in force with its facts, read in a handful of queries."""

    def __init__(self) -> None:
        in_force = Occupation.objects.filter(status=Status.ACTIVE).order_by("code")
        rows = list(in_force.values_list("code", "parent_id", "domain_id", "official", "activities"))
        self.stems: dict[str, list[str]] = {}
        self.seen: Counter[str] = Counter()
        self.labels: dict[str, str] = {}
        self.facts: dict[str, Facts] = defaultdict(Facts)
        for code, _parent, _domain, _official, activities in rows:
            for kind, codes in activities.items():
                for activity in codes:
                    self.facts[code].bags[closeness.ACTIVITIES][activity] = WEIGHT_OF_KIND[kind]
        self._texts()
        official = {code for code, facts in self.facts.items() if facts.official}
        self._skills(official)
        self._settings()
        self._sheets(official)
        titles = self._titles()
        self.owners = {
            code: parent if code not in official and parent in official else code
            for code, parent, _domain, _official, _activities in rows
        }
        self.profiles = [
            closeness.Profile(code, self.owners[code], domain or "", titles.get(code, {}))
            for code, _parent, domain, _official, _activities in rows
        ]
        self.titles = titles

    def facets(self) -> dict[str, Mapping[str, Mapping[str, float]]]:
        """Return the bags of each owner, the weight of a repeated word growing slowly."""
        owners = sorted(set(self.owners.values()))
        return {
            owner: {facet: _slow(bag) for facet, bag in self.facts[owner].bags.items()} for owner in owners
        }

    def _count(self, bag: Counter[str], text: str) -> None:
        for word in WORD.findall(text.lower()):
            stems = self.stems.get(word)
            if stems is None:
                stems = self.stems[word] = canonical_words(word)
            self.seen[word] += 1
            bag.update(stems)

    def _texts(self) -> None:
        rows = OccupationText.objects.order_by("occupation_id", "kind", "position")
        for code, kind, text in rows.values_list("occupation_id", "kind", "text"):
            facts = self.facts[code]
            facts.official = True
            self._count(facts.bags[kind], text)

    def _skills(self, official: set[str]) -> None:
        """Take the official skills where there are some, else the sheet's."""
        rows = OccupationSkill.objects.order_by("occupation_id", "kind", "position")
        columns = ("occupation_id", "skill_id", "skill__label", "kind")
        for code, skill, label, kind in rows.values_list(*columns):
            if skill.startswith(SHEET_PREFIX) and code in official:
                continue
            facts = self.facts[code]
            facts.skills[skill] = WEIGHT_OF_KIND[kind]
            facts.bags[closeness.SKILLS][skill] = WEIGHT_OF_KIND[kind]
            self.labels[skill] = label
            self._count(facts.bags[closeness.SKILL_WORDS], label)

    def _settings(self) -> None:
        rows = OccupationEnvironment.objects.order_by("occupation_id", "environment_id")
        columns = ("occupation_id", "environment_id", "environment__label", "environment__kind")
        for code, setting, label, kind in rows.values_list(*columns):
            facts = self.facts[code]
            facts.bags[closeness.SETTINGS][setting] = 1
            if kind != EnvironmentKind.CONDITION:
                facts.settings.add(setting)
                self.labels[setting] = label

    def _sheets(self, official: set[str]) -> None:
        """Where no official text exists, the sheet's words and conditions stand for it."""
        for code, summary, day in Sheet.objects.values_list("occupation_id", "summary", "day"):
            if code not in official:
                self._count(self.facts[code].bags[closeness.DEFINITION], " ".join([summary, *day]))
        stated = OccupationCondition.objects.filter(derived=False)
        for code, condition in stated.values_list("occupation_id", "condition"):
            if code not in official:
                self.facts[code].bags[closeness.CONDITIONS][condition] = 1

    def _titles(self) -> dict[str, Mapping[str, float]]:
        bags: dict[str, Counter[str]] = defaultdict(Counter)
        for code, masculine in Title.objects.filter(withdrawn=False).values_list(
            "occupation_id", "masculine"
        ):
            self._count(bags[code], masculine)
        return {code: _slow(bag) for code, bag in bags.items()}

    def reasons(self, code: str, other: str) -> list[str]:
        """Say in plain words what two occupations share, the most telling first."""
        one, two = self.facts[self.owners[code]], self.facts[self.owners[other]]
        found = []
        if self.owners[code] == self.owners[other]:
            found.append("deux précisions du même métier")
        skills = sorted(
            one.skills.keys() & two.skills.keys(),
            key=lambda skill: (-one.skills[skill] - two.skills[skill], self.labels[skill]),
        )
        if skills:
            found.append(
                _counted(len(skills), "compétence commune", (self.labels[skill] for skill in skills))
            )
        activities = one.bags[closeness.ACTIVITIES].keys() & two.bags[closeness.ACTIVITIES].keys()
        if activities:
            found.append(_counted(len(activities), "activité commune", ()))
        settings = sorted(self.labels[setting] for setting in one.settings & two.settings)
        if settings:
            found.append(f"mêmes lieux ou secteurs : {', '.join(_short(settings))}")
        words = self._words(code, other)
        if words:
            found.append(f"mêmes mots : {', '.join(words)}")
        return found

    def _words(self, code: str, other: str) -> list[str]:
        """Return the shared words of two occupations' titles, the rarest first."""
        shared = self.titles.get(code, {}).keys() & self.titles.get(other, {}).keys()
        weighed = sorted(shared, key=lambda stem: (self.spread[stem], stem))
        return [self.surfaces[stem] for stem in weighed[:WORDS_NAMED]]

    @cached_property
    def surfaces(self) -> dict[str, str]:
        """The most usual word of each stem."""
        usual = sorted(self.stems.items(), key=lambda item: (self.seen[item[0]], -len(item[0])))
        return {stem: word for word, stems in usual for stem in stems}

    @cached_property
    def spread(self) -> Counter[str]:
        """How many occupations have a word in their titles."""
        return Counter(stem for bag in self.titles.values() for stem in bag)


def _slow(bag: Mapping[str, float]) -> dict[str, float]:
    """Return a bag whose counts above one grow like their logarithm."""
    return {token: 1 + math.log(count) if count > 1 else count for token, count in bag.items()}


def _short(labels: Iterable[str]) -> list[str]:
    return [label for label in labels if len(label) <= LONGEST_NAMED][:REASONS_NAMED]


def _counted(count: int, what: str, labels: Iterable[str]) -> str:
    """Write « 8 compétences communes, dont X et Y »."""
    plural = " ".join(f"{word}s" for word in what.split()) if count > 1 else what
    named = _short(labels)
    if not named:
        return f"{count} {plural}"
    if count == 1:
        return f"1 {what} : {named[0]}"
    return f"{count} {plural}, dont {' et '.join(named)}"
