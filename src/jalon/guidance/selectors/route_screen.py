"""Routes in the words of the screens, and the drawing of their time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from jalon.guidance.rules.choices import in_sentence
from jalon.guidance.rules.routes import Route, RouteWay, Taken
from jalon.guidance.selectors.routes import WAY_LABELS
from jalon.territory.rules import said_km
from jalon.training.rules.wording import NBSP, said_day, said_length, said_month, said_price
from jalon.training.selectors.ways import MODE_ICONS

WIDTH = 900  # the drawing's own units; under a thousand, so that no separator is written in them
LEAST_WIDTH = 12
ICONS: dict[RouteWay, str] = {RouteWay(mode): icon for mode, icon in MODE_ICONS.items()} | {
    RouteWay.DIRECT: "handshake",
    RouteWay.COMPETITION: "landmark",
    RouteWay.REFRESHER: "book-open",
}
UNKNOWN_COST = "à demander"


@dataclass(frozen=True)
class ShownStep:
    """One step in words; `doubts`: what is not certain; `note`: conditions; `example`: made up."""

    icon: str
    way: str
    name: str
    url: str
    length: str
    when: str
    where: str
    cost: str
    earning: bool
    doubts: Sequence[str]
    note: str
    example: bool
    source: str


@dataclass(frozen=True)
class Bar:
    """A part of the drawing: from `x`, `width` wide; `kind`: wait, paid, study or unknown (a length)."""

    x: int
    width: int
    kind: str


@dataclass(frozen=True)
class ShownRoute:
    """One route in words; `title`: how, `goal`: the last diploma or job. `bars` and `years` (where each
    1st of January is) share one scale with the other routes of the page.
    """

    title: str
    goal: str
    icon: str
    steps: list[ShownStep]
    end: str
    length: str
    cost: str
    farthest: str
    earning: bool
    certain: bool
    bars: list[Bar]
    years: list[int]


def shown_routes(routes: Sequence[Route], today: date) -> list[ShownRoute]:
    """Return routes in words, drawn on one scale: the longest fills the width."""
    longest = max(((route.end - today).days for route in routes), default=0) or 1
    return [_route(route, today, longest) for route in routes]


def _route(route: Route, today: date, longest: int) -> ShownRoute:
    learnt = [one for one in route.taken if not one.step.under_way]
    ways = list(dict.fromkeys(WAY_LABELS[one.step.way] for one in learnt))
    months = [one.step.months for one in learnt]
    length = None if None in months else sum(month or 0 for month in months)
    at_once = route.months == 0
    return ShownRoute(
        title=", puis ".join([ways[0], *(way[:1].lower() + way[1:] for way in ways[1:])]),
        goal=route.last.name,
        icon=ICONS[route.last.way],
        steps=[_step(one) for one in route.taken],
        end="" if at_once or route.months is None else said_month(route.end),
        length="Sans formation avant" if length == 0 else said_length(length, None),
        cost=_cost(route.cost),
        farthest=_farthest(learnt),
        earning=all(one.step.earning for one in learnt),
        certain=not route.measures.doubts,
        bars=list(_bars(route, today, longest)),
        years=_years(today, longest),
    )


def _farthest(learnt: Sequence[Taken]) -> str:
    placed = [one.step for one in learnt if one.step.km is not None and one.step.place]
    if placed and all(step.way is RouteWay.DISTANCE and not step.km for step in placed):
        return placed[0].place
    return _unbroken(max(step.km or 0 for step in placed)) if placed else ""


def _unbroken(km: float) -> str:
    """Say a distance that no end of line cuts."""
    return said_km(km).replace(" ", NBSP)


def _years(today: date, longest: int) -> list[int]:
    """Return where the 1st of January of each year to come is in the drawing."""
    last = today + timedelta(days=longest)
    days = [date(year, 1, 1) for year in range(today.year + 1, last.year + 1)]
    return [round((day - today).days * WIDTH / longest) for day in days]


def _cost(cost: float | None) -> str:
    if cost is None:
        return UNKNOWN_COST
    return "rien" if cost == 0 else f"{said_price(cost)} au plus"


def _when(one: Taken) -> str:
    """Return when a step begins: a real day, or what is only usual."""
    if one.step.under_way:
        return f"En cours, jusqu'en {said_month(one.end)}"
    if one.step.way is RouteWay.DIRECT:
        return "Dès qu'un employeur vous embauche"
    if one.step.any_time and one.sure and one.start not in one.step.starts:
        return "On peut commencer à tout moment"
    if one.sure:
        return f"Prochain départ connu : {said_day(one.start)}"
    return f"Pas de date connue ; sans doute à partir de {said_month(one.start)}"


def _step(one: Taken) -> ShownStep:
    step = one.step
    far = f", à {_unbroken(step.km)}" if step.km else ""
    length = "" if step.months == 0 else said_length(step.months, None)
    return ShownStep(
        icon=ICONS[step.way],
        way=WAY_LABELS[step.way],
        name=step.name,
        url=step.url,
        length=length,
        when=_when(one),
        where=f"{step.place}{far}" if step.place else "",
        cost="" if one.step.under_way else in_sentence(step.cost_words.rstrip(".")) or _cost(step.cost),
        earning=step.earning,
        doubts=step.doubts,
        note=step.note,
        example=step.example,
        source=step.source,
    )


def _bars(route: Route, today: date, longest: int) -> list[Bar]:
    bars, before = [], today
    for one in route.taken:
        if one.start > before:
            bars.append(_bar(before, one.start, today, longest, "wait"))
        kind = "unknown" if one.step.months is None else "paid" if one.step.earning else "study"
        bars.append(_bar(one.start, one.end, today, longest, kind))
        before = one.end
    return bars


def _bar(start: date, end: date, today: date, longest: int, kind: str) -> Bar:
    x = min(round((start - today).days * WIDTH / longest), WIDTH - LEAST_WIDTH)
    width = max(round((end - start).days * WIDTH / longest), LEAST_WIDTH)
    return Bar(x, min(width, WIDTH - x), kind)


def said_reach(km: int) -> str:
    """Return a distance that a person accepts.

    >>> said_reach(30)
    'À 30\\xa0km au plus'
    """
    return f"À {km}{NBSP}km au plus"
