"""« Mon agenda »: secret addresses of someone's own calendar, and what they open."""

from urllib.parse import parse_qs, quote, urlencode

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jalon.agenda.models import CalendarKey
from jalon.agenda.permissions import can_hold_calendar_key
from jalon.agenda.rules.asked import Asked, read_asked, written_asked
from jalon.agenda.selectors.calendar_keys import key_of, keys_of, opened_by
from jalon.agenda.services import calendar_keys as services
from jalon.agenda.services.publishing import ics
from jalon.agenda.services.publishing.serving import given
from jalon.agenda.views.feeds import answered, origin_of
from jalon.directory.rules.roles import Rights
from jalon.directory.selectors.rights import must_set_up_second_factor, rights_of
from jalon.ui.services.posting import kept_secret

SAID = {"nomme": "Le nom est changé.", "retire": "L'adresse est retirée : elle n'ouvre plus rien."}
MINE, ALL, SHOWN = "moi", "tout", "vue"


def _shown(request: HttpRequest) -> Asked:
    """Return the filters of the calendar from which she comes; nothing when she comes from elsewhere."""
    return read_asked(dict(request.GET.lists()))


def _choices(shown: Asked) -> list[tuple[str, str, str]]:
    """Return what an address may hold, as (value, label, help)."""
    choices = [
        (MINE, "Ce qui me concerne", "Vos structures, vos territoires, ce que vous avez ajouté."),
        (ALL, "Tout ce que je peux voir", "Tout l'agenda du réseau : beaucoup de dates."),
    ]
    if shown and shown != Asked(mine=True):
        words = ics.calendar_name(shown, own="").split(" · ", 1)[1:]
        choices.insert(0, (SHOWN, "Ce que je viens de filtrer", words[0] if words else "Vos filtres."))
    return choices


def _page(request: HttpRequest, **more: object) -> HttpResponse:
    shown = _shown(request)
    choices = _choices(shown)
    context = {
        "keys": keys_of(request.user),
        "choices": choices,
        "chosen": request.POST.get("contenu", choices[0][0]),
        "name": request.POST.get("nom", ""),
        "query": urlencode(written_asked(shown)),
        "said": SAID.get(request.GET.get("fait", ""), ""),
        "trail": [("Espace équipe", reverse("portal:staff"))],
        **more,
    }
    return render(request, "agenda/own_calendars.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def own_calendars(request: HttpRequest) -> HttpResponse:
    """List someone's addresses; make one, and show it this once."""
    if not can_hold_calendar_key(rights_of(request.user)):
        raise PermissionDenied
    if request.method != "POST":
        return _page(request)
    asked = {MINE: Asked(mine=True), SHOWN: _shown(request)}.get(request.POST.get("contenu", ""), Asked())
    try:
        made, token = services.make_key(
            account=request.user, name=request.POST.get("nom", ""), asked=asked, now=timezone.now()
        )
    except services.RefusedKeyError as refusal:
        return _page(request, problem=str(refusal))
    address = request.build_absolute_uri(reverse("agenda:own_calendar", args=[token]))
    webcal = "webcal" + address[address.index(":") :]
    context = {
        "made": made,
        "address": address,
        "webcal": webcal,
        "google": f"https://calendar.google.com/calendar/r?cid={quote(webcal, safe='')}",
        "name": "",
    }
    return _page(request, **context)


def _key(request: HttpRequest, pk: int) -> CalendarKey:
    """Return one of her addresses; hers even when she has no role any more, to take it back."""
    key = key_of(request.user, pk)
    if key is None:
        raise Http404
    return key


@never_cache
@login_required
@require_POST
def own_calendar_rename(request: HttpRequest, pk: int) -> HttpResponse:
    services.rename_key(key=_key(request, pk), name=request.POST.get("nom", ""))
    return redirect(f"{reverse('agenda:own_calendars')}?fait=nomme")


@never_cache
@login_required
@require_POST
def own_calendar_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    services.revoke_key(key=_key(request, pk), now=timezone.now())
    return redirect(f"{reverse('agenda:own_calendars')}?fait=retire")


def _rights(key: CalendarKey) -> Rights:
    """Return what the holder of an address may do now: what she would, were she to sign in."""
    return Rights() if must_set_up_second_factor(key.account) else rights_of(key.account)


@require_safe
def own_calendar(request: HttpRequest, token: str) -> HttpResponse:
    """Give what the holder of an address may see at this moment.

    Someone whose role was withdrawn gets what is left to her, even nothing: a calendar that is refused keeps
    what it had, one that is empty forgets it. An address that was taken back opens nothing.
    """
    key = opened_by(token)
    if key is None:
        raise Http404
    now, origin = timezone.now(), origin_of(request)
    services.note_used(key=key, today=timezone.localdate(now))
    rights, name = _rights(key), ics.calendar_name(Asked(), own=key.name)
    asked = read_asked(parse_qs(key.query))
    state = given(rights, asked, "ics", origin, name, sorted(map(str, rights.held)), key.pk, now=now)

    def make() -> bytes:
        today = timezone.localdate(now)
        return ics.calendar_of(rights, asked, name=name, origin=origin, today=today, now=now)

    response = kept_secret(answered(request, state, ics.TYPE, make, name="mon-agenda.ics"))
    response.headers["Cache-Control"] = "private, no-cache"  # a calendar may hold it, and asks each time
    return response
