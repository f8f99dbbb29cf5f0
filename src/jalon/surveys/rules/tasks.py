"""The tasks of a test as the team types them, and the step where a participant stands."""

from collections.abc import Collection, Sequence

MOST_TASKS = 10
LONGEST_TASK = 300


def read_tasks(text: str) -> list[str]:
    """Return the tasks of a text, one a line, without those that say nothing nor those said twice."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return list(dict.fromkeys(line for line in lines if line))


def tasks_problem(tasks: Sequence[str]) -> str:
    """Return what is wrong with a list of tasks, "" when nothing is."""
    if not tasks:
        return "Écrivez au moins une tâche."
    if len(tasks) > MOST_TASKS:
        return f"{MOST_TASKS} tâches au plus : il y en a {len(tasks)}. Les gens se fatiguent vite."
    long = next((number for number, task in enumerate(tasks, 1) if len(task) > LONGEST_TASK), 0)
    return f"La tâche {long} est trop longue : {LONGEST_TASK} caractères au plus." if long else ""


def step_of(tasks: Sequence[int], answered: Collection[int], asked: int | None) -> int | None:
    """Return the task to show: the one asked for, else the first without an answer; None after the last."""
    if asked in tasks:
        return asked
    return next((task for task in tasks if task not in answered), None)


def next_task(tasks: Sequence[int], answered: Collection[int], after: int) -> int | None:
    """Return the next task without an answer after this one, so that a skipped one does not come back."""
    return next((task for task in tasks[tasks.index(after) + 1 :] if task not in answered), None)
