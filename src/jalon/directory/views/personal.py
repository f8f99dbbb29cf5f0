"""« Mes données »: what is held about the person who signed in, and what she does about it."""

from functools import wraps
from typing import Any

from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from jalon.directory.forms.network import ContactForm
from jalon.directory.forms.personal import LeaveForm, NameForm
from jalon.directory.models import Account, Contact
from jalon.directory.permissions.personal import can_correct_contact, can_see_own_data
from jalon.directory.selectors.personal import contacts_of, held_about
from jalon.directory.selectors.rights import rights_of
from jalon.directory.services import contacts as contact_services
from jalon.directory.services import personal as services
from jalon.directory.services.accounts import AccountError
from jalon.directory.services.memberships import LastAdministratorError, administers_alone
from jalon.directory.services.sign_in import WrongCredentialsError, check_credentials
from jalon.directory.views.my_account import trail
from jalon.territory.selectors import current_region
from jalon.ui.rules.senders import whole_minutes
from jalon.ui.services.attempts import TooManyError
from jalon.ui.services.posting import View, network

DONE = {
    "nom": "Votre nom est corrigé.",
    "contact": "Votre contact est corrigé.",
    "parti": "C'est noté : vous n'êtes plus ce contact.",
}


def about_herself(view: View) -> View:
    """Open a page to whoever signed in: it is about her."""

    @never_cache
    @login_required
    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **values: Any) -> HttpResponse:
        if not can_see_own_data(rights_of(request.user)):
            raise PermissionDenied
        return view(request, *args, **values)

    return checked


def _trail() -> list[tuple[str, str]]:
    return trail(("Mes données", reverse("directory:my_data")))


@about_herself
@require_safe
def my_data(request: HttpRequest) -> HttpResponse:
    """Show all that is held about the person."""
    parts = held_about(request.user, now=timezone.now())
    context = {
        "parts": parts,
        "nothing": [f"« {part.title} »" for part in parts if not part.rows],
        "contacts": list(contacts_of(request.user)),
        "done": DONE.get(request.GET.get("fait", ""), ""),
        "trail": trail(),
    }
    return render(request, "directory/personal/my_data.html", context)


@about_herself
@require_safe
def my_archive(request: HttpRequest) -> HttpResponse:
    """Give the person all that is held about her."""
    region = current_region()
    packed = services.personal_archive(
        request.user, brand=region.brand if region else "Jalon", now=timezone.now()
    )
    response = HttpResponse(packed, content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="mes-donnees.zip"'
    return response


def _back(done: str) -> HttpResponse:
    return redirect(f"{reverse('directory:my_data')}?fait={done}")


@about_herself
@require_http_methods(["GET", "HEAD", "POST"])
def own_name(request: HttpRequest) -> HttpResponse:
    """Let the person correct her name."""
    form = NameForm(request.POST if request.method == "POST" else None, initial={"nom": request.user.name})
    if form.is_valid():
        try:
            services.rename_account(account=request.user.pk, name=form.cleaned_data["nom"])
        except AccountError as refusal:
            form.add_error("nom", " ".join(refusal.reasons))
        else:
            return _back("nom")
    return render(request, "directory/personal/own_name.html", {"form": form, "trail": _trail()})


def _own_contact(account: Account, pk: int) -> Contact:
    found = Contact.objects.filter(pk=pk, withdrawn=False).select_related("organisation").first()
    if found is None or not can_correct_contact(account, found):
        raise Http404
    return found


@about_herself
@require_http_methods(["GET", "HEAD", "POST"])
def own_contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the person correct what the directory says of her in an organisation, or leave it."""
    contact = _own_contact(request.user, pk)
    if request.method == "POST" and "partir" in request.POST:
        contact_services.leave_contact(contact=pk)
        return _back("parti")
    form = ContactForm(
        request.POST if request.method == "POST" else None,
        initial=ContactForm.initial_of(contact),
        territories=(),
    )
    if form.is_valid():
        contact_services.change_contact(
            actor=request.user, contact=pk, facts=form.facts, today=timezone.localdate()
        )
        return _back("contact")
    context = {"form": form, "contact": contact, "trail": _trail()}
    return render(request, "directory/personal/own_contact.html", context)


@about_herself
@sensitive_post_parameters("mot_de_passe")
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """Ask the person whether she is sure, then erase her."""
    account = request.user
    form = LeaveForm(request.POST if request.method == "POST" else None, account=account)
    status = 200
    if form.is_valid():
        try:
            if password := form.cleaned_data.get("mot_de_passe"):
                check_credentials(
                    email=account.email, password=password, network=network(request), now=timezone.now()
                )
            services.erase_account(account=account.pk, by_herself=True, now=timezone.now())
        except WrongCredentialsError:
            form.add_error("mot_de_passe", "Ce n'est pas votre mot de passe. Vérifiez-le.")
        except TooManyError as refusal:
            form.add_error(None, f"Trop d'essais de suite. Réessayez dans {whole_minutes(refusal.wait)} min.")
            status = 429
        except LastAdministratorError:
            status = 409
        else:
            logout(request)
            return redirect("directory:left")
    context = {
        "form": form,
        "alone": administers_alone(account),
        "contacts": contacts_of(account),
        "trail": _trail(),
    }
    return render(request, "directory/personal/leave.html", context, status=status)


@require_safe
def left(request: HttpRequest) -> HttpResponse:
    """Tell someone who was erased that it is done."""
    return render(request, "directory/personal/left.html")
