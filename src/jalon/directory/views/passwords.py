"""A password forgotten, then chosen anew; or changed by someone who knows it."""

from allauth.account.internal.flows.password_change import logout_on_password_change
from allauth.account.signals import password_changed
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from jalon.directory.forms.sign_in import AddressForm, ChangePasswordForm, NewPasswordForm
from jalon.directory.services.passwords import (
    RefusedPasswordError,
    UsedLinkError,
    account_of_link,
    ask_reset,
    choose_password,
    reset_password,
)
from jalon.directory.services.sessions import begin_session, end_sessions
from jalon.directory.services.sign_in import WrongCredentialsError, check_credentials
from jalon.directory.views.my_account import trail
from jalon.directory.views.sign_in import FORM_METHODS, refuse_too_many
from jalon.ui.services.attempts import TooManyError
from jalon.ui.services.posting import network


@never_cache
@require_http_methods(FORM_METHODS)
def password_forgotten(request: HttpRequest) -> HttpResponse:
    """Take an address, and say the same whether it has an account or not."""
    form = AddressForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_valid():
        try:
            ask_reset(**form.cleaned_data, network=network(request), now=timezone.now())
        except TooManyError as refusal:
            status = refuse_too_many(form, refusal)
        else:
            return redirect(f"{reverse('directory:password_forgotten')}?fait=demande")
    asked = not form.is_bound and request.GET.get("fait") == "demande"
    return render(request, "directory/password_forgotten.html", {"form": form, "asked": asked}, status=status)


@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(FORM_METHODS)
def password_new(request: HttpRequest, key: str) -> HttpResponse:
    """Let whoever holds the link of a mail choose a password, once.

    Its address is told to our own site only (`SECURE_REFERRER_POLICY`): without any referrer, browsers hide
    where the form comes from, and Django refuses it.
    """
    try:
        account = account_of_link(key)
        form = NewPasswordForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            reset_password(key=key, password=form.cleaned_data["password"])
            return redirect(f"{reverse('directory:sign_in')}?fait=mot-de-passe")
    except UsedLinkError:
        return render(request, "directory/password_link.html", status=410)
    except RefusedPasswordError as refusal:
        form.add_error("password", refusal.reasons)
    return render(request, "directory/password_new.html", {"form": form, "account": account})


@never_cache
@login_required
@sensitive_post_parameters("current", "password", "again")
@require_http_methods(FORM_METHODS)
def password_change(request: HttpRequest) -> HttpResponse:
    """Let someone who signed in change her password; her other sessions end."""
    form = ChangePasswordForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_valid():
        try:
            _change(request, **form.cleaned_data)
        except WrongCredentialsError:
            form.add_error("current", "Ce n'est pas votre mot de passe actuel.")
        except TooManyError as refusal:
            status = refuse_too_many(form, refusal)
        except RefusedPasswordError as refusal:
            form.add_error("password", refusal.reasons)
        else:
            return redirect(f"{reverse('directory:my_account')}?fait=mot-de-passe")
    return render(request, "directory/account/password.html", {"form": form, "trail": trail()}, status=status)


def _change(request: HttpRequest, *, current: str, password: str, again: str) -> None:
    """Check the present password, set the new one, keep this session and end the others."""
    now = timezone.now()
    account = check_credentials(email=request.user.email, password=current, network=network(request), now=now)
    choose_password(account=account, password=password)
    logout_on_password_change(request, account)
    password_changed.send(sender=type(account), request=request, user=account)
    begin_session(request=request, now=now)
    end_sessions(account=account, but=request.session.session_key)
