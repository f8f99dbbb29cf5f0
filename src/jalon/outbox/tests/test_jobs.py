"""Jobs: run when due, by one worker at once, taken again when it died; what they said is kept."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jalon.outbox.models import JobRun
from jalon.outbox.selectors.declared import DECLARED, scheduled
from jalon.outbox.services.jobs import know_jobs, run_due, schedule, take

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def ours():
    """No other job than those of the test; give how many times each ran."""
    kept = dict(DECLARED)
    DECLARED.clear()
    ran: list[str] = []

    def well() -> str:
        ran.append("Fait")
        return "Deux flux relus."

    schedule("Flux", every=HOUR, run=well)
    yield ran
    DECLARED.clear()
    DECLARED.update(kept)


def back(**ago: float) -> None:
    """Move what is known of the last run back in time."""
    for row in JobRun.objects.all():
        row.started_at -= timedelta(**ago)
        row.finished_at = row.finished_at and row.finished_at - timedelta(**ago)
        row.leased_until = row.leased_until and row.leased_until - timedelta(**ago)
        row.save()


def test_a_job_runs_at_once_then_at_its_pace(ours):
    assert run_due() == [("Flux", True, "Deux flux relus.")]
    assert run_due() == []
    back(minutes=61)
    assert len(run_due()) == 1
    assert len(ours) == 2
    row = JobRun.objects.get()
    assert (row.ok, row.said, row.lease) == (True, "Deux flux relus.", "")
    assert row.ok_at == row.finished_at


def test_a_job_that_another_worker_is_at_is_left_alone(ours):
    (job,) = scheduled()
    assert take(job, now=timezone.now()) is not None
    assert run_due() == []
    assert ours == []


def test_a_job_whose_worker_died_is_taken_again_when_its_lease_ends(ours):
    (job,) = scheduled()
    take(job, now=timezone.now())
    back(minutes=11)
    assert len(run_due()) == 1


def test_a_job_that_fails_is_said_without_its_words_and_tried_again_sooner(ours, caplog):
    def broken() -> str:
        raise LookupError(JobRun.objects.get().name + "ana@mission.example")

    DECLARED.clear()
    schedule("Flux", every=timedelta(days=1), run=broken)
    (ran,) = run_due()
    assert (ran.ok, ran.said) == (False, "Échec (LookupError) : le journal du serveur en dit plus.")
    assert "Fluxana@" not in caplog.text
    row = JobRun.objects.get()
    assert (row.ok, row.ok_at, row.lease) == (False, None, "")
    assert run_due() == []
    back(minutes=31)
    assert len(run_due()) == 1


def test_a_failing_job_does_not_stop_the_others(ours):
    schedule("Autre", every=HOUR, run=lambda: 1 / 0)
    assert [ran.ok for ran in run_due()] == [False, True]


def test_a_worker_that_is_asked_to_stop_begins_no_other_job(ours):
    assert run_due(stop=lambda: True) == []


def test_two_jobs_may_not_share_a_name(ours):
    with pytest.raises(ValueError, match="Flux"):
        schedule("Flux", every=HOUR, run=lambda: "")


def test_jobs_are_known_once(ours):
    now = timezone.now()
    know_jobs(now=now)
    know_jobs(now=now + HOUR)
    assert JobRun.objects.get().known_at == now


def test_a_job_that_is_no_more_is_forgotten(ours):
    run_due()
    DECLARED.clear()
    schedule("Autre", every=HOUR, run=lambda: "Fait.")
    know_jobs(now=timezone.now())
    assert [row.name for row in JobRun.objects.all()] == ["Autre"]


def test_the_rooms_declared_their_jobs():
    names = {job.name for job in scheduled()}
    assert {
        "Signe de vie",
        "Messages : effacement",
        "Dossiers : effacement",
        "Ateliers : effacement",
        "Avis et tests : effacement",
    } <= names


def test_every_job_of_the_rooms_runs_on_an_empty_installation():
    assert [ran for ran in run_due() if not ran.ok] == []
