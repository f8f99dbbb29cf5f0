"""Calendars given out, at addresses that calendars ask for again and again."""

from collections.abc import Callable
from dataclasses import replace

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jalon.agenda.models import Event
from jalon.agenda.permissions import can_see_network_calendar
from jalon.agenda.rules.asked import Asked, read_asked
from jalon.agenda.services.publishing import atom, ics
from jalon.agenda.services.publishing import json as pages
from jalon.agenda.services.publishing.openagenda import openagenda_export
from jalon.agenda.services.publishing.serving import Given, given, kept
from jalon.directory.rules.roles import Rights
from jalon.directory.selectors.rights import rights_of

ANYONE = Rights()


def origin_of(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")


def asked_in(request: HttpRequest) -> Asked:
    """Return the filters of an address for everybody, where nothing is one's own."""
    return replace(read_asked(dict(request.GET.lists())), mine=False)


def open_to_all(response: HttpResponse) -> HttpResponse:
    """Let pages of other sites, and any cache, read a public calendar; a cache asks again after a minute."""
    response.headers["Cache-Control"] = "public, max-age=60"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def answered(
    request: HttpRequest, state: Given, kind: str, make: Callable[[], bytes], *, name: str = ""
) -> HttpResponse:
    """Answer with a content, made only when the version that the asker holds is another."""
    response = get_conditional_response(request, etag=state.tag, last_modified=state.changed)
    if response is None:
        response = HttpResponse(make(), content_type=kind)
        if name:
            response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.headers["ETag"] = state.tag
    if state.changed is not None:
        response.headers["Last-Modified"] = http_date(state.changed)
    return response


@require_safe
def calendar(request: HttpRequest, *, whole: bool = False) -> HttpResponse:
    """Give the public calendar, or what is asked of it, in iCalendar."""
    asked, now, origin = Asked() if whole else asked_in(request), timezone.now(), origin_of(request)
    name = ics.calendar_name(asked)
    state = given(ANYONE, asked, "ics", origin, name, now=now)

    def make() -> bytes:
        today = timezone.localdate(now)
        return ics.calendar_of(ANYONE, asked, name=name, origin=origin, today=today, now=now)

    file = "agenda-region.ics" if whole else "agenda.ics"
    return open_to_all(answered(request, state, ics.TYPE, lambda: kept(state, make), name=file))


def _cursor(request: HttpRequest) -> int:
    text = request.GET.get(pages.CURSOR, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0


@require_safe
def json_calendar(request: HttpRequest) -> HttpResponse:
    """Give the public calendar in JSON, a page at a time."""
    asked, now, origin, after = asked_in(request), timezone.now(), origin_of(request), _cursor(request)
    name = ics.calendar_name(asked)
    state = given(ANYONE, asked, "json", origin, name, after, now=now)

    def make() -> bytes:
        today = timezone.localdate(now)
        return pages.json_page(ANYONE, asked, name=name, origin=origin, after=after, today=today, now=now)

    return open_to_all(answered(request, state, pages.TYPE, lambda: kept(state, make)))


@require_safe
def openagenda(request: HttpRequest) -> HttpResponse:
    """Give the public calendar as an export of OpenAgenda."""
    asked, now, origin = asked_in(request), timezone.now(), origin_of(request)
    name = ics.calendar_name(asked)
    state = given(ANYONE, asked, "openagenda", origin, name, now=now)

    def make() -> bytes:
        today = timezone.localdate(now)
        return openagenda_export(ANYONE, asked, name=name, origin=origin, today=today, now=now)

    return open_to_all(answered(request, state, pages.TYPE, lambda: kept(state, make)))


@require_safe
def news(request: HttpRequest, kind: str) -> HttpResponse:
    """Give what is new in the public calendar to news readers: RSS or Atom."""
    asked, now, origin = asked_in(request), timezone.now(), origin_of(request)
    name = ics.calendar_name(asked)
    state = given(ANYONE, asked, kind, origin, name, now=now)

    def make() -> bytes:
        today = timezone.localdate(now)
        return atom.news(kind, ANYONE, asked, name=name, origin=origin, today=today)

    return open_to_all(answered(request, state, atom.TYPES[kind], lambda: kept(state, make)))


@require_safe
def event_calendar(request: HttpRequest, key: str) -> HttpResponse:
    """Give one public event in iCalendar, to add it to a calendar."""
    event = Event.objects.visible_to(ANYONE).filter(key=key).first()
    if event is None:
        raise Http404
    response = open_to_all(_file(request, event))
    response.headers["Last-Modified"] = http_date(int(event.modified_at.timestamp()))
    return response


@never_cache
@login_required
@require_safe
def network_event_calendar(request: HttpRequest, key: str) -> HttpResponse:
    """Give one event that a member may see in iCalendar."""
    rights = rights_of(request.user)
    if not can_see_network_calendar(rights):
        raise PermissionDenied
    event = Event.objects.visible_to(rights).filter(key=key).first()
    if event is None:
        raise Http404
    return _file(request, event)


def _file(request: HttpRequest, event: Event) -> HttpResponse:
    response = HttpResponse(ics.event_calendar(event, origin=origin_of(request)), content_type=ics.TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="evenement-{event.key}.ics"'
    return response
