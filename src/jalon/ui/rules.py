"""What the filters of a list are made of (`_filters`, `tick_list`), and whether a form came from us."""

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


def sent_by_another_site(*, site: str, origin: str, host: str) -> bool:
    """Tell whether a browser says that a form was sent by a page of another site.

    `site` and `origin` are the headers Sec-Fetch-Site and Origin, "" or "null" when absent; `host` is ours.

    >>> sent_by_another_site(site="", origin="https://exemple.fr", host="jalon.fr")
    True
    """
    if site:
        return site in {"cross-site", "same-site"}
    return origin not in {"", "null"} and origin.partition("://")[2] != host
