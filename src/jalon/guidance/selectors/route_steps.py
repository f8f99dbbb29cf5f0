"""The steps that loaded data knows: real offers, certifications without one, the ways in of a sheet."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from jalon.guidance.rules.route_steps import (
    CONTEST,
    MAY_ASK,
    NO_SESSION,
    NOT_PROMISED,
    USUAL_LENGTH,
    RouteRules,
    asks_experience,
    entry_by_length,
    open_to_all,
    reaches,
)
from jalon.guidance.rules.routes import LEVELS, RouteWay, Step
from jalon.guidance.rules.situation import Person
from jalon.guidance.selectors.route_offers import SALARIED, Leading, Offers, offered_steps
from jalon.occupations.enums import WayInMode
from jalon.occupations.models import Occupation, WayIn
from jalon.training.selectors.searching import Around
from jalon.training.selectors.ways import MODE_OF_ACCESS

HELD_BACK = "inscription à renouveler : à vérifier"
BY_EXPERIENCE = frozenset({RouteWay.DIRECT, RouteWay.COMPETITION, RouteWay.ADULT})
DIRECT, COMPETITION = WayInMode.DIRECT.value, WayInMode.COMPETITION.value
# For an occupation that asks for no diploma.
HIRING = Step(
    key="hiring",
    name="Se faire embaucher et apprendre sur le poste",
    way=RouteWay.DIRECT,
    level_in=0,
    level_out=0,
    leads=True,
    months=0.0,
    cost=0.0,
    earning=True,
    doubts=(NOT_PROMISED, MAY_ASK),
    source="Niveau d'entrée du métier : aucun diplôme demandé",
)


class Known(NamedTuple):
    """What is known of the ways to an occupation, whoever asks. `lowest`: see `lowest_asked`."""

    codes: Sequence[str]
    ways: Sequence[WayIn]
    lowest: int | None
    leading: dict[str, Leading]
    offers: Offers
    guessed: Sequence[Step]


def data_steps(
    occupation: Occupation,
    facts: Known,
    rules: RouteRules,
    person: Person,
    *,
    today: date,
    around: Around | None,
) -> list[Step]:
    """Return every step that leads to the occupation.

    What gives less than the usual level of the occupation does not lead to it.
    A guess by rule never stands beside a real offer of the same way, level and entry; the directory's past
    registrations only count without any in force; the sheet tells what neither does.
    """
    found = offered_steps(facts.codes, facts.offers, facts.leading, rules, person, today=today, around=around)
    offered = [step for step in found if reaches(step.level_out, facts.lowest)]
    known: dict[tuple[RouteWay, int | None], int] = {}
    for step in offered:
        like = (step.way, step.level_out)
        known[like] = min(step.level_in, known.get(like, LEVELS[-1]))
    allowed = [
        step
        for step in facts.guessed
        if (entry := known.get((step.way, step.level_out))) is None or step.level_in < entry
    ]
    for step in allowed:
        like = (step.way, step.level_out)
        known[like] = min(step.level_in, known.get(like, LEVELS[-1]))
    return [*offered, *allowed, *_ways_in(occupation, facts.ways, known)]


def guessed_steps(leading: Sequence[Leading], rules: RouteRules) -> list[Step]:
    """Return what the directory allows, by the usual lengths."""
    return [step for one in _usual(leading, rules) for step in _allowed(one, rules)]


def _usual(leading: Sequence[Leading], rules: RouteRules) -> list[Leading]:
    """Return the certifications that people still prepare.

    Of a kind and level, those in force, else those whose registration is to be renewed; kinds that the rules
    know stand before the others of their level, which may be anything.
    """
    prepared = [one for one in leading if one.kind not in rules.gone]
    sure = {(one.level, one.kind) for one in prepared if one.sure}
    certain = [one for one in prepared if one.sure or (one.level, one.kind) not in sure]
    known = {one.level for one in certain if rules.knows(one.kind)}
    return [one for one in certain if rules.knows(one.kind) or one.level not in known]


def sheet_ways(occupation: Occupation) -> list[WayIn]:
    """Return the ways in that the region's sheet names."""
    return list(WayIn.objects.filter(sheet__occupation=occupation).select_related("sheet__source"))


def lowest_asked(occupation: Occupation, ways: Sequence[WayIn]) -> int | None:
    """Return the lowest level of a training that leads to an occupation; None when nobody says it.

    The sheet may name a diploma under the usual level; being hired at once or a contest is no training.
    """
    if occupation.level is None:
        return None
    trained = [way.level for way in ways if way.modes != [DIRECT] and COMPETITION not in way.modes]
    return min([occupation.level, *trained])


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
    occupation: Occupation, ways: Sequence[WayIn], known: Mapping[tuple[RouteWay, int | None], int]
) -> list[Step]:
    """Return the ways in of the region's sheet that nothing else gives, or not so early; without a sheet,
    hiring where no diploma is asked.
    """
    told = [
        _way_in(way, RouteWay(mode))
        for way in ways
        for mode in way.modes
        if mode in set(RouteWay) and not _said_by_another(way, mode)
    ]
    steps = [
        step
        for step in told
        if (entry := known.get((step.way, step.level_out))) is None or step.level_in < entry
    ]
    if occupation.level == LEVELS[0] and not ways:
        steps.append(HIRING)
    return steps


def _said_by_another(way: WayIn, mode: str) -> bool:
    """Tell whether a mode says nothing more: a contest opens the school or the job that the same way names;
    without them, the contest itself is the way, however one prepares for it.
    """
    opened = set(way.modes) & {WayInMode.SCHOOL.value, WayInMode.APPRENTICESHIP.value, DIRECT}
    return COMPETITION in way.modes and (mode == COMPETITION if opened else mode != COMPETITION)


def _way_in(way: WayIn, mode: RouteWay) -> Step:
    said = f"{way.diploma} {way.note}"
    hired = mode is RouteWay.DIRECT
    # A contest of the public service asks the level that it is named with; one of a school is at its door.
    asked = way.level if hired or (mode is RouteWay.COMPETITION and way.months is None) else None
    if asked is None:
        everyone = mode is RouteWay.VAE or open_to_all(said)
        asked = LEVELS[0] if everyone else entry_by_length(way.level, way.months)
    doubts = [NOT_PROMISED] if hired else [NO_SESSION, *([] if way.months is None else [USUAL_LENGTH])]
    doubts += [CONTEST] if COMPETITION in way.modes else []
    return Step(
        key=f"sheet:{way.position}:{mode}",
        name=way.diploma,
        way=mode,
        level_in=asked,
        level_out=way.level,
        leads=True,
        months=float(way.months or 0) if hired else way.months,
        cost=0.0 if mode in SALARIED else None,
        experience=mode is RouteWay.VAE or (mode in BY_EXPERIENCE and asks_experience(said)),
        earning=mode in SALARIED,
        doubts=tuple(doubts),
        note=way.note,
        source=way.sheet.source.title,
    )
