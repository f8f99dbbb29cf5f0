"""The code after the password: set up, used, replaced, taken away; and whose role asks for it."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects
from tests import factories
from tests.readonly import readonly

from jalon.directory.enums import Role
from jalon.directory.selectors.rights import has_second_factor, must_set_up_second_factor
from jalon.directory.services.second_factor import PERIOD, WrongCodeError, check_code, set_up
from jalon.directory.services.sign_in import MOST_CODES
from jalon.ui.services.attempts import TooManyError

pytestmark = pytest.mark.django_db
SET_UP = "/mon-compte/deux-etapes/activer/"
STATE = "/mon-compte/deux-etapes/"


def code(secret: str = factories.TOTP_SECRET, *, periods: int = 0) -> str:
    """Return the code that an application shows now, or some periods later."""
    return format_hotp_value(hotp_value(secret, int(timezone.now().timestamp()) // PERIOD + periods))


def wrong(right: str) -> str:
    return f"{(int(right) + 500_000) % 1_000_000:06}"


def sign_in(client: Client, email: str, **more):
    return client.post("/connexion/", {"email": email, "password": factories.PASSWORD, **more})


@pytest.fixture
def keeper():
    """Someone whose role asks for a second factor, who has none."""
    return factories.account("cle@exemple.fr", name="Cléo", second_factor=False)


@pytest.fixture
def ana():
    """Someone who chose to have one."""
    return factories.account("ana@exemple.fr", name="Ana", is_staff=False)


def shown_secret(page) -> str:
    return re.search(rb'<code translate="no">([A-Z2-7 ]+)</code>', page.content)[1].decode().replace(" ", "")


def carried(page) -> str:
    return re.search(rb'name="setup" value="([^"]+)"', page.content)[1].decode()


def shown_codes(page) -> list[str]:
    return [one.decode() for one in re.findall(rb"<li><code>(\d{4} \d{4})</code>", page.content)]


# ── the door


def test_the_code_follows_the_password(client, ana):
    assertRedirects(sign_in(client, ana.email, next="/mon-compte/"), "/connexion/code/")
    assert client.get("/mon-compte/").status_code == 302, "not signed in yet"
    with readonly():
        assertContains(client.get("/connexion/code/"), "6 chiffres")
    right = code()
    refused = client.post("/connexion/code/", {"code": wrong(right)})
    assertContains(refused, "pas le bon")
    assertRedirects(client.post("/connexion/code/", {"code": f"{right[:3]} {right[3:]}"}), "/mon-compte/")


def test_a_code_serves_once(ana):
    now = timezone.now()
    right = code()
    check_code(account=ana, code=right, network="", now=now)
    with pytest.raises(WrongCodeError):
        check_code(account=ana, code=right, network="", now=now)
    check_code(account=ana, code=code(periods=1), network="", now=now)
    with pytest.raises(WrongCodeError):
        check_code(account=ana, code=code(periods=-1), network="", now=now)


def test_clocks_may_drift_by_one_period_only(ana):
    now = timezone.now()
    for periods in (-3, -2, 2, 3):
        with pytest.raises(WrongCodeError):
            check_code(account=ana, code=code(periods=periods), network="", now=now)
    check_code(account=ana, code=code(periods=-1), network="", now=now)


def test_codes_are_not_guessed(client, ana):
    now = timezone.now()
    right = code()
    for _ in range(MOST_CODES):
        with pytest.raises(WrongCodeError):
            check_code(account=ana, code=wrong(right), network="", now=now)
    with pytest.raises(TooManyError):
        check_code(account=ana, code=right, network="", now=now)
    sign_in(client, ana.email)
    assertContains(client.post("/connexion/code/", {"code": right}), "Réessayez dans 15", status_code=429)


@pytest.mark.parametrize("typed", ["", "      ", "abcdef", "٠١٢٣٤٥", "0" * 20])
def test_what_is_no_code_is_refused(client, ana, typed):
    sign_in(client, ana.email)
    assertContains(client.post("/connexion/code/", {"code": typed}), "<title>Erreur")


def test_the_code_page_opens_to_nobody_who_has_not_said_her_password(client, ana):
    for method in (client.get, client.post):
        assertRedirects(method("/connexion/code/"), "/connexion/?fait=expire")


def test_a_closed_account_goes_no_further(client, ana):
    sign_in(client, ana.email)
    ana.is_active = False
    ana.save()
    client.post("/connexion/code/", {"code": code()})
    assert client.get("/mon-compte/").status_code == 302


# ── whose role asks for it


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.REGION_OFFICER])
def test_a_role_that_sees_everything_asks_for_it(role):
    account = factories.account(is_staff=False, second_factor=False)
    assert not must_set_up_second_factor(account)
    factories.membership(account, role)
    del account._rights
    assert must_set_up_second_factor(account)
    assert not has_second_factor(account)


def test_nothing_opens_before_it_is_set_up(client, keeper):
    sign_in(client, keeper.email)
    for address in ("/equipe/", "/equipe/chargements/", "/mon-compte/", "/mon-compte/mot-de-passe/", STATE):
        response = client.get(address)
        assertRedirects(response, f"/connexion/?next={address}", fetch_redirect_response=False)
    client.post("/mon-compte/connexions/fermer/", {"connexion": "autres"})
    assertRedirects(client.get("/connexion/?next=/equipe/"), f"{SET_UP}?next=/equipe/")
    assertContains(client.get(f"{SET_UP}?next=/equipe/"), "Votre rôle le demande")
    assertRedirects(client.post("/deconnexion/"), "/connexion/?fait=deconnexion")


def test_public_pages_do_not_care(client, keeper):
    sign_in(client, keeper.email)
    assert "Cookie" not in client.get("/").headers.get("Vary", "")


def test_setting_it_up_opens_the_pages_and_shows_recovery_codes_once(client, keeper):
    sign_in(client, keeper.email)
    with readonly():
        page = client.get(f"{SET_UP}?next=/equipe/")
    assertContains(page, '<svg aria-hidden="true"')
    assertNotContains(page, 'name="password"')
    secret = shown_secret(page)
    again = client.post(SET_UP, {"setup": carried(page), "code": wrong(code(secret)), "next": "/equipe/"})
    assert shown_secret(again) == secret, "the square shown to the application stays the same"
    done = client.post(SET_UP, {"setup": carried(again), "code": code(secret), "next": "/equipe/"})
    codes = shown_codes(done)
    assert len(set(codes)) == 10
    assertContains(done, 'href="/equipe/"')
    assert client.get("/equipe/").status_code == 200
    assertNotContains(client.get(STATE), codes[0])
    ticket = re.search(rb'name="montre" value="([^"]+)"', done.content)[1].decode()
    file = client.post("/mon-compte/deux-etapes/codes/", {"montre": ticket})
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert [line for line in file.content.decode().splitlines() if line in codes] == codes
    assertRedirects(client.post("/mon-compte/deux-etapes/codes/", {"montre": "zzz"}), STATE)


def test_the_secret_of_another_page_is_not_taken(client, keeper, ana):
    """A form that carries somebody else's secret, or one of an attacker's, gets a fresh one."""
    stranger = Client()
    factories.account("bea@exemple.fr", is_staff=False, second_factor=False)
    sign_in(stranger, "bea@exemple.fr")
    theirs = stranger.get(SET_UP)
    sign_in(client, keeper.email)
    page = client.post(SET_UP, {"setup": carried(theirs), "code": code(shown_secret(theirs))})
    assertContains(page, "pas le bon")
    assert shown_secret(page) != shown_secret(theirs)
    assert not has_second_factor(keeper)


def test_long_after_signing_in_the_password_is_asked_again(client):
    account = factories.account("dan@exemple.fr", is_staff=False, second_factor=False)
    client.force_login(account)  # a session without any proof of the last minutes
    page = client.get(SET_UP)
    assertContains(page, 'name="password"')
    secret = shown_secret(page)
    form = {"setup": carried(page), "code": code(secret)}
    assertContains(client.post(SET_UP, form), "Écrivez votre mot de passe")
    assertContains(client.post(SET_UP, form | {"password": "faux"}), "pas votre mot de passe")
    assert not has_second_factor(account)
    done = client.post(SET_UP, form | {"password": factories.PASSWORD})
    assert len(shown_codes(done)) == 10


def test_without_password_a_fresh_sign_in_is_asked(client):
    account = factories.account("eve@exemple.fr", is_staff=False, second_factor=False)
    account.set_unusable_password()
    account.save()
    client.force_login(account)
    assertContains(client.get(SET_UP), "reconnectez-vous")
    assert client.post(SET_UP, {"code": "123456"}).status_code == 403


def test_setting_it_up_ends_the_other_sessions(keeper):
    first, second = Client(), Client()
    sign_in(first, keeper.email)
    sign_in(second, keeper.email)
    page = first.get(SET_UP)
    first.post(SET_UP, {"setup": carried(page), "code": code(shown_secret(page))})
    assert first.get("/equipe/").status_code == 200
    assert second.get("/equipe/").status_code == 302
    assert Session.objects.count() == 1


# ── recovery codes, and the way out


def test_a_recovery_code_serves_once(client, ana):
    now = timezone.now()
    secret = "JBSWY3DPEHPK3PXP"  # noqa: S105 - of this test
    codes = set_up(account=ana, secret=secret, code=code(secret), network="", session=None, now=now)
    sign_in(client, ana.email)
    typed = f"{codes[0][:4]} {codes[0][4:]}"
    assertRedirects(client.post("/connexion/code/", {"code": typed}), "/equipe/")
    assertContains(client.get(STATE), "9\xa0codes de secours restants")
    other = Client()
    sign_in(other, ana.email)
    assertContains(other.post("/connexion/code/", {"code": typed}), "déjà servi")


def test_other_recovery_codes_replace_the_first(client, ana):
    now = timezone.now()
    secret = "JBSWY3DPEHPK3PXP"  # noqa: S105 - of this test
    old = set_up(account=ana, secret=secret, code=code(secret), network="", session=None, now=now)
    client.force_login(ana)
    page = client.post(STATE, {"code": old[0], "faire": "codes"})
    assert not {one.replace(" ", "") for one in shown_codes(page)} & set(old)
    assertContains(client.post(STATE, {"code": old[1], "faire": "codes"}), "pas le bon")


def test_taking_it_away_asks_for_a_code(client, ana):
    client.force_login(ana)
    assertContains(client.post(STATE, {"code": "000000", "faire": "retirer"}), "<title>Erreur")
    assert has_second_factor(ana)
    assertRedirects(client.post(STATE, {"code": code(), "faire": "retirer"}), "/mon-compte/?fait=retiree")
    assert not Authenticator.objects.exists()


def test_who_must_have_one_sets_it_up_again_at_once(client):
    keeper = factories.account("cle@exemple.fr")
    client.force_login(keeper)
    client.post(STATE, {"code": code(), "faire": "retirer"})
    assertRedirects(client.get("/equipe/"), "/connexion/?next=/equipe/", fetch_redirect_response=False)
    assertRedirects(client.get("/connexion/?next=/equipe/"), f"{SET_UP}?next=/equipe/")


def test_a_lost_factor_is_taken_away_by_who_installs(client, capsys):
    keeper = factories.account("cle@exemple.fr")
    sign_in(client, keeper.email)
    client.post("/connexion/code/", {"code": code()})
    assert client.get("/equipe/").status_code == 200
    call_command("account_factor", "CLE@exemple.fr")
    assert "activée" in capsys.readouterr().out
    call_command("account_factor", "cle@exemple.fr", "--remove")
    assert "retirée" in capsys.readouterr().out
    assert not Session.objects.exists()
    with pytest.raises(CommandError, match="n'a pas de deuxième étape"):
        call_command("account_factor", "cle@exemple.fr", "--remove")


def test_secrets_are_sealed_in_the_database(ana, settings):
    kept = Authenticator.objects.get(user=ana)
    assert factories.TOTP_SECRET not in str(kept.data)
    settings.SECRET_KEY = "z" * 60
    with pytest.raises(WrongCodeError):
        check_code(account=ana, code=code(), network="", now=timezone.now() + timedelta(seconds=1))
