"""« Mon dossier »: kept without account nor cookie; whoever has its address may open it.

No cookie carries any right here, so a form of another site could do nothing that its author could not do with
the address alone: Django's token would protect nothing. What another site sends is refused all the same.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from jalon.directory.rules.sign_in import network_of, whole_minutes
from jalon.guidance.enums import Lifetime
from jalon.guidance.rules.dossier import MOST_ITEMS, Thing, secret_in
from jalon.guidance.selectors import dossier as selectors
from jalon.guidance.services import dossier as services

LONGEST_KEY = 500
SAID = {
    "garde": "C'est gardé.",
    "retire": "C'est retiré.",
    "note": "Votre note est écrite.",
    "duree": "La durée est changée.",
    "conseil": "L'adresse pour le conseiller ou la conseillère est prête.",
    "ferme": "L'adresse du conseiller ou de la conseillère n'ouvre plus rien.",
    "vide": "La note était vide : rien n'a été écrit.",
    "rien": "Nous n'avons pas trouvé ce que vous vouliez garder.",
    "plein": "Ce dossier est plein : retirez d'abord quelque chose.",
    "refus": "Seule la personne à qui est ce dossier peut faire cela.",
}

View = Callable[..., HttpResponse]


def _form_of_ours(view: View) -> View:
    """Take only POST, and refuse what a browser says another site sent."""

    @csrf_exempt
    @require_POST
    @wraps(view)
    def checked(request: HttpRequest, *args: str, **values: str) -> HttpResponse:
        site = request.headers.get("Sec-Fetch-Site", "")
        origin = request.headers.get("Origin", "null")
        foreign = origin != "null" and urlsplit(origin).netloc != request.get_host()
        if site in {"cross-site", "same-site"} or (not site and foreign):
            raise PermissionDenied("sent by another site")
        return _secret(view(request, *args, **values))

    return checked


def _secret(response: HttpResponse) -> HttpResponse:
    """Keep an answer out of caches and search engines, and its address out of other sites' journals."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _gone(request: HttpRequest) -> HttpResponse:
    return _secret(render(request, "guidance/dossier/gone.html", status=404))


def _number(text: str) -> int:
    """Return a key of a row, 0 for what is not one."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0


def _lifetime(text: str) -> int:
    number = _number(text)
    return number if number in Lifetime.values else Lifetime.QUARTER


def _asked(values: QueryDict) -> Thing | None:
    """Return the thing that a link or a form names with `quoi` and `cle`, if it is one."""
    kind, key = values.get("quoi", ""), values.get("cle", "")[:LONGEST_KEY]
    return selectors.thing_of(kind, key, today=timezone.localdate()) if kind and key else None


def _start(request: HttpRequest, *, status: int = 200, **more: object) -> HttpResponse:
    sent = request.POST if request.method == "POST" else request.GET
    context = {
        "thing": _asked(sent),
        "asked": bool(sent.get("cle")),
        "lifetimes": Lifetime.choices,
        "chosen": _lifetime(sent.get("duree", "")),
        **more,
    }
    return render(request, "guidance/dossier/start.html", context, status=status)


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Explain the dossier; begin one, or open one, with the thing that was to be kept."""
    return _start(request, deleted="supprime" in request.GET)


