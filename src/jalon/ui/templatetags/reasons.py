"""What speaks for something, against it, and what is not known: what `matches` and `interests` draw alike."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from html import escape
from typing import Protocol

from jalon.ui.templatetags.ui import typo, used_icon

SIZE = 20
FOR, AGAINST, UNKNOWN = (("check", "yes", ""), ("x", "no", ""), ("circle-question-mark", "", ' class="soft"'))


class PointLike(Protocol):
    """One point of a chart: its share from 0 to 100, None when it is not known, and what is said of it."""

    percent: int | None
    words: str


def reason_line(words: str, kind: tuple[str, str, str]) -> str:
    """Return one line with its mark; `kind` is FOR, AGAINST or UNKNOWN."""
    name, colour, soft = kind
    return f"<li{soft}>{used_icon(name, SIZE, colour)}<span>{escape(typo(words))}</span></li>"


def drawn_reasons(
    speaks_for: Iterable[str],
    against: Iterable[str],
    unknown: Iterable[str] = (),
    line: Callable[[str, tuple[str, str, str]], str] = reason_line,
) -> str:
    """Return a list, each with its mark, nothing when there is none; `line` draws one.

    The page draws the marks once: `{% icon_symbols "check" "x" "circle-question-mark" %}`.
    """
    lines = [line(words, FOR) for words in speaks_for]
    lines += [line(words, AGAINST) for words in against]
    lines += [line(words, UNKNOWN) for words in unknown]
    return f'<ul class="plain at-a-glance">{"".join(lines)}</ul>' if lines else ""


@lru_cache(maxsize=101)
def share_bar(percent: int | None) -> str:
    """Return the drawing of a share from 0 to 100, hatched when it is not known."""
    drawn = (
        '<rect class="bar-hidden" x="1" y="2" width="25" height="6"/>'
        if percent is None
        else '<rect class="bar-rail" width="100" height="10"/>'
        f'<rect class="bar-whole" width="{int(percent)}" height="10"/>'
    )
    return (
        '<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" '
        f'focusable="false">{drawn}</svg>'
    )


def point_bar(point: PointLike) -> str:
    """Return the drawing of a share, then its words."""
    return f"{share_bar(point.percent)}<b>{escape(point.words)}</b>"
