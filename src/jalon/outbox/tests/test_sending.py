"""Sending to a real mail server: taken, refused, silent, cut short."""

from datetime import timedelta

import pytest
from django.core.mail import EmailMultiAlternatives
from django.core.management import CommandError, call_command
from django.utils import timezone

from jalon.outbox.enums import MessageState, Trouble
from jalon.outbox.models import Message
from jalon.outbox.rules.backoff import MOST_ATTEMPTS, WAITS
from jalon.outbox.services import Foot, footing, queue_message
from jalon.outbox.services.sending import (
    as_mail,
    deliver,
    lease_next,
    note_sent,
    send_waiting,
)
from jalon.outbox.services.transport import Server
from jalon.outbox.tests.servers import Inbox, serving, silent, unused_port

CALENDAR = "BEGIN:VCALENDAR\r\nSUMMARY:Été\r\nEND:VCALENDAR\r\n"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS"),  # the tests' server is local
]


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def server(inbox, settings):
    """A mail server that the settings name."""
    with serving(inbox) as port:
        _name(settings, port)
        yield inbox


def _name(settings, port: int) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.DEFAULT_FROM_EMAIL = "Étape Centre <bonjour@etape.example>"


def queue(key: str = "k1", **changes) -> Message:
    queue_message(
        **{"key": key, "to": "ana@mission.example", "subject": "Forum de Blois", "text": "Bonjour"} | changes
    )
    return Message.objects.get(key=key)


def test_a_message_arrives_whole(server):
    queue(
        to="Éloïse Brûlé <eloise@mission.example>",
        subject="L'été à Châteauroux : « œuvrer » ensemble",
        text="Rendez-vous à 9 h à Châteauroux.\n",
        html="<p>Rendez-vous à 9 h à <b>Châteauroux</b>.</p>",
        files=[
            ("forum d'été.ics", CALENDAR.encode(), "text/calendar; method=PUBLISH"),
            ("plan.pdf", b"%PDF-1.7 \x00\xff", "application/pdf"),
        ],
        unsubscribe="https://etape.example/stop/1/",
    )
    assert send_waiting() == (1, 0, 0, True)
    (mail,) = server.received
    assert server.recipients == [["eloise@mission.example"]]
    assert mail["Subject"].strip() == "L'été à Châteauroux : « œuvrer » ensemble"
    assert mail["To"].addresses[0].display_name == "Éloïse Brûlé"
    assert mail["From"].addresses[0].display_name == "Étape Centre"
    assert (mail["Auto-Submitted"], mail["List-Unsubscribe"]) == (
        "auto-generated",
        "<https://etape.example/stop/1/>",
    )
    assert mail.get_body(["plain"]).get_content().strip() == "Rendez-vous à 9 h à Châteauroux."
    assert "<b>Châteauroux</b>" in mail.get_body(["html"]).get_content()
    calendar, plan = mail.iter_attachments()
    assert (calendar.get_filename(), calendar.get_content_type()) == ("forum d'été.ics", "text/calendar")
    assert calendar.get_param("method") == "PUBLISH"
    assert "SUMMARY:Été" in calendar.get_content()
    assert (plan.get_filename(), plan.get_content()) == ("plan.pdf", b"%PDF-1.7 \x00\xff")


def test_a_mail_bears_the_services_name_and_answers_reach_it(server, settings, monkeypatch):
    monkeypatch.setattr(footing, "_feet", [lambda: Foot("Étape, Centre", answers="aide@etape.example")])
    settings.DEFAULT_FROM_EMAIL = "ne-pas-repondre@etape.example"
    queue()
    send_waiting()
    (mail,) = server.received
    assert mail["From"].addresses[0].display_name == "Étape, Centre"
    assert mail["Reply-To"] == "aide@etape.example"


def test_a_sent_message_is_noted_and_never_sent_again(server):
    queue()
    send_waiting()
    assert send_waiting() == (0, 0, 0, True)
    message = Message.objects.get()
    assert (message.state, message.attempts, message.lease, message.error) == ("sent", 1, "", "")
    assert message.ended_at is not None
    assert len(server.received) == 1


