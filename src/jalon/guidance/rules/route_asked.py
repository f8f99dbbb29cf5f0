"""What an address asks of the route planner, read without trust and written short."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from jalon.guidance.rules.address import read_answers
from jalon.guidance.rules.routes import Prefer
from jalon.guidance.rules.situation import CLASSES, Person, Status

AGE = re.compile(r"[0-9]{1,3}")
LEAST_AGE, MOST_AGE = 10, 100
SITUATIONS = {"eleve": Status.PUPIL, "emploi": Status.EMPLOYED, "recherche": Status.JOBSEEKER}
ORDERS = {
    "rapide": Prefer.QUICKEST,
    "cout": Prefer.CHEAPEST,
    "proche": Prefer.NEAREST,
    "paye": Prefer.EARNING,
}


class RouteAsked(NamedTuple):
    """A situation and what comes first. `commune`: INSEE code; `abroad`: a foreign diploma."""

    person: Person
    prefer: Prefer
    commune: str
    situation: str
    order: str
    abroad: bool


def read_routes_asked(query: Mapping[str, Sequence[str]], code: str) -> RouteAsked:
    """Read the address of the routes to an occupation; what does not read as an answer is unsaid.

    The answers (niveau, commune, km, fait) are those of `Answers`; an age serves only the rules of law on
    apprenticeship and is asked nowhere else.
    """
    answers = read_answers(query)
    age = (query.get("age") or [""])[0].strip()
    years = int(age) if AGE.fullmatch(age) else None
    situation = (query.get("situation") or [""])[0]
    studying = CLASSES.get(situation)
    order = (query.get("ordre") or [""])[0]
    return RouteAsked(
        person=Person(
            level=answers.level_now,
            age=years if years is not None and LEAST_AGE <= years <= MOST_AGE else None,
            status=Status.PUPIL if studying else SITUATIONS.get(situation, Status.UNSAID),
            experienced=True if code in answers.past else None,
            reach_km=answers.kilometres,
            studying=studying,
        ),
        prefer=ORDERS.get(order, Prefer.BALANCED),
        commune=answers.commune,
        situation=situation if studying or situation in SITUATIONS else "",
        order=order if order in ORDERS else "",
        abroad=bool(query.get("ailleurs")),
    )
