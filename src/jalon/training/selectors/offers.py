"""What a list shows of ways to learn: two facts that decide, and the next start that is still true."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from jalon.territory.rules import said_km
from jalon.training.enums import Mode
from jalon.training.models import Action, Session
from jalon.training.rules.truth import LIVE, Dates, State, in_order
from jalon.training.rules.wording import first_clause, said_length, truth_line
from jalon.training.selectors.searching import Around

MODE_LABELS: dict[str, str] = dict(Mode.choices)


@dataclass(frozen=True)
class NextStart:
    """The session that leads: `text` its truth line, `others` how many more are live."""

    text: str
    state: State
    start: date | None
    others: int

    @property
    def live(self) -> bool:
        return self.state in LIVE


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
    if not every:
        every = [Dates(permanent=action.permanent)]
    ranked = in_order(every, today)
    position, where = ranked[0]
    if where is State.STARTED:
        where = State.UNDATED
    others = sum(state in LIVE for _position, state in ranked[1:])
    return NextStart(truth_line(every[position], where), where, every[position].start, others)


def actions_with_all() -> QuerySet[Action]:
    """Return the actions with all that a card shows: three queries whatever their number."""
    return Action.objects.select_related(
        "programme__provider", "programme__feed__source", "place__commune"
    ).prefetch_related("sessions")


def offer_card(action: Action, *, today: date, around: Around | None = None, query: str = "") -> OfferCard:
    """Return the card of one action; `query` is added to its address (« commune=37261 »)."""
    programme, place = action.programme, action.place
    code = place.commune_id if place else None
    km = around.distances.get(code or "") if around else None
    url = programme.get_absolute_url()
    return OfferCard(
        pk=action.pk,
        title=programme.title,
        url=f"{url}?{query}" if query else url,
        modes=tuple(MODE_LABELS.get(mode, mode) for mode in action.modes),
        mode_values=tuple(action.modes),
        provider=programme.provider.name,
        town=(place.commune.name if place and place.commune else place.town.title()) if place else "",
        distance="" if km is None else said_km(km),
        length=said_length(action.months, action.hours_total, action.details.get("length_text", "")),
        level="" if programme.level_out is None else programme.get_level_out_display(),
        cost_left=first_clause(action.details.get("cost_left", "")),
        next=next_start(action, today),
        demonstration=programme.feed.source.demonstration,
    )


def offer_cards(
    refs: Sequence[int], *, today: date, around: Around | None = None, query: str = ""
) -> list[OfferCard]:
    """Return the cards of these actions, in order; one that has just gone is left out."""
    found = actions_with_all().in_bulk(refs)
    return [offer_card(found[pk], today=today, around=around, query=query) for pk in refs if pk in found]