def test_several_messages_go_from_the_oldest_up_to_the_limit(server):
    for number in range(5):
        queue(f"k{number}", subject=f"Numéro {number}")
    assert send_waiting(3).sent == 3
    assert [mail["Subject"] for mail in server.received] == ["Numéro 0", "Numéro 1", "Numéro 2"]
    assert send_waiting(3).sent == 2


def test_a_round_stops_between_two_messages_when_asked(server):
    queue("k1")
    queue("k2")
    assert send_waiting(stop=lambda: len(server.received) == 1).sent == 1


def test_a_message_waits_for_its_hour(server):
    queue(not_before=timezone.now() + timedelta(hours=1))
    assert send_waiting().sent == 0


def test_without_a_server_messages_wait(settings):
    settings.EMAIL_HOST = ""
    settings.MAIL_FOLDER = None
    queue()
    assert send_waiting() == (0, 0, 0, False)
    assert Message.objects.get().state == MessageState.WAITING


def test_in_development_messages_become_files(settings, tmp_path):
    settings.EMAIL_HOST, settings.MAIL_FOLDER = "", tmp_path / "mails"
    queue(subject="Été")
    assert send_waiting().sent == 1
    (file,) = (tmp_path / "mails").glob("*.eml")
    assert b"Subject: =?utf-8?" in file.read_bytes()


def test_a_refused_address_fails_for_good_and_says_why(server):
    server.rcpt_reply = "550 5.1.1 No such user"
    queue()
    assert send_waiting() == (0, 0, 1, True)
    message = Message.objects.get()
    assert (message.state, message.trouble) == (MessageState.FAILED, Trouble.RECIPIENT)
    assert message.error == "Le serveur refuse cette adresse (550 5.1.1 No such user)."


def test_a_refused_address_does_not_stop_the_others(server):
    server.rcpt_reply = "550 No"
    queue("k1")
    queue("k2")
    assert send_waiting().failed == 2


@pytest.mark.parametrize(
    ("replies", "state", "trouble"),
    [
        ({"rcpt_reply": "450 4.2.1 Greylisted"}, MessageState.WAITING, Trouble.RECIPIENT),
        ({"rcpt_reply": "421 Shutting down"}, MessageState.WAITING, Trouble.SERVER),
        ({"data_reply": "451 Try later"}, MessageState.WAITING, Trouble.CONTENT),
        ({"data_reply": "554 Looks like spam"}, MessageState.FAILED, Trouble.CONTENT),
        ({"dies": True}, MessageState.WAITING, Trouble.SERVER),
    ],
)
def test_each_refusal_is_understood(server, replies, state, trouble):
    for name, value in replies.items():
        setattr(server, name, value)
    message = queue()
    send_waiting()
    message.refresh_from_db()
    assert (message.state, message.trouble) == (state, trouble)
    assert message.error


def test_a_message_is_tried_less_and_less_often_then_fails_for_good(server):
    server.rcpt_reply = "450 Later"
    message = queue()
    for number in range(1, MOST_ATTEMPTS + 1):
        before = timezone.now()
        send_waiting()
        message.refresh_from_db()
        assert message.attempts == number
        if number <= len(WAITS):
            assert message.next_at >= before + WAITS[number - 1]
            assert send_waiting() == (0, 0, 0, True)
            Message.objects.update(next_at=before)
    assert message.state == MessageState.FAILED
    assert message.ended_at is not None


def test_what_the_server_took_back_is_sent_when_it_is_well_again(server):
    server.rcpt_reply = "450 Later"
    queue()
    send_waiting()
    server.rcpt_reply = ""
    Message.objects.update(next_at=timezone.now())
    assert send_waiting().sent == 1
    message = Message.objects.get()
    assert (message.error, message.trouble) == ("", Trouble.NONE)


def test_a_silent_server_is_not_waited_for_for_ever(settings):
    with silent() as port:
        _name(settings, port)
        settings.EMAIL_TIMEOUT = 0.2
        queue("k1")
        queue("k2")
        assert send_waiting() == (0, 1, 0, True)
    first, second = Message.objects.order_by("pk")
    assert (first.trouble, first.error) == (Trouble.SERVER, "Le serveur n'a pas répondu à temps.")
    assert second.attempts == 0


def test_a_server_that_is_away_is_said(settings):
    _name(settings, unused_port())
    queue()
    send_waiting()
    assert Message.objects.get().error == "Le serveur ne peut pas être joint."


