"""Answering an invitation, by its link. Why a link opens nothing is never said."""

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from jalon.directory.forms.people import NewcomerForm
from jalon.directory.models import Invitation
from jalon.directory.selectors.invitations import account_of, opened_by
from jalon.directory.services import invitations
from jalon.directory.services.accounts import AccountError
from jalon.ui.services.posting import kept_secret

REFUSED = 403


def _nothing(request: HttpRequest) -> HttpResponse:
    return kept_secret(render(request, "directory/people/no_invitation.html", status=404))


def _page(request: HttpRequest, found: Invitation, *, status: int = 200, **more: object) -> HttpResponse:
    """Show the form; without a referrer of our own site, browsers hide its origin and Django refuses it."""
    context = {"invitation": found, **more}
    page = kept_secret(render(request, "directory/people/invitation.html", context, status=status))
    page.headers["Referrer-Policy"] = "same-origin"
    return page


@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show what is proposed; open the account, or add the role to the one that signed in."""
    found = opened_by(token, now=timezone.now())
    if found is None:
        return _nothing(request)
    if request.user.is_authenticated:
        return _for_signed_in(request, token, found)
    account = account_of(found)
    if account is not None and account.is_active:
        status = REFUSED if request.method == "POST" else 200
        return _page(request, found, status=status, must_sign_in=True)
    return _for_newcomer(request, token, found)


def _for_signed_in(request: HttpRequest, token: str, found: Invitation) -> HttpResponse:
    """Let the account that was invited accept; another one first signs out."""
    if request.method != "POST":
        return _page(request, found, is_other=request.user.email != found.email, can_accept=True)
    try:
        invitations.accept_signed_in(token=token, account=request.user, now=timezone.now())
    except invitations.OtherAccountError:
        return _page(request, found, status=REFUSED, is_other=True)
    except invitations.NoInvitationError:
        return _nothing(request)
    return redirect(settings.LOGIN_REDIRECT_URL)


def _for_newcomer(request: HttpRequest, token: str, found: Invitation) -> HttpResponse:
    """Open the account of someone who has none, then let her in."""
    form = NewcomerForm(request.POST if request.method == "POST" else None, initial={"nom": found.name})
    if not form.is_valid():
        return _page(request, found, form=form)
    try:
        account = invitations.accept_as_newcomer(
            token=token,
            name=form.cleaned_data["nom"],
            password=form.cleaned_data["password"],
            now=timezone.now(),
        )
    except AccountError as refusal:
        for reason in refusal.reasons:
            form.add_error("password", reason)
        return _page(request, found, form=form)
    except (invitations.NoInvitationError, invitations.OtherAccountError):
        return _nothing(request)
    return perform_password_login(request, {}, Login(user=account))
