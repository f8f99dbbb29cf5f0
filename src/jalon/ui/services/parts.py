"""Pages whose parts change in place: when htmx asks for the part alone, and what caches must know of it."""

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers


def asks_part(request: HttpRequest) -> bool:
    """Tell whether htmx wants a part alone; when it goes back in its history it needs the whole page."""
    return bool(request.htmx and not request.htmx.history_restore_request)


def varied(response: HttpResponse) -> HttpResponse:
    """Say that the same address gives a page or its part."""
    patch_vary_headers(response, ["HX-Request", "HX-History-Restore-Request"])
    return response
