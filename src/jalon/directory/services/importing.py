"""What a file would change in the directory, said before; then only what can be taken, row by row."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction

from jalon.directory.models import Account, ImportDraft
from jalon.directory.rules.exchange import COLUMNS, STRUCTURES
from jalon.directory.rules.roles import Rights
from jalon.directory.services.import_contacts import ContactPlans
from jalon.directory.services.import_structures import StructurePlans
from jalon.directory.services.planning import NEW, SAME, PlannedRow, RowRefusedError
from jalon.directory.services.tables import Sheet, read_table_sent
from jalon.sources.rules import Problem


@dataclass
class Plan:
    """What a file would do: rows to take, rows that say what is already so, and what is refused."""

    taken: list[PlannedRow] = field(default_factory=list)
    same: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def new(self) -> list[PlannedRow]:
        """Return the rows that add something."""
        return [row for row in self.taken if row.action == NEW]

    @property
    def changed(self) -> list[PlannedRow]:
        """Return the rows that change something."""
        return [row for row in self.taken if row.action != NEW]

    @property
    def refused(self) -> int:
        """Return how many lines of the file are left out."""
        return len({one.line for one in self.problems})


def columns_of(what: str) -> list[str]:
    """Return the names of the columns of a kind of file."""
    return [column.name for column in COLUMNS[what]]


@transaction.atomic
def keep_draft(*, author: Account, what: str, name: str, content: bytes, now: datetime) -> ImportDraft:
    """Read a file and keep its rows until the person confirms, a day at most; she has one draft at a time.

    Raises RefusedDataError when the file as a whole cannot be taken.
    """
    sheet: Sheet = read_table_sent(name, content, columns_of(what))
    ImportDraft.objects.filter(author=author).delete()
    return ImportDraft.objects.create(
        author=author,
        what=what,
        rows=[[line, row] for line, row in sheet.rows],
        problems=[[one.file, one.line, one.field, one.reason] for one in sheet.problems],
        made_at=now,
    )


def plan_import(draft: ImportDraft, *, rights: Rights, today: date) -> Plan:
    """Return what a draft would do now, for someone with these rights."""
    plan = Plan(problems=[Problem(*one) for one in draft.problems])
    plans: StructurePlans | ContactPlans = (
        StructurePlans(rights) if draft.what == STRUCTURES else ContactPlans(rights, today=today)
    )
    for line, row in draft.rows:
        try:
            planned = plans.plan(line, row)
        except RowRefusedError as refusal:
            plan.problems += [Problem("", line, name, reason) for name, reason in refusal.faults]
            continue
        if planned.action == SAME:
            plan.same += 1
        else:
            plan.taken.append(planned)
    plan.problems.sort()
    return plan


def apply_import(draft: ImportDraft, *, actor: Account, rights: Rights, today: date) -> Plan:
    """Take what can be taken of a draft, and forget it; return what was done.

    Each row is its own transaction: nobody waits for the whole file, and a stop in the middle leaves rows
    that the same file, sent again, finds « the same ».
    """
    plan = plan_import(draft, rights=rights, today=today)
    done: list[PlannedRow] = []
    for row in plan.taken:
        try:
            row.apply(actor)
        except ObjectDoesNotExist:
            plan.problems.append(Problem("", row.line, "", "retiré par quelqu'un d'autre entre-temps"))
        else:
            done.append(row)
    plan.taken = done
    draft.delete()
    return plan


def said_problems(problems: Iterable[Problem]) -> list[tuple[int, str, str]]:
    """Return (line, column, reason) of each problem."""
    return [(one.line, one.field, one.reason) for one in problems]


def draft_of(author: Any, pk: int) -> ImportDraft | None:
    """Return a draft of this person, or None: nobody else sees it."""
    return ImportDraft.objects.filter(pk=pk, author=author).first()
