"""Trying again, giving up, and erasing what is no longer kept."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from jalon.outbox.enums import MessageState
from jalon.outbox.models import Message, MessageFile
from jalon.outbox.rules.keeping import oldest_body, oldest_row, oldest_waiting
from jalon.outbox.selectors.standing import TO_LOOK_AT, missed_by_server

TOO_LATE = "A attendu plus de 7 jours : plus personne ne l'attend."
ENDED = (MessageState.SENT, MessageState.FAILED, MessageState.CANCELLED)


class OverError(Exception):
    """The message is no longer where this may be done to it."""


@transaction.atomic
def try_again(*, message: int) -> None:
    """Send a message that met a refusal at the next round, with all its attempts before it.

    Raises OverError when it met none, or when nothing is left to send.
    """
    met = Message.objects.filter(TO_LOOK_AT, pk=message, erased=False)
    if not met.update(state=MessageState.WAITING, attempts=0, next_at=timezone.now(), ended_at=None):
        raise OverError


@transaction.atomic
def try_again_all() -> int:
    """Put back every message that failed because of the server, which was mended since; return how many."""
    again = {"state": MessageState.WAITING, "attempts": 0, "next_at": timezone.now(), "ended_at": None}
    return missed_by_server().update(**again)


@transaction.atomic
def give_up(*, message: int) -> None:
    """Never send a message that waits or failed. Raises OverError when it is sent, or being sent."""
    may = Message.objects.filter(pk=message, state__in=(MessageState.WAITING, MessageState.FAILED))
    if not may.update(state=MessageState.CANCELLED, ended_at=timezone.now()):
        raise OverError
    erase_secret(message)


def erase_secret(message: int) -> None:
    """Erase the body of a message that ended, when it holds a link that opens something."""
    _erase(Message.objects.filter(pk=message, secret=True, erased=False))


@transaction.atomic
def erase_old(*, now: datetime) -> tuple[int, int]:
    """Erase the bodies and files, then the rows, that are no longer kept; return how many of each.

    What waited for too long (no mail server was set) is given up first: nobody expects it any more.
    """
    waited = Message.objects.filter(state=MessageState.WAITING, due_at__lt=oldest_waiting(now))
    waited.update(state=MessageState.CANCELLED, ended_at=now, error=TOO_LATE)
    _erase(Message.objects.filter(state=MessageState.CANCELLED, secret=True, erased=False))
    bodies = _erase(Message.objects.filter(state__in=ENDED, ended_at__lt=oldest_body(now), erased=False))
    _rows, by_model = Message.objects.filter(state__in=ENDED, ended_at__lt=oldest_row(now)).delete()
    return bodies, by_model.get(Message._meta.label, 0)


def _erase(found) -> int:
    keys = list(found.values_list("pk", flat=True))
    MessageFile.objects.filter(message__in=keys).delete()
    return Message.objects.filter(pk__in=keys).update(text="", html="", erased=True)


def clean() -> str:
    """Erase what is no longer kept today, and say it."""
    bodies, rows = erase_old(now=timezone.now())
    return f"Messages effacés : {bodies} ; lignes supprimées : {rows}."


def sign_of_life() -> str:
    """Say that a worker is there: without it for half an hour, `jalon check` and /health complain."""
    return "Un travailleur est en marche."
