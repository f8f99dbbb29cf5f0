"""Pictures of figures that are tables too: what is drawn and what is read are the same rows."""

from collections.abc import Iterable
from html import escape
from typing import Protocol

from django import template
from django.utils.safestring import SafeString, mark_safe

from jalon.ui.templatetags.ui import with_thousands

register = template.Library()
WIDTH = 100


class BarLike(Protocol):
    """One row: `value` None is not published; `part` (None: not said) is the darker beginning of the bar.

    `url` leads to the row's own page or is empty; `details` are (words, address) under the label.
    """

    label: str
    url: str
    value: int | None
    at_least: bool
    part: int | None
    part_at_least: bool
    current: bool
    details: tuple[tuple[str, str], ...]


def _length(value: int, highest: int) -> str:
    """Return the length of a bar, at least one unit when there is something to show."""
    return f"{max(1.0, WIDTH * value / highest):.1f}" if value and highest else "0"


def _drawn(bar: BarLike, highest: int) -> str:
    if bar.value is None:
        inside = f'<rect class="bar-hidden" x="1" y="2" width="{WIDTH // 4}" height="6"/>'
    else:
        inside = f'<rect class="bar-whole" width="{_length(bar.value, highest)}" height="10"/>'
        if bar.part:
            inside += f'<rect class="bar-part" width="{_length(bar.part, highest)}" height="10"/>'
    return (
        f'<svg class="bar" viewBox="0 0 {WIDTH} 10" preserveAspectRatio="none" aria-hidden="true" '
        f'focusable="false">{inside}</svg>'
    )


def _words(bar: BarLike, unit: str, part_words: str) -> str:
    if bar.value is None:
        return '<span class="soft">non publié</span>'
    if not bar.value:
        return f'<span class="soft">aucun {escape(unit)}</span>'
    said = f"{'au moins ' if bar.at_least else ''}<b>{with_thousands(bar.value)}</b>"
    if part_words and bar.part is not None:
        least = "au moins " if bar.part_at_least else ""
        said += f" <small>dont {least}{with_thousands(bar.part)} {escape(part_words)}</small>"
    return said


def _role(name: str, long: bool) -> str:
    """Return the role that a cell keeps when a phone shows it on a line of its own."""
    return f' role="{name}"' if long else ""


def _row(bar: BarLike, highest: int, unit: str, part_words: str, long: bool) -> str:
    label = escape(bar.label)
    if bar.url:
        here = ' aria-current="true"' if bar.current else ""
        label = f'<a href="{escape(bar.url)}"{here}>{label}</a>'
    if bar.details:
        links = " · ".join(f'<a href="{escape(url)}">{escape(words)}</a>' for words, url in bar.details)
        label += f'<span class="details">{links}</span>'
    chosen = ' class="on"' if bar.current else ""
    return (
        f'<tr{chosen}{_role("row", long)}><th scope="row"{_role("rowheader", long)}>{label}</th>'
        f"<td{_role('cell', long)}>{_drawn(bar, highest)}"
        f'<span class="figure">{_words(bar, unit, part_words)}</span></td></tr>'
    )


@register.simple_tag
def bar_chart(
    bars: Iterable[BarLike],
    caption: str,
    head: str,
    measure: str,
    unit: str = "",
    part: str = "",
    highest: int = 0,
    long: bool = False,
) -> SafeString:
    """`{% bar_chart bars caption="…" head="Bassin" measure="Projets" %}`: horizontal bars in a table.

    `unit` says what a zero lacks, `part` names the darker part; `highest` sets the scale of several charts;
    `long` puts long names above their bar on a phone.
    """
    bars = list(bars)
    top = highest or max((bar.value or 0 for bar in bars), default=0)
    rows = "".join(_row(bar, top, unit, part, long) for bar in bars)
    return mark_safe(  # noqa: S308 - every value is escaped in _row and its parts
        f'<table class="chart{" long" if long else ""}"{_role("table", long)}>'
        f"<caption>{escape(caption)}</caption>"
        f'<thead class="visually-hidden"{_role("rowgroup", long)}><tr{_role("row", long)}>'
        f'<th scope="col"{_role("columnheader", long)}>{escape(head)}</th>'
        f'<th scope="col"{_role("columnheader", long)}>{escape(measure)}</th></tr></thead>'
        f"<tbody{_role('rowgroup', long)}>{rows}</tbody></table>"
    )


@register.simple_tag
def chart_key(whole: str, part: str = "", hidden: str = "") -> SafeString:
    """`{% chart_key "projets" "dont difficiles" "non publié" %}`: what the colours of bars mean."""
    words = (("bar-whole", whole), ("bar-part", part), ("bar-hidden", hidden))
    items = "".join(
        f'<li><svg class="swatch" viewBox="0 0 20 12" aria-hidden="true" focusable="false">'
        f'<rect class="{name}" x="1" y="1" width="18" height="10"/></svg>{escape(said)}</li>'
        for name, said in words
        if said
    )
    return mark_safe(f'<ul class="chart-key plain">{items}</ul>')  # noqa: S308 - escaped above
