"""Forms without account nor cookie, and answers that nobody keeps.

No cookie carries any right here, so a form of another site could do nothing that its author could not do with
the address alone: Django's token would protect nothing. What another site sends is refused all the same.
"""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from jalon.ui.rules.senders import network_of, sent_by_another_site

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
        return kept_secret(view(request, *args, **values))

    return checked


def kept_secret(response: HttpResponse) -> HttpResponse:
    """Keep an answer out of caches and search engines, and its address out of other sites' journals."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def network(request: HttpRequest) -> str:
    """Return who is at the other end (`rules.senders.network_of`), "" when unknown."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    return network_of(request.META.get("REMOTE_ADDR", ""), forwarded, settings.JALON_PROXIES)
