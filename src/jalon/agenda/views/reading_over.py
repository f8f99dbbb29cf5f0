"""Reading over what partners propose to everybody: accepting, or refusing with a reason."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jalon.agenda import services
from jalon.agenda.models import Event
from jalon.agenda.permissions import can_moderate, can_moderate_somewhere
from jalon.agenda.selectors.calendar import happening
from jalon.agenda.selectors.to_read import to_read as waiting_page
from jalon.directory.rules.roles import Rights
from jalon.directory.selectors.rights import rights_of

SAID = {
    "accepte": "C'est accepté. Les personnes qui publient pour sa structure sont prévenues par mail.",
    "refuse": "C'est refusé. Les personnes qui publient pour sa structure reçoivent votre raison par mail.",
}
CHANGED = "Quelqu'un l'a modifié depuis que vous l'avez lu : relisez-le, puis choisissez."
REASON_MISSING = 422
View = Callable[..., HttpResponse]


def for_moderators(view: View) -> View:
    """Open a page to whoever may read over at least one event."""

    @never_cache
    @login_required
    @wraps(view)
    def opened(request: HttpRequest, **values: str) -> HttpResponse:
        rights = rights_of(request.user)
        if not can_moderate_somewhere(rights):
            raise PermissionDenied
        return view(request, rights, **values)

    return opened


def _queue(
    request: HttpRequest,
    rights: Rights,
    *,
    key: str = "",
    problem: str = "",
    why: str = "",
    status: int = 200,
) -> HttpResponse:
    """Show what waits; when an act on one was refused, why, and what was typed."""
    page, lines = waiting_page(rights, timezone.localdate(), request.GET.get("page"))
    context = {
        "page": page,
        "lines": lines,
        "key": key,
        "listed": any(one.event.key == key for one in lines),
        "problem": problem,
        "asks": status == REASON_MISSING,
        "why": why,
        "said": SAID.get(request.GET.get("fait", ""), ""),
        "trail": [("Agenda du réseau", reverse("agenda:network_index"))],
    }
    return render(request, "agenda/to_read.html", context, status=status)


@require_safe
@for_moderators
def to_read(request: HttpRequest, rights: Rights) -> HttpResponse:
    """Show what waits for someone, the soonest first."""
    return _queue(request, rights)


def _readable(rights: Rights, key: str) -> Event:
    """Return an event that someone may read over; 404 for one she does not see, 403 for another."""
    event = happening(key, rights)
    if event is None:
        raise Http404
    if not can_moderate(rights, event):
        raise PermissionDenied
    return event


def _seen(request: HttpRequest) -> int:
    """Return the version that the person read; -1, which is none, when the form does not say."""
    typed = request.POST.get("vu", "")
    return int(typed) if typed.isascii() and typed.isdigit() else -1


@require_POST
@for_moderators
def event_accept(request: HttpRequest, rights: Rights, key: str) -> HttpResponse:
    """Let everybody see an event, as it was read."""
    event = _readable(rights, key)
    try:
        services.accept_event(actor=request.user, now=timezone.now(), event=event, sequence=_seen(request))
    except services.StaleEventError:
        return _queue(request, rights, key=key, problem=CHANGED, status=409)
    except services.RefusedEventError as refusal:
        return _queue(request, rights, key=key, problem=str(refusal), status=409)
    except services.NotAllowedError as refusal:
        raise PermissionDenied from refusal
    return redirect(f"{reverse('agenda:to_read')}?fait=accepte")


@require_POST
@for_moderators
def event_refuse(request: HttpRequest, rights: Rights, key: str) -> HttpResponse:
    """Keep an event for the network, and say why."""
    event = _readable(rights, key)
    why = request.POST.get("pourquoi", "")
    try:
        services.refuse_event(
            actor=request.user, now=timezone.now(), event=event, why=why, sequence=_seen(request)
        )
    except services.StaleEventError:
        return _queue(request, rights, key=key, problem=CHANGED, why=why, status=409)
    except services.RefusedEventError as refusal:
        status = REASON_MISSING if "why" in refusal.reasons else 409
        return _queue(request, rights, key=key, problem=str(refusal), why=why, status=status)
    except services.NotAllowedError as refusal:
        raise PermissionDenied from refusal
    return redirect(f"{reverse('agenda:to_read')}?fait=refuse")
