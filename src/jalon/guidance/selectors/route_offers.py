"""Real offers as steps, with their next sessions."""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import NamedTuple

from django.db.models import Q
from django.db.models.fields.json import KT, KeyTextTransform
from django.db.models.functions import Coalesce

from jalon.guidance.rules.route_steps import (
    JURY,
    SHORT,
    TO_LEAVE_SCHOOL,
    USUAL_LENGTH,
    RouteRules,
    asks_experience,
    entry_by_length,
    entry_of,
    youngest_asked,
)
from jalon.guidance.rules.routes import AS_ADULT, LEVELS, RouteWay, Step
from jalon.guidance.rules.situation import Person, Status
from jalon.search.rules import fold
from jalon.search.rules.occurrences import Wanted
from jalon.search.selectors.occurrences import Order, first_refs
from jalon.territory.rules import distance_km
from jalon.training.enums import Mode
from jalon.training.models import Action, Session
from jalon.training.rules.truth import CATCHABLE, Dates, State, state
from jalon.training.rules.wording import said_price
from jalon.training.selectors.addresses import programme_address
from jalon.training.selectors.searching import KIND, Around

LOOKED_AT = 24  # offers of a mode in each order; all of them when there are no more
MOST_HELD = 48  # offers of a mode that are kept for an occupation, whoever asks: about 1.5 kB each
FREE_WORDS = ("rien", "gratuit", "aucun", "0 €")
EUROS = re.compile(r"(\d[\d\s]*)(?:[.,]\d+)?\s*(?:€|euros?)\.?")
SALARIED = frozenset({RouteWay.APPRENTICESHIP, RouteWay.DIRECT})
ONE_YEAR_LESS = "durée plus courte avec votre diplôme : à demander"


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


class _Row(NamedTuple):
    """One way to follow a programme, as the database gives it."""

    pk: int
    number: str
    modes: list[str]
    permanent: bool
    months: float | None
    price: float | None
    cost_left: str | None
    conditions: str | None
    key: str
    title: str
    certification: str
    level_in: int | None
    level_out: int | None
    programme_conditions: str | None
    example: str | int | None  # SQLite gives 1
    demonstration: bool
    source: str
    provider: str
    commune: str | None
    commune_name: str | None
    town: str | None
    latitude: float | None
    longitude: float | None


PLAIN = {
    "said_cost": KT("details__cost_left"),
    "said_conditions": KT("details__conditions"),
    "place_latitude": Coalesce("place__commune__latitude", "place__latitude"),
    "place_longitude": Coalesce("place__commune__longitude", "place__longitude"),
    "programme_conditions": KeyTextTransform("conditions", "programme__details"),
    "said_example": KeyTextTransform("example", "programme__details"),
}
COLUMNS = (
    "pk", "number", "modes", "permanent", "months", "price", "said_cost", "said_conditions",
    "programme__key", "programme__title", "programme__certification_code", "programme__level_in",
    "programme__level_out", "programme_conditions", "said_example", "programme__feed__source__demonstration",
    "programme__feed__source__title", "programme__provider__name", "place__commune_id",
    "place__commune__name", "place__town",
    "place_latitude", "place_longitude",
)  # fmt: skip


class _Starts(NamedTuple):
    """When an action can still be begun: days, and whether at once until a day (None: always)."""

    days: tuple[date, ...] = ()
    any_time: bool = False
    until: date | None = None


class Offers(NamedTuple):
    """The offers that lead to occupations on a day, whoever asks. `refs`: their keys, by mode, of the modes
    that have few enough to be read whole; `rows` and `starts`: by key.
    """

    refs: dict[str, frozenset[int]]
    rows: dict[int, _Row]
    starts: dict[int, _Starts]


def _wanted(codes: Sequence[str], mode: str, today: date) -> Wanted:
    return Wanted(today.toordinal(), facets={"mode": (mode,)}, tags=(tuple(f"rome:{c}" for c in codes),))


def read_offers(codes: Sequence[str], today: date) -> Offers:
    """Return the offers that lead to occupations: two queries, whatever is offered."""
    found = {mode: first_refs(KIND, _wanted(codes, mode, today), limit=MOST_HELD) for mode in Mode.values}
    refs = {mode: frozenset(first) for mode, (total, first) in found.items() if total <= MOST_HELD}
    every = frozenset().union(*refs.values())
    return Offers(refs, _rows(every), _starts(every, today))


