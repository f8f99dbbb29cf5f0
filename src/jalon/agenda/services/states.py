"""Where events stand, and reading over what partners make public."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from jalon.agenda.enums import EventState, Moderation, Visibility
from jalon.agenda.models import Event
from jalon.agenda.permissions import can_moderate
from jalon.agenda.rules.states import RUNNING, is_over, move_refusal
from jalon.agenda.services.acts import changeable, keep, locked, tell
from jalon.agenda.services.errors import NotAllowedError, RefusedEventError
from jalon.agenda.services.moderated import tell_moderated
from jalon.directory.models import Account
from jalon.directory.selectors.rights import rights_of

LONGEST_WHY = 300
SAID = {
    EventState.IDEA: ("changed", "a remis « {} » à l'état d'idée"),
    EventState.SAVE_THE_DATE: ("announced", "a annoncé la date de « {} »"),
    EventState.OPEN: ("opened", "a ouvert « {} »"),
    EventState.CLOSED: ("closed", "a clos « {} »"),
    EventState.HELD: ("held", "a noté que « {} » a eu lieu"),
    EventState.POSTPONED: ("postponed", "a reporté « {} »"),
    EventState.CANCELLED: ("cancelled", "a annulé « {} »"),
}


def _last_day(event: Event) -> date | None:
    """Return the last day on which it takes place; None without any date that is not cancelled."""
    return event.occurrences.filter(cancelled=False).aggregate(last=Max("last_day"))["last"]


@transaction.atomic
def move_state(
    *,
    actor: Account,
    now: datetime,
    event: Event | int,
    target: str,
    why: str = "",
    sequence: int | None = None,
) -> Event:
    """Bring an event to another state; cancelling and postponing need a reason, that everybody reads.

    Raises RefusedEventError with the reason, StaleEventError, NotAllowedError.
    """
    found, _rights = changeable(event, actor, sequence=sequence)
    why = " ".join(why.split())[:LONGEST_WHY]
    today = timezone.localdate(now)
    if refusal := move_refusal(found.state, target, last_day=_last_day(found), today=today, why=why):
        raise RefusedEventError({"state": refusal})
    before = found.get_state_display()
    found.state = EventState(target)
    found.postponed_note = why if target in (EventState.CANCELLED, EventState.POSTPONED) else ""
    keep(found, ["state", "postponed_note"], now=now)
    what, said = SAID[found.state]
    changes = {"État": (str(before), str(found.get_state_display()))}
    tell(found, actor=actor, what=what, said=said.format(found.title), why=why, changes=changes)
    return found


def cancel_event(
    *, actor: Account, now: datetime, event: Event | int, why: str, sequence: int | None = None
) -> Event:
    """Cancel an event: it stays in every calendar, shown as cancelled with the reason."""
    return move_state(
        actor=actor, now=now, event=event, target=EventState.CANCELLED, why=why, sequence=sequence
    )


def postpone_event(
    *, actor: Account, now: datetime, event: Event | int, why: str, sequence: int | None = None
) -> Event:
    """Postpone an event to a date that is not known yet."""
    return move_state(
        actor=actor, now=now, event=event, target=EventState.POSTPONED, why=why, sequence=sequence
    )


def hold_past_events(*, now: datetime) -> int:
    """Note that events whose last day is past took place; return how many. For the daily job."""
    today = timezone.localdate(now)
    past = Event.objects.filter(state__in=RUNNING).annotate(
        last=Max("occurrences__last_day", filter=Q(occurrences__cancelled=False))
    )
    count = 0
    for key in list(past.filter(last__lt=today).values_list("pk", flat=True)):
        count += _hold(key, now=now)
    return count


@transaction.atomic
def _hold(key: int, *, now: datetime) -> bool:
    event = locked(key)
    if not is_over(event.state, last_day=_last_day(event), today=timezone.localdate(now)):
        return False
    event.state = EventState.HELD
    keep(event, ["state"], now=now)
    tell(event, actor=None, what="held", said=f"« {event.title} » a eu lieu")
    return True


@transaction.atomic
def propose_event(*, actor: Account, now: datetime, event: Event | int) -> Event:
    """Ask that an event be shown to everybody: at once for a coordinator, else after reading over."""
    found, rights = changeable(event, actor)
    if found.visibility == Visibility.PUBLIC and found.moderation != Moderation.REFUSED:
        return found
    found.visibility = Visibility.PUBLIC
    found.moderation = Moderation.NOT_NEEDED if can_moderate(rights, found) else Moderation.WAITING
    found.moderation_note = ""
    keep(found, ["visibility", "moderation", "moderation_note"], now=now)
    said = "a rendu public" if found.moderation == Moderation.NOT_NEEDED else "a proposé de rendre public"
    tell(found, actor=actor, what="proposed", said=f"{said} « {found.title} »")
    return found


def _read_over(event: Event | int, actor: Account, sequence: int | None) -> Event:
    found = locked(event, sequence=sequence)
    if not can_moderate(rights_of(actor), found):
        raise NotAllowedError
    if found.visibility != Visibility.PUBLIC or found.moderation != Moderation.WAITING:
        raise RefusedEventError("Il n'attend pas de relecture.")
    return found


@transaction.atomic
def accept_event(*, actor: Account, now: datetime, event: Event | int, sequence: int | None = None) -> Event:
    """Let everybody see what a partner proposed, and tell her structure by mail.

    Raises RefusedEventError, NotAllowedError, and StaleEventError when it is no longer what was read.
    """
    found = _read_over(event, actor, sequence)
    found.moderation, found.moderation_note = Moderation.ACCEPTED, ""
    keep(found, ["moderation", "moderation_note"], now=now)
    tell(found, actor=actor, what="accepted", said=f"a accepté que « {found.title} » soit public")
    tell_moderated(event=found, actor=actor)
    return found


@transaction.atomic
def refuse_event(
    *, actor: Account, now: datetime, event: Event | int, why: str, sequence: int | None = None
) -> Event:
    """Keep what a partner proposed for the network, and say why, by mail too. Raises as accept_event."""
    found = _read_over(event, actor, sequence)
    why = " ".join(why.split())[:500]
    if not why:
        raise RefusedEventError({"why": "Dites pourquoi, en quelques mots."})
    found.moderation, found.moderation_note = Moderation.REFUSED, why
    keep(found, ["moderation", "moderation_note"], now=now)
    tell(
        found, actor=actor, what="refused", said=f"n'a pas accepté que « {found.title} » soit public", why=why
    )
    tell_moderated(event=found, actor=actor)
    return found
