"""What the team does of a test, and what its participants answer."""

import secrets
from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from jalon.surveys.enums import Again, Audience, Effort, Outcome
from jalon.surveys.models import Participation, TaskAnswer, WitnessGroup, WitnessTask
from jalon.surveys.rules.keeping import digest_of, is_open
from jalon.surveys.rules.texts import masked
from jalon.ui.services.attempts import Attempts

CODE_BYTES = 16  # 22 signs of an address
TOKEN_BYTES = 24  # 32 signs
BEGUN = Attempts("tests begun", 120)  # from one network, for each process: three classes of one school


class BegunError(Exception):
    """Someone took part already: the tasks can no longer change."""


class ClosedError(Exception):
    """This test is over, was deleted, or nobody holds this address."""


@transaction.atomic
def create_group(*, name: str, closes_on: date, tasks: Sequence[str], today: date) -> WitnessGroup:
    """Make a group with its tasks and its link."""
    group = WitnessGroup.objects.create(
        code=secrets.token_urlsafe(CODE_BYTES), name=name, closes_on=closes_on, made_on=today
    )
    _write_tasks(group, tasks)
    return group


def _write_tasks(group: WitnessGroup, tasks: Sequence[str]) -> None:
    WitnessTask.objects.bulk_create(
        WitnessTask(group=group, position=position, text=text) for position, text in enumerate(tasks, 1)
    )


@transaction.atomic
def change_group(*, group: int, name: str, closes_on: date, tasks: Sequence[str] | None) -> None:
    """Change a group; `tasks` None leaves them. Raises BegunError when they change once someone took part."""
    found = WitnessGroup.objects.select_for_update().get(pk=group)
    if tasks is not None:
        if found.participations.exists():
            raise BegunError
        found.tasks.all().delete()
        _write_tasks(found, tasks)
    found.name, found.closes_on = name, closes_on
    found.save(update_fields=["name", "closes_on"])


@transaction.atomic
def close_group(*, group: int, today: date) -> None:
    """Let nobody answer any more; a group that is over stays as it is."""
    found = WitnessGroup.objects.select_for_update().get(pk=group)
    if is_open(found.closes_on, today):
        found.closes_on = today - timedelta(days=1)
        found.save(update_fields=["closes_on"])


@transaction.atomic
def delete_group(*, group: int) -> None:
    """Delete a group and all its answers, at once."""
    WitnessGroup.objects.filter(pk=group).delete()


@transaction.atomic
def begin_participation(*, code: str, audience: Audience, network: str, today: date) -> str:
    """Let someone take part; return the token, that is kept nowhere. Raises ClosedError or TooManyError."""
    BEGUN.note(network, timezone.now())
    group = WitnessGroup.objects.select_for_update().filter(code=code, closes_on__gte=today).first()
    if group is None:
        raise ClosedError
    token = secrets.token_urlsafe(TOKEN_BYTES)
    Participation.objects.create(group=group, digest=digest_of(token), audience=audience)
    return token


def _locked(code: str, token: str, today: date) -> Participation:
    found = Participation.objects.select_for_update(of=("self",)).filter(
        digest=digest_of(token), group__code=code, group__closes_on__gte=today
    )
    participation = found.first()
    if participation is None:
        raise ClosedError
    return participation


@transaction.atomic
def answer_task(
    *, code: str, token: str, position: int, outcome: Outcome, effort: Effort | None, words: str, today: date
) -> None:
    """Keep how a task went; answered again, the last answer stays. Raises ClosedError."""
    participation = _locked(code, token, today)
    task = WitnessTask.objects.filter(group_id=participation.group_id, position=position).first()
    if task is None:
        raise ClosedError
    TaskAnswer.objects.update_or_create(
        participation=participation,
        task=task,
        defaults={"outcome": outcome, "effort": effort, "words": masked(words)},
    )


@transaction.atomic
def finish_participation(
    *, code: str, token: str, effort: Effort | None, missing: str, again: Again | str, today: date
) -> None:
    """Keep the short form at the end. Raises ClosedError."""
    participation = _locked(code, token, today)
    participation.effort, participation.missing, participation.again = effort, masked(missing), again
    participation.finished = True
    participation.save(update_fields=["effort", "missing", "again", "finished"])


@transaction.atomic
def withdraw_participation(*, code: str, token: str, today: date) -> None:
    """Forget all that a participant answered, at once. Raises ClosedError."""
    _locked(code, token, today).delete()
