"""The starts of an intake one by one, with all that its page and its files say of them."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Prefetch, QuerySet

from jalon.training.enums import Funding, Mode, Recruitment
from jalon.training.models import Action, Session
from jalon.training.rules.intakes import Intake
from jalon.training.rules.truth import Dates, State, state
from jalon.training.rules.wording import said_length
from jalon.training.selectors.departures import read_day, tag_of, town_of
from jalon.training.selectors.intakes import (
    Entry,
    Line,
    departement_names,
    domain_names,
    headings,
    level_names,
)
from jalon.training.selectors.offers import dates_of
from jalon.training.selectors.ways import MODE_ICONS, said_cost

CHUNK = 500
MODE_LABELS = dict(Mode.choices)
FUNDING_LABELS = dict(Funding.choices)
ACCESS = {True: "Oui", False: "Non", None: "Non précisé"}


class Start(NamedTuple):
    """One start; `day` None: at any time. `words` and `icon` say its state."""

    day: date | None
    end: date | None
    registration_until: date | None
    state: State
    words: str
    icon: str


class Row(NamedTuple):
    """One start of one way to follow a programme. `url` is a path on this site. Prices are in euros."""

    line: Line
    certification: str
    level: str
    domain: str
    modes: tuple[str, ...]
    icon: str
    provider: str
    town: str
    at_home: bool
    postal_code: str
    departement: str
    start: Start
    length: str
    hours: int | None
    price: float | None
    cost_left: str
    funding: tuple[str, ...]
    accessible: str
    updated_on: date
    source: str
    demonstration: bool
    url: str


def rows_of(lines: Sequence[Line], intake: Intake, *, today: date) -> Iterator[Row]:
    """Yield the starts of these ways inside the window, in order; a few queries for each 500 of them."""
    names = (level_names(), domain_names(), departement_names())
    for first in range(0, len(lines), CHUNK):
        part = lines[first : first + CHUNK]
        found = _actions(intake).in_bulk([line.pk for line in part])
        for line in part:
            if line.pk in found:
                yield from _rows(line, found[line.pk], names, today)


def _actions(intake: Intake) -> QuerySet[Action]:
    inside = Session.objects.filter(start__gte=intake.first, start__lte=intake.last)
    real = inside.exclude(recruitment=Recruitment.SUSPENDED).order_by("start", "pk")
    return Action.objects.select_related(
        "programme__provider", "programme__feed__source", "place__commune"
    ).prefetch_related(Prefetch("sessions", real, to_attr="inside"))


def _rows(line: Line, action: Action, names: tuple[dict[str, str], ...], today: date) -> Iterator[Row]:
    about = _about(line, action, names)
    programme = action.programme
    days = [read_day(action.details.get("updated_on")), programme.updated_on, programme.received_on]
    if line.permanent:
        words, icon = tag_of(Dates(permanent=True), State.ANY_TIME)
        start = Start(None, None, None, State.ANY_TIME, words, icon)
        yield Row(**about, start=start, updated_on=next(filter(None, days)))
        return
    for session in action.inside:
        updated_on = next(filter(None, [session.updated_on, *days]))
        yield Row(**about, start=_start(session, today), updated_on=updated_on)


def _start(session: Session, today: date) -> Start:
    dates = dates_of(session, permanent=False)
    where = state(dates, today)
    words, icon = tag_of(dates, where)
    return Start(session.start, dates.sure_end, session.registration_until, where, words, icon)


def _about(line: Line, action: Action, names: tuple[dict[str, str], ...]) -> dict[str, Any]:
    """Return what all the starts of one way say alike."""
    programme, place = action.programme, action.place
    levels, domains, departements = names
    source = programme.feed.source
    access, note = ACCESS[action.accessible], action.details.get("access_text", "").strip()
    return {
        "line": line,
        "certification": programme.certification_code,
        "level": levels[line.level],
        "domain": domains.get(line.domain, ""),
        "modes": tuple(MODE_LABELS[mode] for mode in action.modes if mode in MODE_LABELS),
        "icon": next((MODE_ICONS[mode] for mode in action.modes if mode in MODE_ICONS), "book-open"),
        "provider": programme.provider.name,
        "town": town_of(place),
        "at_home": set(action.modes) == {Mode.DISTANCE},
        "postal_code": place.postal_code if place else "",
        "departement": departements.get(line.departement, ""),
        "length": said_length(action.months, None, action.details.get("length_text", "")),
        "hours": action.hours_total,
        "price": action.price,
        "cost_left": said_cost(action),
        "funding": tuple(FUNDING_LABELS[one] for one in action.funding if one in FUNDING_LABELS),
        "accessible": f"{access} : {note}" if note else access,
        "source": source.title,
        "demonstration": programme.example,
        "url": programme.get_absolute_url(),
    }


class Way(NamedTuple):
    """One way to follow a programme, with its starts inside the window."""

    row: Row
    starts: list[Start]


class Listed(NamedTuple):
    """One programme of the list, under one heading."""

    row: Row
    ways: list[Way]


class Part(NamedTuple):
    """What the list shows under one domain; `levels`: (name, programmes)."""

    anytime: bool
    name: str
    levels: list[tuple[str, list[Listed]]]


def parts_of(entries: Sequence[Entry], intake: Intake, *, today: date) -> list[Part]:
    """Return some programmes of the list under their headings: three queries, whatever their number."""
    found: dict[int, list[Row]] = {}
    for row in rows_of([line for entry in entries for line in entry.lines], intake, today=today):
        found.setdefault(row.line.pk, []).append(row)
    names, parts = level_names(), []
    for (anytime, domain), levels in headings(entries):
        named = [(names[level], [_listed(entry, found) for entry in inside]) for level, inside in levels]
        kept = [(level, [one for one in inside if one]) for level, inside in named]
        parts.append(Part(anytime, domain_names()[domain], [pair for pair in kept if pair[1]]))
    return [part for part in parts if part.levels]


def _listed(entry: Entry, found: dict[int, list[Row]]) -> Listed | None:
    ways = [found[line.pk] for line in entry.lines if line.pk in found]
    return Listed(ways[0][0], [Way(rows[0], [row.start for row in rows]) for rows in ways]) if ways else None
