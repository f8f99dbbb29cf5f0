"""Sending what waits. Each message is leased by one worker, sent outside any transaction, then noted.

One window cannot be closed: a worker that dies, or loses the server, after the server took a message and
before it is noted will send it again, under the same Message-ID.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from jalon.outbox.enums import MessageState, Trouble
from jalon.outbox.models import Message
from jalon.outbox.rules.backoff import MOST_ATTEMPTS, wait_after
from jalon.outbox.rules.identity import message_id, named_sender
from jalon.outbox.rules.troubles import Verdict, unexpected
from jalon.outbox.services.footing import foot
from jalon.outbox.services.keeping import erase_secret
from jalon.outbox.services.leases import kept, never, new_lease
from jalon.outbox.services.mistakes import places
from jalon.outbox.services.transport import RefusedError, Transport, transport_of_settings

logger = logging.getLogger(__name__)
CUT_SHORT = "Chaque essai a été interrompu avant sa fin."


class Sent(NamedTuple):
    """What a round did: sent, to be tried again, failed for good; whether there is somewhere to send to."""

    sent: int = 0
    put_off: int = 0
    failed: int = 0
    somewhere: bool = True


def send_waiting(limit: int = 100, *, stop: Callable[[], bool] = never) -> Sent:
    """Send at most `limit` messages that are due, from the oldest; `stop` is asked between two.

    A server in trouble ends the round: the others would only meet the same.
    """
    transport = transport_of_settings()
    if transport is None:
        return Sent(somewhere=False)
    counts = {MessageState.SENT: 0, MessageState.WAITING: 0, MessageState.FAILED: 0}
    counts[MessageState.FAILED] += fail_cut_short(now=timezone.now())
    try:
        for _turn in range(limit):
            message = None if stop() else lease_next(now=timezone.now())
            if message is None:
                break
            state, trouble = deliver(message, transport)
            counts[state] += 1
            if trouble == Trouble.SERVER:
                break
    finally:
        transport.close()
    return Sent(*counts.values())


def lease_next(*, now: datetime) -> Message | None:
    """Take the next message that is due, or whose worker let its lease end; None when there is none.

    On PostgreSQL a row that another worker is taking is passed over; on SQLite only one transaction writes at
    a time. The attempt counts from here, so that a message that kills its worker does not come back for ever.
    """
    due = Message.objects.filter(state=MessageState.WAITING, next_at__lte=now)
    abandoned = Message.objects.filter(
        state=MessageState.SENDING, leased_until__lt=now, attempts__lt=MOST_ATTEMPTS
    )
    with transaction.atomic():
        # Two questions, not one with « or »: each reads its index and stops at the first row.
        message = _first_free(due) or _first_free(abandoned)
        if message is None:
            return None
        for column, value in new_lease(now).items():
            setattr(message, column, value)
        message.state, message.attempts = MessageState.SENDING, message.attempts + 1
        message.save(update_fields=["state", "attempts", "lease", "leased_until"])
    return message


def _first_free(found: QuerySet[Message]) -> Message | None:
    found = found.order_by("next_at")
    if connection.features.has_select_for_update_skip_locked:
        found = found.select_for_update(skip_locked=True)
    return found.first()


@transaction.atomic
def fail_cut_short(*, now: datetime) -> int:
    """Fail for good the messages whose worker died at each attempt; return how many."""
    found = Message.objects.filter(
        state=MessageState.SENDING, leased_until__lt=now, attempts__gte=MOST_ATTEMPTS
    )
    every = list(found.select_for_update())
    for message in every:
        _note(message, MessageState.FAILED, now=now, error=CUT_SHORT, trouble=Trouble.CONTENT)
    return len(every)


def deliver(message: Message, transport: Transport) -> tuple[MessageState, Trouble]:
    """Send a leased message and note what became of it."""
    with kept(message):
        try:
            transport.send(as_mail(message))
        except RefusedError as refusal:
            verdict = refusal.verdict
        except Exception as error:  # noqa: BLE001 - one message must not stop the others
            logger.error("message %s: %s\n%s", message.pk, type(error).__name__, places(error))
            verdict = unexpected(type(error).__name__)
        else:
            verdict = None
    if verdict is not None:
        return note_refusal(message, verdict, now=timezone.now()), verdict.trouble
    if not note_sent(message, now=timezone.now()):
        logger.warning("message %s was sent after its lease had ended", message.pk)
    return MessageState.SENT, Trouble.NONE


def as_mail(message: Message) -> EmailMultiAlternatives:
    """Return a message as a mail: text, page, files, and headers that say a machine wrote it."""
    headers = {
        "Message-ID": message_id(key=message.key, sender=settings.DEFAULT_FROM_EMAIL),
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    if message.unsubscribe:
        headers["List-Unsubscribe"] = f"<{message.unsubscribe}>"
    said = foot()
    mail = EmailMultiAlternatives(
        message.subject,
        message.text,
        from_email=named_sender(settings.DEFAULT_FROM_EMAIL, name=said.name),
        to=[message.to],
        reply_to=[said.answers] if said.answers else None,
        headers=headers,
    )
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    for one in message.files.all():
        mail.attach(one.name, bytes(one.content), one.mimetype)
    return mail


def note_sent(message: Message, *, now: datetime) -> bool:
    """Note that a message went; False when its lease was lost meanwhile."""
    return _note(message, MessageState.SENT, now=now)


def note_refusal(message: Message, verdict: Verdict, *, now: datetime) -> MessageState:
    """Note why a message did not go, and when it is next tried, if it is."""
    wait = None if verdict.for_good else wait_after(message.attempts)
    if wait is None:
        _note(message, MessageState.FAILED, now=now, error=verdict.words, trouble=verdict.trouble)
        return MessageState.FAILED
    _note(message, MessageState.WAITING, now=now, error=verdict.words, trouble=verdict.trouble, wait=wait)
    return MessageState.WAITING


def _note(
    message: Message,
    state: MessageState,
    *,
    now: datetime,
    error: str = "",
    trouble: Trouble = Trouble.NONE,
    wait: timedelta | None = None,
) -> bool:
    """Write what became of a message, if it is still ours."""
    changes = {"state": state, "error": error, "trouble": trouble, "lease": "", "leased_until": None}
    with transaction.atomic():
        ours = Message.objects.filter(pk=message.pk, state=MessageState.SENDING, lease=message.lease)
        if wait is not None:
            return bool(ours.update(**changes, next_at=now + wait))
        if not ours.update(**changes, ended_at=now):
            return False
        erase_secret(message.pk)
    return True