@_form_of_ours
def begin(request: HttpRequest) -> HttpResponse:
    """Make a dossier and open it."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    network = network_of(request.META.get("REMOTE_ADDR", ""), forwarded, settings.JALON_PROXIES)
    try:
        secret = services.begin_dossier(
            lifetime=_lifetime(request.POST.get("duree", "")),
            network=network,
            now=timezone.now(),
            thing=_asked(request.POST),
        )
    except services.TooManyStartsError as refusal:
        minutes = whole_minutes(refusal.wait)
        problem = f"Trop de dossiers viennent d'être ouverts d'ici. Réessayez dans {minutes} min."
        return _start(request, status=429, problem=problem)
    return redirect("guidance:dossier", secret=secret)


@_form_of_ours
def reopen(request: HttpRequest) -> HttpResponse:
    """Open the dossier whose address was pasted, and keep the thing in it if there is one."""
    secret = secret_in(request.POST.get("adresse", ""))
    if not secret or selectors.dossier_page(secret, today=timezone.localdate()) is None:
        return _start(request, wrong=True)
    if thing := _asked(request.POST):
        return _done(secret, _try(services.add_item, "garde", secret=secret, thing=thing))
    return redirect("guidance:dossier", secret=secret)


@require_safe
def show(request: HttpRequest, secret: str) -> HttpResponse:
    """Show a dossier, and what is found to add to it."""
    page = selectors.dossier_page(secret, today=timezone.localdate())
    if page is None:
        return _gone(request)
    query, found = selectors.found_to_keep(request.GET.get("q", ""), today=timezone.localdate())
    kept = {(line.item.kind, line.item.key) for line in page.lines}
    context = {
        "page": page,
        "secret": secret,
        "query": query,
        "found": [(*one, one[:2] in kept) for one in found],
        "said": SAID.get(request.GET.get("fait", ""), ""),
        "lifetimes": Lifetime.choices,
        "address": request.build_absolute_uri(request.path),
        "adviser_address": page.adviser
        and request.build_absolute_uri(reverse("guidance:dossier", args=[page.adviser])),
    }
    return _secret(render(request, "guidance/dossier/dossier.html", context))


@require_safe
def compare(request: HttpRequest, secret: str) -> HttpResponse:
    """Show two to four things of a dossier side by side."""
    page = selectors.dossier_page(secret, today=timezone.localdate())
    if page is None:
        return _gone(request)
    chosen = [_number(text) for text in request.GET.getlist("ligne")[:MOST_ITEMS]]
    context = {"comparison": selectors.comparison(page, chosen), "secret": secret}
    return _secret(render(request, "guidance/dossier/compare.html", context))


def _try(service: Callable, done: str, **values: object) -> str:
    """Call a service; return what to say of it."""
    if values.get("thing", True) is None:
        return "rien"
    try:
        service(now=timezone.now(), **values)
    except services.FullDossierError:
        return "plein"
    except services.EmptyNoteError:
        return "vide"
    except services.NotTheirsError:
        return "refus"
    return done


def _done(secret: str, said: str) -> HttpResponse:
    address = reverse("guidance:dossier", args=[secret])
    return redirect(f"{address}?fait={said}" if said else f"{address}#liste")


def _row(sent: QueryDict) -> dict[str, object]:
    return {"item": _number(sent.get("ligne", ""))}


@dataclass(frozen=True)
class Button:
    """What a button of the dossier does: a service, what it needs of the form, what is said afterwards."""

    service: Callable
    said: str = ""
    needs: Callable[[QueryDict], dict[str, object]] = lambda _sent: {}


BUTTONS: Mapping[str, Button] = {
    "ajouter": Button(services.add_item, "garde", lambda sent: {"thing": _asked(sent)}),
    "retirer": Button(services.remove_item, "retire", _row),
    "monter": Button(services.move_item, "", lambda sent: _row(sent) | {"step": -1}),
    "descendre": Button(services.move_item, "", lambda sent: _row(sent) | {"step": 1}),
    "noter": Button(
        services.write_note,
        "note",
        lambda sent: {"text": sent.get("texte", ""), "item": _row(sent)["item"] or None},
    ),
    "effacer": Button(services.remove_note, "retire", lambda sent: {"note": _row(sent)["item"]}),
    "duree": Button(
        services.choose_lifetime, "duree", lambda sent: {"lifetime": _lifetime(sent.get("duree", ""))}
    ),
    "confier": Button(services.open_to_adviser, "conseil"),
    "reprendre": Button(services.close_to_adviser, "ferme"),
    "supprimer": Button(services.delete_dossier, "supprime"),
}


@_form_of_ours
def change(request: HttpRequest, secret: str) -> HttpResponse:
    """Do what a button of the dossier asks, then show it again; an unknown button does nothing."""
    button = BUTTONS.get(request.POST.get("faire", ""))
    if button is None:
        return _done(secret, "")
    try:
        said = _try(button.service, button.said, secret=secret, **button.needs(request.POST))
    except services.NoDossierError:
        return _gone(request)
    if said == "supprime":
        return redirect(f"{reverse('guidance:dossier_start')}?supprime=1")
    return _done(secret, said)
