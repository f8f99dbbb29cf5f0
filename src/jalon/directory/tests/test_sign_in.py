"""Signing in and out, and how guessing is slowed down."""

import subprocess
import sys
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects
from tests import factories
from tests.readonly import readonly

from jalon.directory.models import SignInAttempt
from jalon.directory.rules.sign_in import MOST_FOR_AN_ACCOUNT, MOST_FOR_AN_ADDRESS
from jalon.directory.services.sign_in import (
    WrongCredentialsError,
    check_credentials,
)
from jalon.ui.rules.senders import WINDOW
from jalon.ui.services.attempts import TooManyError

pytestmark = pytest.mark.django_db
GUESS = "faux"
WRONG = "ne vont pas ensemble"


@pytest.fixture
def ana():
    return factories.account("ana@exemple.fr", name="Ana", is_staff=False, second_factor=False)


def post(client: Client, *, email: str = "ana@exemple.fr", password: str = factories.PASSWORD, **more):
    return client.post("/connexion/", {"email": email, "password": password} | more)


def attempt(*, email: str = "ana@exemple.fr", password: str = GUESS, network: str = "192.0.2.1", now=None):
    return check_credentials(email=email, password=password, network=network, now=now or timezone.now())


def test_the_right_password_leads_to_what_was_asked(client, ana):
    assertRedirects(client.get("/mon-compte/connexions/"), "/connexion/?next=/mon-compte/connexions/")
    page = client.get("/connexion/?next=/mon-compte/connexions/")
    assertContains(page, '<input type="hidden" name="next" value="/mon-compte/connexions/">')
    response = post(client, email=" ANA@Exemple.fr ", next="/mon-compte/connexions/")
    assertRedirects(response, "/mon-compte/connexions/")
    assertContains(client.get("/equipe/"), "Ana")
    ana.refresh_from_db()
    assert ana.last_login is not None


@pytest.mark.parametrize(
    "elsewhere", ["https://exemple.fr/", "//exemple.fr/", "/\\exemple.fr", "javascript:x"]
)
def test_nobody_is_sent_to_another_site(client, ana, elsewhere):
    assertNotContains(client.get("/connexion/", {"next": elsewhere}), "exemple.fr/")
    assertRedirects(post(client, next=elsewhere), "/equipe/")
    assertRedirects(client.get("/connexion/", {"next": elsewhere}), "/equipe/")


def test_the_session_cookie_comes_with_sign_in_only(client, ana):
    assert set(client.get("/connexion/").cookies) == {"csrftoken"}
    assert "sessionid" not in post(client, password=GUESS).cookies
    cookie = post(client).cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert 8 * 3600 - 60 < cookie["max-age"] <= 8 * 3600
    assert not client.get("/equipe/").cookies.get("sessionid"), "the session is not prolonged by each page"


def test_a_session_begins_with_a_new_key(client, ana):
    post(client)
    first = client.cookies["sessionid"].value
    client.post("/deconnexion/")
    assert not Session.objects.filter(pk=first).exists()
    post(client)
    assert client.cookies["sessionid"].value != first


def test_signing_out_ends_the_session(client, ana):
    post(client)
    assertRedirects(client.post("/deconnexion/"), "/connexion/?fait=deconnexion")
    assertContains(client.get("/connexion/?fait=deconnexion"), "Vous êtes déconnecté")
    assert not Session.objects.exists()
    assert client.get("/equipe/").status_code == 302


def test_wrong_credentials_say_the_same_whether_the_account_exists(client, ana):
    factories.account("fermee@exemple.fr", is_active=False)
    tries = [
        ("ana@exemple.fr", GUESS),
        ("personne@exemple.fr", GUESS),
        ("fermee@exemple.fr", factories.PASSWORD),
    ]
    pages = [post(client, email=email, password=password) for email, password in tries]
    for (email, password), page in zip(tries, pages, strict=True):
        assertContains(page, WRONG)
        assertContains(page, f'value="{email}"')
        assertNotContains(page, f'value="{password}"')
        assertContains(page, "<title>Erreur :")


