"""The page of a programme, and its sessions as calendar files."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from jalon.search.rules import plain_query
from jalon.territory.selectors import commune_by_code, communes_by_text
from jalon.training.selectors.calendars import session_calendar
from jalon.training.selectors.courses import course_data
from jalon.training.selectors.programmes import programme_page


@require_safe
def programme(request: HttpRequest, key: str) -> HttpResponse:
    """Show one programme, seen from a commune when `commune` (INSEE code) or `lieu` (typed) names one."""
    code, typed = (plain_query(request.GET.get(name, "")) for name in ("commune", "lieu"))
    commune = commune_by_code(code) if code else None
    meant = communes_by_text(typed) if typed and commune is None else []
    if len(meant) == 1:
        commune = meant[0]
    page = programme_page(key, today=timezone.localdate(), commune=commune)
    if page is None:
        raise Http404("Aucune formation ne porte ce numéro.")
    address = request.build_absolute_uri(page.programme.get_absolute_url())
    context = {
        "page": page,
        "address": address,
        "commune": commune,
        "typed": typed,
        "meant": [] if commune else meant,
        "linked_data": mark_safe(course_data(page, url=address)),  # noqa: S308 - JSON whose <, > and & are escaped
        "trail": [("Formations", reverse("training:search"))],
    }
    return render(request, "training/programme.html", context)


@require_safe
def calendar(request: HttpRequest, key: str, session: str) -> HttpResponse:
    """Give one session to put in a calendar."""
    url = request.build_absolute_uri(reverse("training:programme", args=[key]))
    found = session_calendar(key, session, url=url, today=timezone.localdate())
    if found is None:
        raise Http404("Aucune session ne porte ce numéro.")
    name, content = found
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