def _rows(refs: Collection[int]) -> dict[int, _Row]:
    found = Action.objects.filter(pk__in=refs).annotate(**PLAIN).values_list(*COLUMNS) if refs else ()
    return {row.pk: row for row in map(_Row._make, found)}


def _refs(
    codes: Sequence[str], offers: Offers, mode: str, person: Person, today: date, around: Around | None
) -> Collection[int]:
    """Return the keys of the offers of a mode to look at: all those within reach, or when they are many the
    soonest, and those that she may enter now the soonest, shortest and nearest. None within reach: anywhere.
    """
    if mode in offers.refs:
        held = offers.refs[mode]
        if around is not None and mode != Mode.DISTANCE:
            near = {ref for ref in held & offers.rows.keys() if offers.rows[ref].commune in around.distances}
            held = near or held
        if len(held) <= LOOKED_AT:
            return held
    return _first_refs(_wanted(codes, mode, today), mode, person, around)


def _first_refs(wanted: Wanted, mode: str, person: Person, around: Around | None) -> set[int]:
    """Ask the index for the offers of a mode to look at."""
    total, refs = 0, []
    if around is not None and mode != Mode.DISTANCE:
        near = replace(wanted, places=tuple(around.distances))
        total, refs = first_refs(KIND, near, limit=LOOKED_AT)
        wanted = near if total else wanted
    if not total:
        total, refs = first_refs(KIND, wanted, limit=LOOKED_AT)
    found = set(refs)
    if total > LOOKED_AT:
        open_to = tuple(str(level) for level in LEVELS if level <= person.starts_at)
        entered = replace(wanted, facets=wanted.facets | {"in": open_to})
        orders = [order for order in Order if order is not Order.DISTANCE or wanted.places is not None]
        found.update(
            ref for order in orders for ref in first_refs(KIND, entered, order=order, limit=LOOKED_AT)[1]
        )
    return found


def offered_steps(
    codes: Sequence[str],
    offers: Offers,
    leading: Mapping[str, Leading],
    rules: RouteRules,
    person: Person,
    *,
    today: date,
    around: Around | None,
) -> list[Step]:
    """Return the offers that lead to occupations as steps, those that one can still catch.

    Two queries when some are not held in `offers`.
    """
    found = {mode: _refs(codes, offers, mode, person, today, around) for mode in Mode.values}
    refs = set().union(*found.values())
    rows, starts = offers.rows, offers.starts
    if others := refs - rows.keys():
        rows, starts = rows | _rows(others), starts | _starts(others, today)
    making = _Making(leading, rules, person, around)
    steps = []
    for row in (rows[ref] for ref in sorted(refs & rows.keys())):
        when = starts[row.pk] if row.pk in starts else _Starts(any_time=row.permanent)
        if when.days or when.any_time:
            for mode in row.modes:
                if row.pk in found.get(mode, ()):
                    steps += making.steps(row, RouteWay(mode), when)
    return steps


def _starts(refs: Collection[int], today: date) -> dict[int, _Starts]:
    """Return when actions can be begun from today on, by key; those without a live session are not."""
    if not refs:
        return {}
    live = Q(start__gte=today) | Q(action__permanent=True)
    rows = Session.objects.filter(live, action__in=refs).order_by("start", "pk")
    read = rows.values_list(
        "action_id",
        "start",
        "end",
        "registration_from",
        "registration_until",
        "recruitment",
        "action__permanent",
    )
    days: dict[int, list[date]] = defaultdict(list)
    ends: dict[int, list[date | None]] = defaultdict(list)
    known = set()
    for ref, *said in read:
        known.add(ref)
        dates = Dates(*said)
        where = state(dates, today)
        if where is State.ANY_TIME:
            ends[ref].append(dates.sure_end)
        elif where in CATCHABLE and dates.start:
            days[ref].append(dates.start)
    return {
        ref: _Starts(
            tuple(dict.fromkeys(days[ref])),
            bool(ends[ref]),
            None if None in ends[ref] else max((end for end in ends[ref] if end), default=None),
        )
        for ref in known
    }


