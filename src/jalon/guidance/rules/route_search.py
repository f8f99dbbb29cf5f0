"""From a situation to an occupation: which steps one may take, one after the other, and the best routes.

A node is what one holds: a level, and up to which one is prepared for training for adults. A step goes
from a level to a higher one, or to the occupation. Routes have at most three steps, after the current class;
each begins when the one before has ended. Ways are kept as long as none is better in everything (time, cost
left, distance, months without pay, doubts), so that no best route is lost. Two routes are alike when they end
in the same way at the same level: of these, the best one is shown; at most two shown routes end in the same
way.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from enum import StrEnum
from operator import le
from typing import NamedTuple

from jalon.guidance.rules.routes import (
    AS_ADULT,
    DAYS_A_MONTH,
    IN_TERMS,
    LEVELS,
    UNKNOWN_MONTHS,
    Prefer,
    Route,
    RouteWay,
    Step,
    Taken,
    order,
    take,
)
from jalon.guidance.rules.situation import Person, Status

MOST_STEPS, MOST_ROUTES, MOST_BY_WAY = 3, 5, 2
# Ages asked: out of *collège* for school and apprenticeship, of compulsory school for the rest; a
# pupil enters a training for adults once an adult.
YOUNGEST_IN_TERMS, YOUNGEST_ELSEWHERE, ADULT, OLDEST_APPRENTICE = 15, 16, 18, 29
DAYS_A_YEAR = 365.25
MOST_WAIT = 366  # days before a first step for who is too young


class Closed(StrEnum):
    """Why a step is not for this person, whatever she does before."""

    AGE = "age"
    EXPERIENCE = "experience"
    SCHOOL = "school"
    FAR = "far"


def closed_to(step: Step, person: Person) -> Closed | None:
    """Tell why a step is not for a person; None when it may be. What she did not say closes nothing, but
    experience: it cannot be supposed. Who is too young may wait: see `opens_on`.
    """
    if step.way is RouteWay.APPRENTICESHIP and person.age is not None and person.age > OLDEST_APPRENTICE:
        return Closed.AGE
    if step.experience and not person.experienced:
        return Closed.EXPERIENCE
    at_work = person.status in {Status.EMPLOYED, Status.JOBSEEKER}
    if step.way is RouteWay.SCHOOL and at_work and (step.level_out or 0) <= LEVELS[2]:
        return Closed.SCHOOL
    if step.km is not None and person.reach_km is not None and step.km > person.reach_km:
        return Closed.FAR
    return None


def opens_on(step: Step, person: Person, today: date) -> date:
    """Return the first day at which a step may be for a person: who prepares a diploma has it before learning
    as an adult does, and who is too young waits. Today when nothing tells.

    Her birthday is not known: a general age counts from the year in which she may reach it, an age that the
    step itself asks from the day on which she surely has.
    """
    first = today
    if person.studying and person.studying.level and step.way not in IN_TERMS:
        first = person.studying.diploma_on(today)
    age = person.least_age
    if age is None:
        return first
    asked = YOUNGEST_IN_TERMS if step.way in IN_TERMS else YOUNGEST_ELSEWHERE
    if step.way in AS_ADULT | {RouteWay.REFRESHER} and person.status is Status.PUPIL:
        asked = ADULT
    wait = 0 if age >= asked else (asked - age - 1) * DAYS_A_YEAR + 1
    if step.youngest is not None:
        wait = max(wait, (step.youngest - age) * DAYS_A_YEAR)
    return max(first, today + timedelta(days=round(wait)))


def closes_on(step: Step, person: Person, today: date) -> date | None:
    """Return the day from which a person is surely too old for a step; None: never, or she did not say."""
    if step.way is not RouteWay.APPRENTICESHIP or person.age is None:
        return None
    return today + timedelta(days=round((OLDEST_APPRENTICE + 1 - person.age) * DAYS_A_YEAR))


class Held(NamedTuple):
    """What one has at some point of a route."""

    level: int
    prepared: int = 0

    def opens(self, step: Step) -> bool:
        """Tell whether a step may be taken from here; training for adults opens to who is prepared for it."""
        return step.level_in <= (max(self) if step.way in AS_ADULT else self.level)

    def after(self, step: Step) -> "Held | None":
        """Return what one has after a step; None when it brings nothing."""
        if step.prepares is not None:
            return Held(self.level, step.prepares) if step.prepares > max(self) else None
        if step.level_out is None or step.level_out <= self.level:
            return None
        return Held(step.level_out)


def finishing(person: Person, today: date) -> Taken | None:
    """Return the step of finishing the class one is in; None when there is none, or no diploma at its end."""
    studying = person.studying
    if studying is None or studying.level <= person.starts_at:
        return None
    end = studying.diploma_on(today)
    months = round((end - today).days / DAYS_A_MONTH)
    return Taken(
        Step(
            key=f"class:{studying.slug}",
            name=studying.goal,
            way=RouteWay.SCHOOL,
            level_in=studying.held,
            level_out=studying.level,
            months=float(months),
            cost=0.0,
            km=0.0,
            under_way=True,
            doubts=("il faut avoir ce diplôme",),
            source="Ce que vous avez dit",
        ),
        today,
        end,
        sure=True,
    )


def beginnings(person: Person, today: date) -> list[tuple[Held, Route]]:
    """Return what one holds and when one is free: at once; for a pupil after the diploma that she prepares,
    or at the end of the school year when the diploma is further.
    """
    found = []
    taken = finishing(person, today)
    if taken is not None:
        found.append((Held(taken.step.level_out or 0), Route(today, (taken,))))
    free = person.studying.until(today) if person.studying else None
    if taken is None or free != taken.end:
        found.append((Held(person.starts_at), Route(today, free=free)))
    return found


class _Search:
    """One search for one person: the steps she may take, and when."""

    def __init__(self, steps: Iterable[Step], person: Person, today: date):
        usable = sorted({one for one in steps if closed_to(one, person) is None}, key=lambda one: one.key)
        self.opens = {step.key: opens_on(step, person, today) for step in usable}
        self.closes = {step.key: closes_on(step, person, today) for step in usable}
        self.leading = [step for step in usable if step.leads]
        self.between = [step for step in usable if not step.leads]
        self.studies = finishing(person, today) is not None
        self.last: dict[tuple[date, bool], list[Taken]] = {}

    def taken(self, step: Step, ready: date, *, first: bool) -> Taken | None:
        """Return when a step is taken by this person, ready on a day; None when she is too old by then, or
        when it comes first and she would wait years for it.
        """
        if first and self.opens[step.key] > ready + timedelta(days=MOST_WAIT):
            return None
        found = take(step, max(ready, self.opens[step.key]))
        closes = self.closes[step.key]
        return None if closes is not None and found.start >= closes else found

    def too_young(self, route: Route) -> bool:
        """Tell whether another step must come before some that lead there: they are too far off."""
        latest = route.end + timedelta(days=MOST_WAIT)
        return not route.taken and any(self.opens[step.key] > latest for step in self.leading)

    def arriving(self, route: Route) -> list[Taken]:
        """Return the steps from a route to the occupation that none beats (`_brings`)."""
        ready, first = route.end, not route.taken
        if (ready, first) not in self.last:
            groups: dict[tuple[RouteWay, int, int | None], list[tuple[tuple[float, ...], Taken]]] = {}
            for step in self.leading:
                if (taken := self.taken(step, ready, first=first)) is not None:
                    kept = groups.setdefault((step.way, step.level_in, step.level_out), [])
                    _keep_apart(kept, _brings(taken), taken)
            self.last[ready, first] = [taken for kept in groups.values() for _brought, taken in kept]
        return self.last[ready, first]


def _brings(taken: Taken) -> tuple[float, ...]:
    """Return what a last step adds to a route: less is better, each by itself."""
    step = taken.step
    months = UNKNOWN_MONTHS if step.months is None else step.months
    return (
        taken.end.toordinal(),
        step.cost is None,
        step.cost or 0,
        step.km is None,
        step.km or 0,
        0 if step.beside_work else months,
        bool(step.doubts) or not taken.sure,
    )


def _keep_apart(
    kept: list[tuple[tuple[float, ...], Taken]], brought: tuple[float, ...], taken: Taken
) -> None:
    if any(all(map(le, old, brought)) for old, _taken in kept):
        return
    kept[:] = [one for one in kept if not all(map(le, brought, one[0]))]
    kept.append((brought, taken))


def every_route(steps: Iterable[Step], person: Person, *, today: date) -> list[Route]:
    """Return the routes to the occupation that nothing beats step by step, in no particular order."""
    search = _Search(steps, person, today)
    needed = max((step.level_in for step in search.leading), default=0)
    edge = beginnings(person, today)
    arrived: list[Route] = []
    for number in range(MOST_STEPS):
        arrived += [
            route.followed(taken)
            for held, route in edge
            for taken in search.arriving(route)
            if held.opens(taken.step)
        ]
        if number == MOST_STEPS - 1:
            break
        reached: dict[Held, list[Route]] = {}
        for held, route in edge:
            # Who leaves a class before its diploma goes straight to something else, or finishes.
            leaves = search.studies and not route.taken
            if leaves or (held.level >= needed and not search.too_young(route)):
                continue
            for step in search.between:
                after = held.after(step) if held.opens(step) else None
                taken = None if after is None else search.taken(step, route.end, first=not route.taken)
                if after is not None and taken is not None:
                    _keep(reached.setdefault(after, []), route.followed(taken))
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
    """Tell whether a chosen route of the same way is as good in everything, and goes as high."""
    found, level = route.measures, route.last.level_out or 0
    return any(
        one.last.way is route.last.way and (one.last.level_out or 0) >= level and one.measures.no_worse(found)
        for one in chosen
    )
