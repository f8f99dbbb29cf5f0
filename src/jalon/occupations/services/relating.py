"""Related occupations: computed from what the tables say, with reasons in plain words, and stored."""

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
WRITTEN = sorted(closeness.IN_WHOLE.keys() - closeness.CODED)
ONLY_CONDITIONS = "mêmes conditions de travail"
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
        columns = ("code", "parent_id", "domain_id", "domain__label", "label", "level", "activities")
        rows = list(in_force.values_list(*columns))
        self.stems: dict[str, list[str]] = {}
        self.seen: Counter[str] = Counter()
        self.labels: dict[str, str] = {}
        self.facts: dict[str, Facts] = defaultdict(Facts)
        for code, *_others, activities in rows:
            for kind, codes in activities.items():
                for activity in codes:
                    self.facts[code].bags[closeness.ACTIVITIES][activity] = WEIGHT_OF_KIND[kind]
        self._texts()
        official = {code for code, facts in self.facts.items() if facts.official}
        self._skills(official)
        self._settings()
        self._sheets(official)
        self.titles = self._titles()
        self.owners = {
            code: parent if code not in official and parent in official else code
            for code, parent, *_others in rows
        }
        for code, _parent, _domain, domain_label, label, _level, _activities in rows:
            self._count(self.facts[code].bags[closeness.NAME], f"{label} {domain_label or ''}")
        levels = {code: level for code, *_others, level, _activities in rows}
        domains = {code: domain or "" for code, _parent, domain, *_others in rows}
        for code, owner in self.owners.items():
            self.facts[owner].bags[closeness.TITLES].update(self.titles.get(code, {}))
        self.profiles = [
            closeness.Profile(
                code=code,
                facts=owner,
                domain=domains[code],
                titles=closeness.slow(self.titles.get(code, {})),
                level=levels[code] if levels[code] is not None else levels.get(owner),
            )
            for code, owner in self.owners.items()
        ]

    def facets(self) -> dict[str, Mapping[str, Mapping[str, float]]]:
        """Return the bags of each owner, repeated words weighing slowly more, and the whole of them."""
        owners = {owner: self.facts[owner].bags for owner in sorted(set(self.owners.values()))}
        return {
            owner: {
                closeness.WHOLE: closeness.whole(bags),
                **{facet: closeness.slow(bag) for facet, bag in bags.items() if facet in closeness.WEIGHTS},
            }
            for owner, bags in owners.items()
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

    def _titles(self) -> dict[str, Counter[str]]:
        bags: dict[str, Counter[str]] = defaultdict(Counter)
        for code, masculine in Title.objects.filter(withdrawn=False).values_list(
            "occupation_id", "masculine"
        ):
            self._count(bags[code], masculine)
        return dict(bags)

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
        words = self._rarest(
            self.titles.get(code, {}).keys() & self.titles.get(other, {}).keys(), self.spread
        )
        if not found and not words:
            shared = self.written(one) & self.written(two) & self.surfaces.keys()
            words = self._rarest(shared, self.written_spread)
        if words:
            found.append(f"mêmes mots : {', '.join(words)}")
        return found or [ONLY_CONDITIONS]

    def _rarest(self, stems: Iterable[str], spread: Mapping[str, int]) -> list[str]:
        """Return the usual words of the rarest of some stems."""
        weighed = sorted(stems, key=lambda stem: (spread[stem], stem))
        return [self.surfaces[stem] for stem in weighed[:WORDS_NAMED]]

    @staticmethod
    def written(facts: Facts) -> set[str]:
        """Return the stems of all that is written of an occupation."""
        return {stem for facet in WRITTEN for stem in facts.bags.get(facet, ())}

    @cached_property
    def written_spread(self) -> Counter[str]:
        """How many occupations have a word in what is written of them."""
        return Counter(
            stem for owner in set(self.owners.values()) for stem in self.written(self.facts[owner])
        )

    @cached_property
    def surfaces(self) -> dict[str, str]:
        """The most usual word of each stem."""
        usual = sorted(self.stems.items(), key=lambda item: (self.seen[item[0]], -len(item[0])))
        return {stem: word for word, stems in usual for stem in stems}

    @cached_property
    def spread(self) -> Counter[str]:
        """How many occupations have a word in their titles."""
        return Counter(stem for bag in self.titles.values() for stem in bag)


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
