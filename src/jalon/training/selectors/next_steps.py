"""What can be learnt after a programme: certifications of a higher level, and why each is named."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from jalon.occupations.enums import Level
from jalon.search.rules import fold
from jalon.search.rules.occurrences import Wanted
from jalon.search.selectors.occurrences import find_occurrences
from jalon.training.models import Action, Certification, CertificationOccupation, Programme
from jalon.training.rules.certifications import Standing, shown_name, standing_on
from jalon.training.selectors.searching import KIND

MOST_READ = 60
LEVELS_UP = 2


@dataclass(frozen=True)
class NextStep:
    """A training of a higher level; `offered`: the catalogue has a start to come."""

    name: str
    url: str
    level: int
    why: str
    offered: bool
    same_job: bool = True

    @property
    def level_label(self) -> str:
        return Level(self.level).label

    @property
    def rank(self) -> tuple[bool, bool, int, str]:
        return not self.offered, not self.same_job, self.level, self.name


def next_steps(
    *,
    level: int | None,
    occupations: Mapping[str, str],
    certification: Certification | None,
    today: date,
    most: int = 5,
) -> list[NextStep]:
    """Return at most `most` trainings to go on with, those offered first: five queries.

    `occupations`: names by code. The same field of study is a reason only for what is offered.
    """
    if level is None or level >= Level.BAC8:
        return []
    levels = [one for one in Level.values if one > max(level, Level.CAP - 1)][:LEVELS_UP]
    steps = _in_catalogue(levels, occupations, today)
    links = _by_occupation(levels, occupations)
    labels = {code: label.lower() for code, label in certification.nsf if code} if certification else {}
    fields = _by_field(levels, labels)
    offered = _offered(fields.keys() - links.keys(), today) if fields else set()
    for one in _read({*links, *offered, *steps}, today):
        same_job = one.code in links or one.code in steps
        steps[one.code] = NextStep(
            name=shown_name(one.kind, one.title),
            url=one.get_absolute_url(),
            level=one.level or level,
            why=steps[one.code].why
            if one.code in steps
            else _leads_to(occupations[links[one.code]])
            if one.code in links
            else f"même domaine : {labels[fields[one.code]]}",
            offered=one.code in steps or one.code in offered,
            same_job=same_job,
        )
    best = {
        fold(step.name): step for step in sorted(steps.values(), key=lambda step: step.rank, reverse=True)
    }
    return sorted(best.values(), key=lambda step: step.rank)[:most]


def _leads_to(occupation: str) -> str:
    return f"mène aussi au métier {occupation}"


def _in_catalogue(levels: Iterable[int], occupations: Mapping[str, str], today: date) -> dict[str, NextStep]:
    """Return the steps that the catalogue offers for the same occupations, by certification or title."""
    if not occupations:
        return {}
    wanted = Wanted(
        first=today.toordinal(),
        tags=(tuple(f"rome:{code}" for code in occupations),),
        facets={"out": tuple(str(level) for level in levels)},
    )
    refs = find_occurrences(KIND, wanted, limit=MOST_READ).refs
    actions = Action.objects.filter(pk__in=refs).select_related("programme").order_by("-programme__key")
    steps = {}
    for action in actions:
        programme = action.programme
        shared = next((occupations[code] for code in programme.rome_codes if code in occupations), "")
        steps[programme.certification_code or programme.title] = NextStep(
            name=programme.title,
            url=programme.get_absolute_url(),
            level=programme.level_out or 0,
            why=_leads_to(shared or next(iter(occupations.values()))),
            offered=True,
        )
    return steps


def _by_occupation(levels: Iterable[int], codes: Collection[str]) -> dict[str, str]:
    """Return the certifications that share an occupation, with its code."""
    if not codes:
        return {}
    above = Certification.objects.filter(level__in=levels, active=True)
    links = CertificationOccupation.objects.filter(rome_code__in=list(codes), certification__in=above)
    pairs = links.order_by("certification__level", "certification_id")
    return dict(pairs.values_list("certification_id", "rome_code")[:MOST_READ])


def _by_field(levels: Iterable[int], codes: Collection[str]) -> dict[str, str]:
    """Return the certifications that share a field of study (NSF), with its code."""
    if not codes:
        return {}
    query = Q(pk__in=[])
    for code in codes:
        query |= Q(nsf__icontains=f'["{code}"')
    found = Certification.objects.filter(query, level__in=levels, active=True).order_by("level", "code")
    rows = found.values_list("code", "nsf")[:MOST_READ]
    return {code: next(one for one, _label in nsf if one in codes) for code, nsf in rows}


def _read(codes: Collection[str], today: date) -> list[Certification]:
    """Return the certifications of these codes that may still be in force."""
    found = Certification.objects.filter(code__in=codes).order_by()
    return [
        one
        for one in found
        if standing_on(registered=one.active, expires_on=one.expires_on, today=today) != Standing.ENDED
    ]


def _offered(codes: Iterable[str], today: date) -> set[str]:
    """Return the codes that a programme in use prepares, with a start to come."""
    live = Q(actions__permanent=True) | Q(actions__sessions__start__gte=today)
    seen = Programme.objects.seen().filter(live, certification_code__in=list(codes))
    return set(seen.order_by().values_list("certification_code", flat=True).distinct())
