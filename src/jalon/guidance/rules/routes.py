"""From a situation to an occupation: which steps one may take, one after the other, and the best routes.

A node is what one holds: a level, and whether a refresher has prepared one for adult training. A step goes
from a level to a higher one, or to the occupation. Routes have at most three steps; each begins when the one
before has ended. Ways are kept as long as none is better in everything (time, cost left, distance, months
without pay, doubts), so that no best route is lost. Two routes are alike when they end in the same way at the
same level: of these, the best one is shown; at most two shown routes end in the same way.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from jalon.guidance.rules.situation import Person, Status

LEVELS = (0, 3, 4, 5, 6, 7, 8)
MOST_STEPS, MOST_ROUTES, MOST_BY_WAY = 3, 5, 2
DAYS_A_MONTH = 30.44
UNKNOWN_MONTHS = 12.0  # for sorting only: what is unknown is said unknown
YOUNGEST_APPRENTICE, OLDEST_APPRENTICE = 15, 29
TERM_MONTH = 9
# « Équilibré »: what counts as one more month before getting there.
EUROS_A_MONTH, KM_A_MONTH, UNPAID_WEIGHT = 300.0, 15.0, 0.5
UNKNOWN_COST_MONTHS, UNKNOWN_PLACE_MONTHS, DOUBT_MONTHS = 4.0, 3.0, 1.0


class RouteWay(StrEnum):
    """How a step is taken: the modes of the training map, and what needs no training of it."""

    SCHOOL = "school"
    APPRENTICESHIP = "apprenticeship"
    ADULT = "adult"
    DISTANCE = "distance"
    VAE = "vae"
    DIRECT = "direct"
    COMPETITION = "competition"
    REFRESHER = "refresher"


class Prefer(StrEnum):
    """What the person puts first."""

    BALANCED = "balanced"
    QUICKEST = "quickest"
    CHEAPEST = "cheapest"
    NEAREST = "nearest"
    EARNING = "earning"


AS_ADULT = frozenset({RouteWay.ADULT, RouteWay.DISTANCE})
IN_TERMS = frozenset({RouteWay.SCHOOL, RouteWay.APPRENTICESHIP})


@dataclass(frozen=True)
class Step:
    """One step. `level_in`: the lowest level asked. `leads`: to the occupation. `starts`: real sessions.

    `months`, `cost` (euros left to pay) and `km`: None when unknown. `doubts`: what is not certain, in words.
    `source`: where the step comes from, in words. `youngest`: an age asked. `experience`: asked in the work.
    """

    key: str
    name: str
    way: RouteWay
    level_in: int
    level_out: int | None = None
    leads: bool = False
    months: float | None = None
    starts: tuple[date, ...] = ()
    any_time: bool = False
    cost: float | None = None
    cost_words: str = ""
    km: float | None = None
    place: str = ""
    provider: str = ""
    url: str = ""
    certification: str = ""
    experience: bool = False
    youngest: int | None = None
    earning: bool = False
    doubts: tuple[str, ...] = ()
    source: str = ""


class Closed(StrEnum):
    """Why a step is not for this person, whatever she does before."""

    AGE = "age"
    EXPERIENCE = "experience"
    SCHOOL = "school"
    FAR = "far"


def closed_to(step: Step, person: Person) -> Closed | None:
    """Tell why a step is not for a person; None when it may be. What she did not say closes nothing, but
    experience: it cannot be supposed.
    """
    if person.age is not None:
        apprentice = YOUNGEST_APPRENTICE <= person.age <= OLDEST_APPRENTICE
        if step.way is RouteWay.APPRENTICESHIP and not apprentice:
            return Closed.AGE
        if step.youngest is not None and person.age < step.youngest:
            return Closed.AGE
    if step.experience and not person.experienced:
        return Closed.EXPERIENCE
    at_work = person.status in {Status.EMPLOYED, Status.JOBSEEKER}
    if step.way is RouteWay.SCHOOL and at_work and (step.level_out or 0) <= LEVELS[2]:
        return Closed.SCHOOL
    if step.km is not None and person.reach_km is not None and step.km > person.reach_km:
        return Closed.FAR
    return None


class Held(NamedTuple):
    """What one has at some point of a route."""

    level: int
    prepared: bool = False

    def opens(self, step: Step) -> bool:
        """Tell whether a step may be taken from here; a refresher opens adult training one level further."""
        if step.way is RouteWay.REFRESHER:
            return not self.prepared and step.level_in <= self.level
        reached = self.level
        if self.prepared and step.way in AS_ADULT and reached in LEVELS[:-1]:
            reached = LEVELS[LEVELS.index(reached) + 1]
        return step.level_in <= reached

    def after(self, step: Step) -> "Held | None":
        """Return what one has after a step; None when it brings nothing."""
        if step.way is RouteWay.REFRESHER:
            return Held(self.level, prepared=True)
        if step.level_out is None or step.level_out <= self.level:
            return None
        return Held(step.level_out)


class Taken(NamedTuple):
    """A step with its days; `sure`: a real session begins on `start`, or one can begin at any time."""

    step: Step
    start: date
    end: date
    sure: bool


class Measures(NamedTuple):
    """What is compared: less is better, each by itself."""

    days: int
    unknown_costs: int
    cost: float
    unknown_places: int
    km: float
    unpaid: float
    doubts: int
    steps: int

    def no_worse(self, other: "Measures") -> bool:
        return all(one <= two for one, two in zip(self, other, strict=True))


def take(step: Step, ready: date) -> Taken:
    """Return when a step is taken by someone who is ready on a day: the next session, else the next term for
    what begins once a year, else that day; `sure` tells a real one.
    """
    start = next((day for day in step.starts if day >= ready), None)
    sure = start is not None or step.any_time
    if start is None:
        start = ready
        if not step.any_time and step.way in IN_TERMS:
            start = date(ready.year, TERM_MONTH, 1)
            start = start if start >= ready else date(ready.year + 1, TERM_MONTH, 1)
    months = UNKNOWN_MONTHS if step.months is None else step.months
    return Taken(step, start, start + timedelta(days=round(months * DAYS_A_MONTH)), sure)


@dataclass(frozen=True)
class Route:
    """Steps taken one after the other from a day on."""

    ready: date
    taken: tuple[Taken, ...] = ()

    def then(self, step: Step) -> "Route":
        return Route(self.ready, (*self.taken, take(step, self.end)))

    @property
    def end(self) -> date:
        return self.taken[-1].end if self.taken else self.ready

    @property
    def last(self) -> Step:
        return self.taken[-1].step

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(one.step.key for one in self.taken)

    @property
    def measures(self) -> Measures:
        steps = [one.step for one in self.taken]
        return Measures(
            days=(self.end - self.ready).days,
            unknown_costs=sum(step.cost is None for step in steps),
            cost=sum(step.cost or 0 for step in steps),
            unknown_places=sum(step.km is None for step in steps),
            km=max((step.km or 0 for step in steps), default=0),
            unpaid=sum(UNKNOWN_MONTHS if s.months is None else s.months for s in steps if not s.earning),
            doubts=sum(bool(one.step.doubts) or not one.sure for one in self.taken),
            steps=len(steps),
        )

    @property
    def months(self) -> float | None:
        """Months of training in all; None when a step does not say."""
        known = [one.step.months for one in self.taken]
        return None if None in known else sum(months or 0 for months in known)

    @property
    def cost(self) -> float | None:
        """Euros left to pay in all; None when a step does not say."""
        known = [one.step.cost for one in self.taken]
        return None if None in known else sum(cost or 0 for cost in known)


def balance(found: Measures) -> float:
    """Return one number for « équilibré », in months: see the weights at the head of this module."""
    return (
        found.days / DAYS_A_MONTH
        + found.cost / EUROS_A_MONTH
        + found.unknown_costs * UNKNOWN_COST_MONTHS
        + found.km / KM_A_MONTH
        + found.unknown_places * UNKNOWN_PLACE_MONTHS
        + found.unpaid * UNPAID_WEIGHT
        + found.doubts * DOUBT_MONTHS
    )


def order(route: Route, prefer: Prefer) -> tuple[float, ...]:
    """Return what sorts routes. What is unknown comes after what is known: never taken for nothing."""
    found = route.measures
    whole = balance(found)
    return {
        Prefer.BALANCED: (whole,),
        Prefer.QUICKEST: (found.days, whole),
        Prefer.CHEAPEST: (found.unknown_costs, found.cost, whole),
        Prefer.NEAREST: (found.unknown_places, found.km, whole),
        Prefer.EARNING: (found.unpaid, whole),
    }[prefer]


def every_route(steps: Iterable[Step], person: Person, *, today: date) -> list[Route]:
    """Return the routes to the occupation that nothing beats step by step, in no particular order."""
    usable = sorted({one for one in steps if closed_to(one, person) is None}, key=lambda one: one.key)
    leading = [step for step in usable if step.leads]
    between = [step for step in usable if not step.leads]
    needed = max((step.level_in for step in leading), default=0)
    edge: list[tuple[Held, Route]] = [(Held(person.starts_at), Route(today))]
    arrived: list[Route] = []
    for number in range(MOST_STEPS):
        arrived += [route.then(step) for held, route in edge for step in leading if held.opens(step)]
        if number == MOST_STEPS - 1:
            break
        reached: dict[Held, list[Route]] = {}
        for held, route in edge:
            if held.level >= needed:
                continue
            for step in between:
                after = held.after(step) if held.opens(step) else None
                if after is not None:
                    _keep(reached.setdefault(after, []), route.then(step))
        edge = [(held, route) for held, routes in reached.items() for route in routes]
    return arrived


def _keep(routes: list[Route], new: Route) -> None:
    """Add a way to the same point unless another one is as good in everything; drop those that it beats."""
    found = new.measures
    if any(old.measures.no_worse(found) for old in routes):
        return
    routes[:] = [old for old in routes if not found.no_worse(old.measures)]
    routes.append(new)


def best_routes(
    steps: Iterable[Step],
    person: Person,
    *,
    today: date,
    prefer: Prefer = Prefer.BALANCED,
    most: int = MOST_ROUTES,
) -> list[Route]:
    """Return the best clearly different routes, the best first; nothing when none is known."""
    ranked = sorted(every_route(steps, person, today=today), key=lambda one: (*order(one, prefer), one.keys))
    chosen: list[Route] = []
    by_way: Counter[RouteWay] = Counter()
    seen: set[tuple[RouteWay, int | None]] = set()
    for route in ranked:
        like = (route.last.way, route.last.level_out)
        if like in seen or by_way[route.last.way] >= MOST_BY_WAY or _beaten(route, chosen):
            continue
        seen.add(like)
        by_way[route.last.way] += 1
        chosen.append(route)
        if len(chosen) == most:
            break
    return chosen


def _beaten(route: Route, chosen: Sequence[Route]) -> bool:
    """Tell whether a chosen route of the same way is as good in everything."""
    found = route.measures
    return any(one.last.way is route.last.way and one.measures.no_worse(found) for one in chosen)


def is_feasible(route: Route, person: Person) -> bool:
    """Tell whether the steps of a route can be taken one after the other by this person."""
    held: Held | None = Held(person.starts_at)
    for position, one in enumerate(route.taken):
        if held is None or not held.opens(one.step) or closed_to(one.step, person) is not None:
            return False
        if one.step.leads != (position == len(route.taken) - 1):
            return False
        held = held.after(one.step)
    days = [route.ready, *(day for one in route.taken for day in (one.start, one.end))]
    return all(one <= two for one, two in pairwise(days))
