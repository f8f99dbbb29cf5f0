"""What happens at a place from a date on: things that are found by words, facets, places and dates.

An item (a way to follow a programme, an event) has occurrences in time. On any day, one of them stands for
the item: the first that one can still catch. `chain` gives each occurrence what makes this true without
touching the index again when days go by: it stands for its item on day `d` when `before < d <= until`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

# Days are ordinals (`date.toordinal()`); what has no end lasts until FAR, what has no date ended on NEVER.
FAR, NEVER = 3_000_000, 0
Days = tuple[int | None, int | None]


class Link(NamedTuple):
    """One occurrence in its item's chain; `source` is the position of its date, None without any date."""

    source: int | None
    start: int
    until: int
    before: int
    last: bool


def chain(dates: Sequence[Days]) -> list[Link]:
    """Return the chain of an item's (start, last day one can still catch it); an undated item has one link.

    `start` None: at any time; no last day: always. Several occurrences that end on one day: the one that
    starts first stands for all. Exactly one link is the last one, and on any day at most one stands for the
    item.

    >>> [(link.start, link.until, link.before) for link in chain([(9, 9), (20, 20)])]
    [(9, 9, 0), (20, 20, 9)]
    """
    if len(dates) == 1:
        start, until = dates[0]
        return [Link(0, start or NEVER, until or FAR, NEVER, last=True)]
    days = sorted((until or FAR, start or NEVER, position) for position, (start, until) in enumerate(dates))
    kept = []
    before = NEVER
    for until, start, position in days:
        if until > before:
            kept.append((position, start, until, before))
            before = until
    if not kept:
        return [Link(None, NEVER, NEVER, NEVER, last=True)]
    *others, latest = kept
    return [*(Link(*one, last=False) for one in others), Link(*latest, last=True)]


class Occurrence(NamedTuple):
    """One occurrence as the index keeps it.

    `item`: key of what changes together (its occurrences are written and removed at once); `ref`: number that
    the room gets back. `names` (few, sure texts) and `words` (more of them) are plain. `facets` are counted
    (« mode:school »), `tags` only filter. `place`: code of a commune. `length`: for sorting only.
    `late`: sorted after what has a real start, though it may be caught any day.
    """

    item: str
    ref: int
    link: Link
    names: tuple[str, ...]
    words: tuple[str, ...] = ()
    facets: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    place: str = ""
    length: int = 0
    late: bool = False


@dataclass(frozen=True)
class Wanted:
    """What is asked of the occurrences.

    `facets`: values wanted of each dimension (one of them; every dimension). `tags`: groups (one of each).
    `places`: codes, nearest first, or None for anywhere. `first`: the day from which on (ordinal); `latest`:
    the last day on which it may start. `undated`: those that have no date to come any more, instead.
    `soon`: bounds (ordinals) of which the counts are wanted.
    """

    first: int
    text: str = ""
    facets: dict[str, tuple[str, ...]] = field(default_factory=dict)
    tags: tuple[tuple[str, ...], ...] = ()
    places: tuple[str, ...] | None = None
    latest: int | None = None
    undated: bool = False
    soon: tuple[int, ...] = ()


def dimension(facet: str) -> str:
    """Return the dimension of a facet.

    >>> dimension("mode:school")
    'mode'
    """
    return facet.partition(":")[0]
