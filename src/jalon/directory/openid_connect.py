"""Talking with the other organisation: where to send people, and what to believe of what comes back."""

from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

PROVIDER = "oidc"
JWT = "application/jwt"
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
CLOCKS = 30  # seconds that two clocks may differ


def provider_name() -> str:
    """Return what people call the other organisation; "" when there is none."""
    apps = settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", [])
    return apps[0]["name"] if apps else ""


def _nonce(state: str) -> str:
    """Return the nonce of a state: bound to it by our key, so that nothing more is kept of it."""
    return salted_hmac("jalon.directory.openid_connect.nonce", state, algorithm="sha256").hexdigest()


class OtherOrganisation(OpenIDConnectOAuth2Adapter):
    """The provider, as allauth talks to it; and what allauth does not check: the nonce, one same person."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request, PROVIDER)

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        return request.build_absolute_uri(reverse("directory:federated_return"))

    def way_out(self, onward: str) -> str:
        """Return where to send someone who wants to sign in, with a state, a nonce and a PKCE challenge.

        The state is kept in her session and serves once. Raises requests.RequestException when the provider
        does not answer, KeyError or ValueError when what it answers is not what it should be.
        """
        provider = self.get_provider()
        goal = self.authorize_url
        challenge = provider.get_pkce_params()
        verifier = challenge.pop("code_verifier")
        client = self.get_client(self.request, provider.app)
        client.state = provider.stash_redirect_state(
            self.request, "login", onward, pkce_code_verifier=verifier
        )
        return client.get_redirect_url(
            goal, provider.get_scope(), {**challenge, "nonce": _nonce(client.state)}
        )

    def way_to_sign_out(self, token: str, back: str) -> str:
        """Return where someone who signs out also signs out there; "" when there is no such place."""
        goal = self.openid_config.get("end_session_endpoint", "")
        query = urlencode({"id_token_hint": token, "post_logout_redirect_uri": back})
        return f"{goal}?{query}" if goal else ""

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **details: Any) -> SocialLogin:
        """Return who comes, with `proven`: the address that the provider checked, "" when it did not."""
        if not details["response"].get("id_token"):
            raise OAuth2Error("no id_token")
        login = super().complete_login(request, app, token, **details)
        claims = {**login.account.extra_data["id_token"], **login.account.extra_data["userinfo"]}
        login.account.extra_data = {}
        login.proven = str(claims.get("email") or "") if claims.get("email_verified") is True else ""
        login.id_token = details["response"]["id_token"]
        return login

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        data = self._checked(id_token)
        if not constant_time_compare(str(data.get("nonce")), _nonce(self.request.GET.get("state", ""))):
            raise OAuth2Error("the nonce is not the one that was sent")
        if data.get("sub") != self._subject:
            raise OAuth2Error("two persons in one answer")
        return data

    def _fetch_user_info(self, access_token: str) -> dict[str, Any]:
        """Return what the provider says of the person: plain, or signed as ProConnect does."""
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.profile_url, headers={"Authorization": f"Bearer {access_token}"})
            answer.raise_for_status()
        if answer.headers.get("Content-Type", "").partition(";")[0].strip() == JWT:
            data = self._checked(answer.text)
        else:
            data = answer.json()
        self._subject = data.get("sub")
        return data

    def _checked(self, signed: str) -> dict[str, Any]:
        """Return what the provider signed for us; raise OAuth2Error when it did not, or too long ago."""
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
        try:
            named = jwt.get_unverified_header(signed).get("kid")
            keys = jwt.PyJWKSet.from_dict(answer.json()).keys
            return self._believed(signed, [one for one in keys if named is None or one.key_id == named])
        except jwt.PyJWTError as error:
            raise OAuth2Error("what was signed cannot be believed") from error

    def _believed(self, signed: str, keys: list[jwt.PyJWK]) -> dict[str, Any]:
        """Return what one of these keys signed for us; raise PyJWTError when none did."""
        for key in keys:
            with suppress(jwt.InvalidSignatureError, jwt.InvalidAlgorithmError):
                return jwt.decode(
                    signed,
                    key,
                    algorithms=ALGORITHMS,
                    issuer=self.openid_config["issuer"],
                    audience=self.get_provider().app.client_id,
                    leeway=CLOCKS,
                )
        raise jwt.InvalidSignatureError
