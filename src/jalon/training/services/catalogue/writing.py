"""Writing the programmes of one load of a feed as versions; nothing is shown before the switch."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db import connection

from jalon.sources.rules import Problem
from jalon.sources.services import Tally, bulk_insert
from jalon.training import models as tables
from jalon.training.models import Feed
from jalon.training.rules.keys import programme_digest, short_key
from jalon.training.rules.records import Action, Programme
from jalon.training.services.catalogue.ids import take_ids
from jalon.training.services.catalogue.places import Register, share_places
from jalon.training.services.catalogue.restoring import restore
from jalon.training.services.catalogue.rows import (
    ACTION_COLUMNS,
    PROGRAMME_COLUMNS,
    SESSION_COLUMNS,
    action_row,
    programme_row,
    session_row,
)

LONGEST_NUMBER = 200
LARGEST = 2**31 - 1
TOWNS_SAID = 8


@dataclass
class Counts:
    """What became of actions, or of sessions."""

    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    closed: int = 0

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


def unstorable(programme: Programme) -> str:
    """Say why a programme cannot be kept, or return an empty text."""
    if not programme.number:
        return "numéro absent"
    if len(programme.number) > LONGEST_NUMBER:
        return f"numéro trop long (plus de {LONGEST_NUMBER} caractères)"
    for action in programme.actions:
        if (action.hours_total or 0) > LARGEST or any((one.seats or 0) > LARGEST for one in action.sessions):
            return "nombre d'heures ou de places impossible"
    return ""


@dataclass
class CatalogueWriter:
    """One load of a feed. `tally` counts programmes; `actions` and `sessions` what they hold."""

    feed: Feed
    number: int
    today: date
    tally: Tally
    file: str = ""
    dry_run: bool = False
    actions: Counts = field(default_factory=Counts)
    sessions: Counts = field(default_factory=Counts)
    seen: set[str] = field(default_factory=set)
    register: Register = field(default_factory=Register)

    def write(self, programmes: Sequence[Programme]) -> None:
        """Write what is new or changed among some programmes (a few hundreds). In a transaction."""
        kept = [programme for programme in programmes if self._is_taken(programme)]
        known = self._known([programme.number for programme in kept])
        new: list[tuple[Programme, str]] = []
        changed: list[tuple[Programme, int]] = []
        for programme in kept:
            digest = programme_digest(programme)
            before = known.get(programme.number)
            if before is None:
                self._count(programme, "created")
            elif before.digest == digest:
                self._count(programme, "unchanged")
                continue
            else:
                changed.append((programme, before.pk))
            new.append((programme, digest))
        if changed:
            self._compare(changed)
        if new and not self.dry_run:
            self._insert(new)
            self._end([pk for _programme, pk in changed])

    def keep(self, number: str) -> None:
        """Leave a programme as it is: the file holds it, but not in a form that can be taken."""
        self.seen.add(number)

    def gone(self) -> list[int]:
        """Return the versions shown that the load did not meet, and count them as closed."""
        shown = tables.Programme.objects.shown_by(self.feed, self.feed.current).values_list("pk", "number")
        gone = [pk for pk, number in shown.iterator(chunk_size=5_000) if number not in self.seen]
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
            towns = ", ".join(town or "sans adresse" for town, _count in lost.most_common(TOWNS_SAID))
            more = ", …" if len(lost) > TOWNS_SAID else ""
            said.append(f"{lost.total()} nouveaux lieux sans commune connue ({towns}{more}).")
        return said

    def _is_taken(self, programme: Programme) -> bool:
        """Count a programme as read; reject one that cannot be kept, or that the load already met."""
        self.tally.read += 1
        reason = unstorable(programme)
        if programme.number in self.seen:
            reason = f"la formation « {programme.number} » est écrite deux fois : la première est gardée"
        if reason:
            self.tally.reject(Problem(self.file, 0, "numero", reason))
            return False
        self.seen.add(programme.number)
        self.actions.read += len(programme.actions)
        self.sessions.read += sum(len(action.sessions) for action in programme.actions)
        return True

    def _known(self, numbers: Sequence[str]) -> dict[str, Known]:
        shown = tables.Programme.objects.shown_by(self.feed, self.feed.current).filter(number__in=numbers)
        rows = shown.order_by().values_list("number", "pk", "digest")
        return {number: Known(pk, digest) for number, pk, digest in rows}

    def _count(self, programme: Programme, state: str) -> None:
        sessions = sum(len(action.sessions) for action in programme.actions)
        for counts, count in (
            (self.tally, 1),
            (self.actions, len(programme.actions)),
            (self.sessions, sessions),
        ):
            setattr(counts, state, getattr(counts, state) + count)

    def _compare(self, changed: Sequence[tuple[Programme, int]]) -> None:
        old = restore([pk for _programme, pk in changed])
        for programme, pk in changed:
            self.tally.updated += 1
            self.actions.compare(_by_number(old[pk].actions), _by_number(programme.actions))
            self.sessions.compare(_sessions_by_number(old[pk]), _sessions_by_number(programme))

    def _insert(self, new: Sequence[tuple[Programme, str]]) -> None:
        share_places()
        programmes = [programme for programme, _digest in new]
        actions = [action for programme in programmes for action in programme.actions]
        providers = self.register.providers({programme.provider for programme in programmes})
        places = self.register.places({action.place for action in actions})
        action_ids = iter(take_ids(tables.Action, len(actions)))
        session_ids = iter(take_ids(tables.Session, sum(len(action.sessions) for action in actions)))
        slug, feed, since, day = self.feed.source.slug, self.feed.pk, self.number, self.today.isoformat()
        programme_rows: list[tuple[Any, ...]] = []
        action_rows: list[tuple[Any, ...]] = []
        session_rows: list[tuple[Any, ...]] = []
        for pk, (programme, digest) in zip(take_ids(tables.Programme, len(new)), new, strict=True):
            number, provider = programme.number, providers[programme.provider]
            key = short_key(slug, number)
            programme_rows.append(
                (pk, feed, key, number, since, digest, day, provider, *programme_row(programme))
            )
            for position, action in enumerate(programme.actions):
                action_pk = next(action_ids)
                action_rows.append((action_pk, pk, position, places[action.place], *action_row(action)))
                session_rows += [
                    (next(session_ids), action_pk, *session_row(session)) for session in action.sessions
                ]
        bulk_insert(tables.Programme, PROGRAMME_COLUMNS, programme_rows)
        bulk_insert(tables.Action, ACTION_COLUMNS, action_rows)
        bulk_insert(tables.Session, SESSION_COLUMNS, session_rows)

    def _end(self, pks: Sequence[int]) -> None:
        """Say that these versions end with this load; they stay shown until the switch."""
        with connection.cursor() as cursor:
            cursor.executemany(
                "UPDATE training_programme SET until = %s WHERE id = %s", [(self.number, pk) for pk in pks]
            )


def _by_number(records: Sequence[Action]) -> dict[str, Any]:
    return {record.number: record for record in records}


def _sessions_by_number(programme: Programme) -> dict[str, Any]:
    return {
        f"{action.number}\x1f{session.number}": session
        for action in programme.actions
        for session in action.sessions
    }


def _said(what: str, counts: Counts) -> str:
    return (
        f"{what} : {counts.read} lues, {counts.created} créées, {counts.updated} modifiées, "
        f"{counts.unchanged} inchangées, {counts.closed} fermées."
    )
