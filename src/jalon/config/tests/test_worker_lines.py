"""What `jalon check` says of mail and jobs."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jalon.config.rules import State
from jalon.config.selectors import worker_lines
from jalon.outbox.models import JobRun, Message
from jalon.outbox.services import queue_message
from jalon.outbox.services.jobs import know_jobs, run_due

pytestmark = pytest.mark.django_db


def said() -> dict[str, tuple[State, str]]:
    return {line.topic: (line.state, line.text) for line in worker_lines()}


def test_an_installation_without_mail_nor_worker_is_told_so(settings):
    settings.EMAIL_HOST, settings.MAIL_FOLDER = "", None
    queue_message(key="k", to="a@b.example", subject="S", text="T")
    assert said() == {
        "courrier": (State.WARNING, "aucun serveur réglé, 1 message en attente"),
        "tâches": (State.WARNING, "aucune n'a encore été faite"),
    }


def test_a_worker_that_works_is_well(settings):
    settings.EMAIL_HOST = "mail.example"
    run_due()
    assert said() == {
        "courrier": (State.OK, "serveur mail.example, 0 message en attente"),
        "tâches": (State.OK, "à l'heure"),
    }


def test_lateness_is_broken(settings):
    settings.EMAIL_HOST = "mail.example"
    know_jobs(now=timezone.now() - timedelta(minutes=40))
    queue_message(key="k", to="a@b.example", subject="S", text="T")
    Message.objects.update(due_at=timezone.now() - timedelta(hours=2))
    found = said()
    assert found["tâches"] == (State.ERROR, "en retard : Signe de vie")
    assert found["courrier"][0] == State.ERROR
    assert found["courrier"][1].startswith("1 message en attente depuis le ")


def test_failures_deserve_a_look(settings):
    settings.EMAIL_HOST = "mail.example"
    run_due()
    JobRun.objects.filter(name="Messages : effacement").update(ok=False)
    queue_message(key="k", to="a@b.example", subject="S", text="T")
    Message.objects.update(state="failed")
    assert said() == {
        "courrier": (State.WARNING, "1 message en échec"),
        "tâches": (State.WARNING, "en échec : Messages : effacement"),
    }
