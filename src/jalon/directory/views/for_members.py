"""Pages of the network: for those who signed in, when their rights allow it."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from jalon.directory.rules.roles import Rights
from jalon.directory.selectors.rights import rights_of
from jalon.ui.services.posting import View


def for_members(allowed: Callable[[Rights], bool], *methods: str) -> Callable[[View], View]:
    """Open a view to those whose rights `allowed` accepts, with these methods; the others get a refusal."""

    def decorate(view: View) -> View:
        answering = require_http_methods(methods)(view)

        @never_cache
        @login_required
        @wraps(view)
        def checked(request: HttpRequest, *args: object, **values: object) -> HttpResponse:
            if not allowed(rights_of(request.user)):
                raise PermissionDenied
            return answering(request, *args, **values)

        return checked

    return decorate


def network_trail(*more: tuple[str, str]) -> list[tuple[str, str]]:
    """Return the way to a page of the directory of the network."""
    return [("Espace équipe", reverse("portal:staff")), ("Annuaire", reverse("directory:network")), *more]
