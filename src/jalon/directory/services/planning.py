"""One row of a file, once understood: what it would do, and how to do it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from jalon.directory.models import Account
from jalon.directory.rules.exchange import Fault
from jalon.search.rules import fold
from jalon.territory.models import Territory

NEW, CHANGE, SAME = "new", "change", "same"


class RowRefusedError(Exception):
    """A row cannot be taken; `faults`: (column, reason in French)."""

    def __init__(self, *faults: Fault):
        self.faults = list(faults)
        super().__init__("; ".join(reason for _column, reason in faults))


@dataclass(frozen=True)
class PlannedRow:
    """What a row would do. `changes`: (label, before, after); `alike`: whose double it may be, and why."""

    line: int
    action: str
    label: str
    apply: Callable[[Account], Any]
    changes: Sequence[tuple[str, str, str]] = ()
    alike: str = ""


class Territories:
    """The territories that a file may name, by their names or their slugs."""

    def __init__(self) -> None:
        self._known = {}
        for one in Territory.objects.all():
            self._known[fold(one.name)] = self._known[one.slug] = one

    def find(self, names: Sequence[str]) -> list[Territory]:
        """Return territories by their names; raise RowRefusedError with the first that is unknown."""
        unknown = [name for name in names if fold(name) not in self._known]
        if unknown:
            raise RowRefusedError(("territoires", f"territoire inconnu : « {unknown[0][:60]} »"))
        return list(dict.fromkeys(self._known[fold(name)] for name in names))


def said_names(territories: Sequence[Territory]) -> str:
    """Return territories in words, in one order."""
    return ", ".join(sorted(one.name for one in territories))
