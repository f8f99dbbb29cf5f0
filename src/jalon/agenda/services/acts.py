"""What each write of an event does besides: one lock, one check, one more sequence, a line, a signal."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from jalon.agenda.enums import Visibility
from jalon.agenda.models import Event
from jalon.agenda.permissions import can_change_event
from jalon.agenda.services.errors import NotAllowedError, StaleEventError
from jalon.agenda.signals import event_changed
from jalon.directory.models import Account
from jalon.directory.rules.roles import Rights
from jalon.directory.selectors.rights import rights_of
from jalon.journal.services import record

Changes = Mapping[str, tuple[str, str]]


def locked(event: Event | int, *, sequence: int | None = None) -> Event:
    """Return an event, held until the end of the transaction. Raises StaleEventError, Event.DoesNotExist.

    `sequence` is the one that the person saw; None: whatever it is now.
    """
    found = Event.objects.select_for_update().get(pk=event if isinstance(event, int) else event.pk)
    if sequence is not None and found.sequence != sequence:
        raise StaleEventError
    return found


def changeable(event: Event | int, actor: Account, *, sequence: int | None = None) -> tuple[Event, Rights]:
    """Return an event that someone may change, held, and what she may do. Raises NotAllowedError too."""
    found, rights = locked(event, sequence=sequence), rights_of(actor)
    if not can_change_event(rights, found):
        raise NotAllowedError
    return found, rights


def tell(
    event: Event,
    *,
    actor: Account | None,
    what: str,
    said: str,
    why: str = "",
    changes: Changes | None = None,
) -> None:
    """Write a line in the journal now, and let listeners know once all is in the database.

    What is done to a draft is read where the draft is: by its author and her structure.
    """
    record(
        actor=actor,
        verb=f"agenda.event.{what}",
        thing=event,
        said=said,
        organisation=event.organisation,
        territories=event.territories.all(),
        why=why,
        changes=changes,
        within=event.visibility == Visibility.DRAFT,
    )
    transaction.on_commit(
        lambda: event_changed.send_robust(sender=Event, event=event, what=what, actor=actor, why=why)
    )


def keep(event: Event, fields: Iterable[str], *, now: datetime) -> None:
    """Write fields of an event as one more version of it."""
    event.sequence += 1
    event.modified_at = now
    event.save(update_fields=[*fields, "sequence", "modified_at"])
