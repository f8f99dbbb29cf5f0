"""The steps that loaded data knows: real offers, certifications without one, the ways in of a sheet."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from jalon.guidance.rules.route_steps import (
    CONTEST,
    JURY,
    NO_SESSION,
    NOT_PROMISED,
    USUAL_LENGTH,
    RouteRules,
    entry_by_length,
    entry_of,
    reaches,
)
from jalon.guidance.rules.routes import LEVELS, RouteWay, Step
from jalon.occupations.enums import WayInMode
from jalon.occupations.models import Occupation, WayIn
from jalon.search.rules import fold
from jalon.search.rules.occurrences import Wanted
from jalon.search.selectors.occurrences import Order, find_occurrences
from jalon.training.enums import Mode
from jalon.training.models import Action, Session
from jalon.training.rules.truth import CATCHABLE, state
from jalon.training.selectors.offers import dates_of
from jalon.training.selectors.searching import KIND, Around
from jalon.training.selectors.ways import MODE_OF_ACCESS, kilometres, said_cost

LOOKED_AT = 24  # offers of a mode, the nearest first
FREE_WORDS = ("rien", "gratuit", "aucun", "0 €")
SALARIED = frozenset({RouteWay.APPRENTICESHIP, RouteWay.DIRECT})
HELD_BACK = "inscription à renouveler : à vérifier"


class Leading(NamedTuple):
    """A certification that leads to the occupation; `sure`: in force today beyond doubt."""

    code: str
    kind: str
    name: str
    level: int
    access: tuple[str, ...]
    source: str
    sure: bool
    url: str


def data_steps(
    occupation: Occupation,
    codes: Sequence[str],
    leading: Sequence[Leading],
    ways: Sequence[WayIn],
    rules: RouteRules,
    *,
    today: date,
    around: Around | None,
) -> list[Step]:
    """Return every step that leads to the occupation.

    What gives less than the usual level of the occupation does not lead to it.
    A guess by rule never stands beside a real offer of the same way, level and entry; the directory's past
    registrations only count without any in force; the sheet tells what neither does.
    """
    found = _offers(codes, {one.code: one for one in leading}, rules, today=today, around=around)
    offered = [step for step in found if reaches(step.level_out, lowest_asked(occupation, ways))]
    known: dict[tuple[RouteWay, int | None], int] = {}
    for step in offered:
        like = (step.way, step.level_out)
        known[like] = min(step.level_in, known.get(like, LEVELS[-1]))
    certain = [one for one in leading if one.sure] or leading
    guesses = [step for one in certain for step in _allowed(one, rules)]
    allowed = [
        step
        for step in guesses
        if (entry := known.get((step.way, step.level_out))) is None or step.level_in < entry
    ]
    told = {(step.way, step.level_out) for step in (*offered, *allowed)}
    return [*offered, *allowed, *_ways_in(occupation, ways, told)]


def sheet_ways(occupation: Occupation) -> list[WayIn]:
    """Return the ways in that the region's sheet names."""
    return list(WayIn.objects.filter(sheet__occupation=occupation).select_related("sheet__source"))


def lowest_asked(occupation: Occupation, ways: Sequence[WayIn]) -> int | None:
    """Return the lowest level of a training that leads to an occupation; None when nobody says it.

    The sheet may name a diploma under the usual level; being hired at once is no training.
    """
    if occupation.level is None:
        return None
    return min([occupation.level, *(way.level for way in ways if way.modes != [WayInMode.DIRECT.value])])


def _found(codes: Sequence[str], mode: str, today: date, around: Around | None) -> list[int]:
    """Return the keys of the offers of a mode: the nearest within reach, else the soonest anywhere."""
    tags = (tuple(f"rome:{code}" for code in codes),)
    wanted = Wanted(first=today.toordinal(), facets={"mode": (mode,)}, tags=tags)
    if around is not None and mode != Mode.DISTANCE:
        near = Wanted(first=wanted.first, facets=wanted.facets, tags=tags, places=tuple(around.distances))
        refs = find_occurrences(KIND, near, order=Order.DISTANCE, limit=LOOKED_AT).refs
        if refs:
            return refs
    return find_occurrences(KIND, wanted, limit=LOOKED_AT).refs


def _offers(
    codes: Sequence[str],
    leading: dict[str, Leading],
    rules: RouteRules,
    *,
    today: date,
    around: Around | None,
) -> list[Step]:
    found = {mode: _found(codes, mode, today, around) for mode in Mode.values}
    refs = {ref for several in found.values() for ref in several}
    if not refs:
        return []
    actions = Action.objects.select_related(
        "programme__provider", "programme__feed__source", "place__commune"
    ).in_bulk(refs)
    sessions: dict[int, list[Session]] = defaultdict(list)
    for session in Session.objects.filter(action__in=refs).order_by("start", "pk"):
        sessions[session.action_id].append(session)
    return [
        step
        for mode, several in found.items()
        for ref in several
        if ref in actions
        for step in _offer(actions[ref], RouteWay(mode), sessions[ref], leading, rules, today, around)
    ]


