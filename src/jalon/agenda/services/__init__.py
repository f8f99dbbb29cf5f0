"""Every write of the calendar."""

from jalon.agenda.services.errors import NotAllowedError, RefusedEventError, StaleEventError
from jalon.agenda.services.events import change_event, create_event
from jalon.agenda.services.occurrences import rebuild_occurrences
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
    "cancel_event",
    "change_event",
    "create_event",
    "hold_past_events",
    "move_state",
    "postpone_event",
    "propose_event",
    "rebuild_occurrences",
    "refuse_event",
]
