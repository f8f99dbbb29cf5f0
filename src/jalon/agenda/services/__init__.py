"""Every write of the calendar."""

from jalon.agenda.services.copies import duplicate_event
from jalon.agenda.services.dates import change_date
from jalon.agenda.services.errors import NotAllowedError, RefusedEventError, StaleEventError
from jalon.agenda.services.events import change_event, create_event
from jalon.agenda.services.occurrences import rebuild_occurrences
from jalon.agenda.services.parts import (
    add_attachment,
    add_participation,
    change_participation_state,
    remove_attachment,
    remove_participation,
)
from jalon.agenda.services.states import (
    accept_event,
    cancel_event,
    hold_past_events,
    move_state,
    postpone_event,
    propose_event,
    refuse_event,
)

__all__ = [
    "NotAllowedError",
    "RefusedEventError",
    "StaleEventError",
    "accept_event",
    "add_attachment",
    "add_participation",
    "cancel_event",
    "change_date",
    "change_event",
    "change_participation_state",
    "create_event",
    "duplicate_event",
    "hold_past_events",
    "move_state",
    "postpone_event",
    "propose_event",
    "rebuild_occurrences",
    "refuse_event",
    "remove_attachment",
    "remove_participation",
]
