"""What a room tells the index about one thing that can be found."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Name:
    """A way to say an entry. `weight` 0 to 1: how surely it means the entry; `why`: shown to people.

    `shown` off: people type it (slang, approximations) but the screens never write it. `label`: how the
    screens write it when that is more than `text` (both genders).
    """

    text: str
    weight: float = 1.0
    why: str = ""
    shown: bool = True
    label: str = ""


@dataclass(frozen=True)
class Entry:
    """One thing that can be found: `kind` and `code` identify it.

    `names` are matched word by word; `words` (skills, settings) and `text` (sentences) only as a whole.
    `prior`: small bonus (0 to 0.1) that settles ties. `gathers`: its names also answer for its members, the
    entries whose `member_of` names it (« kind:code »).
    """

    kind: str
    code: str
    title: str
    url: str
    names: Sequence[Name]
    detail: str = ""
    words: str = ""
    text: str = ""
    prior: float = 0.0
    gathers: bool = False
    member_of: Sequence[str] = ()