def _offer(
    action: Action,
    way: RouteWay,
    sessions: Iterable[Session],
    leading: dict[str, Leading],
    rules: RouteRules,
    today: date,
    around: Around | None,
) -> list[Step]:
    """Return an offer as one step, or none when nobody can catch it any more."""
    programme, place = action.programme, action.place
    certification = leading.get(programme.certification_code)
    level = programme.level_out if certification is None else certification.level
    usual = rules.usual(certification.kind if certification else "", level, way)
    catchable = [
        one.start
        for one in sessions
        if one.start and state(dates_of(one, permanent=action.permanent), today) in CATCHABLE
    ]
    if not catchable and not action.permanent:
        return []
    entry = programme.level_in
    if entry is None and action.months is None:
        entry = entry_of(usual)
    months = action.months if action.months is not None else next((one.months for one in usual), None)
    doubts = [] if action.months is not None else [USUAL_LENGTH]
    doubts += ["niveau d'entrée à demander"] if programme.level_in is None else []
    doubts += [JURY] if way is RouteWay.VAE else []
    doubts += ["trouver un employeur"] if way is RouteWay.APPRENTICESHIP else []
    doubts += ["exemple : cette formation n'existe pas"] if programme.example else []
    commune = place.commune if place else None
    at_home = way is RouteWay.DISTANCE and set(action.modes) == {Mode.DISTANCE}
    return [
        Step(
            key=f"offer:{programme.key}:{action.number}:{way}",
            name=certification.name if certification else programme.title,
            way=way,
            level_in=entry if entry is not None else entry_by_length(level, months),
            level_out=level,
            leads=True,
            months=months,
            starts=tuple(sorted({day for day in catchable if day >= today})),
            any_time=action.permanent,
            cost=_cost(action, way),
            cost_words=said_cost(action),
            km=0.0 if at_home else kilometres(place, around),
            place="Chez vous" if at_home else (commune.name if commune else place.town if place else ""),
            provider=programme.provider.name,
            url=programme.get_absolute_url(),
            certification=programme.certification_code,
            experience=way is RouteWay.VAE,
            earning=way in SALARIED,
            doubts=tuple(doubts),
            source=programme.feed.source.title,
        )
    ]


def _cost(action: Action, way: RouteWay) -> float | None:
    """Return the euros left to pay, when they are known: nothing, or the price when no help is said."""
    words = fold(action.details.get("cost_left", ""))
    if way is RouteWay.APPRENTICESHIP or words.startswith(FREE_WORDS) or action.price == 0:
        return 0.0
    return None if words else action.price


def _allowed(one: Leading, rules: RouteRules) -> list[Step]:
    """Return the ways that the national directory allows, by the usual lengths: no session is known."""
    ways = {RouteWay(MODE_OF_ACCESS[way]) for way in one.access if way in MODE_OF_ACCESS}
    return [
        Step(
            key=f"cert:{one.code}:{way}:{usual.level_in}",
            name=one.name,
            way=way,
            level_in=usual.level_in,
            level_out=one.level,
            leads=True,
            months=usual.months,
            cost=0.0 if way in SALARIED else usual.cost if way is RouteWay.SCHOOL else None,
            url=one.url,
            certification=one.code,
            experience=way is RouteWay.VAE,
            earning=way in SALARIED,
            doubts=(NO_SESSION, USUAL_LENGTH, *(() if one.sure else (HELD_BACK,))),
            source=f"{one.source} ; {usual.source}",
        )
        for way in sorted(ways)
        for usual in rules.usual(one.kind, one.level, way)
    ]


def _ways_in(
    occupation: Occupation, ways: Sequence[WayIn], told: set[tuple[RouteWay, int | None]]
) -> list[Step]:
    """Return the ways in of the region's sheet that nothing else gives; else hiring without diploma."""
    steps = [
        Step(
            key=f"sheet:{way.position}:{mode}",
            name=way.diploma,
            way=RouteWay(mode),
            level_in=way.level
            if mode in {"direct", "competition"}
            else entry_by_length(way.level, way.months),
            level_out=way.level,
            leads=True,
            months=0.0 if mode == "direct" else way.months,
            cost=0.0 if RouteWay(mode) in SALARIED else None,
            experience=mode == "vae",
            earning=RouteWay(mode) in SALARIED,
            doubts=tuple(_sheet_doubts(mode, way.months)),
            source=way.sheet.source.title,
        )
        for way in ways
        for mode in way.modes
        if mode in set(RouteWay) and (RouteWay(mode), way.level) not in told
    ]
    if occupation.level == LEVELS[0] and not any(step.way is RouteWay.DIRECT for step in steps):
        steps.append(_hiring(occupation))
    return steps


def _sheet_doubts(mode: str, months: int | None) -> list[str]:
    if mode == "direct":
        return [NOT_PROMISED]
    words = [NO_SESSION] if months is None else [NO_SESSION, USUAL_LENGTH]
    return [*words, *([CONTEST] if mode == "competition" else [])]


def _hiring(occupation: Occupation) -> Step:
    """Return being hired without diploma, for an occupation that asks for none."""
    return Step(
        key="hiring",
        name="Se faire embaucher et apprendre sur le poste",
        way=RouteWay.DIRECT,
        level_in=0,
        level_out=0,
        leads=True,
        months=0.0,
        cost=0.0,
        earning=True,
        doubts=(NOT_PROMISED,),
        source="Niveau d'entrée du métier : aucun diplôme demandé",
    )
