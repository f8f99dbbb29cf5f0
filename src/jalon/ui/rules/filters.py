"""What the filters of a list are made of (`_filters`, `tick_list`)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a filter; `count` is how many choosing it would give."""

    value: str
    label: str
    count: int
    checked: bool


@dataclass(frozen=True)
class Group:
    """A filter; `name` is the address parameter. `single`: one value at most (radio buttons)."""

    legend: str
    name: str
    choices: list[Choice]
    single: bool = False
