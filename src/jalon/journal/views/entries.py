"""The journal: its lines, their file, and the history of one thing."""

import csv
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jalon.directory.selectors.rights import rights_of
from jalon.journal.permissions import can_open_journal, can_read_own_entries
from jalon.journal.rules.asked import read_asked
from jalon.journal.selectors import entries as selectors
from jalon.ui.services.parts import asks_part, varied
from jalon.ui.services.posting import View

PER_PAGE = 50
IN_A_PART = 5
BYTE_ORDER_MARK = "\ufeff"  # spreadsheets read UTF-8 only when it stands first


def opened_to(allowed: Callable[[Any], bool]) -> Callable[[View], View]:
    """Open a page to those whom `allowed` lets in; each reads there only the lines that are hers to read."""

    def decorate(view: View) -> View:
        @never_cache
        @login_required
        @require_safe
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **values: Any) -> HttpResponse:
            if not allowed(request.user):
                raise PermissionDenied
            return view(request, *args, **values)

        return checked

    return decorate


@opened_to(can_open_journal)
def entries(request: HttpRequest) -> HttpResponse:
    """List the lines that concern the person, filtered by the address."""
    rights = rights_of(request.user)
    asked = read_asked(request.GET.getlist)
    found = selectors.narrowed(selectors.entries_for(rights), asked)
    page = Paginator(selectors.with_places(found), PER_PAGE).get_page(request.GET.get("page"))
    proposed = selectors.choices(rights, asked)
    context = {
        "asked": asked,
        "page": page,
        "lines": selectors.lines(page.object_list),
        "proposed": proposed,
        "active": selectors.active_filters(asked, proposed),
        "whole": rights.is_regional,
        "trail": [("Espace équipe", reverse("portal:staff"))],
    }
    return render(request, "journal/entries.html", context)


class _Echo:
    """What `csv` writes in: it gives each line back at once."""

    def write(self, line: str) -> str:
        return line


@opened_to(can_open_journal)
def entries_file(request: HttpRequest) -> HttpResponse:
    """Give the lines that the address asks for as a CSV that spreadsheets open as it is."""
    asked = read_asked(request.GET.getlist)
    found = selectors.narrowed(selectors.entries_for(rights_of(request.user)), asked)
    writer = csv.writer(_Echo(), delimiter=";")

    def written() -> Any:
        yield BYTE_ORDER_MARK
        yield from (writer.writerow(row) for row in selectors.file_rows(found))

    response = StreamingHttpResponse(written(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="journal.csv"'
    return response


@opened_to(can_open_journal)
def thing(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Show what was done about one thing: a page, or the part that another page asks for."""
    found = selectors.with_places(selectors.about_thing(rights_of(request.user), kind=kind, key=key))
    fragment = asks_part(request)
    page = Paginator(found, IN_A_PART if fragment else PER_PAGE).get_page(request.GET.get("page"))
    shown = selectors.lines(page.object_list)
    context = {
        "page": page,
        "lines": shown,
        "label": shown[0].entry.thing_label if shown else "",
        "kind": kind,
        "key": key,
        "trail": [("Espace équipe", reverse("portal:staff")), ("Journal", reverse("journal:entries"))],
    }
    response = render(request, "journal/_thing.html" if fragment else "journal/thing.html", context)
    return varied(response)


@opened_to(can_read_own_entries)
def own(request: HttpRequest) -> HttpResponse:
    """Show someone what the journal says she did."""
    found = selectors.with_places(selectors.own_entries(rights_of(request.user)))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": selectors.lines(page.object_list),
        "trail": [
            ("Mon compte", reverse("directory:my_account")),
            ("Mes données", reverse("directory:my_data")),
        ],
    }
    return render(request, "journal/own.html", context)
