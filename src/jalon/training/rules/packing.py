"""A programme as the bytes of its rows: small, quick to read back, the same bytes for equal programmes.

What a reader hands to whoever writes, perhaps in another process: the rows are made there, so that writing
them is nearly all that is left to do. Not a format to keep on disk.
"""

import marshal
from hashlib import sha256
from typing import NamedTuple

from jalon.training.rules.records import Action, Programme
from jalon.training.rules.rows import Row, action_row, programme_row, session_row

# Later versions write a text differently when it is shared.
MARSHAL_VERSION = 2


class ActionRows(NamedTuple):
    """The rows of an action: its own without keys, its place as a plain tuple, those of its sessions."""

    row: Row
    place: Row
    sessions: tuple[Row, ...]


class ProgrammeRows(NamedTuple):
    """The rows of a programme: its own without keys, its provider as a plain tuple, those of its actions."""

    number: str
    row: Row
    provider: Row
    actions: tuple[ActionRows, ...]


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
    number, row, provider, actions = rows_of(programme)
    body = marshal.dumps((number, row, provider, [action[:] for action in actions]), MARSHAL_VERSION)
    return Packed(number, len(actions), sum(len(action.sessions) for action in actions), body)


def unpack(packed: Packed) -> ProgrammeRows:
    """Return the rows of the programme that was packed; bytes from elsewhere are not to be given."""
    number, row, provider, actions = marshal.loads(packed.body)  # noqa: S302 - bytes that `pack` made in this load
    return ProgrammeRows(number, row, provider, tuple([ActionRows(*action) for action in actions]))


def rows_of(programme: Programme) -> ProgrammeRows:
    """Return the rows of a programme."""
    provider = programme.provider
    return ProgrammeRows(
        programme.number,
        programme_row(programme),
        (*provider[:-2], provider.place[:], provider.contact[:]),
        tuple([_action_rows(action) for action in programme.actions]),
    )


def _action_rows(action: Action) -> ActionRows:
    sessions = tuple([session_row(session) for session in action.sessions])
    return ActionRows(action_row(action), action.place[:], sessions)
