"""What the team sees of messages and jobs, and what a monitor is told."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from tests import factories

from jalon.outbox.enums import JobState, MessageState, Trouble
from jalon.outbox.models import JobRun, Message
from jalon.outbox.selectors.standing import job_lines, standing
from jalon.outbox.services import queue_message
from jalon.outbox.services.jobs import know_jobs, run_due

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(client):
    client.force_login(factories.account(is_staff=True))
    return client


def message(key: str = "k1", **changes) -> Message:
    queue_message(key=key, to="ana@mission.example", subject=f"Forum {key}", text="Bonjour")
    Message.objects.filter(key=key).update(**changes)
    return Message.objects.get(key=key)


def failed(key: str = "k1", **changes) -> Message:
    return message(
        key,
        **{
            "state": MessageState.FAILED,
            "attempts": 1,
            "trouble": Trouble.RECIPIENT,
            "error": "Le serveur refuse cette adresse (550 No such user).",
            "ended_at": timezone.now(),
        }
        | changes,
    )


def test_the_page_shows_what_failed_and_why_and_lets_try_again(keeper):
    refused = failed()
    message("k2", state=MessageState.SENT, ended_at=timezone.now())
    page = keeper.get(reverse("outbox:messages")).content.decode()
    assert "Le serveur refuse cette adresse (550 No such user)." in page
    assert "ana@mission.example" in page
    assert "Échec (1)" in page
    assert "Forum k2" not in page
    answer = keeper.post(reverse("outbox:message_again", args=[refused.pk]), follow=True)
    assert "repart au prochain tour" in answer.content.decode()
    refused.refresh_from_db()
    assert refused.state == MessageState.WAITING


def test_a_message_is_given_up(keeper):
    refused = failed()
    keeper.post(reverse("outbox:message_give_up", args=[refused.pk]))
    refused.refresh_from_db()
    assert refused.state == MessageState.CANCELLED
    answer = keeper.post(reverse("outbox:message_again", args=[refused.pk]), follow=True)
    assert "rien n'a été fait" in answer.content.decode().replace("&#x27;", "'").replace("’", "'")


def test_what_a_server_missed_is_tried_again_at_once(keeper):
    failed("server", trouble=Trouble.SERVER)
    failed("address")
    keeper.post(reverse("outbox:messages_again"))
    assert list(Message.objects.filter(state="waiting").values_list("key", flat=True)) == ["server"]


def test_the_page_filters_by_state_and_says_when_nothing_is_wrong(keeper):
    message("k2", state=MessageState.SENT, ended_at=timezone.now())
    page = keeper.get(reverse("outbox:messages")).content.decode()
    assert "Rien à regarder" in page
    assert "Forum k2" in keeper.get(reverse("outbox:messages"), {"etat": "sent"}).content.decode()


def test_a_subject_that_is_markup_is_only_text(keeper):
    failed(subject="<script>alert(1)</script> & co", error="<b>non</b>")
    page = keeper.get(reverse("outbox:messages")).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; co" in page
    assert "<b>non" not in page


def test_the_page_says_that_no_server_is_set(keeper, settings):
    settings.EMAIL_HOST, settings.MAIL_FOLDER = "", None
    assert "les messages attendent" in keeper.get(reverse("outbox:messages")).content.decode()
    settings.EMAIL_HOST = "mail.example"
    assert "les messages attendent" not in keeper.get(reverse("outbox:messages")).content.decode()


def test_the_page_shows_jobs_with_their_last_run(keeper):
    run_due()
    page = keeper.get(reverse("outbox:messages")).content.decode()
    assert "Signe de vie" in page
    assert "Toutes les 5 minutes" in page
    assert "Un travailleur est en marche." in page
    assert "En retard" not in page


def test_the_page_costs_the_same_however_many_messages(keeper, django_assert_max_num_queries):
    for number in range(30):
        failed(f"k{number}")
    run_due()
    with django_assert_max_num_queries(9):
        keeper.get(reverse("outbox:messages"))


def health(client) -> tuple[int, dict]:
    answer = client.get(reverse("portal:health"))
    assert "no-store" in answer.headers["Cache-Control"]
    return answer.status_code, answer.json()


def test_all_is_well_on_a_new_installation(client):
    know_jobs(now=timezone.now())
    assert health(client) == (200, {"state": "ok", "jobs": "ok", "messages": "ok"})


def test_a_worker_that_is_away_is_told_after_half_an_hour(client):
    know_jobs(now=timezone.now() - timedelta(minutes=31))
    assert health(client) == (503, {"state": "late", "jobs": "late", "messages": "ok"})
    run_due()
    assert health(client)[0] == 200


def test_messages_that_should_have_gone_are_told_after_an_hour(client):
    late = message(due_at=timezone.now() - timedelta(minutes=61))
    assert health(client) == (503, {"state": "late", "jobs": "ok", "messages": "late"})
    Message.objects.filter(pk=late.pk).update(trouble=Trouble.RECIPIENT)
    assert health(client)[0] == 200


def test_a_message_for_later_is_not_late(client):
    message(due_at=timezone.now() + timedelta(days=2))
    assert health(client)[0] == 200


def test_each_state_of_a_job_is_told():
    now = timezone.now()

    def state() -> JobState:
        return next(line.state for line in job_lines(now=now) if line.job.name == "Messages : effacement")

    assert state() == JobState.NEVER
    know_jobs(now=now)
    row = JobRun.objects.filter(name="Messages : effacement")
    assert state() == JobState.NEVER
    row.update(started_at=now, leased_until=now + timedelta(minutes=10))
    assert state() == JobState.RUNNING
    row.update(finished_at=now, ok_at=now, leased_until=None)
    assert state() == JobState.WELL
    row.update(ok=False)
    assert state() == JobState.FAILED
    row.update(ok_at=now - timedelta(days=4))
    assert state() == JobState.LATE
    assert standing(now=now).late
