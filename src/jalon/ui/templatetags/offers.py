"""Long lists of trainings and of towns, drawn in Python and not by a template: a hundred lines a page."""

from collections.abc import Iterable, Sequence
from enum import Enum
from html import escape
from typing import Protocol

from django import template
from django.utils.safestring import SafeString, mark_safe

from jalon.ui.templatetags.ui import NO_BREAK_SPACE, rendered_icon, typo, with_thousands

register = template.Library()
STATE_ICONS = {
    "open": "calendar-check",
    "any_time": "calendar-sync",
    "not_yet": "calendar-clock",
    "full": "calendar-x",
    "registration_over": "calendar-x",
    "suspended": "calendar-off",
}
OTHER_ICON = "calendar-search"
AT_HOME = ("distance",)


class StartLike(Protocol):
    """The next start: what is said of it, where it stands, how many others there are.

    `then`: what comes after when it cannot be caught, or nothing.
    """

    text: str
    state: Enum
    others: int
    then: str


class OfferLike(Protocol):
    """What the card of a way to learn shows; a text that is not known is empty."""

    title: str
    url: str
    modes: tuple[str, ...]
    mode_values: tuple[str, ...]
    provider: str
    town: str
    distance: str
    length: str
    cost_left: str
    next: StartLike
    demonstration: bool


class TownLike(Protocol):
    """A town with its number; `query` is the address that keeps what is there."""

    name: str
    count: int
    query: str


class CircleLike(Protocol):
    """One mark of a drawing, in its units; `name` may be empty, `below` is where it is written."""

    x: int
    y: int
    radius: int
    below: int
    count: int
    label: str
    name: str
    query: str


def _when(start: StartLike) -> str:
    state = start.state.value
    drawn = rendered_icon(STATE_ICONS.get(state, OTHER_ICON), 20, "")
    others = ""
    if start.others:
        words = "autres dates" if start.others >= 2 else "autre date"
        others = f" <small>+ {with_thousands(start.others)}{NO_BREAK_SPACE}{words}</small>"
    then = f' <span class="then">{escape(typo(start.then))}</span>' if start.then else ""
    return f'<p class="when {state}">{drawn}<span>{escape(typo(start.text))}{then}{others}</span></p>'


def _where(card: OfferLike) -> str:
    provider, town = escape(card.provider), escape(card.town)
    if card.mode_values == AT_HOME:
        there = f", {town}" if town else ""
        by = f" <small>{provider}{there}</small>" if provider else ""
        return f'<p class="at">{rendered_icon("monitor", 20, "")}<span><b>De chez vous</b>{by}</span></p>'
    distance = f", {escape(card.distance)}" if card.distance else ""
    place = f"<b>{town}</b>{distance}" if town else "Lieu non précisé"
    by = f" <small>{provider}</small>" if provider else ""
    return f'<p class="at">{rendered_icon("map-pin", 20, "")}<span>{place}{by}</span></p>'


def _facts(card: OfferLike) -> str:
    between = " · " if card.modes and card.length else ""
    cost = f" · {typo('Reste à payer :')} {escape(typo(card.cost_left))}" if card.cost_left else ""
    example = ' <span class="tag">exemple</span>' if card.demonstration else ""
    facts = f"{escape(', '.join(card.modes))}{between}{escape(card.length)}"
    return f'<p class="facts-line">{facts}{cost}{example}</p>'


@register.simple_tag
def offer_list(cards: Iterable[OfferLike]) -> SafeString:
    """`{% offer_list cards %}`: ways to learn; when and where stand out, the title is the link."""
    lines = "".join(
        f'<li class="card offer"><h3><a href="{escape(card.url)}">{escape(typo(card.title))}</a></h3>\n'
        f"{_when(card.next)}\n{_where(card)}\n{_facts(card)}</li>"
        for card in cards
    )
    return mark_safe(f'<ol class="results offers">{lines}</ol>')  # noqa: S308 - every value is escaped above


@register.simple_tag
def town_rows(towns: Iterable[TownLike], base: str) -> SafeString:
    """`{% town_rows towns base %}`: the rows of a table of towns; `base` is the page that answers."""
    base = escape(base)
    rows = "".join(
        f'<tr><th scope="row"><a href="{base}?{escape(town.query)}">{escape(town.name)}</a></th>'
        f'<td class="num">{with_thousands(town.count)}</td></tr>'
        for town in towns
    )
    return mark_safe(rows)  # noqa: S308 - every value is escaped above


@register.simple_tag
def map_circles(circles: Sequence[CircleLike], base: str, kept: str = "") -> SafeString:
    """`{% map_circles circles base "vue=carte" %}`: the marks of a drawing, each a link, then their names."""
    base, kept = escape(base), escape(f"&{kept}") if kept else ""
    marks = "".join(
        f'<a href="{base}?{escape(one.query)}{kept}" aria-label="{escape(one.label)}">'
        f'<circle cx="{one.x}" cy="{one.y}" r="{one.radius}"/>'
        f'<text x="{one.x}" y="{one.y}" dy="6">{with_thousands(one.count)}</text></a>'
        for one in circles
    )
    names = "".join(
        f'<text class="town" aria-hidden="true" x="{one.x}" y="{one.below}">{escape(one.name)}</text>'
        for one in circles
        if one.name
    )
    return mark_safe(f"{marks}\n{names}")  # noqa: S308 - every value is escaped above
