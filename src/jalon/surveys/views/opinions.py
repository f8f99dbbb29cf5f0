"""« Cela vous a aidé ? »: the answer, then a few words if one wants; in place with htmx, else by pages."""

from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from jalon.directory.rules.sign_in import own_path
from jalon.surveys.enums import Audience, Helped, Screen
from jalon.surveys.forms import TRAP, MoreForm
from jalon.surveys.services import opinions as services
from jalon.ui.services.attempts import TooManyError
from jalon.ui.services.posting import form_of_ours, kept_secret, network

IDS = "avis-%s"
SAID = {
    "merci": "Merci, c'est noté.",
    "envoye": "Merci, votre message est envoyé.",
    "tard": "C'est trop tard pour compléter cet avis. Vous pouvez en donner un autre.",
    "trop": "Beaucoup d'avis arrivent d'ici en ce moment. Réessayez dans un quart d'heure.",
}


def _show(
    request: HttpRequest, said: str, *, back: str, form: MoreForm | None = None, key: str = ""
) -> HttpResponse:
    """Show what is said of an opinion, with the form to add words when one is given."""
    context = {
        "said": SAID[said],
        "good": said in {"merci", "envoye"},
        "form": form,
        "key": key,
        "back": back,
        "in_place": bool(request.htmx),
    }
    if request.htmx:  # htmx shows only answers that succeed
        return kept_secret(render(request, "surveys/_thanks.html", context))
    status = 429 if said == "trop" else 200
    return kept_secret(render(request, "surveys/thanks.html", context, status=status))


def _lead(said: str, *, back: str, key: str = "") -> HttpResponse:
    """Lead to the page that says it, so that loading it again sends nothing again."""
    values = {"fait": said, "cle": key, "retour": back}
    query = urlencode({name: value for name, value in values.items() if value})
    return redirect(f"{reverse('surveys:thanks')}?{query}")


def _back(text: str) -> str:
    return own_path(text) or reverse("portal:home")


@form_of_ours
def opinion(request: HttpRequest) -> HttpResponse:
    """Keep an answer; then propose to say more."""
    sent = request.POST
    if sent.get("ecran") not in Screen.values or sent.get("avis") not in Helped.values:
        raise BadRequest("not an answer of ours")
    back = _back(sent.get("retour", ""))
    if sent.get(TRAP):
        return _show(request, "envoye", back=back)
    try:
        key = services.give_opinion(
            screen=Screen(sent["ecran"]),
            helped=Helped(sent["avis"]),
            network=network(request),
            today=timezone.localdate(),
        )
    except TooManyError:
        return _show(request, "trop", back=back)
    if request.htmx:
        return _show(request, "merci", back=back, form=MoreForm(auto_id=IDS), key=key)
    return _lead("merci", back=back, key=key)


@form_of_ours
def more(request: HttpRequest) -> HttpResponse:
    """Add words and who one is to an opinion just given."""
    back, key = _back(request.POST.get("retour", "")), request.POST.get("cle", "")
    form = MoreForm(request.POST, auto_id=IDS)
    if request.POST.get(TRAP):
        return _show(request, "envoye", back=back)
    if not form.is_valid():
        return _show(request, "merci", back=back, form=form, key=key)
    try:
        services.say_more(
            key=key,
            audience=Audience(form.cleaned_data["public"]),
            text=form.cleaned_data["texte"],
            network=network(request),
            today=timezone.localdate(),
        )
    except TooManyError:
        return _show(request, "trop", back=back)
    except services.LateError:
        return _show(request, "tard", back=back)
    return _show(request, "envoye", back=back) if request.htmx else _lead("envoye", back=back)


@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """Thank, propose to say more while that is possible, and lead back."""
    back, key = _back(request.GET.get("retour", "")), request.GET.get("cle", "")
    said = request.GET.get("fait", "")
    if said == "merci" and services.is_key(key):
        return _show(request, "merci", back=back, form=MoreForm(auto_id=IDS), key=key)
    return _show(request, "envoye" if said == "envoye" else "merci", back=back)
