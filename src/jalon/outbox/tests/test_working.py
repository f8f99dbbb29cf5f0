"""The rounds of a worker: what they say, that a database away is waited for, that a stop is heard."""

from threading import Event

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from jalon.outbox.models import Message
from jalon.outbox.services import queue_message, working
from jalon.outbox.services.sending import Sent

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (Sent(), ""),
        (Sent(sent=1), "Messages : 1 envoyé"),
        (Sent(sent=2, put_off=1, failed=3), "Messages : 2 envoyés, 1 à retenter, 3 en échec"),
    ],
)
def test_a_round_is_said_when_something_happened(sent, said):
    assert working.said_sent(sent) == said


def test_one_round_sends_runs_and_leaves(settings, tmp_path, capsys):
    settings.EMAIL_HOST, settings.MAIL_FOLDER = "", tmp_path
    queue_message(key="k", to="a@b.example", subject="S", text="T")
    call_command("worker", "--once")
    said = capsys.readouterr().out
    assert "Messages : 1 envoyé" in said
    assert "✓ Signe de vie : Un travailleur est en marche." in said
    assert Message.objects.get().state == "sent"


def test_a_worker_says_once_that_there_is_nowhere_to_send(settings, capsys):
    settings.EMAIL_HOST, settings.MAIL_FOLDER = "", None
    call_command("worker", "--once")
    assert capsys.readouterr().out.count("Aucun serveur de courrier") == 1


def test_a_database_that_is_away_is_waited_for(monkeypatch):
    over, said, rounds = Event(), [], []

    def away(**_options) -> Sent:
        rounds.append(1)
        if len(rounds) == 2:
            over.set()
        raise OperationalError("ana@mission.example")

    monkeypatch.setattr(working, "send_round", away)
    monkeypatch.setattr(working, "job_round", lambda **_options: None)
    monkeypatch.setattr(working, "close_old_connections", lambda: None)
    monkeypatch.setattr(working.connection, "close", lambda: None)
    working.work(every=0.01, over=over, say=said.append)
    assert said == ["La base de données ne répond pas : nouvel essai au prochain tour."] * 2


def test_a_worker_that_is_orphaned_leaves(monkeypatch):
    monkeypatch.setattr(working, "job_round", lambda **_options: None)
    monkeypatch.setattr(working.connection, "close", lambda: None)
    working.work(every=3600, over=Event(), say=lambda _words: None, orphaned=lambda: True)


@pytest.mark.parametrize("every", ["0", "-1", "4000", "souvent"])
def test_a_pace_that_is_none_is_refused(every):
    with pytest.raises(CommandError):
        call_command("worker", "--once", "--every", every)
