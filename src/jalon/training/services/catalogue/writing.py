"""Writing the programmes of one load of a feed as versions; nothing is shown before the switch."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import QuerySet

from jalon.sources.rules import Problem, agreed
from jalon.sources.services import Tally, bulk_insert
from jalon.training import models as tables
from jalon.training.models import Feed
from jalon.training.rules.keys import short_key
from jalon.training.rules.packing import Packed, ProgrammeRows, rows_of, unpack
from jalon.training.rules.rows import (
    ACTION_COLUMNS,
    ACTION_FACTS,
    PROGRAMME_COLUMNS,
    SESSION_COLUMNS,
    SESSION_FACTS,
)
from jalon.training.services.catalogue.ids import take_ids
from jalon.training.services.catalogue.places import Register, share_places
from jalon.training.services.catalogue.restoring import restore

LONGEST_NUMBER = 200
LARGEST = 2**31 - 1
TOWNS_SAID = 8
NUMBER, HOURS, SEATS = 0, ACTION_FACTS.index("hours_total"), SESSION_FACTS.index("seats")  # in rows


@dataclass
class Counts:
    """What became of actions, or of sessions."""

    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    closed: int = 0

    def take(self, later: "Counts") -> None:
        """Add what another part of the same load counted."""
        for one in fields(self):
            setattr(self, one.name, getattr(self, one.name) + getattr(later, one.name))

    def compare(self, old: dict[str, Any], new: dict[str, Any]) -> None:
        """Count what differs between two versions, by number."""
        self.created += sum(number not in old for number in new)
        self.closed += sum(number not in new for number in old)
        kept = [number for number in new if number in old]
        same = sum(new[number] == old[number] for number in kept)
        self.unchanged += same
        self.updated += len(kept) - same


class Known(NamedTuple):
    """The version of a programme that is shown."""

    pk: int
    digest: str


class Draft(NamedTuple):
    """A programme to write, and the version shown that it replaces."""

    rows: ProgrammeRows
    digest: str
    replaces: int | None


def impossible(programme: ProgrammeRows) -> str:
    """Say which number no database takes, or return an empty text."""
    for action in programme.actions:
        if (action.row[HOURS] or 0) > LARGEST:
            return f"nombre d'heures impossible : {action.row[HOURS]}"
        for session in action.sessions:
            if (session[SEATS] or 0) > LARGEST:
                return f"nombre de places impossible : {session[SEATS]}"
    return ""


@dataclass
class CatalogueWriter:
    """One load of a feed. `tally` counts programmes; `actions` and `sessions` what they hold.

    `lines_of(number, most)` says at which lines the file has the first programmes of a number.
    """

    feed: Feed
    number: int
    today: date
    tally: Tally
    file: str = ""
    dry_run: bool = False
    actions: Counts = field(default_factory=Counts)
    sessions: Counts = field(default_factory=Counts)
    lines_of: Callable[[str, int], Sequence[int]] = lambda number, most: ()
    seen: set[str] = field(default_factory=set)
    """Numbers of the programmes taken."""
    left_out: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    """Numbers of the programmes that the reader left out, with their lines."""
    register: Register = field(default_factory=Register)

    def parts(self) -> tuple["CatalogueWriter", "CatalogueWriter"]:
        """Return two writers for the halves of a file; `take` brings back what each did, in order."""
        register = Register()

        def part() -> CatalogueWriter:
            own = {"tally": Tally(), "actions": Counts(), "sessions": Counts(), "seen": set()}
            return replace(self, register=register, left_out=defaultdict(list), **own)

        return part(), part()

    def take(self, part: "CatalogueWriter") -> None:
        """Add what the writer of a part did, after what this one has."""
        self.tally.take(part.tally)
        self.actions.take(part.actions)
        self.sessions.take(part.sessions)
        self.seen |= part.seen
        self.left_out |= part.left_out
        self.register = part.register

    def write(self, programmes: Sequence[Packed]) -> None:
        """Write what is new or changed among some programmes (a few hundreds), in one short transaction."""
        met = [packed for packed in programmes if self._is_met_once(packed)]
        known = self._known([packed.number for packed in met])
        drafts: list[Draft] = []
        for packed in met:
            digest = packed.digest()
            before = known.get(packed.number)
            if before and before.digest == digest:
                self._count(packed, "unchanged")
                continue
            programme = unpack(packed)
            if reason := impossible(programme):
                self._reject(reason, packed.number)
                continue
            if before is None:
                self._count(packed, "created")
            drafts.append(Draft(programme, digest, before.pk if before else None))
        self._compare([draft for draft in drafts if draft.replaces])
        if drafts and not self.dry_run:
            self._insert(drafts)

    def shown(self) -> QuerySet[tables.Programme]:
        """Return the versions shown before this load."""
        if not self.feed.current:  # the first load: nothing to look for
            return tables.Programme.objects.none()
        return tables.Programme.objects.shown_by(self.feed, self.feed.current)

    def leave_out(self, number: str, problem: Problem) -> None:
        """Reject a programme that cannot be taken as it is in the file: one that is shown stays as it is."""
        self.tally.read += 1
        self.tally.reject(problem)
        self.left_out[number].append(problem.line)

    def met(self, numbers: Iterable[str]) -> bool:
        """Tell whether the load met one of these numbers, in a form that can be taken or not."""
        return any(number in self.seen or number in self.left_out for number in numbers)

    def gone(self) -> list[int]:
        """Return the versions shown that the load did not meet, and count them as closed."""
        shown = self.shown().values_list("pk", "number")
        gone = [pk for pk, number in shown.iterator(chunk_size=5_000) if not self.met([number])]
        self.tally.withdrawn += len(gone)
        for start in range(0, len(gone), 500):
            actions = tables.Action.objects.filter(programme__in=gone[start : start + 500])
            self.actions.closed += actions.count()
            self.sessions.closed += tables.Session.objects.filter(action__in=actions).count()
        return gone

    def notes(self) -> list[str]:
        """Return what the reader of the report should know besides the figures of programmes."""
        said = [_said("Actions", self.actions), _said("Sessions", self.sessions)]
        if lost := self.register.lost:
            most = sorted(lost, key=lambda town: (-lost[town], town))[:TOWNS_SAID]
            towns = ", ".join(town or "sans adresse" for town in most)
            more = ", …" if len(lost) > TOWNS_SAID else ""
            said.append(
                f"{agreed(lost.total(), 'nouveau lieu,nouveaux lieux')} sans commune connue ({towns}{more})."
            )
        return said

    def _is_met_once(self, packed: Packed) -> bool:
        """Count a programme as read; reject one whose number the load already met, or cannot be kept."""
        self.tally.read += 1
        number = packed.number
        if not 0 < len(number) <= LONGEST_NUMBER:
            self._reject(f"numéro absent, ou de plus de {LONGEST_NUMBER} caractères", number)
            return False
        if number in self.seen:
            reason = f"la formation « {number} » est écrite deux fois : la première est gardée"
            self._reject(reason, number, before=1)
            return False
        self.seen.add(number)
        self.actions.read += packed.actions
        self.sessions.read += packed.sessions
        return True

    def _reject(self, reason: str, number: str, *, before: int = 0) -> None:
        """Reject a programme of which `before` others of the same number were taken."""
        left_out = self.left_out.get(number, ())
        lines = list(self.lines_of(number, before + 1 + len(left_out)))
        for line in left_out:
            if line in lines:
                lines.remove(line)
        line = lines[before] if len(lines) > before else 0
        self.tally.reject(Problem(self.file, line, "numero", reason))

    def _known(self, numbers: Sequence[str]) -> dict[str, Known]:
        shown = self.shown().filter(number__in=numbers)
        rows = shown.order_by().values_list("number", "pk", "digest")
        return {number: Known(pk, digest) for number, pk, digest in rows}

    def _count(self, packed: Packed, state: str) -> None:
        found = ((self.tally, 1), (self.actions, packed.actions), (self.sessions, packed.sessions))
        for counts, count in found:
            setattr(counts, state, getattr(counts, state) + count)

    def _compare(self, changed: Sequence[Draft]) -> None:
        old = restore([draft.replaces for draft in changed if draft.replaces])
        for draft in changed:
            self.tally.updated += 1
            before, now = rows_of(old[draft.replaces]), draft.rows
            self.actions.compare(_actions_by_number(before), _actions_by_number(now))
            self.sessions.compare(_sessions_by_number(before), _sessions_by_number(now))

    def _insert(self, drafts: Sequence[Draft]) -> None:
        """Write versions with their actions and sessions."""
        slug, feed, since, day = self.feed.source.slug, self.feed.pk, self.number, self.today.isoformat()
        actions = [action for draft in drafts for action in draft.rows.actions]
        sessions = [session for action in actions for session in action.sessions]
        with transaction.atomic():
            share_places()
            providers = self.register.providers({draft.rows.provider for draft in drafts})
            places = self.register.places({action.place for action in actions})
            programme_ids = take_ids(tables.Programme, len(drafts))
            action_ids = take_ids(tables.Action, len(actions))
            session_ids = take_ids(tables.Session, len(sessions))
            parents = [
                (pk, position)
                for pk, draft in zip(programme_ids, drafts, strict=True)
                for position in range(len(draft.rows.actions))
            ]
            owners = [
                pk for pk, action in zip(action_ids, actions, strict=True) for _session in action.sessions
            ]
            bulk_insert(
                tables.Programme,
                PROGRAMME_COLUMNS,
                [
                    (
                        *(pk, feed, short_key(slug, rows.number), rows.number, since, digest, day),
                        *(providers[rows.provider], *rows.row),
                    )
                    for pk, (rows, digest, _pk) in zip(programme_ids, drafts, strict=True)
                ],
            )
            bulk_insert(
                tables.Action,
                ACTION_COLUMNS,
                [
                    (pk, *parent, places[action.place], *action.row)
                    for pk, parent, action in zip(action_ids, parents, actions, strict=True)
                ],
            )
            bulk_insert(
                tables.Session,
                SESSION_COLUMNS,
                [
                    (pk, owner, *session)
                    for pk, owner, session in zip(session_ids, owners, sessions, strict=True)
                ],
            )
            self._end([draft.replaces for draft in drafts if draft.replaces])

    def _end(self, pks: Sequence[int]) -> None:
        """Say that these versions end with this load; they stay shown until the switch."""
        with connection.cursor() as cursor:
            cursor.executemany(
                "UPDATE training_programme SET until = %s WHERE id = %s", [(self.number, pk) for pk in pks]
            )


def _actions_by_number(programme: ProgrammeRows) -> dict[str, Any]:
    return {action.row[NUMBER]: action for action in programme.actions}


def _sessions_by_number(programme: ProgrammeRows) -> dict[str, Any]:
    return {
        f"{action.row[NUMBER]}\x1f{session[NUMBER]}": session
        for action in programme.actions
        for session in action.sessions
    }


def _said(what: str, counts: Counts) -> str:
    figures = (
        agreed(counts.read, "lue,lues"),
        agreed(counts.created, "créée,créées"),
        agreed(counts.updated, "modifiée,modifiées"),
        agreed(counts.unchanged, "inchangée,inchangées"),
        agreed(counts.closed, "fermée,fermées"),
    )
    return f"{what} : {', '.join(figures)}."
