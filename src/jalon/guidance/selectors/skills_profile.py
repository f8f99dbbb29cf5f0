"""The skills that a person may tick, and what of hers carries over to an occupation."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from jalon.guidance.selectors.experiences import experiences
from jalon.occupations.enums import SkillKind
from jalon.occupations.models import OccupationSkill, Skill
from jalon.occupations.selectors.skills import skills_called
from jalon.search.rules import plain_query

AT_FIRST = 12
MOST_CALLED = 12


@dataclass(frozen=True)
class SkillTick:
    """One skill to tick."""

    code: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class SkillGroup:
    """The skills of one past occupation: the core ones first, a dozen at most; then the others by kind."""

    code: str
    name: str
    first: list[SkillTick]
    more: list[tuple[str, list[SkillTick]]]

    @property
    def more_chosen(self) -> int:
        """Return how many are ticked among those that are folded."""
        return sum(one.chosen for _legend, ticks in self.more for one in ticks)

    @property
    def more_count(self) -> int:
        """Return how many are folded."""
        return sum(len(ticks) for _legend, ticks in self.more)


@dataclass(frozen=True)
class Carried:
    """What an occupation asks first: what she has, what she likely has (she did it), what is to be learnt."""

    known: list[str]
    likely: list[str]
    lacking: list[str]

    @property
    def whole(self) -> int:
        """Return how many things it asks first."""
        return self.sure_or_likely + len(self.lacking)

    @property
    def sure_or_likely(self) -> int:
        """Return how many of them she has, or likely has."""
        return len(self.known) + len(self.likely)


def skill_groups(past: Sequence[str], chosen: Collection[str]) -> list[SkillGroup]:
    """Return the skills of past occupations, each skill once, at its first place. Two queries."""
    met: set[str] = set()
    core: dict[str, list[SkillTick]] = {code: [] for code in past}
    specific: dict[str, list[SkillTick]] = {code: [] for code in past}
    links = OccupationSkill.objects.filter(occupation__in=past).order_by("kind", "position", "pk")
    by_code: dict[str, list[tuple[str, str, str]]] = {code: [] for code in past}
    for code, skill, label, kind in links.values_list("occupation_id", "skill_id", "skill__label", "kind"):
        by_code[code].append((skill, label, kind))
    for code in past:
        for skill, label, kind in by_code[code]:
            if skill not in met:
                met.add(skill)
                into = core if kind == SkillKind.CORE else specific
                into[code].append(SkillTick(skill, label, skill in chosen))
    return [_group(one.code, one.name, core[one.code], specific[one.code]) for one in experiences(past)]


def _group(code: str, name: str, core: list[SkillTick], specific: list[SkillTick]) -> SkillGroup:
    first = core[:AT_FIRST] or specific[:AT_FIRST]
    rest = [("De base", core[AT_FIRST:]), ("Selon les postes", specific if core else specific[AT_FIRST:])]
    return SkillGroup(code, name, first, [(legend, ticks) for legend, ticks in rest if ticks])


def shown_in(groups: Sequence[SkillGroup]) -> set[str]:
    """Return the codes of the skills that groups show."""
    first = {one.code for group in groups for one in group.first}
    return first | {one.code for group in groups for _legend, ticks in group.more for one in ticks}


def other_skills(groups: Sequence[SkillGroup], chosen: Collection[str]) -> list[SkillTick]:
    """Return the skills chosen that no group shows, by label."""
    found = Skill.objects.filter(code__in=set(chosen) - shown_in(groups)).order_by("label", "code")
    return [SkillTick(code, label, True) for code, label in found.values_list("code", "label")]


def skills_like(text: str, *, but: Collection[str] = ()) -> list[SkillTick]:
    """Return the skills that words call, best first, those of `but` left out."""
    query = plain_query(text)
    found = skills_called(query) if query else []
    return [SkillTick(one.code, one.label, False) for one in found if one.code not in but][:MOST_CALLED]


def first_skills(code: str) -> list[str]:
    """Return the codes of the skills of an occupation that are shown at first."""
    return [one.code for group in skill_groups([code], ()) for one in group.first]


def carried_over(
    codes: Sequence[str], chosen: Collection[str], likely: Collection[str]
) -> Mapping[str, Carried]:
    """Return what carries over to each occupation that asks something: its core skills. One query.

    `chosen`: the skills that she says she has; `likely`: those that what she did asks.
    """
    links = OccupationSkill.objects.filter(occupation__in=codes, kind=SkillKind.CORE)
    found: dict[str, Carried] = {}
    rows = links.order_by("position", "pk").values_list("occupation_id", "skill_id", "skill__label")
    for code, skill, label in rows:
        one = found.setdefault(code, Carried([], [], []))
        (one.known if skill in chosen else one.likely if skill in likely else one.lacking).append(label)
    return found
