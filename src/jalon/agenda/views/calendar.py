"""The calendar as one reads it: what comes, a month, one event; for anyone, and for members who see more.

Public pages are the same for all; those of members are other addresses, drawn by the same code.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import wraps
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jalon.agenda.models import Event
from jalon.agenda.permissions import can_add_somewhere, can_change_event, can_see_network_calendar
from jalon.agenda.rules.asked import DISTANCES_KM, USUAL_KM, Asked, read_asked, written_asked
from jalon.agenda.rules.happenings import Happening
from jalon.agenda.rules.months import in_days, month_after, month_table, read_month, weeks_of
from jalon.agenda.rules.states import NEEDS_REASON, possible_moves
from jalon.agenda.selectors.calendar import Count, between, dates_of, facets, happening
from jalon.agenda.services.publishing.linked import linked_data
from jalon.directory.rules.roles import Rights
from jalon.directory.selectors.rights import NOBODY, rights_of
from jalon.search.rules import fold, plain_query
from jalon.territory.models import Commune
from jalon.territory.selectors import commune_by_code, communes_by_text, current_region
from jalon.ui.rules import Choice, Group
from jalon.ui.services.parts import asks_part, varied

DAYS_AHEAD = 365
EACH_PAGE = 30
SAID = {
    "ajoute": "C'est dans l'agenda.",
    "change": "C'est enregistré. Les agendas abonnés le sauront à leur prochaine lecture.",
    "annule": "C'est fait. Les agendas abonnés le montreront.",
    "copie": "La copie est prête : vérifiez le jour, puis annoncez-la.",
    "etat": "L'état est changé.",
}
MOST_DATES = 12
LEGENDS = (
    ("audiences", "public", "Pour qui ?"),
    ("types", "type", "Quoi ?"),
    ("territories", "territoire", "Dans quel territoire ?"),
    ("sectors", "secteur", "Quel secteur ?"),
)
MORE_LEGENDS = (
    ("states", "etat", "Où cela en est"),
    ("themes", "theme", "Quel thème ?"),
    ("organisations", "structure", "Quelle structure ?"),
)


@dataclass(frozen=True)
class Face:
    """Whose pages these are: names of their routes, what they show more, and the rights they stand on."""

    rights: Rights
    member: bool = False

    def url(self, name: str, *values: str) -> str:
        """Return the address of a page of this face."""
        return reverse(f"agenda:{'network_' if self.member else ''}{name}", args=values)


@dataclass(frozen=True)
class Where:
    """The commune one looks around; `choices`: those that the text typed may mean."""

    text: str = ""
    commune: Commune | None = None
    choices: tuple[Commune, ...] = ()


View = Callable[..., HttpResponse]


def for_members(view: View) -> View:
    """Open a page to whoever has a role in the network."""

    @never_cache
    @login_required
    @require_safe
    @wraps(view)
    def opened(request: HttpRequest, *args: str, **values: str) -> HttpResponse:
        rights = rights_of(request.user)
        if not can_see_network_calendar(rights):
            raise PermissionDenied
        return view(request, Face(rights, member=True), *args, **values)

    return opened


def for_anyone(view: View) -> View:
    """Open a page to anyone, the same for all."""

    @require_safe
    @wraps(view)
    def opened(request: HttpRequest, *args: str, **values: str) -> HttpResponse:
        return view(request, Face(NOBODY), *args, **values)

    return opened


def _asked(request: HttpRequest, face: Face) -> tuple[Asked, Where]:
    """Read the filters, and the place that was typed."""
    asked = read_asked(dict(request.GET.lists()))
    if not face.member:
        asked = replace(asked, mine=False)
    commune = commune_by_code(asked.commune) if asked.commune else None
    typed = plain_query(request.GET.get("lieu", ""))
    if commune and fold(commune.name) == fold(typed):
        return replace(asked, km=asked.km or USUAL_KM), Where(commune=commune)
    if "lieu" in request.GET and not typed:
        commune = None
    if not typed:
        return asked if commune else replace(asked, commune="", km=None), Where(commune=commune)
    found = communes_by_text(typed)
    if len(found) != 1:
        return replace(asked, commune="", km=None), Where(typed, None, tuple(found))
    return replace(asked, commune=found[0].insee_code, km=asked.km or USUAL_KM), Where(typed, found[0])


def _groups(found: dict[str, list[Count]], face: Face) -> list[Group]:
    legends = LEGENDS + (MORE_LEGENDS if face.member else ())
    return [
        Group(legend, name, [Choice(one.value, one.label, one.count, one.chosen) for one in found[field]])
        for field, name, legend in legends
    ]


def _active(groups: list[Group], where: Where) -> list[tuple[str, str, str]]:
    chosen = [(group.name, one.value, one.label) for group in groups for one in group.choices if one.checked]
    if where.commune:
        chosen.append(("commune", where.commune.insee_code, f"Autour de {where.commune.name}"))
    return chosen


def _shared(request: HttpRequest, face: Face, asked: Asked, where: Where) -> dict[str, object]:
    """Return what the list and the month both show."""
    query = urlencode(written_asked(asked))
    return {
        "face": face,
        "member": face.member,
        "asked": asked,
        "where": where,
        "base": "ui/staff.html" if face.member else "ui/base.html",
        "list_url": face.url("index"),
        "may_add": face.member and can_add_somewhere(face.rights),
        "query": query,
        "month_url": face.url("month", f"{timezone.localdate():%Y-%m}"),
        "distances": [(km, f"À moins de {km} km") for km in DISTANCES_KM],
        "distance": asked.km or USUAL_KM,
    }


def _index(request: HttpRequest, face: Face) -> HttpResponse:
    """Show what comes next, day by day, with filters; the part that changes alone for htmx."""
    asked, where = _asked(request, face)
    if "lieu" in request.GET and not (where.text and where.commune is None):
        return redirect(f"{face.url('index')}?{urlencode(written_asked(asked))}".rstrip("?"))
    today = timezone.localdate()
    last = today + timedelta(days=DAYS_AHEAD)
    found = between(face.rights, asked, today, last)
    page = Paginator(found, EACH_PAGE).get_page(request.GET.get("page"))
    groups = _groups(facets(face.rights, asked, today, last), face)
    context = _shared(request, face, asked, where) | {
        "page": page,
        "total": len(found),
        "days": in_days(page.object_list, today),
        "groups": groups,
        "active": _active(groups, where),
        "today": today,
    }
    part = asks_part(request)
    return varied(render(request, "agenda/_coming.html" if part else "agenda/index.html", context))


def _month(request: HttpRequest, face: Face, month: str) -> HttpResponse:
    """Show a month: a table of its weeks, a list on a narrow screen."""
    first = read_month(month)
    if first is None:
        raise Http404
    asked, where = _asked(request, face)
    weeks = weeks_of(first)
    found = between(face.rights, asked, weeks[0][0], weeks[-1][-1])
    table = month_table(found, first)
    context = _shared(request, face, asked, where) | {
        "month": first,
        "weeks": table,
        "full": [day for week in table for day in week if day.inside and day.happenings],
        "before": face.url("month", f"{month_after(first, -1):%Y-%m}"),
        "after": face.url("month", f"{month_after(first, 1):%Y-%m}"),
        "previous": month_after(first, -1),
        "next": month_after(first, 1),
        "today": timezone.localdate(),
    }
    return render(request, "agenda/month.html", context)


def _next_date(dates: list[Happening], today: date) -> Happening | None:
    """Return the date that a page leads with: the next one, else the last."""
    coming = [one for one in dates if one.last_day >= today and not one.cancelled]
    return (coming or dates[-1:] or [None])[0]


def _next_states(event: Event, dates: list[Happening], today: date) -> list[tuple[str, str]]:
    """Return the states that one reaches without saying why."""
    last = max((one.last_day for one in dates), default=None)
    moves = possible_moves(event.state, last_day=last, today=today)
    return [(one.value, str(one.label)) for one in moves if one not in NEEDS_REASON]


def _event(request: HttpRequest, face: Face, key: str) -> HttpResponse:
    """Show one event: what, when, for whom, where, who."""
    event = happening(key, face.rights)
    if event is None:
        raise Http404
    today = timezone.localdate()
    dates = dates_of(event)
    shown = _next_date(dates, today)
    others = [one for one in dates if one is not shown and one.last_day >= today]
    address = request.build_absolute_uri(reverse("agenda:event", args=[event.key]))
    region = current_region()
    linked = shown and not face.member
    may_change = face.member and can_change_event(face.rights, event)
    context = {
        "base": "ui/staff.html" if face.member else "ui/base.html",
        "member": face.member,
        "event": event,
        "shown": shown,
        "past": shown is not None and shown.last_day < today,
        "others": others[:MOST_DATES],
        "more": len(others[MOST_DATES:]),
        "address": address,
        "trail": [("Agenda", face.url("index"))],
        "may_change": may_change,
        "next_states": _next_states(event, dates, today) if may_change else [],
        "said": SAID.get(request.GET.get("fait", ""), "") if face.member else "",
        "linked": linked_data(shown, page=address, organiser=region.name if region else "") if linked else "",
        "today": today,
    }
    return render(request, "agenda/event.html", context)


index, network_index = for_anyone(_index), for_members(_index)
month, network_month = for_anyone(_month), for_members(_month)
event, network_event = for_anyone(_event), for_members(_event)
