"""A programme as bytes: small, quick to make and to read back, the same bytes for equal programmes.

What a reader hands to whoever writes, perhaps in another process. Not a format to keep on disk.
"""

import marshal
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from hashlib import sha256
from typing import Any, NamedTuple

from jalon.training.rules.records import Action, Contact, Place, Programme, Provider, Session

# marshal takes plain tuples of text and numbers: records are cut before what it does not take.
PROGRAMME_HEAD = Programme._fields.index("provider")
ACTION_HEAD = Action._fields.index("place")
ACTION_END = Action._fields.index("updated_on")
SESSION_DAYS = slice(Session._fields.index("start"), Session._fields.index("recruitment"))
SESSION_FACTS = slice(Session._fields.index("recruitment"), Session._fields.index("registration_place"))
NO_PLACE, NO_CONTACT = Place(), Contact()
# Later versions write a text differently when it is shared.
MARSHAL_VERSION = 2


class Packed(NamedTuple):
    """A programme as bytes, with what can be said of it without opening them."""

    number: str
    actions: int
    sessions: int
    body: bytes

    def digest(self) -> str:
        """Return 32 hexadecimal digits that are the same for equal programmes, in every process."""
        return sha256(self.body).hexdigest()[:32]


def pack(programme: Programme) -> Packed:
    """Return a programme as bytes."""
    provider = programme.provider
    body = (
        programme[:PROGRAMME_HEAD],
        provider[:-2],
        _place(provider.place),
        _contact(provider.contact),
        _contact(programme.contact),
        programme.website,
        _ordinal(programme.updated_on),
        [
            (
                action[:ACTION_HEAD],
                _place(action.place),
                [_place(place) for place in action.other_places],
                action[ACTION_HEAD + 2 : ACTION_END],
                _ordinal(action.updated_on),
                [
                    (
                        session.number,
                        [_ordinal(day) for day in session[SESSION_DAYS]],
                        session[SESSION_FACTS],
                        _place(session.registration_place),
                        _contact(session.contact),
                        _ordinal(session.updated_on),
                    )
                    for session in action.sessions
                ],
            )
            for action in programme.actions
        ],
    )
    sessions = sum(len(action.sessions) for action in programme.actions)
    return Packed(programme.number, len(programme.actions), sessions, marshal.dumps(body, MARSHAL_VERSION))


def unpack(packed: Packed) -> Programme:
    """Return the programme that was packed; bytes from elsewhere are not to be given."""
    head, provider, seat, reached, contact, website, updated_on, actions = marshal.loads(packed.body)  # noqa: S302 - bytes that `pack` made in this load
    return Programme(
        *head,
        Provider(*provider, Place(*seat), Contact(*reached)),
        Contact(*contact),
        website,
        _day(updated_on),
        tuple([_action(*action) for action in actions]),
    )


def _action(
    head: tuple[Any, ...],
    place: tuple[Any, ...],
    others: Sequence[tuple[Any, ...]],
    tail: tuple[Any, ...],
    updated_on: int,
    sessions: Sequence[Any],
) -> Action:
    return Action(
        *head,
        Place(*place),
        tuple([Place(*other) for other in others]),
        *tail,
        _day(updated_on),
        tuple(
            [
                Session(number, *map(_day, days), *facts, Place(*at), Contact(*reached), _day(changed))
                for number, days, facts, at, reached, changed in sessions
            ]
        ),
    )


def _place(place: Place) -> tuple[Any, ...]:
    return () if place == NO_PLACE else place[:]


def _contact(contact: Contact) -> tuple[str, ...]:
    return () if contact == NO_CONTACT else contact[:]


def _ordinal(day: date | None) -> int:
    return day.toordinal() if day else 0


@lru_cache(maxsize=8192)
def _day(ordinal: int) -> date | None:
    return date.fromordinal(ordinal) if ordinal else None
