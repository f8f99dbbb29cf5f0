"""Which rooms feed the index, and how."""

from collections.abc import Callable, Collection, Iterator

from jalon.search.rules.entries import Entry

Entries = Callable[[Collection[str] | None], Iterator[Entry]]
_declared: dict[str, Entries] = {}


def declare(*, kind: str, entries: Entries) -> None:
    """Declare a kind, from a room's AppConfig.ready.

    `entries(codes)` yields the entries of these codes that exist and may be shown; of all when None.
    """
    _declared[kind] = entries


def kinds() -> list[str]:
    """Return the declared kinds."""
    return sorted(_declared)


def entries_of(kind: str, codes: Collection[str] | None = None) -> Iterator[Entry]:
    """Yield the entries of a kind; nothing for a kind that no room declares any more."""
    return _declared[kind](codes) if kind in _declared else iter(())