class _Making:
    """What makes steps of rows, for one person and one place."""

    def __init__(
        self, leading: Mapping[str, Leading], rules: RouteRules, person: Person, around: Around | None
    ):
        self.leading, self.rules, self.person, self.around = leading, rules, person, around
        self.usual = cache(rules.usual)

    def steps(self, row: _Row, way: RouteWay, when: _Starts) -> list[Step]:
        """Return an offer as a step; and as a shorter one for who holds a diploma that shortens it."""
        certification = self.leading.get(row.certification)
        kind = certification.kind if certification else ""
        level = certification.level if certification else row.level_out
        usual = self.usual(kind, level, way)
        entry = entry_of(usual) if row.level_in is None and row.months is None else row.level_in
        months = row.months if row.months is not None else next((one.months for one in usual), None)
        if entry is None:
            entry = entry_by_length(level, months)
        note = " ".join(one for one in (row.conditions, row.programme_conditions) if one)
        at_home = way is RouteWay.DISTANCE and set(row.modes) == {Mode.DISTANCE}
        step = Step(
            key=f"offer:{row.key}:{row.number}:{way}",
            name=certification.name if certification else row.title,
            way=way,
            level_in=entry,
            level_out=level,
            leads=True,
            months=months,
            starts=when.days,
            any_time=when.any_time,
            until=when.until,
            cost=_cost(row, way),
            cost_words=_cost_words(row),
            km=0.0 if at_home else self._km(row),
            place="Chez vous" if at_home else row.commune_name or row.town or "",
            provider=row.provider,
            url=programme_address(row.key),
            certification=row.certification,
            experience=way is RouteWay.VAE or asks_experience(note),
            example=row.demonstration or str(row.example) in {"1", "true"},
            youngest=youngest_asked(note),
            earning=way in SALARIED,
            doubts=self._doubts(row, way),
            note=note,
            source=row.source,
        )
        studying = self.person.studying
        held = max(self.person.starts_at, studying.level if studying else 0)
        shorter = [
            one
            for one in usual
            if kind in one.kinds and entry < one.level_in <= held and one.months < (months or 0)
        ]
        if not shorter:
            return [step]
        best = min(shorter, key=lambda one: one.months)
        doubts = (*step.doubts, ONE_YEAR_LESS)
        return [
            step,
            replace(step, key=f"{step.key}:short", level_in=best.level_in, months=best.months, doubts=doubts),
        ]

    def _doubts(self, row: _Row, way: RouteWay) -> tuple[str, ...]:
        said = {
            USUAL_LENGTH: row.months is None,
            "niveau d'entrée à demander": row.level_in is None,
            JURY: way is RouteWay.VAE,
            SHORT: row.level_out is None and row.certification not in self.leading,
            "trouver un employeur": way is RouteWay.APPRENTICESHIP,
            TO_LEAVE_SCHOOL: self.person.status is Status.PUPIL and way in AS_ADULT,
        }
        return tuple(words for words, is_so in said.items() if is_so)

    def _km(self, row: _Row) -> float | None:
        if self.around is None:
            return None
        if row.commune in self.around.distances:
            return self.around.distances[row.commune]
        if row.latitude is None or row.longitude is None:
            return None
        here = self.around.commune
        return distance_km(here.latitude, here.longitude, row.latitude, row.longitude)


def _cost(row: _Row, way: RouteWay) -> float | None:
    """Return the euros left to pay, when they are known: nothing, a sum said, or the price without help."""
    words = " ".join(fold(row.cost_left or "").split())
    if way is RouteWay.APPRENTICESHIP or words.startswith(FREE_WORDS) or row.price == 0:
        return 0.0
    if sum_said := EUROS.fullmatch(words):
        return float("".join(sum_said[1].split()))
    return None if words else row.price


def _cost_words(row: _Row) -> str:
    """Return what is left to pay in the provider's words, else what the price tells; empty when unknown."""
    if row.cost_left or row.price is None:
        return row.cost_left or ""
    return "rien" if row.price == 0 else f"{said_price(row.price)} au plus, moins les aides"