def test_a_wrong_password_is_said_and_never_written(settings, caplog):
    with serving(Inbox(), words="right") as port:
        _name(settings, port)
        settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "jalon", "Wr0ng-one"
        queue()
        send_waiting()
    assert Message.objects.get().error == "Le serveur refuse le nom ou le mot de passe (535)."
    assert "Wr0ng-one" not in caplog.text


def test_the_right_password_opens(settings):
    inbox = Inbox()
    with serving(inbox, words="right") as port:
        _name(settings, port)
        settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "jalon", "right"
        queue()
        assert send_waiting().sent == 1


def test_a_leased_message_is_left_alone_until_its_lease_ends(server):
    queue()
    now = timezone.now()
    assert lease_next(now=now) is not None
    assert lease_next(now=now) is None
    again = lease_next(now=now + timedelta(minutes=11))
    assert (again.attempts, again.state) == (2, MessageState.SENDING)


def test_a_worker_that_lost_its_lease_notes_nothing(server):
    queue()
    first = lease_next(now=timezone.now())
    second = lease_next(now=timezone.now() + timedelta(minutes=11))
    assert not note_sent(first, now=timezone.now())
    assert Message.objects.get().state == MessageState.SENDING
    assert note_sent(second, now=timezone.now())


def test_a_message_that_kills_its_worker_does_not_come_back_for_ever(server):
    queue()
    Message.objects.update(
        state=MessageState.SENDING, attempts=MOST_ATTEMPTS, leased_until=timezone.now() - timedelta(hours=1)
    )
    assert send_waiting() == (0, 0, 1, True)
    assert Message.objects.get().error == "Chaque essai a été interrompu avant sa fin."


def test_a_message_sent_twice_bears_the_same_name(server):
    message = queue(key="invitation:été:3")
    transport = Server()
    deliver(lease_next(now=timezone.now()), transport)
    Message.objects.update(state=MessageState.WAITING)  # as if the worker had died before it was noted
    deliver(lease_next(now=timezone.now()), transport)
    transport.close()
    first, second = server.received
    assert first["Message-ID"] == second["Message-ID"]
    assert first["Message-ID"].endswith("@etape.example>")
    assert message.key not in str(first)


def test_a_mistake_of_ours_is_one_messages_and_said_without_its_words(server, monkeypatch, caplog):
    queue("k1")
    queue("k2", subject="Bon")

    def broken(message) -> EmailMultiAlternatives:
        if message.key == "k1":
            raise RuntimeError(message.to)
        return as_mail(message)

    monkeypatch.setattr("jalon.outbox.services.sending.as_mail", broken)
    assert send_waiting() == (1, 1, 0, True)
    assert "RuntimeError" in caplog.text
    assert "ana@" not in caplog.text


def test_a_message_with_a_secret_is_emptied_once_it_went(server):
    queue("k1", secret=True, files=[("a.txt", b"a", "text/plain")])
    queue("k2")
    send_waiting()
    assert "Bonjour" in server.received[0].get_body().get_content()
    first, second = Message.objects.order_by("pk")
    assert (first.text, first.erased, first.files.count()) == ("", True, 0)
    assert (second.text, second.erased) == ("Bonjour", False)


def test_a_message_with_a_secret_is_kept_until_it_went(server):
    server.rcpt_reply = "450 Later"
    queue(secret=True)
    send_waiting()
    assert Message.objects.get().text == "Bonjour"


def test_the_command_of_trial_says_whether_the_server_takes_a_message(server, capsys, settings):
    call_command("try_mail", "ana@mission.example")
    assert "Le serveur a pris le message." in capsys.readouterr().out
    assert server.received[0]["Subject"].strip() == "Message d'essai de Jalon"
    server.rcpt_reply = "550 No such user"
    with pytest.raises(CommandError, match="Le serveur refuse cette adresse"):
        call_command("try_mail", "ana@mission.example")
    with pytest.raises(CommandError, match="n'est pas une adresse"):
        call_command("try_mail", "ana")
    settings.EMAIL_HOST, settings.MAIL_FOLDER = "", None
    with pytest.raises(CommandError, match="Aucun serveur"):
        call_command("try_mail", "ana@mission.example")
    assert not Message.objects.exists()
