"""The graph of routes for networkx: nodes and edges with a length in days, as a plain program draws them.

A level leads to each way to learn that asks it (days until the end of its next session), that way to its
certification or title, that one to its occupations. A level leads to the lower ones for nothing, and to
higher ones by the general steps of the rule set. Lengths are fixed once from today, while ours follow each
step's end; ages, refusals, costs and distances are left out: networkx is asked for less than ours answers.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import islice, pairwise
from typing import Any, NamedTuple

import networkx

from jalon.guidance.rules.route_search import closed_to
from jalon.guidance.rules.route_steps import entry_by_length
from jalon.guidance.rules.routes import DAYS_A_MONTH, LEVELS, UNKNOWN_MONTHS, RouteWay, Step, take
from jalon.guidance.selectors.route_rules import route_rules
from jalon.training.models import Action, Certification, CertificationOccupation, Session
from jalon.training.rules.truth import CATCHABLE, Dates, state
from jalon.training.selectors.searching import Around
from jalon.training.selectors.ways import MODE_OF_ACCESS

PATHS = 5
DISTANCE = "distance"


class Offer(NamedTuple):
    """A way to learn that one can still begin; `days` from today to its end; `target`: what it gives."""

    pk: int
    level: int
    days: float
    place: str | None
    far: bool  # from anywhere
    target: tuple[str, str]
    leads: Sequence[str]


class Guess(NamedTuple):
    """A certification in force by one of its usual ways."""

    code: str
    way: str
    level: int
    days: float
    leads: Sequence[str]


def offers(today: date) -> list[Offer]:
    """Read every way to learn that one can still begin."""
    starts: dict[int, date] = {}
    columns = (
        "action_id",
        "start",
        "end",
        "registration_from",
        "registration_until",
        "recruitment",
        "action__permanent",
    )
    for ref, *said in Session.objects.order_by("start").values_list(*columns).iterator(chunk_size=5_000):
        dates = Dates(*said)
        if state(dates, today) in CATCHABLE:
            starts.setdefault(ref, max(dates.start or today, today))
    columns = ("pk", "months", "modes", "place__commune_id", "programme__level_in", "programme__level_out",
               "programme__certification_code", "programme__title", "programme__rome_codes")  # fmt: skip
    found = []
    for pk, months, modes, place, entry, level, code, title, leads in Action.objects.values_list(
        *columns
    ).iterator():
        if pk in starts:
            wait = (starts[pk] - today).days
            days = wait + (UNKNOWN_MONTHS if months is None else months) * DAYS_A_MONTH
            asked = entry_by_length(level, months) if entry is None else entry
            target = ("certification", code) if code else ("title", title)
            found.append(Offer(pk, asked, days, place, DISTANCE in modes, target, leads))
    return found


def guesses() -> list[Guess]:
    """Return every certification in force by each of its usual ways."""
    leads: dict[str, list[str]] = defaultdict(list)
    for code, rome in CertificationOccupation.objects.values_list("certification_id", "rome_code"):
        leads[code].append(rome)
    rules = route_rules()
    known = Certification.objects.filter(active=True, level__isnull=False)
    return [
        Guess(code, way, usual.level_in, usual.months * DAYS_A_MONTH, leads[code])
        for code, kind, level, access in known.values_list("code", "kind", "level", "access")
        for way in sorted({MODE_OF_ACCESS[one] for one in access if one in MODE_OF_ACCESS})
        for usual in rules.usual(kind, level, RouteWay(way))
    ]


def _levels() -> networkx.DiGraph:
    graph = networkx.DiGraph()
    for low, high in pairwise(LEVELS):
        graph.add_edge(("level", high), ("level", low), days=0)
    return graph


def whole_graph(offered: Iterable[Offer], guessed: Iterable[Guess], around: Around) -> networkx.DiGraph:
    """Return the graph of everything that can be learnt within reach of a commune."""
    graph = _levels()
    for step in route_rules().ladder:
        _add(graph, step.level_in, step.key, (step.months or 0) * DAYS_A_MONTH, ("level", step.level_out))
    for one in guessed:
        target = ("certification", one.code)
        _add(graph, one.level, f"{one.code} {one.way} {one.level}", one.days, target)
        graph.add_edges_from((target, ("occupation", code), {"days": 0}) for code in one.leads)
    for one in offered:
        if one.far or one.place in around.distances:
            _add(graph, one.level, one.pk, one.days, one.target)
            graph.add_edges_from((one.target, ("occupation", code), {"days": 0}) for code in one.leads)
    return graph


def graph_of(steps: Iterable[Step], person: Any, today: date) -> networkx.DiGraph:
    """Return the graph of these steps alone, those that are closed to this person left out."""
    graph = _levels()
    for step in steps:
        if closed_to(step, person) is None:
            days = (take(step, today).end - today).days
            target = ("occupation", "") if step.leads else ("level", step.level_out)
            _add(graph, step.level_in, step.key, days, target)
    return graph


def _add(graph: networkx.DiGraph, level: int, name: object, days: float, target: tuple[str, Any]) -> None:
    if target == ("level", None):
        return
    graph.add_edge(("level", level), ("way", name), days=days)
    graph.add_edge(("way", name), target, days=0)


def routes(graph: networkx.DiGraph, question: Any) -> list[list[Any]]:
    """Return the shortest routes of a person to an occupation, in days."""
    target = ("occupation", question.occupation.code)
    target = target if target in graph else ("occupation", "")
    start = ("level", question.person.starts_at)
    if target not in graph:
        return []
    try:
        return list(islice(networkx.shortest_simple_paths(graph, start, target, weight="days"), PATHS))
    except networkx.NetworkXNoPath:
        return []
