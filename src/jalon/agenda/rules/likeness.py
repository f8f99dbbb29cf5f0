"""Whether an event of a partner's calendar is one that we have already, and what kind of event it is."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from rapidfuzz import fuzz, utils

from jalon.agenda.enums import EventKind
from jalon.search.rules import fold

CLOSE = 80.0  # of 100: titles that may name one same thing, when day and place agree
FAR = 40.0  # under it, a same identifier is a coincidence (some programs number from 1)
# The first word found names the kind.
KIND_WORDS: tuple[tuple[str, str], ...] = (
    ("webinaire", EventKind.WEBINAR),
    ("visio", EventKind.WEBINAR),
    ("portes ouvertes", EventKind.OPEN_DAY),
    ("salon", EventKind.FAIR),
    ("forum", EventKind.FORUM),
    ("atelier", EventKind.WORKSHOP),
    ("information", EventKind.INFORMATION),
    ("copil", EventKind.COMMITTEE),
    ("cotech", EventKind.COMMITTEE),
    ("comite", EventKind.COMMITTEE),
    ("semaine", EventKind.WEEK),
    ("camion", EventKind.DEVICE),
    ("rencontre", EventKind.MEETING),
)


class Seen(NamedTuple):
    """What tells an event of a partner's calendar from others; keys are those of the database."""

    uid: str
    title: str
    first_day: date
    commune: str | None = None
    organisation: int | None = None


class Known(NamedTuple):
    """One date of an event that we have."""

    event: int
    uid: str
    title: str
    first_day: date
    last_day: date
    commune: str | None = None
    organisation: int | None = None


class Likeness(NamedTuple):
    """An event that is the same: surely, or only « sans doute », which a person then decides."""

    event: int
    sure: bool


def closeness(one: str, other: str) -> float:
    """Return how close two titles are, from 0 to 100, whatever their case, accents, signs and order."""
    return fuzz.token_set_ratio(fold(one), fold(other), processor=utils.default_process)


def same_event(seen: Seen, known: Iterable[Known]) -> Likeness | None:
    """Return which of our events this one is; None when it resembles none.

    Surely: the same identifier, and a title or a day that agrees. « Sans doute »: the same day, a close
    title, and the same commune or organisation; the closest title wins, then the oldest event.
    """
    found: list[tuple[float, int]] = []
    for one in known:
        close = closeness(seen.title, one.title)
        same_day = one.first_day <= seen.first_day <= one.last_day
        if seen.uid == one.uid and (close > FAR or same_day):
            return Likeness(one.event, True)
        place = seen.commune is not None and seen.commune == one.commune
        body = seen.organisation is not None and seen.organisation == one.organisation
        if same_day and close >= CLOSE and (place or body):
            found.append((-close, one.event))
    return Likeness(min(found)[1], False) if found else None


def kind_told(title: str, *, online: bool) -> str:
    """Return the kind of event that a title tells.

    >>> kind_told("Forum des métiers de Tours", online=False)
    'forum'
    """
    told = fold(title)
    for word, kind in KIND_WORDS:
        if word in told:
            return str(kind)
    return str(EventKind.WEBINAR if online else EventKind.OTHER)
