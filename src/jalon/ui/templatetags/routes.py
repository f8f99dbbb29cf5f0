"""Routes to an occupation, drawn in Python: a page holds five, of three steps with a dozen facts each."""

from collections.abc import Iterable, Sequence
from datetime import date
from html import escape
from typing import Protocol

from django import template
from django.template.defaultfilters import date as date_filter
from django.utils.safestring import SafeString, mark_safe

from jalon.ui.templatetags.ui import keep_link, rendered_icon, typo

register = template.Library()
HEIGHTS = {"wait": (10, 4)}  # where a part of the drawing begins and how high it is: waiting is a thin line
USUAL_HEIGHT = (2, 20)


class StepLike(Protocol):
    """One step in words; what is not known is empty."""

    way: str
    name: str
    url: str
    length: str
    when: str
    where: str
    cost: str
    doubts: Sequence[str]
    note: str
    example: bool
    source: str


class BarLike(Protocol):
    """A part of the drawing of time, in its units."""

    x: int
    width: int
    kind: str


class RouteLike(Protocol):
    """One route in words, with its drawing; `years`: where each 1st of January is."""

    title: str
    goal: str
    icon: str
    steps: Sequence[StepLike]
    end: str
    length: str
    cost: str
    farthest: str
    earning: bool
    certain: bool
    bars: Sequence[BarLike]
    years: Sequence[int]


class OriginLike(Protocol):
    """Where a rule can be checked."""

    title: str
    url: str


class RightLike(Protocol):
    """A right or a help, in plain words."""

    name: str
    text: str
    to_check: bool
    origin: OriginLike


@register.simple_tag(takes_context=True)
def route_list(context: template.Context, routes: Iterable[RouteLike], goal: str) -> SafeString:
    """`{% route_list routes occupation.name %}`: routes to `goal`, each with a link that keeps it.

    A route is kept by the address of this page, with its rank in `chemin`.
    """
    request = context["request"]
    query, lines = request.GET.copy(), []
    for number, route in enumerate(routes, start=1):
        query["chemin"] = str(number)
        kept = f"{request.path}?{query.urlencode()}"
        lines.append(_route(route, goal, keep_link("route", kept, "Garder ce chemin", route.goal)))
    return mark_safe(f'<ol class="routes">{"".join(lines)}</ol>')  # noqa: S308 - every value is escaped below


def _route(route: RouteLike, goal: str, keep: str) -> str:
    steps = "".join(map(_step, route.steps))
    return (
        f'<li class="route"><h3>{rendered_icon(route.icon, 24, "")} {escape(route.goal)}</h3>'
        f'<p class="by">{escape(route.title)}</p>\n{_facts(route)}\n{_time(route)}\n'
        f'<ol class="stations"><li class="from">Aujourd\'hui</li>{steps}'
        f'<li class="to">{escape(goal)}</li></ol><p>{keep}</p></li>'
    )


def _facts(route: RouteLike) -> str:
    end = f", fini vers {route.end}" if route.end else ""
    facts = [("clock", (route.length or "Durée inconnue") + end), ("wallet", f"Reste à payer : {route.cost}")]
    if route.farthest:
        facts.append(("map-pin", route.farthest))
    if route.earning:
        facts.append(("badge-euro", "Payé tout du long"))
    sure = ("check", "Dates et lieux connus") if route.certain else ("circle-alert", "Des points à vérifier")
    lines = (f"<li>{rendered_icon(icon, 18, '')}{escape(words)}</li>" for icon, words in [*facts, sure])
    return f'<ul class="facts">{"".join(lines)}</ul>'


def _time(route: RouteLike) -> str:
    bars = "".join(map(_bar, route.bars))
    years = "".join(f'<rect class="year" x="{x}" y="0" width="2" height="24"/>' for x in route.years)
    return (
        '<svg class="time" viewBox="0 0 900 24" preserveAspectRatio="none" aria-hidden="true" '
        f'focusable="false">{bars}{years}</svg>'
    )


def _bar(bar: BarLike) -> str:
    y, height = HEIGHTS.get(bar.kind, USUAL_HEIGHT)
    return f'<rect class="{escape(bar.kind)}" x="{bar.x}" y="{y}" width="{bar.width}" height="{height}"/>'


def _step(step: StepLike) -> str:
    name = escape(step.name)
    if step.url:
        name = f'<a href="{escape(step.url)}">{name}</a>'
    example = ' <span class="tag">exemple</span>' if step.example else ""
    how = ", ".join(filter(None, (step.way, step.length)))
    when = ". ".join(filter(None, (step.when, step.where)))
    cost = f"<p>Reste à payer : {escape(typo(step.cost))}.</p>" if step.cost else ""
    source = f"Source : {escape(typo(step.source))}"
    doubts = ""
    if step.doubts:
        doubts = f'<p class="soft small">À vérifier : {escape(typo(" ; ".join(step.doubts)))}.</p>'
    if step.note:
        told = (
            '<details class="soft small"><summary>Conditions et source</summary>'
            f"<p>{escape(typo(step.note))}</p><p>{source}</p></details>"
        )
    else:
        told = f'<p class="soft small">{source}</p>'
    return (
        f"<li><p><strong>{name}</strong>{example}</p><p>{escape(how)}</p><p>{escape(when)}.</p>"
        f"{cost}{doubts}{told}</li>"
    )


@register.simple_tag
def right_list(rights: Iterable[RightLike], written_on: date) -> SafeString:
    """`{% right_list rights day %}`: rights, folded, each with when it was written and where to check."""
    day = date_filter(written_on, "j F Y")
    lines = []
    for number, right in enumerate(rights, start=1):
        changed = " Cette règle a pu changer." if right.to_check else ""
        origin = f'<a href="{escape(right.origin.url)}">{escape(right.origin.title)}</a>'
        lines.append(
            f'<details class="family" id="droit-{number}"><summary>{escape(typo(right.name))}</summary>'
            f'<p>{escape(typo(right.text))}</p><p class="soft small">Écrit le {day} d\'après nos '
            f"connaissances générales. À vérifier sur&nbsp;: {origin}.{changed}</p></details>"
        )
    return mark_safe("".join(lines))  # noqa: S308 - every value is escaped above
