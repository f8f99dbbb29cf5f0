"""The routes to one occupation, from what is loaded: only what leads to it is read, and its offers near."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from jalon.guidance.rules.route_search import MOST_ROUTES, best_routes, closed_to
from jalon.guidance.rules.route_steps import Right, RouteRules
from jalon.guidance.rules.routes import LEVELS, Prefer, Route, RouteWay, Step
from jalon.guidance.rules.situation import (
    Person,
    SchoolClass,
    Status,
    certification_said,
    class_said,
    level_said,
    occupation_said,
)
from jalon.guidance.selectors.asking import occupations_for
from jalon.guidance.selectors.route_offers import Leading, read_offers
from jalon.guidance.selectors.route_rules import route_rules
from jalon.guidance.selectors.route_steps import Known, data_steps, guessed_steps, lowest_asked, sheet_ways
from jalon.occupations.models import Occupation
from jalon.search.selectors.occurrences import occurrences_version
from jalon.sources.selectors import latest_load
from jalon.territory.selectors import ground
from jalon.training.models import Certification, CertificationOccupation
from jalon.training.rules.certifications import Standing, shown_name, standing_on
from jalon.training.selectors.addresses import certification_address
from jalon.training.selectors.searching import Around, rome_codes

LOOK_KM = 100
MOST_KEPT = 300  # occupations whose facts a process keeps until the next load
LONG_STUDIES = 7  # diplomas that nobody reaches by apprenticeship rungs of the same trade
SHORT_BAC, LONG_BAC = "rule:bac", "rule:bac-general"  # which baccalauréat leads to long studies
WORK = frozenset({RouteWay.DIRECT, RouteWay.COMPETITION})
LEVELS_ABOVE = 2  # certifications further above the usual level of the occupation are for something else


@dataclass(frozen=True)
class Start:
    """What the person's words mean: a level, a class, a certification or an occupation that she has."""

    said: str
    level: int | None = None
    certification: Certification | None = None
    occupation: Occupation | None = None
    studying: SchoolClass | None = None

    @property
    def understood(self) -> bool:
        return not self.said or self.level is not None or self.occupation is not None


@dataclass(frozen=True)
class Planned:
    """The routes found and all that goes with them. `held`: a certification that already leads there.

    `closed`: why some ways were left out. `around`: where one looked; None: everywhere.
    """

    occupation: Occupation
    start: Start
    person: Person
    prefer: Prefer
    routes: list[Route]
    rights: list[Right]
    held: str
    closed: list[str]
    around: Around | None
    known: bool  # something leads to the occupation, whoever asks
    rules: RouteRules

    @property
    def too_far(self) -> bool:
        """Tell whether something was left out because it is too far."""
        return CLOSED_WORDS["far"] in self.closed


def start_of(text: str) -> Start:
    """Read where a person starts from: « 3e », « bac pro commerce », a code, or an occupation held."""
    said = " ".join(text.split())
    if code := certification_said(said):
        found = Certification.objects.filter(code=code).first()
        return Start(said, found.level if found else None, found)
    if code := occupation_said(said):
        held = Occupation.objects.filter(code=code).first()
        return Start(said, None, None, held)
    level = level_said(said)
    if level is not None or not said:
        return Start(said, level, studying=class_said(said))
    _query, cards = occupations_for(said)
    held = Occupation.objects.filter(code=cards[0].code).first() if cards else None
    return Start(said, None, None, held)


def around_code(commune: str, km: int | None) -> Around | None:
    """Return where to look from the INSEE code of a commune; None when it is not known."""
    here = ground()
    town = here.town(commune) if commune else None
    return Around(town, here.within(town, km if km is not None else LOOK_KM)) if town else None


def plan(
    occupation: Occupation,
    person: Person,
    *,
    today: date,
    start: Start | None = None,
    around: Around | None = None,
    prefer: Prefer = Prefer.BALANCED,
    most: int = MOST_ROUTES,
    abroad: bool = False,
) -> Planned:
    """Return the best routes of a person to an occupation on a day: few queries, however much is offered.

    Who says that she held the occupation is experienced in it. `abroad`: her diploma is of another country.
    """
    start = start or Start("")
    rules = route_rules()
    codes = rome_codes(occupation)
    person = _started(person, start, codes)
    held = start.certification
    steps = steps_to(occupation, person, today=today, around=around)
    routes = best_routes(steps, person, today=today, prefer=prefer, most=most)
    taken = {one.step.way for route in routes for one in route.taken}
    return Planned(
        occupation=occupation,
        start=start,
        person=person,
        prefer=prefer,
        routes=routes,
        rights=rules.rights_for(taken, person.status, age=person.least_age, abroad=abroad),
        held=shown_name(held.kind, held.title) if held and held.code in _linked(codes) else "",
        closed=_closed(steps, person),
        around=around,
        known=any(step.leads for step in steps),
        rules=rules,
    )


