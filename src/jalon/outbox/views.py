"""The page of messages and jobs, for those who keep the installation."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jalon.outbox.enums import MessageState
from jalon.outbox.permissions import can_keep_messages
from jalon.outbox.selectors import standing as selectors
from jalon.outbox.services import keeping

PER_PAGE = 25
DONE = {
    "reessai": "Le message repart au prochain tour du travailleur.",
    "reessais": "Ces messages repartent au prochain tour du travailleur.",
    "abandon": "Ce message ne partira pas.",
    "trop-tard": "Ce message a changé entre-temps : rien n'a été fait.",
}


def _authorise(request: HttpRequest) -> None:
    if not can_keep_messages(request.user):
        raise PermissionDenied


@never_cache
@login_required
@require_safe
def messages(request: HttpRequest) -> HttpResponse:
    """Show how messages and jobs stand, and the messages of one state."""
    _authorise(request)
    now = timezone.now()
    asked = request.GET.get("etat", "")
    state = asked if asked in MessageState.values else ""
    counts = selectors.counts()
    context = {
        "done": DONE.get(request.GET.get("fait", "")),
        "state": state,
        "label": MessageState(state).label if state else "",
        "states": [(value, MessageState(value).label, count) for value, count in counts.items()],
        "missed": selectors.missed_by_server().count(),
        "somewhere": selectors.goes_somewhere(),
        "late_since": selectors.late_since(now=now),
        "page": Paginator(selectors.messages(state), PER_PAGE).get_page(request.GET.get("page")),
        "jobs": selectors.job_lines(now=now),
        "trail": [("Espace équipe", reverse("portal:staff"))],
    }
    return render(request, "outbox/messages.html", context)


@never_cache
@login_required
@require_POST
def message_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Try a message again."""
    _authorise(request)
    try:
        keeping.try_again(message=pk)
    except keeping.OverError:
        return _back("trop-tard")
    return _back("reessai")


@never_cache
@login_required
@require_POST
def messages_again(request: HttpRequest) -> HttpResponse:
    """Try again every message that failed because of the server."""
    _authorise(request)
    keeping.try_again_all()
    return _back("reessais")


@never_cache
@login_required
@require_POST
def message_give_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Never send a message."""
    _authorise(request)
    try:
        keeping.give_up(message=pk)
    except keeping.OverError:
        return _back("trop-tard")
    return _back("abandon")


def _back(done: str) -> HttpResponse:
    return redirect(f"{reverse('outbox:messages')}?fait={done}")
