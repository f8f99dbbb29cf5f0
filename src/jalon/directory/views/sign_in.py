"""The door of the network: signing in, signing out."""

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from jalon.directory.forms.sign_in import SignInForm
from jalon.directory.rules.sign_in import own_path
from jalon.directory.services.sign_in import (
    WrongCredentialsError,
    check_credentials,
)
from jalon.ui.rules.senders import whole_minutes
from jalon.ui.services.attempts import TooManyError
from jalon.ui.services.posting import network


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Let someone of the team in, then to the page that was asked for."""
    onward = own_path(request.POST.get("next", "") or request.GET.get("next", ""))
    if request.user.is_authenticated:
        return redirect(onward or settings.LOGIN_REDIRECT_URL)
    form = SignInForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_valid():
        try:
            account = check_credentials(**form.cleaned_data, network=network(request), now=timezone.now())
        except WrongCredentialsError:
            form.add_error(None, "Cette adresse et ce mot de passe ne vont pas ensemble. Vérifiez-les.")
        except TooManyError as refusal:
            minutes = whole_minutes(refusal.wait)
            form.add_error(None, f"Trop d'essais de suite. Réessayez dans {minutes} min.")
            status = 429
        else:
            login(request, account)
            return redirect(onward or settings.LOGIN_REDIRECT_URL)
    context = {"form": form, "onward": onward, "signed_out": "fin" in request.GET and not form.is_bound}
    return render(request, "directory/sign_in.html", context, status=status)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return redirect(f"{reverse('directory:sign_in')}?fin=1")
