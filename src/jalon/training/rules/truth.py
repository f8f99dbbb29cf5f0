"""The truth line of a session: what one may still do about it today, and which one leads."""

from collections.abc import Iterable
from datetime import date
from enum import Enum
from typing import NamedTuple


class State(Enum):
    """Where a session stands on a day."""

    ANY_TIME = "any_time"
    OPEN = "open"
    NOT_YET = "not_yet"  # registration opens later
    FULL = "full"
    REGISTRATION_OVER = "registration_over"
    UNDATED = "undated"
    STARTED = "started"
    SUSPENDED = "suspended"


LIVE = frozenset({State.ANY_TIME, State.OPEN, State.NOT_YET, State.FULL, State.REGISTRATION_OVER})
CATCHABLE = frozenset({State.ANY_TIME, State.OPEN, State.NOT_YET})


class Dates(NamedTuple):
    """What is known of a session; `recruitment` is one of enums.Recruitment."""

    start: date | None = None
    end: date | None = None
    registration_from: date | None = None
    registration_until: date | None = None
    recruitment: str = ""
    permanent: bool = False

    @property
    def end_in_doubt(self) -> bool:
        """Tell whether the end, as the sender writes it, comes before the start."""
        return self.start is not None and self.end is not None and self.end < self.start

    @property
    def sure_end(self) -> date | None:
        """Return the end; None when it is not known, or in doubt."""
        return None if self.end_in_doubt else self.end


def last_day(dates: Dates) -> date | None:
    """Return the last day on which the session is still to come; None: no end. See `state` for what has none.

    >>> last_day(Dates(start=date(2027, 9, 1)))
    datetime.date(2027, 9, 1)
    """
    return dates.end if dates.permanent and not dates.end_in_doubt else dates.start


def state(dates: Dates, today: date) -> State:
    """Return where a session stands today; what a provider says (full, suspended) comes before its dates."""
    if dates.recruitment == "suspended":
        return State.SUSPENDED
    if not dates.permanent and dates.start is None:
        return State.UNDATED
    end = last_day(dates)
    if end is not None and end < today:
        return State.STARTED
    if dates.recruitment == "full":
        return State.FULL
    if dates.permanent and (dates.start is None or dates.start <= today):
        return State.ANY_TIME
    if dates.registration_until is not None and dates.registration_until < today:
        return State.REGISTRATION_OVER
    if dates.registration_from is not None and dates.registration_from > today:
        return State.NOT_YET
    return State.OPEN


def in_order(sessions: Iterable[Dates], today: date) -> list[tuple[int, State]]:
    """Return (position, state) of the sessions as they should be shown.

    Those that one can still catch come first, then the other ones to come, each by date; what is past,
    undated or suspended never leads.
    """
    ranked = []
    for position, dates in enumerate(sessions):
        where = state(dates, today)
        rank = 0 if where in CATCHABLE else 1 if where in LIVE else 2 if where is State.UNDATED else 3
        began = dates.start or date.min
        when = (-began.toordinal()) if rank == 3 else began.toordinal()
        ranked.append((rank, 0 if where is State.ANY_TIME else 1, when, position, where))
    return [(position, where) for *_order, position, where in sorted(ranked, key=lambda one: one[:4])]


def from_day(sessions: Iterable[Dates], first: date, today: date) -> list[tuple[int, State]]:
    """Return (position, state) of the live sessions that one may begin on `first` or later, soonest first.

    Full or not: lists are sorted and windowed so (`jalon.search.rules.occurrences`), and the one that comes
    first here is the one under which the way stands there. On one day, what can be caught comes first.
    """
    ranked = []
    for position, dates in enumerate(sessions):
        where, last = state(dates, today), last_day(dates)
        if where in LIVE and (last is None or last >= first):
            begins = max(dates.start or first, first)
            ranked.append((begins, where not in CATCHABLE, position, where))
    return [(position, where) for *_order, position, where in sorted(ranked, key=lambda one: one[:3])]
