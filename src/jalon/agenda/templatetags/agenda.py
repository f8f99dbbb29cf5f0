"""Days and hours in French words, and long lists of dates drawn in Python: a month holds hundreds."""

from collections.abc import Iterable, Sequence
from datetime import date
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

from jalon.agenda.enums import EventState, Visibility
from jalon.agenda.rules.happenings import Happening
from jalon.agenda.rules.months import Day
from jalon.agenda.rules.said import MONTHS, WEEKDAYS, said_day, said_days, said_hour
from jalon.ui.rules.typography import french_spaces
from jalon.ui.services.addresses import address_of

register = template.Library()
SHOWN_A_DAY = 4
SAID_STATES = {
    EventState.IDEA: "Idée",
    EventState.SAVE_THE_DATE: "Date à réserver",
    EventState.CLOSED: "Complet ou clos",
    EventState.POSTPONED: "Reporté",
}


def _hours(one: Happening) -> str:
    if one.start is None:
        return ""
    if one.end is None:
        return f"à {said_hour(one.start)}"
    return f"de {said_hour(one.start)} à {said_hour(one.end)}"


@register.filter
def when(one: Happening) -> str:
    """Say the days and hours of a date: « mardi 24 novembre 2026, de 14 h à 17 h »."""
    return ", ".join(filter(None, [said_days(one.first_day, one.last_day), _hours(one)]))


@register.filter
def hours(one: Happening) -> str:
    """Say the hours of a date, or that it lasts all day."""
    return _hours(one) or "toute la journée"


@register.filter
def said(day: date) -> str:
    """Say a day with its weekday and year."""
    return said_day(day)


@register.filter
def month_name(first: date) -> str:
    """Say a month: « novembre 2026 »."""
    return f"{MONTHS[first.month - 1]} {first.year}"


def _marks(one: Happening, *, member: bool) -> str:
    words = "Annulé" if one.cancelled else SAID_STATES.get(one.state, "")
    tags = [words] if words else []
    if member and one.visibility != Visibility.PUBLIC:
        tags.append({"network": "réseau", "organisation": "structures", "draft": "brouillon"}[one.visibility])
    if member and one.moderation == "waiting":
        tags.append("à relire")
    return "".join(f' <span class="tag">{escape(word)}</span>' for word in tags)


def _link(one: Happening, *, member: bool) -> str:
    return address_of("agenda:network_event" if member else "agenda:event", one.key)


def _line(one: Happening, day: date | None, *, member: bool) -> str:
    place = ", ".join(filter(None, [one.place_name, one.commune])) or ("En ligne" if one.link else "")
    hours_said = f"jusqu'au {said_day(one.last_day)}" if day is None else _hours(one)
    if day is not None and one.days > 1:
        hours_said = f"jusqu'au {said_day(one.last_day, year=False)}"
    gone = ' class="gone"' if one.cancelled else ""
    facts = " · ".join(filter(None, [one.kind_label, place, one.organisation_name]))
    summary = f"<p>{escape(french_spaces(one.summary))}</p>" if one.summary and not one.cancelled else ""
    return (
        f'<li class="card happening"><h3><a href="{_link(one, member=member)}"{gone}>'
        f"{escape(french_spaces(one.title))}</a>{_marks(one, member=member)}</h3>"
        f'<p class="hours">{escape(hours_said or "toute la journée")}</p>{summary}'
        f'<p class="soft">{escape(facts)}</p></li>'
    )


@register.simple_tag
def day_list(days: Iterable[tuple[date | None, Sequence[Happening]]], *, member: bool) -> SafeString:
    """`{% day_list days member=member %}`: what comes, under the day on which it begins."""
    parts = []
    for day, happenings in days:
        title = "En ce moment" if day is None else said_day(day).capitalize()
        lines = "".join(_line(one, day, member=member) for one in happenings)
        parts.append(
            f'<section class="day"><h2>{escape(title)}</h2><ul class="results">{lines}</ul></section>'
        )
    return mark_safe("".join(parts))  # noqa: S308 - every value is escaped in _line


def _square(one: Happening, *, member: bool) -> str:
    hour = f"<b>{said_hour(one.start)}</b> " if one.start else ""
    gone = ' class="gone"' if one.cancelled else ""
    words = ' <span class="visually-hidden">(annulé)</span>' if one.cancelled else ""
    return f'<li><a href="{_link(one, member=member)}"{gone}>{hour}{escape(one.title)}</a>{words}</li>'


def _cell(day: Day, today: date, *, member: bool) -> str:
    kinds = "".join(
        [" outside" if not day.inside else "", " today" if day.day == today else ""],
    ).strip()
    shown = "".join(_square(one, member=member) for one in day.happenings[:SHOWN_A_DAY])
    rest = len(day.happenings) - SHOWN_A_DAY
    more = (
        f'<li><a class="more" href="#j{day.day:%d}">et {rest} autre{"s" if rest > 1 else ""}</a></li>'
        if rest > 0
        else ""
    )
    name = f'<span class="visually-hidden">{said_day(day.day, year=False)}</span>'
    listed = f"<ul>{shown}{more}</ul>" if shown else ""
    return f'<td class="{kinds}"><span class="n" aria-hidden="true">{day.day.day}</span>{name}{listed}</td>'


@register.simple_tag
def month_rows(weeks: Iterable[Sequence[Day]], today: date, *, member: bool) -> SafeString:
    """`{% month_rows weeks today member=member %}`: the rows of a month's table, Monday first."""
    rows = (f"<tr>{''.join(_cell(day, today, member=member) for day in week)}</tr>" for week in weeks)
    return mark_safe("".join(rows))  # noqa: S308 - every value is escaped in _square


@register.simple_tag
def month_head() -> SafeString:
    """`{% month_head %}`: the names of the seven days."""
    heads = "".join(f'<th scope="col">{day}</th>' for day in WEEKDAYS)
    return mark_safe(f"<tr>{heads}</tr>")  # noqa: S308 - our own words


@register.simple_tag
def month_days(days: Iterable[Day], *, member: bool) -> SafeString:
    """`{% month_days days member=member %}`: all dates of a month under their days."""
    parts = [
        f'<section class="day" id="j{one.day:%d}"><h3>{said_day(one.day, year=False).capitalize()}</h3>'
        f"<ul>{''.join(_square(item, member=member) for item in one.happenings)}</ul></section>"
        for one in days
    ]
    return mark_safe("".join(parts))  # noqa: S308 - every value is escaped in _square
