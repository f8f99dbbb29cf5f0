"""Jobs to do every so often: rooms declare them when Django starts."""

from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple


class Job(NamedTuple):
    """Something to do every so often; `run` returns one French sentence saying what was done."""

    name: str
    every: timedelta
    run: Callable[[], str]


_jobs: dict[str, Job] = {}


def schedule(name: str, *, every: timedelta, run: Callable[[], str]) -> None:
    """Declare a job, once, from a room's `apps.ready()`; `name` is what the team reads, in French."""
    if name in _jobs and _jobs[name].run is not run:
        raise ValueError(f"two jobs are called « {name} »")
    _jobs[name] = Job(name, every, run)


def scheduled() -> list[Job]:
    """Return every job, by name."""
    return sorted(_jobs.values())
