"""Signing in with another organisation: a real OpenID Connect provider, started here."""

import html
import json
import re
import time
from collections.abc import Iterator
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import httpx
import oidc_provider_mock
import pytest
from allauth.socialaccount.models import SocialAccount
from authlib.jose import JsonWebKey, jwt
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects
from tests import factories
from tests.readonly import readonly
from werkzeug.serving import make_server
from werkzeug.wrappers import Response

from jalon.directory.enums import Role
from jalon.directory.models import Account
from jalon.directory.services.invitations import invite

pytestmark = pytest.mark.django_db
RETURN = "/connexion/retour/"


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """The address of a provider that serves; it asks for a nonce."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
        with oidc_provider_mock.run_server_in_thread(require_nonce=True) as server:
            yield f"http://127.0.0.1:{server.server_port}"


def connect(settings, issuer: str) -> None:
    """Know a provider, as the settings of an installation do (`config/tests/test_openid_connect.py`)."""
    app = {
        "provider_id": "oidc",
        "name": "ProConnect",
        "client_id": "jalon",
        "secret": factories.PASSWORD,
        "settings": {"server_url": issuer, "scope": ["openid", "email"], "oauth_pkce_enabled": True},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}


@pytest.fixture
def connected(settings, provider: str) -> str:
    """An installation that knows the provider."""
    connect(settings, provider)
    return provider


@pytest.fixture
def ana():
    return factories.account("ana@exemple.fr", name="Ana", is_staff=False, second_factor=False)


def person(provider: str, sub: str, **claims) -> None:
    """Tell the provider who someone is."""
    httpx.put(f"{provider}/users/{sub}", json=claims).raise_for_status()


def begin(client: Client, **form) -> str:
    """Press the button; return where it leads."""
    page = client.post("/connexion/ailleurs/", form)
    assertContains(page, "Vers ProConnect")
    return html.unescape(
        re.search(rb'http-equiv="refresh" content="0;url=([^"]+)"', page.content)[1].decode()
    )


def there(goal: str, sub: str, **form) -> str:
    """Sign in at the provider; return the address that it leads back to, on our site."""
    answer = httpx.post(goal, data={"sub": sub, **form})
    assert answer.status_code == 302
    back = urlsplit(answer.headers["Location"])
    assert back.path == RETURN
    return f"{back.path}?{back.query}"


def come(client: Client, sub: str, **form):
    return client.get(there(begin(client, **form), sub))


def test_without_provider_there_is_no_button(client):
    assertNotContains(client.get("/connexion/"), "/connexion/ailleurs/")
    assert client.post("/connexion/ailleurs/").status_code == 404
    assert client.get(RETURN).status_code == 404


def test_someone_with_an_account_signs_in_and_out(client, connected, ana):
    person(
        connected, "p1", email="Ana@Exemple.fr", email_verified=True, name="Ana Quelquun", phone_number="02"
    )
    with readonly():
        assertContains(client.get("/connexion/?next=/mon-compte/"), "Se connecter avec ProConnect")
    goal = begin(client, next="/mon-compte/")
    asked = parse_qs(urlsplit(goal).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert set(asked["scope"][0].split()) == {"openid", "email"}
    assert asked["redirect_uri"] == [f"http://testserver{RETURN}"]
    assert len(asked["state"][0]) >= 16
    assert len(asked["nonce"][0]) >= 32
    assertRedirects(client.get(there(goal, "p1")), "/mon-compte/")
    assertContains(client.get("/mon-compte/"), "ana@exemple.fr")
    tied = SocialAccount.objects.get()
    assert (tied.user, tied.uid, tied.extra_data) == (ana, "p1", {})
    page = client.post("/deconnexion/")
    assertContains(page, f"{connected}/oauth2/end_session?id_token_hint=")
    assertContains(page, "post_logout_redirect_uri=http%3A%2F%2Ftestserver%2Fconnexion%2F")
    assert client.get("/mon-compte/").status_code == 302
    assert not Session.objects.exists()


def test_once_tied_the_identity_there_is_enough(client, connected, ana):
    person(connected, "p2", email="ana@exemple.fr", email_verified=True)
    assertRedirects(come(client, "p2"), "/equipe/")
    person(connected, "p2", email="autre@exemple.fr", email_verified=False)
    again = Client()
    assertRedirects(come(again, "p2"), "/equipe/")
    assertContains(again.get("/mon-compte/"), "ana@exemple.fr")
    assert SocialAccount.objects.count() == 1


def test_someone_without_account_is_told_whom_to_ask(client, connected):
    person(connected, "p3", email="personne@exemple.fr", email_verified=True)
    assertContains(come(client, "p3"), "pas de compte ouvert", status_code=403)
    assert not Account.objects.exists()
    assert not SocialAccount.objects.exists()
    assert client.get("/mon-compte/").status_code == 302


def test_someone_invited_is_sent_to_her_invitation(client, connected):
    place = factories.organisation()
    invite(by=None, email="bea@exemple.fr", role=Role.PARTNER_EDITOR, organisation=place, now=timezone.now())
    person(connected, "p11", email="bea@exemple.fr", email_verified=True)
    assertContains(come(client, "p11"), "Une invitation vous attend", status_code=403)


def test_a_closed_account_opens_no_more_even_tied(client, connected, ana):
    person(connected, "p4", email="ana@exemple.fr", email_verified=True)
    come(client, "p4")
    ana.is_active = False
    ana.save()
    assertContains(come(Client(), "p4"), "pas de compte ouvert", status_code=403)
    person(connected, "p4bis", email="ana@exemple.fr", email_verified=True)
    assertContains(come(Client(), "p4bis"), "pas de compte ouvert", status_code=403)


@pytest.mark.parametrize(
    "claims", [{}, {"email_verified": False}, {"email_verified": "false"}, {"email_verified": "x"}]
)
def test_an_address_that_was_not_checked_opens_nothing(client, connected, ana, claims):
    person(connected, "p5", email="ana@exemple.fr", **claims)
    assertContains(come(client, "p5"), "pas vérifiée", status_code=403)
    assert not SocialAccount.objects.exists()


def test_a_person_without_address_opens_nothing(client, connected, ana):
    person(connected, "p6", email_verified=True)
    assertContains(come(client, "p6"), "pas vérifiée", status_code=403)


def test_the_second_step_is_asked_here_all_the_same(client, connected):
    factories.account("bea@exemple.fr", is_staff=False)
    person(connected, "p7", email="bea@exemple.fr", email_verified=True)
    assertRedirects(come(client, "p7"), "/connexion/code/")
    assert client.get("/mon-compte/").status_code == 302


def test_a_role_that_needs_it_sets_it_up_first(client, connected):
    factories.account("cle@exemple.fr", second_factor=False)
    person(connected, "p8", email="cle@exemple.fr", email_verified=True)
    come(client, "p8", next="/equipe/")
    assertRedirects(client.get("/connexion/?next=/equipe/"), "/mon-compte/deux-etapes/activer/?next=/equipe/")


@pytest.mark.parametrize("lookalike", ["\u212aarl@exemple.fr", "\uff4barl@exemple.fr"])
def test_an_address_that_only_looks_the_same_opens_nothing(client, connected, lookalike):
    factories.account("karl@exemple.fr", is_staff=False, second_factor=False)
    person(connected, f"like{ord(lookalike[0])}", email=lookalike, email_verified=True)
    assertContains(come(client, f"like{ord(lookalike[0])}"), "pas de compte ouvert", status_code=403)


def test_a_network_does_not_begin_without_end(client, connected):
    answers = {client.post("/connexion/ailleurs/").status_code for _ in range(60)}
    assert answers == {200}
    assertContains(client.post("/connexion/ailleurs/"), "quart d'heure", status_code=429)


class SignedPerson:
    """A provider that signs what it says of a person, as ProConnect does, for `audience`; or `forged`."""

    def __init__(self, *, audience: str, forged: bool) -> None:
        self.inner, self.audience = oidc_provider_mock.app(), audience
        self.key = JsonWebKey.generate_key("RSA", 2048, {"kid": "person"}, is_private=True)
        self.pen = self.key if not forged else JsonWebKey.generate_key("RSA", 2048, is_private=True)

    def __call__(self, environ, start_response):
        answer = Response.from_app(self.inner, environ)
        if environ["PATH_INFO"] == "/jwks":
            answer.set_data(json.dumps({"keys": [*answer.json["keys"], self.key.as_dict()]}))
        if environ["PATH_INFO"] == "/userinfo":
            claims = answer.json | {
                "iss": f"http://{environ['HTTP_HOST']}",
                "aud": self.audience,
                "exp": int(time.time()) + 60,
            }
            signed = jwt.encode({"alg": "RS256", "kid": "person"}, claims, self.pen)
            answer = Response(signed, content_type="application/jwt")
        return answer(environ, start_response)


@pytest.mark.parametrize(
    ("audience", "forged", "status"), [("jalon", False, 302), ("another", False, 400), ("jalon", True, 400)]
)
def test_what_a_provider_signs_of_a_person_is_read_and_checked(
    client, settings, ana, monkeypatch, audience, forged, status
):
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    server = make_server("127.0.0.1", 0, SignedPerson(audience=audience, forged=forged), threaded=True)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        address = f"http://127.0.0.1:{server.server_port}"
        connect(settings, address)
        person(address, "p1", email="ana@exemple.fr", email_verified=True)
        assert come(client, "p1").status_code == status
    finally:
        server.shutdown()


# ── what comes back amiss


def test_a_state_serves_once_and_only_in_the_browser_that_began(client, connected, ana):
    person(connected, "p9", email="ana@exemple.fr", email_verified=True)
    back = there(begin(client), "p9")
    assertContains(Client().get(back), "n'a pas abouti", status_code=400)
    assertRedirects(client.get(back), "/equipe/")
    client.post("/deconnexion/")
    assertContains(client.get(back), "n'a pas abouti", status_code=400)
    assert client.get("/mon-compte/").status_code == 302


def test_the_code_of_another_journey_is_refused(client, connected, ana):
    """An attacker's code put behind the victim's state: the nonce is not the one that was sent."""
    person(connected, "evil", email="ana@exemple.fr", email_verified=True)
    theirs = parse_qs(urlsplit(there(begin(Client()), "evil")).query)
    mine = parse_qs(urlsplit(begin(client)).query)
    answer = client.get(RETURN, {"state": mine["state"][0], "code": theirs["code"][0]})
    assertContains(answer, "n'a pas abouti", status_code=400)
    assert client.get("/mon-compte/").status_code == 302


@pytest.mark.parametrize(
    "query", [{}, {"state": "zzz"}, {"code": "zzz"}, {"state": "é" * 500, "code": "\0"}, {"error": "x"}]
)
def test_what_nobody_asked_for_is_refused_and_writes_nothing(client, connected, query):
    with readonly():
        assertContains(client.get(RETURN, query), "n'a pas abouti", status_code=400)


def test_who_refuses_there_is_told_that_nothing_changed(client, connected):
    state = parse_qs(urlsplit(begin(client)).query)["state"][0]
    answer = client.get(RETURN, {"state": state, "error": "access_denied"})
    assertContains(answer, "arrêté la connexion", status_code=400)


def test_a_made_up_code_is_refused(client, connected):
    state = parse_qs(urlsplit(begin(client)).query)["state"][0]
    assertContains(client.get(RETURN, {"state": state, "code": "zzz"}), "n'a pas abouti", status_code=400)


@pytest.mark.parametrize("elsewhere", ["https://exemple.fr/", "//exemple.fr/", "/\\exemple.fr"])
def test_nobody_is_sent_to_another_site_afterwards(client, connected, ana, elsewhere):
    person(connected, "p10", email="ana@exemple.fr", email_verified=True)
    assertRedirects(come(client, "p10", next=elsewhere), "/equipe/")


def test_a_provider_that_is_down_is_said_plainly(client, settings, ana):
    connect(settings, "http://127.0.0.1:9")  # nothing listens there
    assertContains(client.post("/connexion/ailleurs/"), "ne répond pas", status_code=502)
    client.force_login(ana)
    assertRedirects(client.post("/deconnexion/"), "/connexion/?fait=deconnexion")


def test_a_provider_that_falls_between_is_said_plainly(client, settings, connected, ana):
    back = there(begin(client), "p1")
    connect(settings, "http://127.0.0.1:9")
    assertContains(client.get(back), "ne répond pas", status_code=502)


def test_a_page_that_is_no_provider_is_said_plainly(client, settings, connected):
    connect(settings, f"{connected}/jwks/.well-known/zzz")
    assertContains(client.post("/connexion/ailleurs/"), "ne répond pas", status_code=502)
