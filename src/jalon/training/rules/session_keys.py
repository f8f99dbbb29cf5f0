"""Stable keys of the sessions of a programme: what addresses and calendars call them."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from jalon.training.rules.keys import short_key


class Numbered(NamedTuple):
    """How a sender numbers a session, and when it starts."""

    action: str
    session: str
    start: date | None


def session_keys(programme_key: str, sessions: Sequence[Numbered]) -> list[str]:
    """Return the key of each session: of its numbers only, so that a date that moves keeps the same key.

    Sessions that a sender does not tell apart by their number are told apart by their start.
    """
    seen = Counter((one.action, one.session) for one in sessions)
    return [
        short_key(programme_key, one.action, one.session)
        if one.session and seen[one.action, one.session] == 1
        else short_key(programme_key, one.action, one.session, one.start.isoformat() if one.start else "")
        for one in sessions
    ]
