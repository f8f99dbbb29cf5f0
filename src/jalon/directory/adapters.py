"""What allauth asks of the installation: our steps, our words, our way to keep little."""

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.account.stages import LoginStage
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base.constants import AuthError
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from requests import RequestException

from jalon.directory.models import Account
from jalon.directory.rules.sign_in import own_path
from jalon.directory.selectors.rights import has_second_factor
from jalon.directory.services.federation import ID_PROOF, NotWelcomeError, account_of_identity
from jalon.directory.services.sealing import seal, unseal
from jalon.directory.services.sessions import begin_session

logger = logging.getLogger(__name__)
UNKNOWN_PLACE = "::"


class SecondStep(LoginStage):
    """After the password, or another organisation's word: the code of those who have a second factor."""

    key = "second-step"
    urlname = "directory:second_step"

    def handle(self) -> tuple[HttpResponse | None, bool]:
        if isinstance(self.login.user, Account) and has_second_factor(self.login.user):
            return redirect(self.urlname), True
        return None, True


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come by invitation; the network's address of a session is not kept."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_stages(self) -> list[str]:
        return ["jalon.directory.adapters.SecondStep"]

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the same for all: the list of sessions wants an address, and we want none."""
        return UNKNOWN_PLACE

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        return redirect("directory:sign_in")

    def send_notification_mail(self, *args: Any, **options: Any) -> None:
        """Send nothing: `services.passwords` writes what people must know."""

    def post_login(self, request: HttpRequest, user: Any, **options: Any) -> HttpResponse:
        response = super().post_login(request, user, **options)
        begin_session(request=request, now=timezone.now())
        return response


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets of second factors are kept sealed."""

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)


class FederationAdapter(DefaultSocialAccountAdapter):
    """Who comes from another organisation signs in to the account of her proven address, and nowhere else."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Sign in, or say plainly why not; allauth's own continuation would open accounts."""
        try:
            account = account_of_identity(sociallogin, getattr(sociallogin, "proven", ""))
        except NotWelcomeError as refusal:
            page = render(request, "directory/federated_refusal.html", {"why": refusal.why}, status=403)
            raise ImmediateHttpResponse(page) from refusal
        if request.user.is_authenticated:
            logout(request)
        request.session[ID_PROOF] = getattr(sociallogin, "id_token", "")
        record_authentication(request, account, "socialaccount")
        onward = own_path(str(sociallogin.state.get("next") or ""))
        raise ImmediateHttpResponse(perform_login(request, Login(user=account, redirect_url=onward or None)))

    def on_authentication_error(self, request: HttpRequest, provider: Any, **details: Any) -> None:
        """Say plainly that it did not work; the journal has the reason, without anything personal."""
        exception = details.get("exception")
        logger.warning(
            "signing in from elsewhere failed: %s", type(exception).__name__ if exception else "refused"
        )
        cancelled = details.get("error") == AuthError.CANCELLED
        why = "cancelled" if cancelled else "down" if isinstance(exception, RequestException) else "failed"
        status = 502 if why == "down" else 400
        page = render(request, "directory/federated_refusal.html", {"why": why}, status=status)
        raise ImmediateHttpResponse(page)