def steps_to(
    occupation: Occupation, person: Person, *, today: date, around: Around | None = None
) -> list[Step]:
    """Return the steps that lead to an occupation, and the general ones that raise one's level before."""
    rules = route_rules()
    steps = data_steps(occupation, _known(occupation, today), rules, person, today=today, around=around)
    # A step up to a level at which some training leads there by itself would be a detour.
    arriving = {step.level_out for step in steps if step.way not in WORK} - {None}
    ladder = [rung for rung in rules.ladder if rung.level_out not in arriving]
    long = min((level or 0 for level in arriving), default=0) >= LONG_STUDIES
    ladder = [rung for rung in ladder if rung.key != (SHORT_BAC if long else LONG_BAC)]
    if long:
        ladder = [rung for rung in ladder if rung.way is not RouteWay.APPRENTICESHIP]
    return [*steps, *ladder]


def _read_known(occupation: Occupation, today: date) -> Known:
    ways = sheet_ways(occupation)
    lowest = lowest_asked(occupation, ways)
    codes = rome_codes(occupation)
    leading = _leading(codes, occupation.level, lowest, today)
    return Known(
        codes,
        ways,
        lowest,
        {one.code: one for one in leading},
        read_offers(codes, today),
        guessed_steps(leading, route_rules()),
    )


# `state` is what tells that something was loaded, or indexed, since.


@lru_cache(maxsize=MOST_KEPT)
def _kept_occupation(code: str, state: Hashable) -> Occupation:
    return Occupation.objects.get(code=code)


@lru_cache(maxsize=MOST_KEPT)
def _kept_known(code: str, today: date, state: Hashable) -> Known:
    return _read_known(_kept_occupation(code, state), today)


def occupation_to(code: str) -> Occupation | None:
    """Return the occupation that routes lead to; None when the code is not that of one."""
    latest = latest_load()
    try:
        return Occupation.objects.get(code=code) if latest is None else _kept_occupation(code, latest)
    except Occupation.DoesNotExist:
        return None


def _known(occupation: Occupation, today: date) -> Known:
    """Return what only a load or another day changes; rows that no load wrote (tests) are read each time."""
    latest = latest_load()
    if latest is None:
        return _read_known(occupation, today)
    return _kept_known(occupation.code, today, (latest, occurrences_version()))


def forget_ways() -> None:
    """Read the ways to occupations again at the next need of this process: tests undo their loads."""
    _kept_occupation.cache_clear()
    _kept_known.cache_clear()


def _started(person: Person, start: Start, codes: Iterable[str]) -> Person:
    """Return a person with what her words add to what she ticked."""
    if start.occupation and set(rome_codes(start.occupation)) & set(codes):
        person = replace(person, experienced=True)
    if person.studying is None and start.studying is not None:
        person = replace(person, studying=start.studying, status=person.status or Status.PUPIL)
    if person.level is None:
        known = person.studying.held if person.studying else None
        person = replace(person, level=known if start.level is None else start.level)
    return person


def _linked(codes: Iterable[str]) -> set[str]:
    links = CertificationOccupation.objects.filter(rome_code__in=list(codes)).order_by()
    return set(links.values_list("certification_id", flat=True))


def _leading(codes: Iterable[str], level: int | None, lowest: int | None, today: date) -> list[Leading]:
    """Return the certifications in force that lead there, from its usual level to a little above."""
    highest = LEVELS[-1]
    if level is not None:
        highest = LEVELS[min(LEVELS.index(level) + LEVELS_ABOVE, len(LEVELS) - 1)]
    linked = CertificationOccupation.objects.filter(rome_code__in=list(codes)).values("certification")
    rows = (
        Certification.objects.filter(pk__in=linked, active=True, level__gte=lowest or 0, level__lte=highest)
        .order_by("code")
        .values_list("code", "kind", "title", "level", "access", "source__title", "expires_on")
    )
    return [
        Leading(
            code,
            kind,
            shown_name(kind, title),
            level,
            tuple(access),
            source,
            standing_on(registered=True, expires_on=expires, today=today) is Standing.IN_FORCE,
            certification_address(code),
        )
        for code, kind, title, level, access, source, expires in rows
    ]


CLOSED_WORDS = {
    "age": "À votre âge, certaines voies ne sont pas ouvertes, sauf exception.",
    "experience": "Certaines voies demandent de l'expérience, comme la VAE : dites-le si vous avez déjà fait "
    "ce travail, ou un travail proche.",
    "school": "La voie scolaire, au lycée, est d'abord pour les élèves.",
    "far": "Des formations sont plus loin que ce que vous acceptez.",
}


def _closed(steps: Iterable[Step], person: Person) -> list[str]:
    reasons = {closed_to(step, person) for step in steps if step.leads} - {None}
    return [words for reason, words in CLOSED_WORDS.items() if reason in reasons]


WAY_LABELS: dict[RouteWay, str] = {
    RouteWay.SCHOOL: "À l'école",
    RouteWay.APPRENTICESHIP: "En apprentissage",
    RouteWay.ADULT: "En formation pour adultes",
    RouteWay.DISTANCE: "À distance",
    RouteWay.VAE: "Par l'expérience (VAE)",
    RouteWay.DIRECT: "Embauche directe, formation sur le poste",
    RouteWay.COMPETITION: "Par concours",
    RouteWay.REFRESHER: "Remise à niveau",
}
PREFER_LABELS: dict[Prefer, str] = {
    Prefer.BALANCED: "Équilibré",
    Prefer.QUICKEST: "Le plus rapide",
    Prefer.CHEAPEST: "Le moins cher",
    Prefer.NEAREST: "Le plus proche",
    Prefer.EARNING: "En étant payé",
}
