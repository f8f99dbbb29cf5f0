"""What is kept of messages, how long, and what one may do with those that ended."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from jalon.outbox.enums import MessageState, Trouble
from jalon.outbox.models import Message, MessageFile
from jalon.outbox.services import queue_message
from jalon.outbox.services.keeping import OverError, erase_old, give_up, try_again, try_again_all

pytestmark = pytest.mark.django_db


def ended(state: str = MessageState.SENT, *, days: float, key: str = "k", **changes) -> Message:
    queue_message(
        key=key,
        to="ana@mission.example",
        subject="Forum",
        text="Bonjour",
        html="<p>Bonjour</p>",
        files=[("a.ics", b"a", "text/calendar")],
        secret=changes.pop("secret", False),
    )
    moment = timezone.now() - timedelta(days=days)
    Message.objects.filter(key=key).update(state=state, ended_at=moment, **changes)
    return Message.objects.get(key=key)


@pytest.mark.parametrize("state", ["sent", "failed", "cancelled"])
def test_bodies_are_erased_after_30_days_rows_after_a_year(state):
    ended(state, days=29, key="young")
    ended(state, days=31, key="old")
    ended(state, days=367, key="oldest")
    assert erase_old(now=timezone.now()) == (2, 1)
    young, old = Message.objects.order_by("-key")
    assert (young.text, young.erased, young.files.count()) == ("Bonjour", False, 1)
    assert (old.text, old.html, old.erased, old.files.count()) == ("", "", True, 0)
    assert MessageFile.objects.count() == 1
    assert erase_old(now=timezone.now()) == (0, 0)


def test_what_waited_a_week_is_given_up():
    queue_message(key="k1", to="a@b.example", subject="S", text="Secret", secret=True)
    queue_message(key="k2", to="a@b.example", subject="S", text="Bonjour")
    Message.objects.filter(key="k1").update(due_at=timezone.now() - timedelta(days=8))
    erase_old(now=timezone.now())
    first, second = Message.objects.order_by("key")
    assert (first.state, first.text) == (MessageState.CANCELLED, "")
    assert "7 jours" in first.error
    assert second.state == MessageState.WAITING


def test_the_command_says_what_it_erased(capsys):
    ended(days=31)
    call_command("clean_messages")
    assert "Messages effacés : 1 ; lignes supprimées : 0." in capsys.readouterr().out


def test_a_message_that_failed_is_tried_again_from_the_first_attempt():
    message = ended("failed", days=1, attempts=7)
    try_again(message=message.pk)
    message.refresh_from_db()
    assert (message.state, message.attempts, message.ended_at) == (MessageState.WAITING, 0, None)
    assert message.next_at <= timezone.now()


@pytest.mark.parametrize("state", ["waiting", "sending", "sent", "cancelled"])
def test_only_what_failed_is_tried_again(state):
    message = ended(state, days=1)
    with pytest.raises(OverError):
        try_again(message=message.pk)


def test_what_was_erased_is_not_tried_again():
    message = ended("failed", days=31)
    erase_old(now=timezone.now())
    with pytest.raises(OverError):
        try_again(message=message.pk)


def test_a_mended_server_gets_what_it_missed_and_nothing_else():
    ended("failed", days=1, key="server", trouble=Trouble.SERVER)
    ended("failed", days=1, key="address", trouble=Trouble.RECIPIENT)
    assert try_again_all() == 1
    assert Message.objects.get(state="waiting").key == "server"


@pytest.mark.parametrize(
    ("state", "may"),
    [("waiting", True), ("failed", True), ("sending", False), ("sent", False), ("cancelled", False)],
)
def test_what_waits_or_failed_may_be_given_up(state, may):
    message = ended(state, days=1, secret=True)
    if may:
        give_up(message=message.pk)
    else:
        with pytest.raises(OverError):
            give_up(message=message.pk)
    message.refresh_from_db()
    assert message.state == (MessageState.CANCELLED if may else state)
    assert (message.text == "") == may
