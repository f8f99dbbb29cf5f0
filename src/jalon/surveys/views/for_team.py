"""Pages and files that only the team opens."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from jalon.ui.services.posting import View

BYTE_ORDER_MARK = "\ufeff"  # spreadsheets read UTF-8 only when it stands first


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
