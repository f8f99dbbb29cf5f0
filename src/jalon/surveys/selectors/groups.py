"""Reading tests: the list, what a participant does next, the results and the rows of the file."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from jalon.sources.rules import cell_text
from jalon.surveys.enums import Again, Audience, Outcome
from jalon.surveys.models import Participation, TaskAnswer, WitnessGroup, WitnessTask
from jalon.surveys.rules.keeping import digest_of, is_open, oldest_closing
from jalon.surveys.rules.tallies import Row, mean, rows
from jalon.surveys.selectors.opinions import FEWEST_TOLD

SHORT = ("Réussi", "À moitié", "Pas réussi")


@dataclass(frozen=True)
class Trial:
    """Where a participant stands: the tasks, which have an answer, and the answer already given."""

    participation: Participation
    tasks: list[WitnessTask]
    answers: dict[int, TaskAnswer]

    @property
    def positions(self) -> list[int]:
        """Return the numbers of the tasks, in order."""
        return [task.position for task in self.tasks]

    def task(self, position: int) -> WitnessTask:
        """Return the task of this number."""
        return next(task for task in self.tasks if task.position == position)


@dataclass(frozen=True)
class TaskResult:
    """How a task went for those who answered it."""

    task: WitnessTask
    row: Row
    effort: str
    words: list[TaskAnswer]

    @property
    def said(self) -> list[tuple[str, int]]:
        """Return each outcome in short, with how many told it."""
        return list(zip(SHORT, self.row.counts, strict=True))


@dataclass(frozen=True)
class Results:
    """What a test gave."""

    begun: int
    finished: int
    tasks: list[TaskResult]
    effort: str
    efforts: int
    again: list[tuple[str, int]]
    audiences: list[tuple[str, int]]
    missing: list[str]


def groups(*, today: date) -> QuerySet[WitnessGroup]:
    """Return the tests still kept, latest first, with how many began and finished."""
    return WitnessGroup.objects.filter(closes_on__gte=oldest_closing(today)).annotate(
        begun=Count("participations"), ended=Count("participations", filter=Q(participations__finished=True))
    )


def group_of(pk: int, *, today: date) -> WitnessGroup | None:
    """Return a test still kept, or None."""
    return groups(today=today).filter(pk=pk).first()


def invited(code: str, *, today: date) -> WitnessGroup | None:
    """Return the test of a link, or None when there is none; it may be over."""
    found = WitnessGroup.objects.filter(code=code, closes_on__gte=oldest_closing(today))
    return found.annotate(count=Count("tasks")).first()


def can_answer(group: WitnessGroup, *, today: date) -> bool:
    """Tell whether people may still answer."""
    return is_open(group.closes_on, today)


def trial_of(group: WitnessGroup, token: str) -> Trial | None:
    """Return where the participant of this token stands, or None."""
    participation = group.participations.filter(digest=digest_of(token)).first()
    if participation is None:
        return None
    answers = participation.answers.select_related("task")
    return Trial(participation, list(group.tasks.all()), {one.task.position: one for one in answers})


def results(group: WitnessGroup) -> Results:
    """Return all that a test gave."""
    people = list(group.participations.all())
    answers = list(TaskAnswer.objects.filter(participation__group=group).select_related("task"))
    tasks = list(group.tasks.all())
    by_task = {task.pk: [one for one in answers if one.task_id == task.pk] for task in tasks}
    drawn = rows((task.text, _counts(by_task[task.pk])) for task in tasks)
    return Results(
        begun=len(people),
        finished=sum(one.finished for one in people),
        tasks=[
            TaskResult(
                task,
                row,
                mean(one.effort for one in by_task[task.pk]),
                [one for one in by_task[task.pk] if one.words],
            )
            for task, row in zip(tasks, drawn, strict=True)
        ],
        effort=mean(one.effort for one in people),
        efforts=sum(one.effort is not None for one in people),
        again=_counted(Again, (one.again for one in people)),
        audiences=_counted(Audience, (one.audience for one in people)),
        missing=[one.missing for one in people if one.missing],
    )


def _counts(answers: Iterable[TaskAnswer]) -> list[int]:
    found = Counter(one.outcome for one in answers)
    return [found[outcome] for outcome in Outcome.values]


def _counted(every: type, values: Iterable[object]) -> list[tuple[str, int]]:
    """Return (label, how many) of each choice that someone made."""
    found = Counter(values)
    return [(str(one.label), found[one.value]) for one in every if found[one.value]]


def result_rows(group: WitnessGroup) -> Iterator[tuple[str | int, ...]]:
    """Yield the rows of the file, header first, one a participant; no cell is a formula."""
    tasks = list(group.tasks.all())
    heads = [
        f"tâche {task.position} : {what}" for task in tasks for what in ("résultat", "difficulté", "mots")
    ]
    yield ("numéro", "public", *heads, "difficulté de l'ensemble", "ce qui a manqué", "s'en servir encore")
    people = list(group.participations.prefetch_related("answers"))
    audiences = Counter(one.audience for one in people)
    for number, one in enumerate(people, 1):
        told = one.audience and audiences[one.audience] >= FEWEST_TOLD
        answers = {answer.task_id: answer for answer in one.answers.all()}
        yield (
            number,
            str(one.get_audience_display()) if told else "",
            *(cell for task in tasks for cell in _cells(answers.get(task.pk))),
            one.effort or "",
            cell_text(one.missing),
            str(one.get_again_display()),
        )


def _cells(answer: TaskAnswer | None) -> tuple[str | int, ...]:
    if answer is None:
        return ("", "", "")
    return (str(answer.get_outcome_display()), answer.effort or "", cell_text(answer.words))
