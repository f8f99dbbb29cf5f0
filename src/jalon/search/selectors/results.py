"""What a search answers."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Hit:
    """One entry found. `score` 0 to about 1.3; `matched`: the name that answered; `why`: in French."""

    kind: str
    code: str
    title: str
    url: str
    score: float
    why: str
    matched: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Results:
    """The answer to one query. `suggestion`: the query with its mistakes mended, or ""."""

    query: str
    total: int = 0
    hits: list[Hit] = field(default_factory=list)
    widened: bool = False
    suggestion: str = ""


@dataclass(frozen=True)
class Suggestion:
    """One line proposed while typing."""

    kind: str
    code: str
    label: str
    detail: str
    url: str
