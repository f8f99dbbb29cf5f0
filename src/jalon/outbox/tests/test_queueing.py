"""Writing messages down: once a key, whole or not at all, nothing that a header could be bent with."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from jalon.outbox.enums import MessageState
from jalon.outbox.models import Message
from jalon.outbox.services import File, UnusableMessageError, queue_message
from jalon.outbox.services.queueing import MOST_BYTES

pytestmark = pytest.mark.django_db


def queue(**changes) -> bool:
    return queue_message(
        **{"key": "k1", "to": "ana@mission.example", "subject": "Été", "text": "Bonjour"} | changes
    )


def test_a_message_waits_until_its_time_with_its_files():
    later = timezone.now() + timedelta(days=1)
    assert queue(files=[File("forum.ics", b"BEGIN", "text/calendar")], not_before=later, html="<p>É</p>")
    message = Message.objects.get()
    assert (message.state, message.attempts, message.next_at) == (MessageState.WAITING, 0, later)
    assert [(one.name, bytes(one.content)) for one in message.files.all()] == [("forum.ics", b"BEGIN")]


def test_a_key_is_written_once():
    assert queue(files=[("a.txt", b"a", "text/plain")])
    assert not queue(text="Autre", files=[("b.txt", b"b", "text/plain")])
    message = Message.objects.get()
    assert (message.text, message.files.get().name) == ("Bonjour", "a.txt")


def test_a_message_goes_with_the_transaction_that_wrote_it():
    with transaction.atomic():
        queue()
        transaction.set_rollback(True)
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"subject": "Bonjour\nBcc: tous@mission.example"},
        {"subject": "Bonjour\r\n\r\nAutre corps"},
        {"to": "ana@mission.example\nBcc: tous@mission.example"},
        {"to": "ana@mission.example, lea@mission.example"},
        {"to": "personne"},
        {"to": ""},
        {"subject": ""},
        {"key": ""},
        {"key": "k" * 201},
        {"unsubscribe": "javascript:alert(1)"},
        {"unsubscribe": "https://site.example/\nBcc: x@mission.example"},
        {"files": [("a\r\nX: y", b"", "text/plain")]},
        {"files": [("a", b"", "text/plain\nX: y")]},
        {"files": [("a", b"x" * (MOST_BYTES + 1), "text/plain")]},
    ],
)
def test_what_no_server_should_be_given_is_refused_whole(changes):
    with pytest.raises(UnusableMessageError):
        queue(**changes)
    assert not Message.objects.exists()


def test_null_characters_are_left_out():
    queue(text="Bon\0jour", html="<p>\0</p>")
    message = Message.objects.get()
    assert (message.text, message.html) == ("Bonjour", "<p></p>")


def test_a_name_with_accents_may_go_before_the_address():
    assert queue(to="Éloïse Brûlé <eloise@mission.example>")
