"""The door of the network: signing in, step by step, and signing out."""

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.internal.flows.logout import logout
from allauth.account.models import Login
from allauth.account.stages import LoginStageController
from django.conf import settings
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from jalon.directory.adapters import SecondStep
from jalon.directory.forms.sign_in import CodeForm, SignInForm
from jalon.directory.middleware import half_signed_in
from jalon.directory.openid_connect import provider_name
from jalon.directory.rules.sign_in import own_path
from jalon.directory.services.federation import ID_PROOF
from jalon.directory.services.second_factor import WrongCodeError, check_code
from jalon.directory.services.sessions import end_sessions
from jalon.directory.services.sign_in import WrongCredentialsError, check_credentials
from jalon.directory.views.federated import way_to_sign_out
from jalon.ui.rules.senders import whole_minutes
from jalon.ui.services.attempts import TooManyError
from jalon.ui.services.posting import network

FORM_METHODS = ["GET", "HEAD", "POST"]
DONE = {
    "deconnexion": "Vous êtes déconnecté.",
    "mot-de-passe": "Votre nouveau mot de passe est enregistré. Connectez-vous avec lui.",
    "expire": "Vous avez mis trop longtemps. Recommencez.",
}


def refuse_too_many(form: Form, refusal: TooManyError) -> int:
    """Say in a form how long to wait; return the status of the page."""
    form.add_error(None, f"Trop d'essais de suite. Réessayez dans {whole_minutes(refusal.wait)} min.")
    return 429


def with_next(address: str, onward: str) -> str:
    """Return an address that remembers where to go afterwards."""
    return f"{address}?next={onward}" if onward else address


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(FORM_METHODS)
def sign_in(request: HttpRequest) -> HttpResponse:
    """Let someone in, then to the page that was asked for; or on to the code, or to the set-up of one."""
    onward = own_path(request.POST.get("next", "") or request.GET.get("next", ""))
    if request.user.is_authenticated:
        return redirect(onward or settings.LOGIN_REDIRECT_URL)
    if half_signed_in(request):
        return redirect(with_next(reverse("directory:second_factor_set_up"), onward))
    form = SignInForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_valid():
        try:
            account = check_credentials(**form.cleaned_data, network=network(request), now=timezone.now())
        except WrongCredentialsError:
            form.add_error(None, "Cette adresse et ce mot de passe ne vont pas ensemble. Vérifiez-les.")
        except TooManyError as refusal:
            status = refuse_too_many(form, refusal)
        else:
            return perform_password_login(request, {}, Login(user=account, redirect_url=onward or None))
    context = {
        "form": form,
        "onward": onward,
        "done": "" if form.is_bound else DONE.get(request.GET.get("fait", ""), ""),
        "other_organisation": provider_name(),
    }
    return render(request, "directory/sign_in.html", context, status=status)


@never_cache
@require_http_methods(FORM_METHODS)
def second_step(request: HttpRequest) -> HttpResponse:
    """Ask for the code of someone whose password, or other organisation, was right."""
    if request.user.is_authenticated:
        return redirect(settings.LOGIN_REDIRECT_URL)
    stage = LoginStageController.enter(request, SecondStep.key)
    if stage is None or stage.login.user is None:
        return redirect(f"{reverse('directory:sign_in')}?fait=expire")
    form = CodeForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_valid():
        try:
            check_code(
                account=stage.login.user, network=network(request), now=timezone.now(), **form.cleaned_data
            )
        except WrongCodeError:
            form.add_error("code", "Ce code n'est pas le bon, ou il a déjà servi. Attendez le suivant.")
        except TooManyError as refusal:
            status = refuse_too_many(form, refusal)
        else:
            return stage.exit()
    return render(request, "directory/second_step.html", {"form": form}, status=status)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session; and the one of the other organisation, when the person came from there."""
    token = request.session.get(ID_PROOF, "")
    if request.user.is_authenticated and request.session.session_key:
        end_sessions(account=request.user, key=request.session.session_key)
    logout(request)
    back = f"{reverse('directory:sign_in')}?fait=deconnexion"
    if token and (goal := way_to_sign_out(request, token)):
        context = {"goal": goal, "leaving": True, "other_organisation": provider_name(), "back": back}
        return render(request, "directory/federated_way.html", context)
    return redirect(back)
