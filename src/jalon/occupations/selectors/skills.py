"""Finding skills, and the occupations that use them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.db.models import Count, Q, QuerySet

from jalon.occupations.enums import SkillKind, Status
from jalon.occupations.models import OccupationSkill, Skill
from jalon.occupations.rules.wording import joined
from jalon.occupations.selectors.atlas import latest_load
from jalon.search.selectors import search

MOST_CHOSEN = 12
MOST_FOUND = 30
MOST_SHARED = 16
MOST_OCCUPATIONS = 300
REGION_FAMILY = "region"
IN_FORCE = Count("occupation_links", filter=Q(occupation_links__occupation__status=Status.ACTIVE))


@dataclass(frozen=True)
class Sharing:
    """The occupations that use the chosen skills, those that share most first, with the shared ones."""

    codes: list[str]
    why: dict[str, str]


def _counted() -> QuerySet[Skill]:
    return Skill.objects.annotate(count=IN_FORCE).filter(count__gt=0)


def _read_most_shared() -> tuple[list[Skill], list[Skill]]:
    everyday = _counted().filter(source__family=REGION_FAMILY).order_by("-count", "label")[:MOST_SHARED]
    official = _counted().exclude(source__family=REGION_FAMILY).order_by("-count", "label")[:MOST_SHARED]
    return list(everyday), list(official)


@lru_cache(maxsize=2)
def _kept_most_shared(load: int, finished_at: datetime | None) -> tuple[list[Skill], list[Skill]]:
    return _read_most_shared()


def most_shared() -> tuple[list[Skill], list[Skill]]:
    """Return the skills of most occupations: in everyday words (the region's), then the official ones.

    They are counted again only after another load.
    """
    latest = latest_load()
    return _read_most_shared() if latest is None else _kept_most_shared(*latest)


def skills_called(query: str) -> list[Skill]:
    """Return the skills that answer `query`, best first: by the search engine, else by their wording."""
    codes = list(dict.fromkeys(hit.code for hit in search(query, kinds=("skill",), limit=MOST_FOUND).hits))
    found = {skill.code: skill for skill in _counted().filter(code__in=codes)}
    if found:
        return [found[code] for code in codes if code in found]
    wording = Q()
    for word in query.split()[:8]:
        wording &= Q(label__icontains=word)
    return list(_counted().filter(wording).order_by("-count", "label")[:MOST_FOUND]) if wording else []


def chosen_skills(codes: Sequence[str]) -> list[Skill]:
    """Return the skills of these codes, in this order; unknown codes are left out."""
    kept = list(dict.fromkeys(code for code in codes if code.isprintable()))[:MOST_CHOSEN]
    found = {skill.code: skill for skill in _counted().filter(code__in=kept)}
    return [found[code] for code in kept if code in found]


def sharing(skills: Sequence[Skill]) -> Sharing:
    """Return the occupations in force that use at least one of these skills, most shared first."""
    links = (
        OccupationSkill.objects.filter(skill__in=skills, occupation__status=Status.ACTIVE)
        .order_by("occupation__sort_name")
        .values_list("occupation_id", "skill_id", "kind")
    )
    used: dict[str, dict[str, bool]] = defaultdict(dict)
    for occupation, skill, kind in links:
        used[occupation][skill] = kind == SkillKind.CORE
    best = sorted(used, key=lambda code: (-len(used[code]), -sum(used[code].values())))[:MOST_OCCUPATIONS]
    return Sharing(best, {code: _shared_words(skills, used[code]) for code in best})


def _shared_words(skills: Iterable[Skill], used: dict[str, bool]) -> str:
    shared = [skill.label for skill in skills if skill.code in used]
    return f"En commun : {joined([f'« {label} »' for label in shared])}"


def skill_with_occupations(code: str) -> tuple[Skill, Sharing] | None:
    """Return a skill and the occupations that use it, those for which it is a core skill first."""
    known = Skill.objects.select_related("source").filter(code=code)
    skill = known.first() if code.isprintable() else None
    if skill is None:
        return None
    links = list(
        OccupationSkill.objects.filter(skill=skill, occupation__status=Status.ACTIVE)
        .order_by("kind", "occupation__sort_name")
        .values_list("occupation_id", "kind")
    )
    why = {
        occupation: "Savoir-faire de base" if kind == SkillKind.CORE else "Selon les postes"
        for occupation, kind in links
    }
    return skill, Sharing(list(why), why)
