"""Forms without account nor cookie, and pages of the team.

No cookie carries any right on the public face, so Django's token would protect nothing there; and public
pages are the same for everybody, so they cannot hold one. What another site sends is refused all the same.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from jalon.directory.rules.sign_in import network_of
from jalon.ui.rules import sent_by_another_site

BYTE_ORDER_MARK = "\ufeff"  # spreadsheets read UTF-8 only when it stands first
TRAP = "site"  # a field that people do not see: who fills it is a program
View = Callable[..., HttpResponse]


def form_of_ours(view: View) -> View:
    """Take only POST, and refuse what a browser says another site sent."""

    @csrf_exempt
    @require_POST
    @wraps(view)
    def checked(request: HttpRequest, *args: str, **values: str) -> HttpResponse:
        site = request.headers.get("Sec-Fetch-Site", "")
        origin = request.headers.get("Origin", "null")
        if sent_by_another_site(site=site, origin=origin, host=request.get_host()):
            raise PermissionDenied("sent by another site")
        return unlisted(view(request, *args, **values))

    return checked


def unlisted(response: HttpResponse) -> HttpResponse:
    """Keep an answer out of caches and search engines, and its address out of other sites' journals."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def network(request: HttpRequest) -> str:
    """Return who is at the other end, "" when it cannot be read."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    return network_of(request.META.get("REMOTE_ADDR", ""), forwarded, settings.JALON_PROXIES)


def for_team(allowed: Callable[[Any], bool], *methods: str) -> Callable[[View], View]:
    """Open a view to those whom `allowed` lets in, with these methods; the others learn nothing of it."""

    def decorate(view: View) -> View:
        answering = require_http_methods(methods)(view)

        @never_cache
        @login_required
        @wraps(view)
        def checked(request: HttpRequest, *args: object, **values: object) -> HttpResponse:
            if not allowed(request.user):
                raise PermissionDenied
            return answering(request, *args, **values)

        return checked

    return decorate


def csv_file(name: str) -> HttpResponse:
    """Return an empty CSV to write in, that spreadsheets open as it is."""
    response = HttpResponse(BYTE_ORDER_MARK, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
