"""The ways to follow one programme, each with its sessions told truthfully."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.urls import reverse

from jalon.territory.rules import said_km
from jalon.training.enums import Mode, Recruitment, Rhythm
from jalon.training.models import Action, Place, Programme, Session
from jalon.training.rules.session_keys import Numbered, session_keys
from jalon.training.rules.texts import web_address
from jalon.training.rules.truth import CATCHABLE, LIVE, Dates, State, in_order
from jalon.training.rules.wording import announced_line, said_day, said_length, truth_line
from jalon.training.selectors.offers import MODE_LABELS, dates_of
from jalon.training.selectors.searching import Around
from jalon.training.selectors.stand_ins import StandIn
from jalon.training.selectors.ways import MODE_ICONS, kilometres, said_cost

OLD_CHECK = timedelta(days=183)
MOST_PAST = 12
TAGS: dict[State, tuple[str, str]] = {
    State.ANY_TIME: ("Toute l'année", "circle-check"),
    State.OPEN: ("À venir", "calendar-check"),
    State.NOT_YET: ("Inscriptions plus tard", "clock"),
    State.FULL: ("Complet", "circle-slash"),
    State.REGISTRATION_OVER: ("Inscriptions closes", "circle-slash"),
    State.UNDATED: ("Pas de date", "circle-question-mark"),
    State.STARTED: ("Passée", "history"),
    State.SUSPENDED: ("Suspendue", "circle-x"),
}
OPEN_TAG = ("Inscriptions ouvertes", "circle-check")


@dataclass(frozen=True)
class Checked:
    """When what is said was last checked, or else received; `old`: more than six months ago."""

    words: str
    old: bool


@dataclass(frozen=True)
class SessionLine:
    """A session: its truth line, a short state with its icon, what else is known; no `key`, no session."""

    key: str
    text: str
    state: State
    tag: str
    icon: str
    dates: Dates
    seats: int | None
    checked: Checked
    calendar: str
    how: str
    site: str

    @property
    def live(self) -> bool:
        return self.state in LIVE

    @property
    def catchable(self) -> bool:
        return self.state in CATCHABLE

    @property
    def now(self) -> bool:
        """Tell whether one can sign up today."""
        return self.state in {State.ANY_TIME, State.OPEN}


@dataclass
class ActionBlock:
    """One way to follow the programme; its live sessions in the order of rules.truth, the others apart.

    `name`: what tells it from the other ways of the page. `announced`: what had been said of its sessions
    when the programme is closed.
    """

    action: Action
    label: str
    icon: str
    where: str
    distance: str
    length: str
    rhythm: str
    cost: str
    name: str = ""
    live: list[SessionLine] = field(default_factory=list)
    asleep: list[SessionLine] = field(default_factory=list)
    past: list[SessionLine] = field(default_factory=list)
    announced: list[str] = field(default_factory=list)
    stand_in: StandIn | None = None

    @property
    def lead(self) -> SessionLine | None:
        return self.live[0] if self.live else None


def checked(days: Sequence[date | None], *, received: date, today: date) -> Checked:
    """Return the first of `days` that is not to come as the day of the check, else the day of reception."""
    day = next((one for one in days if one is not None and one <= today), None)
    verb, day = ("vérifié", day) if day else ("reçu", received)
    return Checked(f"{verb} le {said_day(day)}", today - day > OLD_CHECK)


def tag_of(dates: Dates, where: State) -> tuple[str, str]:
    """Return the short words and the icon of a state; registration is open only where something says so."""
    said = dates.recruitment == Recruitment.OPEN or dates.registration_until is not None
    return OPEN_TAG if where is State.OPEN and said else TAGS[where]


def read_day(text: object) -> date | None:
    """Return a day kept as text in details."""
    return date.fromisoformat(text) if isinstance(text, str) and text else None


def town_of(place: Place | None) -> str:
    """Return the town of a place as people write it."""
    if place is None:
        return ""
    return place.commune.name if place.commune else place.town.title()


def keyed_sessions(programme: Programme) -> list[tuple[str, Action, Session]]:
    """Return (key, action, session) of all the sessions; actions and sessions should be prefetched."""
    pairs = [(action, session) for action in programme.actions.all() for session in action.sessions.all()]
    keys = session_keys(
        programme.key, [Numbered(action.number, session.number, session.start) for action, session in pairs]
    )
    return [(key, action, session) for key, (action, session) in zip(keys, pairs, strict=True)]


def is_closed(programme: Programme) -> bool:
    """Tell whether the last load of its feed no longer holds a programme."""
    return programme.until is not None and programme.until <= programme.feed.current


def action_blocks(programme: Programme, *, today: date, around: Around | None) -> list[ActionBlock]:
    """Return the ways to follow a programme, those with a session to catch first."""
    keys = {session.pk: key for key, _action, session in keyed_sessions(programme)}
    blocks = [_block(programme, action, keys, today, around) for action in programme.actions.all()]
    tell_apart(blocks)
    return sorted(
        blocks, key=lambda block: 0 if block.lead and block.lead.catchable else 1 if block.lead else 2
    )


def _block(
    programme: Programme, action: Action, keys: dict[int, str], today: date, around: Around | None
) -> ActionBlock:
    at_home = set(action.modes) == {Mode.DISTANCE}
    km = None if at_home else kilometres(action.place, around)
    modes = [MODE_LABELS[mode] for mode in action.modes if mode in MODE_LABELS]
    block = ActionBlock(
        action=action,
        label=" ou ".join([modes[0], *(mode[:1].lower() + mode[1:] for mode in modes[1:])] if modes else []),
        icon=next((MODE_ICONS[mode] for mode in action.modes if mode in MODE_ICONS), "book-open"),
        where="Chez vous" if at_home else town_of(action.place),
        distance="" if km is None else said_km(km),
        length=said_length(action.months, action.hours_total, action.details.get("length_text", "")),
        rhythm=action.details.get("rhythm_text", "")
        or ", ".join(Rhythm(one).label for one in action.rhythms if one in Rhythm.values),
        cost=said_cost(action),
    )
    for line in _lines(programme, action, keys, today):
        kept = block.live if line.live else block.past if line.state is State.STARTED else block.asleep
        kept.append(line)
    block.past = block.past[:MOST_PAST]
    if is_closed(programme):
        said = (*block.live, *block.asleep, *block.past)
        day = programme.closed_on or today
        block.announced = list(dict.fromkeys(announced_line(one.dates, one.state, day) for one in said))
    return block


def _lines(programme: Programme, action: Action, keys: dict[int, str], today: date) -> list[SessionLine]:
    sessions = list(action.sessions.all())
    every = [dates_of(session, permanent=action.permanent) for session in sessions]
    if not sessions:
        state = State.ANY_TIME if action.permanent else State.UNDATED
        return [_line(programme, action, None, "", Dates(permanent=action.permanent), state, today)]
    return [
        _line(programme, action, sessions[at], keys[sessions[at].pk], every[at], state, today)
        for at, state in in_order(every, today)
    ]


def _line(
    programme: Programme,
    action: Action,
    session: Session | None,
    key: str,
    dates: Dates,
    state: State,
    today: date,
) -> SessionLine:
    details = session.details if session else {}
    tag, icon = tag_of(dates, state)
    days = (session.updated_on if session else None, read_day(action.details.get("updated_on")))
    dated = state in LIVE and dates.start is not None and dates.start >= today
    return SessionLine(
        key=key,
        text=truth_line(dates, state),
        state=state,
        tag=tag,
        icon=icon,
        dates=dates,
        seats=session.seats if session else None,
        checked=checked((*days, programme.updated_on), received=programme.received_on, today=today),
        calendar=reverse("training:session_calendar", args=[programme.key, key]) if dated and key else "",
        how=details.get("how_to_register", ""),
        site=web_address(details.get("website", "")),
    )


def leading(blocks: Sequence[ActionBlock], today: date) -> tuple[ActionBlock, SessionLine] | None:
    """Return the session that leads all the others, with its way; None when nothing is live."""
    live = [(block, line) for block in blocks for line in block.live]
    ranked = in_order([line.dates for _block, line in live], today)
    return live[ranked[0][0]] if ranked else None


def tell_apart(blocks: Sequence[ActionBlock]) -> None:
    """Give each way the shortest name that tells it from the others: how, where, or both."""
    modes, places = {block.label for block in blocks}, {block.where for block in blocks}
    for block in blocks:
        said = block.label if len(places) == 1 else block.where if len(modes) == 1 else ""
        block.name = said or ", ".join(filter(None, [block.label, block.where]))
