"""« Mon compte »: the person's own page, and where she is signed in."""

from allauth.account.internal.flows.logout import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jalon.directory.openid_connect import provider_name
from jalon.directory.selectors.rights import has_second_factor
from jalon.directory.selectors.sessions import connections_of, memberships_of
from jalon.directory.services.sessions import end_sessions

DONE = {
    "mot-de-passe": "Votre mot de passe est changé. Vos autres connexions sont fermées.",
    "retiree": "La deuxième étape est retirée.",
    "fermee": "Cette connexion est fermée.",
    "fermees": "Toutes vos autres connexions sont fermées.",
}


def trail(*more: tuple[str, str]) -> list[tuple[str, str]]:
    """Return the way to a page under « Mon compte »."""
    return [("Mon compte", reverse("directory:my_account")), *more]


def _address(route: str) -> str:
    """Return the address of a page that a room may have, "" when it has not."""
    try:
        return reverse(route)
    except NoReverseMatch:
        return ""


@never_cache
@login_required
@require_safe
def my_account(request: HttpRequest) -> HttpResponse:
    """Show the person's account: who she is here, and where to change what protects it."""
    context = {
        "memberships": memberships_of(request.user),
        "second_factor": has_second_factor(request.user),
        "other_organisation": provider_name(),
        "my_data": _address("directory:my_data"),
        "done": DONE.get(request.GET.get("fait", ""), ""),
    }
    return render(request, "directory/account/account.html", context)


@never_cache
@login_required
@require_safe
def my_connections(request: HttpRequest) -> HttpResponse:
    """List where the person is signed in."""
    found = connections_of(request.user, current=request.session.session_key, now=timezone.now())
    context = {
        "connections": found,
        "trail": trail(),
        "done": DONE.get(request.GET.get("fait", ""), ""),
    }
    return render(request, "directory/account/connections.html", context)


@never_cache
@login_required
@require_POST
def connection_end(request: HttpRequest) -> HttpResponse:
    """End one of the person's sessions (`connexion`), or all the others."""
    asked = request.POST.get("connexion", "")
    here = reverse("directory:my_connections")
    if asked == "autres":
        end_sessions(account=request.user, but=request.session.session_key)
        return redirect(f"{here}?fait=fermees")
    if asked.isascii() and asked.isdigit() and len(asked) < 18:
        end_sessions(account=request.user, only=int(asked))
        if not request.session.exists(request.session.session_key):
            logout(request)
            return redirect(f"{reverse('directory:sign_in')}?fait=deconnexion")
        return redirect(f"{here}?fait=fermee")
    return redirect(here)
