"""What a list shows of ways to learn: two facts that decide, and the next start that is still true."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import QuerySet

from jalon.occupations.enums import Level
from jalon.territory.rules import said_km
from jalon.training.enums import Mode
from jalon.training.models import Action, Session
from jalon.training.rules.truth import CATCHABLE, LIVE, Dates, State, from_day, in_order, state
from jalon.training.rules.wording import first_clause, said_day, said_length, truth_line
from jalon.training.selectors.addresses import programme_address
from jalon.training.selectors.searching import Around

MODE_LABELS: dict[str, str] = dict(Mode.choices)
LEVEL_LABELS: dict[int, str] = dict(Level.choices)


@dataclass(frozen=True)
class NextStart:
    """The session that leads: `text` its truth line, `others` how many more are live.

    `then`: when it cannot be caught, the next one that can, in one sentence; it is not in `others`.
    """

    text: str
    state: State
    start: date | None
    others: int
    then: str = ""

    @property
    def live(self) -> bool:
        return self.state in LIVE

    @property
    def said(self) -> str:
        """Return all that is said of the starts, on one line."""
        return f"{self.text}. {self.then}" if self.then else self.text


@dataclass(frozen=True)
class OfferCard:
    """One way to follow a programme, in a list."""

    pk: int
    title: str
    url: str
    modes: tuple[str, ...]
    mode_values: tuple[str, ...]
    provider: str
    town: str
    distance: str
    length: str
    level: str
    cost_left: str
    next: NextStart
    demonstration: bool


def dates_of(session: Session, *, permanent: bool) -> Dates:
    """Return what the truth rules need of a session."""
    return Dates(
        session.start,
        session.end,
        session.registration_from,
        session.registration_until,
        session.recruitment,
        permanent,
    )


def next_start(action: Action, today: date) -> NextStart:
    """Return the session of an action that leads today; its sessions should be prefetched."""
    every = [dates_of(session, permanent=action.permanent) for session in action.sessions.all()]
    return _leading(every, action.permanent, today)


def _leading(every: list[Dates], permanent: bool, today: date) -> NextStart:
    """Return which of the sessions of a way leads today; without any, only a permanent one is live."""
    every = every or [Dates(permanent=permanent)]
    ranked = in_order(every, today)
    position, where = ranked[0]
    if where is State.STARTED:
        where = State.UNDATED
    others = sum(state in LIVE for _position, state in ranked[1:])
    return NextStart(truth_line(every[position], where), where, every[position].start, others)


def _standing(every: list[Dates], permanent: bool, first: date, today: date) -> NextStart:
    """Return the session under which a list of what begins on `first` or later sorts and windows a way.

    It may be full, or closed to registration: what can be caught after it is then said too.
    """
    every = every or [Dates(permanent=permanent)]
    ranked = from_day(every, first, today)
    if not ranked:
        start = _leading(every, permanent, today)
        none = f"Aucune date annoncée à partir du {said_day(first)}"
        return NextStart(none, State.UNDATED, None, start.others + 1) if start.live else start
    position, where = ranked[0]
    live = sum(state(dates, today) in LIVE for dates in every)
    later = None if where in CATCHABLE else next((one for one in ranked if one[1] in CATCHABLE), None)
    then = truth_line(every[later[0]], later[1]) if later else ""
    return NextStart(
        text=truth_line(every[position], where),
        state=where,
        start=every[position].start,
        others=live - (2 if later else 1),
        then=f"Ensuite : {then[:1].lower()}{then[1:]}" if then else "",
    )


def actions_with_all() -> QuerySet[Action]:
    """Return the actions with all that a card shows: three queries whatever their number."""
    return Action.objects.select_related(
        "programme__provider", "programme__feed__source", "place__commune"
    ).prefetch_related("sessions")


class _Shown(NamedTuple):
    """What a card is made of; `details` are the action's."""

    pk: int
    key: str
    title: str
    level: int | None
    provider: str
    modes: Sequence[str]
    months: float | None
    hours: int | None
    permanent: bool
    details: Mapping[str, str]
    commune: str | None
    commune_name: str | None
    town: str | None
    demonstration: bool
    example: bool | None  # said of the programme itself


COLUMNS = (
    "pk", "programme__key", "programme__title", "programme__level_out", "programme__provider__name", "modes",
    "months", "hours_total", "permanent", "details", "place__commune_id", "place__commune__name",
    "place__town", "programme__feed__source__demonstration", "programme__details__example",
)  # fmt: skip
DATES = ("action_id", "start", "end", "registration_from", "registration_until", "recruitment")


def _card(one: _Shown, start: NextStart, around: Around | None, query: str) -> OfferCard:
    km = around.distances.get(one.commune or "") if around else None
    url = programme_address(one.key)
    return OfferCard(
        pk=one.pk,
        title=one.title,
        url=f"{url}?{query}" if query else url,
        modes=tuple(MODE_LABELS.get(mode, mode) for mode in one.modes),
        mode_values=tuple(one.modes),
        provider=one.provider,
        town=one.commune_name or (one.town or "").title(),
        distance="" if km is None else said_km(km),
        length=said_length(one.months, one.hours, one.details.get("length_text", "")),
        level="" if one.level is None else LEVEL_LABELS.get(one.level, str(one.level)),
        cost_left=first_clause(one.details.get("cost_left", "")),
        next=start,
        demonstration=one.demonstration or bool(one.example),
    )


def offer_card(action: Action, *, today: date, around: Around | None = None, query: str = "") -> OfferCard:
    """Return the card of one action; `query` is added to its address (« commune=37261 »)."""
    programme, place = action.programme, action.place
    commune = place.commune if place else None
    shown = _Shown(
        pk=action.pk,
        key=programme.key,
        title=programme.title,
        level=programme.level_out,
        provider=programme.provider.name,
        modes=action.modes,
        months=action.months,
        hours=action.hours_total,
        permanent=action.permanent,
        details=action.details,
        commune=commune.insee_code if commune else None,
        commune_name=commune.name if commune else None,
        town=place.town if place else None,
        demonstration=programme.feed.source.demonstration,
        example=programme.details.get("example"),
    )
    return _card(shown, next_start(action, today), around, query)


def offer_cards(
    refs: Sequence[int], *, first: date, today: date, around: Around | None = None, query: str = ""
) -> list[OfferCard]:
    """Return the cards of these actions, in order; one that has just gone is left out.

    `first`: the day from which starts are asked: each card shows the first one from then on.
    Only what a card shows is read: two queries whatever their number.
    """
    if not refs:
        return []
    rows = Action.objects.filter(pk__in=refs).order_by().values_list(*COLUMNS)
    found = {one.pk: one for one in map(_Shown._make, rows)}
    every: dict[int, list[Dates]] = defaultdict(list)
    for ref, *dates in Session.objects.filter(action__in=refs).values_list(*DATES):
        if ref in found:
            every[ref].append(Dates(*dates, permanent=found[ref].permanent))
    return [
        _card(found[pk], _standing(every[pk], found[pk].permanent, first, today), around, query)
        for pk in refs
        if pk in found
    ]
