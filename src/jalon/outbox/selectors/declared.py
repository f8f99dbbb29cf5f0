"""The jobs that the rooms declared when Django started."""

from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple


class Job(NamedTuple):
    """Something to do every so often; `run` returns one French sentence saying what was done."""

    name: str
    every: timedelta
    run: Callable[[], str]


DECLARED: dict[str, Job] = {}


def scheduled() -> list[Job]:
    """Return every job, by name."""
    return sorted(DECLARED.values(), key=lambda job: job.name)