def test_errors_stand_beside_the_field_and_in_the_list_above(client):
    page = post(client, email="ana", password="")
    assertContains(page, 'href="#id_email"')
    assertContains(page, 'href="#id_password"')
    assertContains(page, 'id="id_email_error"')
    assertContains(page, 'aria-describedby="id_password_error"')
    assertContains(page, 'value="ana"')
    assert not SignInAttempt.objects.exists()


def test_a_form_without_its_token_is_refused_in_plain_words(ana):
    strict = Client(enforce_csrf_checks=True)
    assertContains(post(strict), "resté ouvert trop longtemps", status_code=403)
    page = strict.get("/connexion/")
    token = page.context["csrf_token"]
    assertRedirects(post(strict, csrfmiddlewaretoken=str(token)), "/equipe/")
    assert strict.post("/deconnexion/").status_code == 403


def test_reading_the_page_writes_nothing(client, ana):
    with readonly():
        client.get("/connexion/")
    post(client)
    with readonly():
        client.get("/equipe/")
        client.get("/connexion/")


# ── guessing


def test_an_account_waits_after_many_wrong_passwords(client, ana):
    for _ in range(MOST_FOR_AN_ACCOUNT):
        assertContains(post(client, password=GUESS), WRONG)
    refused = post(client)
    assertContains(refused, "Réessayez dans 15", status_code=429)
    assert not Session.objects.exists()


def test_an_address_without_account_waits_the_same(client):
    for _ in range(MOST_FOR_AN_ACCOUNT):
        post(client, email="personne@exemple.fr", password=GUESS)
    assert post(client, email="personne@exemple.fr").status_code == 429


def test_the_wait_ends_and_insisting_does_not_lengthen_it(ana):
    begin = timezone.now()
    for _ in range(MOST_FOR_AN_ACCOUNT):
        with pytest.raises(WrongCredentialsError):
            attempt(now=begin)
    for minutes in range(1, 15):
        with pytest.raises(TooManyError):
            attempt(password=factories.PASSWORD, now=begin + timedelta(minutes=minutes))
    assert attempt(password=factories.PASSWORD, now=begin + WINDOW) == ana


def test_a_network_waits_whatever_the_accounts_it_tries(ana):
    now = timezone.now()
    for number in range(MOST_FOR_AN_ADDRESS):
        with pytest.raises(WrongCredentialsError):
            attempt(email=f"a{number}@exemple.fr", now=now)
    with pytest.raises(TooManyError):
        attempt(password=factories.PASSWORD, now=now)
    assert attempt(password=factories.PASSWORD, network="192.0.2.2", now=now) == ana


def test_signing_in_forgets_the_wrong_attempts_of_the_account(ana):
    for _ in range(MOST_FOR_AN_ACCOUNT - 1):
        with pytest.raises(WrongCredentialsError):
            attempt()
    attempt(password=factories.PASSWORD)
    with pytest.raises(WrongCredentialsError):
        attempt()


def test_no_address_is_kept_in_clear_and_old_attempts_leave(ana):
    now = timezone.now()
    with pytest.raises(WrongCredentialsError):
        attempt(now=now)
    kept = list(SignInAttempt.objects.values_list("key", flat=True))
    assert len(kept) == 2
    assert all(len(key) == 64 and set(key) <= set("0123456789abcdef") for key in kept)
    with pytest.raises(WrongCredentialsError):
        attempt(email="bea@exemple.fr", network="", now=now + WINDOW)
    assert SignInAttempt.objects.count() == 1


def test_a_proxy_is_believed_only_when_it_is_declared(client, ana, settings):
    def many(header: str):
        for number in range(MOST_FOR_AN_ADDRESS):
            client.post(
                "/connexion/",
                {"email": f"a{number}@exemple.fr", "password": GUESS},
                headers={"X-Forwarded-For": header.format(number % 250)},
            )
        return post(client).status_code

    assert many("198.51.100.{}") == 429, "without a declared proxy the header is the visitor's own word"
    SignInAttempt.objects.all().delete()
    settings.JALON_PROXIES = 1
    assert many("198.51.100.{}") == 302


def test_cookies_are_secure_behind_https():
    code = (
        "import os; os.environ['JALON_HTTPS'] = '1'\n"
        "from jalon.config import settings as s\n"
        "assert s.SESSION_COOKIE_SECURE and s.CSRF_COOKIE_SECURE\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    assert run.returncode == 0, run.stderr
