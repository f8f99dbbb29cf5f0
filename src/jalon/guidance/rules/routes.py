"""What a step and a route to an occupation are, when steps are taken, and how routes are sorted."""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from operator import le
from typing import NamedTuple

LEVELS = (0, 3, 4, 5, 6, 7, 8)
DAYS_A_MONTH = 30.44
UNKNOWN_MONTHS = 12.0  # for sorting only: what is unknown is said unknown
TERM_MONTH = 9
UNKNOWN_WAIT = 91  # days before a training whose dates nobody knows: less sure is never sooner
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
AT_ONCE = frozenset({RouteWay.DIRECT, RouteWay.VAE})  # begun when one asks


@dataclass(frozen=True)
class Step:
    """One step. `level_in`: the lowest level asked. `leads`: to the occupation. `starts`: real sessions.
    `prepares`: without the diploma of that level, it opens training for adults that asks it.

    `any_time`: one can also begin on any day, until `until` when it is known. `months`, `cost` (euros left to
    pay) and `km`: None when unknown. `doubts`: what is not certain, in words. `note`: conditions, as said.
    `source`: where the step comes from, in words. `youngest`: an age asked. `experience`: asked in the work.
    `example`: made up to show the site. `under_way`: finishing the class one is in.
    """

    key: str
    name: str
    way: RouteWay
    level_in: int
    level_out: int | None = None
    prepares: int | None = None
    leads: bool = False
    months: float | None = None
    starts: tuple[date, ...] = ()
    any_time: bool = False
    until: date | None = None
    cost: float | None = None
    cost_words: str = ""
    km: float | None = None
    place: str = ""
    provider: str = ""
    url: str = ""
    certification: str = ""
    experience: bool = False
    example: bool = False
    youngest: int | None = None
    earning: bool = False
    under_way: bool = False
    doubts: tuple[str, ...] = ()
    note: str = ""
    source: str = ""

    @property
    def beside_work(self) -> bool:
        """Tell whether it takes no month of pay: paid, beside one's work, or under way already."""
        return self.earning or self.under_way or self.way is RouteWay.VAE


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
        return all(map(le, self, other))


def take(step: Step, ready: date) -> Taken:
    """Return when a step is taken by someone who is ready on a day: at once when one can begin at any time,
    else at the next session, else at the next term for what begins once a year, else after a usual wait.

    Who is ready later never ends sooner, nor more surely.
    """
    sure = step.any_time and (step.until is None or ready <= step.until)
    start = ready
    if not sure:
        position = bisect_left(step.starts, ready)
        sure = position < len(step.starts)
        if sure:
            start = step.starts[position]
        elif step.way in IN_TERMS:
            start = _next_term(ready)
        elif step.way not in AT_ONCE:
            start = ready + timedelta(days=UNKNOWN_WAIT)
    months = UNKNOWN_MONTHS if step.months is None else step.months
    return Taken(step, start, start + timedelta(days=round(months * DAYS_A_MONTH)), sure)


def _next_term(ready: date) -> date:
    start = date(ready.year, TERM_MONTH, 1)
    return start if start >= ready else date(ready.year + 1, TERM_MONTH, 1)


@dataclass(frozen=True)
class Route:
    """Steps taken one after the other, counted from the day `ready`; `free`: the first day one can begin."""

    ready: date
    taken: tuple[Taken, ...] = ()
    free: date | None = None

    def then(self, step: Step) -> "Route":
        return self.followed(take(step, self.end))

    def followed(self, taken: Taken) -> "Route":
        return Route(self.ready, (*self.taken, taken), self.free)

    @cached_property
    def end(self) -> date:
        return self.taken[-1].end if self.taken else self.free or self.ready

    @property
    def last(self) -> Step:
        return self.taken[-1].step

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(one.step.key for one in self.taken)

    @cached_property
    def measures(self) -> Measures:
        steps = [one.step for one in self.taken]
        return Measures(
            days=(self.end - self.ready).days,
            unknown_costs=sum(step.cost is None for step in steps),
            cost=sum(step.cost or 0 for step in steps),
            unknown_places=sum(step.km is None for step in steps),
            km=max((step.km or 0 for step in steps), default=0),
            unpaid=sum(UNKNOWN_MONTHS if s.months is None else s.months for s in steps if not s.beside_work),
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
    match prefer:
        case Prefer.QUICKEST:
            return (found.days, whole)
        case Prefer.CHEAPEST:
            return (found.unknown_costs, found.cost, whole)
        case Prefer.NEAREST:
            return (found.unknown_places, found.km, whole)
        case Prefer.EARNING:
            return (found.unpaid, whole)
    return (whole,)
