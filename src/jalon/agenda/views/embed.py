"""The calendar on partners' sites: light pages for a frame, and the page that gives their code."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from html import escape
from urllib.parse import urlencode

from csp.constants import SELF
from csp.decorators import csp_replace, csp_update
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from jalon.agenda.rules.asked import AUDIENCE, ORGANISATION, TERRITORY, THEME, TYPE, Asked, written_asked
from jalon.agenda.rules.embedding import days_of, month_after, month_asked, weeks_of
from jalon.agenda.selectors.calendar import between, facets
from jalon.agenda.services.publishing import ics
from jalon.agenda.views.feeds import ANYONE, asked_in, open_to_all, origin_of

AHEAD = timedelta(days=183)
VIEW, LIST, MONTH = "vue", "liste", "mois"
CHOICES = [
    (TERRITORY, "territories", "Territoire"),
    (ORGANISATION, "organisations", "Structure"),
    (TYPE, "types", "Type"),
    (AUDIENCE, "audiences", "Public"),
    (THEME, "themes", "Thème"),
]
View = Callable[[HttpRequest], HttpResponse]


def in_any_frame(view: View) -> View:
    """Let any site show a page in a frame: it is the same for all and holds neither form nor cookie."""

    @require_safe
    @xframe_options_exempt
    @csp_replace({"frame-ancestors": ["*"]})
    @wraps(view)
    def framed(request: HttpRequest) -> HttpResponse:
        return open_to_all(view(request))

    return framed


def _context(request: HttpRequest, asked: Asked) -> dict[str, object]:
    origin = origin_of(request)
    query = urlencode(written_asked(asked))
    home = origin + reverse("agenda:embed").removesuffix("integrer/")
    return {
        "name": ics.calendar_name(asked),
        "page": ics.addresses(origin).public.removesuffix("%s/"),
        "home": f"{home}?{query}" if query else home,
        "query": f"&{query}" if query else "",
    }


@in_any_frame
def embed_list(request: HttpRequest) -> HttpResponse:
    """Show what comes next, day by day."""
    asked, today = asked_in(request), timezone.localdate()
    days = days_of(between(ANYONE, asked, today, today + AHEAD), today=today)
    return render(request, "agenda/embed_list.html", {**_context(request, asked), "days": days})


@in_any_frame
def embed_month(request: HttpRequest) -> HttpResponse:
    """Show a month: a table, or the list of its days when the frame is narrow."""
    asked, today = asked_in(request), timezone.localdate()
    first = month_asked(request.GET.get("mois", ""), today=today)
    following = month_after(first, 1)
    found = between(ANYONE, asked, first - timedelta(days=6), following + timedelta(days=6))
    months = [month_after(first, step) for step in (-1, 1)]
    context = {
        **_context(request, asked),
        "first": first,
        "weeks": weeks_of(first, found),
        "none": not any(one.first_day < following and one.last_day >= first for one in found),
        "before": months[0] if month_asked(f"{months[0]:%Y-%m}", today=today) == months[0] else None,
        "after": months[1] if month_asked(f"{months[1]:%Y-%m}", today=today) == months[1] else None,
        "today": today,
    }
    return render(request, "agenda/embed_month.html", context)


@require_safe
@csp_update({"frame-src": [SELF]})
def embed(request: HttpRequest) -> HttpResponse:
    """Let someone choose what a site or a calendar is to show, and copy the code or the address."""
    asked, today, origin = asked_in(request), timezone.localdate(), origin_of(request)
    view = MONTH if request.GET.get(VIEW) == MONTH else LIST
    query = urlencode(written_asked(asked))
    end = f"?{query}" if query else ""
    shown = reverse(f"agenda:embed_{'month' if view == MONTH else 'list'}") + end
    counted = facets(ANYONE, asked, today, today + AHEAD)
    name = ics.calendar_name(asked)
    calendar = origin + reverse("agenda:calendar") + end
    address, title = escape(origin + shown), escape(name)
    code = f'<iframe src="{address}" title="{title}" width="100%" height="600" loading="lazy"></iframe>'
    context = {
        "filters": [(field, label, counted[values]) for field, values, label in CHOICES if counted[values]],
        "view": view,
        "shown": shown,
        "code": code,
        "calendar": calendar,
        "webcal": "webcal" + calendar[calendar.index(":") :],
        "feeds": [
            (label, origin + reverse(f"agenda:{route}") + end)
            for label, route in (
                ("RSS", "rss"),
                ("Atom", "atom"),
                ("JSON", "json"),
                ("OpenAgenda", "openagenda"),
            )
        ],
    }
    return render(request, "agenda/embed.html", context)
