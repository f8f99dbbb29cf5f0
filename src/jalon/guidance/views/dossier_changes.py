"""The forms of a dossier: what each button does, and what is said afterwards."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from jalon.guidance.rules.dossier import secret_in
from jalon.guidance.selectors.dossier import opens
from jalon.guidance.services import dossier as services
from jalon.guidance.views.dossier import (
    SAID,
    asked_in,
    called,
    gone,
    lifetime_in,
    number_in,
    start_page,
)
from jalon.ui.services.posting import form_of_ours

Needs = Callable[[QueryDict], dict[str, object]]


@dataclass(frozen=True)
class Button:
    """What a button does: a service, what it needs of the form, what is said afterwards.

    `signed`: the history says how the adviser wishes to be called.
    """

    service: Callable
    said: str = ""
    needs: Needs = lambda _sent: {}
    signed: bool = False


def _row(sent: QueryDict) -> dict[str, object]:
    return {"item": number_in(sent.get("ligne", ""))}


def _note(sent: QueryDict) -> dict[str, object]:
    return {"text": sent.get("texte", ""), "item": _row(sent)["item"] or None}


BUTTONS: Mapping[str, Button] = {
    "ajouter": Button(services.add_item, "garde", lambda sent: {"thing": asked_in(sent)}, signed=True),
    "accepter": Button(services.accept_item, "accepte", _row),
    "retirer": Button(services.remove_item, "retire", _row, signed=True),
    "monter": Button(services.move_item, "", lambda sent: _row(sent) | {"step": -1}),
    "descendre": Button(services.move_item, "", lambda sent: _row(sent) | {"step": 1}),
    "noter": Button(services.write_note, "note", _note, signed=True),
    "effacer": Button(services.remove_note, "retire", lambda sent: {"note": _row(sent)["item"]}, signed=True),
    "duree": Button(
        services.choose_lifetime, "duree", lambda sent: {"lifetime": lifetime_in(sent.get("duree", ""))}
    ),
    "confier": Button(services.open_to_adviser, "conseil"),
    "reprendre": Button(services.close_to_adviser, "ferme"),
    "rendre": Button(
        services.hand_back,
        "rendu",
        lambda sent: {"text": sent.get("texte", ""), "leave": bool(sent.get("partir"))},
        signed=True,
    ),
    "supprimer": Button(services.delete_dossier, "supprime"),
}
REFUSALS: Mapping[type[Exception], str] = {
    services.FullDossierError: "plein",
    services.EmptyNoteError: "vide",
    services.NotTheirsError: "refus",
}


def _pressed(button: Button, secret: str, sent: QueryDict) -> str:
    """Do what a button asks; return what to say of it. Raises NoDossierError."""
    values = button.needs(sent)
    if values.get("thing", True) is None:
        return "rien"
    if button.signed:
        values["label"] = called(sent)
    try:
        button.service(secret=secret, now=timezone.now(), **values)
    except tuple(REFUSALS) as refusal:
        return REFUSALS[type(refusal)]
    return button.said


def _shown_again(secret: str, said: str, sent: QueryDict) -> HttpResponse:
    """Lead back to the dossier, with what is said; an adviser stays called as they wished."""
    pairs = [(name, value) for name, value in (("fait", said), ("de", called(sent))) if value]
    address = reverse("guidance:dossier", args=[secret])
    return redirect(f"{address}?{urlencode(pairs)}" if said else f"{address}?{urlencode(pairs)}#liste")


@form_of_ours
def reopen(request: HttpRequest) -> HttpResponse:
    """Open the dossier whose address was pasted, and keep the thing in it if there is one."""
    secret = secret_in(request.POST.get("adresse", ""))
    if not secret or not opens(secret, today=timezone.localdate()):
        return start_page(request, wrong=True)
    said = _pressed(BUTTONS["ajouter"], secret, request.POST) if asked_in(request.POST) else ""
    return _shown_again(secret, said, request.POST) if said else redirect("guidance:dossier", secret=secret)


@form_of_ours
def change(request: HttpRequest, secret: str) -> HttpResponse:
    """Do what a button of the dossier asks, then show it again; an unknown button does nothing.

    A script that keeps a thing from another page asks for JSON: what is said, and where the dossier is.
    """
    button = BUTTONS.get(request.POST.get("faire", ""))
    if button is None:
        return _shown_again(secret, "", request.POST)
    try:
        said = _pressed(button, secret, request.POST)
    except services.NoDossierError:
        return gone(request)
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"said": SAID.get(said, ""), "kept": said == button.said})
    if said == "supprime":
        return redirect(f"{reverse('guidance:dossier_start')}?supprime=1")
    if said == "rendu" and request.POST.get("partir"):
        return redirect(f"{reverse('guidance:dossier_start')}?rendu=1")
    return _shown_again(secret, said, request.POST)
