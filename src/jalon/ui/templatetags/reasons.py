"""What speaks for something, against it, and what is not known: drawn in Python, a page holds hundreds."""

from collections.abc import Collection
from functools import lru_cache
from html import escape
from typing import Protocol

from django import template
from django.utils.safestring import SafeString, mark_safe

from jalon.ui.templatetags.ui import typo, used_icon

register = template.Library()
SIZE = 20
FOR, AGAINST, UNKNOWN = (("check", "yes", ""), ("x", "no", ""), ("circle-question-mark", "", ' class="soft"'))


class PointLike(Protocol):
    """One point of a chart: its share from 0 to 100, None when it is not known, and what is said of it."""

    percent: int | None
    words: str


def _lines(said: Collection[str], kind: tuple[str, str, str]) -> str:
    if not said:
        return ""
    name, colour, soft = kind
    drawn = used_icon(name, SIZE, colour)
    return "".join(f"<li{soft}>{drawn}<span>{escape(typo(words))}</span></li>" for words in said)


@register.simple_tag
def reason_list(
    speaks_for: Collection[str], against: Collection[str], unknown: Collection[str] = ()
) -> SafeString:
    """`{% reason_list matches misses %}`: a list, each with its mark.

    The page draws them once: `{% icon_symbols "check" "x" "circle-question-mark" %}`.
    """
    inside = _lines(speaks_for, FOR) + _lines(against, AGAINST) + _lines(unknown, UNKNOWN)
    return mark_safe(f'<ul class="plain at-a-glance">{inside}</ul>' if inside else "")  # noqa: S308 - every value is escaped in _lines


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


@register.simple_tag
def point_bar(point: PointLike) -> SafeString:
    """`{% point_bar row %}`: the drawing of a share, then its words."""
    return mark_safe(f"{share_bar(point.percent)}<b>{escape(point.words)}</b>")  # noqa: S308 - words are escaped
