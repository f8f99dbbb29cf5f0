"""Stable short keys: what addresses and the index call a programme, and how two records are told apart."""

import marshal
from datetime import date
from hashlib import blake2b, sha256

from jalon.training.rules.records import Action, Programme, Session

# What is not plain text, numbers or tuples of them stands last in Programme; see `_parts`.
TAIL = Programme._fields.index("provider")
ACTION_PLACE = Action._fields.index("place")
ACTION_TAIL = Action._fields.index("updated_on")
SESSION_TAIL = Session._fields.index("recruitment")
SESSION_PLACE = Session._fields.index("registration_place")


def short_key(*parts: str) -> str:
    """Return 12 hexadecimal digits that only depend on the parts.

    >>> short_key("lheo-essai", "F1") == short_key("lheo-essai", "F1")
    True
    """
    return blake2b("\x1f".join(parts).encode(), digest_size=6).hexdigest()


def digest(value: object) -> str:
    """Return 32 hexadecimal digits of a plain value (records, tuples, text, numbers, dates)."""
    return blake2b(repr(value).encode(), digest_size=16).hexdigest()


def programme_digest(programme: Programme) -> str:
    """Return 32 hexadecimal digits that are the same for equal programmes; twice as fast as `digest`."""
    return sha256(marshal.dumps(_parts(programme), 2)).hexdigest()[:32]


def _day(day: date | None) -> int:
    return day.toordinal() if day else 0


def _parts(programme: Programme) -> list[object]:
    """Return the facts of a programme as plain values that `marshal` takes, whose order never varies."""
    provider = programme.provider
    parts: list[object] = [
        programme[:TAIL],
        provider[:-2],
        provider.place[:],
        provider.contact[:],
        programme.contact[:],
        programme.website,
        _day(programme.updated_on),
    ]
    for action in programme.actions:
        parts += (
            action[:ACTION_PLACE],
            action.place[:],
            [place[:] for place in action.other_places],
            action[ACTION_PLACE + 2 : ACTION_TAIL],
            _day(action.updated_on),
            len(action.sessions),
        )
        for session in action.sessions:
            parts += (
                session.number,
                [_day(day) for day in session[1:SESSION_TAIL]],
                session[SESSION_TAIL:SESSION_PLACE],
                session.registration_place[:],
                session.contact[:],
                _day(session.updated_on),
            )
    return parts
