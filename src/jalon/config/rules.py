"""What is said of an installation, and when data is too old. Plain values only."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class State(StrEnum):
    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


MARKS = {State.OK: "✓", State.WARNING: "!", State.ERROR: "✗"}

# Days after the last load when a family of data deserves a new one; docs/installation.md says why.
FRESH_DAYS = {"rome": 200, "communes": 400, "region": 400}
FRESH_DAYS_ELSE = 400


@dataclass(frozen=True)
class Line:
    """One line of `jalon check`: what was looked at, how it is, and what to do when it is not well."""

    topic: str
    state: State
    text: str
    advice: str = ""

    def __str__(self) -> str:
        said = f"{MARKS[self.state]} {self.topic} : {self.text}"
        return f"{said} → {self.advice}" if self.advice else said


def freshness(topic: str, *, family: str, loaded_on: date, today: date) -> Line:
    """Say how old a source's last load is; past its family's limit it is a warning, never an error.

    >>> freshness("ROME 3.47", family="rome", loaded_on=date(2026, 1, 1), today=date(2026, 1, 11)).text
    'chargé le 01/01/2026 (il y a 10 jours)'
    """
    age = (today - loaded_on).days
    limit = FRESH_DAYS.get(family, FRESH_DAYS_ELSE)
    ago = "aujourd'hui" if age <= 0 else "hier" if age == 1 else f"il y a {age} jours"
    text = f"chargé le {loaded_on:%d/%m/%Y} ({ago})"
    if age <= limit:
        return Line(topic, State.OK, text)
    return Line(
        topic, State.WARNING, text, f"plus de {limit} jours : cherchez une version plus récente et chargez-la"
    )


def worst(lines: list[Line]) -> State:
    """Return the gravest state; OK for no line."""
    order = list(State)
    return max((line.state for line in lines), key=order.index, default=State.OK)
