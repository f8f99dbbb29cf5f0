"""What tells whether a route can really be followed: a check that the search itself does not make."""

from itertools import pairwise

from jalon.guidance.rules.route_search import Held, beginnings, closed_to, closes_on, opens_on
from jalon.guidance.rules.routes import Route
from jalon.guidance.rules.situation import Person


def is_feasible(route: Route, person: Person) -> bool:
    """Tell whether the steps of a route can be taken one after the other: levels, ages, days."""
    starts = {tuple(begun.taken): (held, begun) for held, begun in beginnings(person, route.ready)}
    first = next((taken for taken in starts if taken and taken == route.taken[: len(taken)]), ())
    held: Held | None = starts[first][0]
    for position, one in enumerate(route.taken[len(first) :], start=len(first)):
        if held is None or not held.opens(one.step) or closed_to(one.step, person) is not None:
            return False
        closes = closes_on(one.step, person, route.ready)
        if one.start < opens_on(one.step, person, route.ready) or (closes and one.start >= closes):
            return False
        if one.step.leads != (position == len(route.taken) - 1):
            return False
        held = held.after(one.step)
    days = [starts[first][1].end, *(day for one in route.taken[len(first) :] for day in (one.start, one.end))]
    return all(one <= two for one, two in pairwise(days))
