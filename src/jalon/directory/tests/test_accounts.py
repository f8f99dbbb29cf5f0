"""The accounts of the team: their commands, their passwords, what closing one does."""

import io
import sys

import pytest
from django.contrib.auth.hashers import identify_hasher
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone
from tests import factories

from jalon.directory.management import passwords
from jalon.directory.models import Account, SignInAttempt
from jalon.directory.rules.sign_in import LONGEST_PASSWORD
from jalon.directory.services.accounts import AccountError, forget_expired, open_account
from jalon.directory.signals import acted
from jalon.ui.rules.senders import WINDOW

pytestmark = pytest.mark.django_db
GOOD = "une phrase assez longue"


def run(command: str, *arguments: str) -> str:
    out = io.StringIO()
    call_command(command, *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def typed(monkeypatch):
    """Answer the questions of the terminal with these passwords, one after the other."""

    def answer(*words: str):
        answers = iter(words)
        monkeypatch.setattr(passwords.getpass, "getpass", lambda prompt: next(answers))

    return answer


def test_an_account_is_added_with_a_password_typed_twice(typed):
    typed(GOOD, GOOD)
    assert run("account_add", "Ana@Exemple.FR", "--name", "Ana") == "Compte ouvert : ana@exemple.fr\n"
    account = Account.objects.get()
    assert (account.email, account.name, account.is_staff) == ("ana@exemple.fr", "Ana", True)
    assert account.check_password(GOOD)


def test_two_different_passwords_change_nothing(typed):
    typed(GOOD, f"{GOOD} ")
    with pytest.raises(CommandError, match="différents"):
        run("account_add", "ana@exemple.fr")
    assert not Account.objects.exists()


def test_a_password_comes_from_standard_input(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{GOOD}\nautre ligne\n"))
    run("account_add", "ana@exemple.fr", "--password-stdin")
    assert Account.objects.get().check_password(GOOD)


def test_no_password_is_no_account(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    with pytest.raises(CommandError, match="Aucun mot de passe"):
        run("account_add", "ana@exemple.fr", "--password-stdin")


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("court", "12 caractères"),
        ("q1w2e3r4t5y6", "courant"),
        ("anabelle@exemple.fr", "semblable"),
        ("a9 " * 200, f"au plus {LONGEST_PASSWORD}"),
    ],
)
def test_a_weak_password_is_refused_with_its_reason(password, reason):
    with pytest.raises(AccountError) as refusal:
        open_account(email="anabelle@exemple.fr", password=password)
    assert reason in str(refusal.value)
    assert not Account.objects.exists()


def test_what_is_not_an_address_is_refused():
    with pytest.raises(AccountError):
        open_account(email="ana", password=GOOD)


def test_one_account_an_address_however_it_is_typed():
    open_account(email="ana@exemple.fr", password=GOOD)
    with pytest.raises(AccountError, match="existe déjà"):
        open_account(email=" ANA@exemple.fr", password=GOOD)
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.create(email="Ana@exemple.fr", password="x")  # noqa: S106 - refused before it is kept


def test_a_new_password_ends_open_sessions_and_forgets_the_attempts(typed, client):
    account = factories.account("ana@exemple.fr")
    client.force_login(account)
    assert client.get("/equipe/").status_code == 200
    typed("une autre phrase assez longue", "une autre phrase assez longue")
    run("account_password", "ana@exemple.fr")
    assert client.get("/equipe/").status_code == 302


def test_closing_ends_open_sessions_and_adding_again_reopens(client, monkeypatch):
    account = factories.account("ana@exemple.fr", name="Ana")
    client.force_login(account)
    assert run("account_close", "ANA@exemple.fr") == "Compte fermé : ana@exemple.fr\n"
    assert client.get("/equipe/").status_code == 302
    with pytest.raises(CommandError, match="déjà fermé"):
        run("account_close", "ana@exemple.fr")
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{GOOD}\n"))
    run("account_add", "ana@exemple.fr", "--password-stdin")
    account.refresh_from_db()
    assert (account.is_active, account.name) == (True, "Ana")


@pytest.mark.parametrize("command", ["account_close", "account_password"])
def test_an_unknown_address_is_said(command, typed):
    typed(GOOD, GOOD)
    with pytest.raises(CommandError, match="Aucun compte"):
        run(command, "personne@exemple.fr")


def test_the_list_says_who_may_sign_in():
    factories.account("ana@exemple.fr", name="Ana")
    factories.account("bea@exemple.fr", is_active=False)
    assert run("account_list").splitlines() == [
        "ana@exemple.fr · Ana · ouvert · jamais connecté",
        "bea@exemple.fr · fermé · jamais connecté",
    ]


def test_what_expired_is_removed(client):
    client.force_login(factories.account())
    ended = Session.objects.get()
    Session.objects.create(session_key="open", session_data="x", expire_date=timezone.now() + WINDOW)
    Session.objects.filter(pk=ended.pk).update(expire_date=timezone.now() - WINDOW)
    SignInAttempt.objects.create(key="old", at=timezone.now() - 2 * WINDOW)
    SignInAttempt.objects.create(key="new", at=timezone.now())
    forget_expired()
    assert [one.pk for one in Session.objects.all()] == ["open"]
    assert [one.key for one in SignInAttempt.objects.all()] == ["new"]


def test_installations_keep_passwords_with_argon2(settings):
    settings.PASSWORD_HASHERS = settings.PASSWORD_HASHERS[1:]  # without the tests' own quick one
    account = factories.account()
    assert identify_hasher(account.password).algorithm == "argon2"
    assert account.check_password(factories.PASSWORD)


def test_what_is_done_on_the_server_is_told(typed):
    told = []

    def listen(sender, signal, **act):
        told.append(act)

    acted.connect(listen)
    try:
        typed(GOOD, GOOD)
        run("account_add", "ana@exemple.fr", "--name", "Ana")
        run("account_close", "ana@exemple.fr")
    finally:
        acted.disconnect(listen)
    assert [(act["verb"], act["actor"]) for act in told] == [
        ("directory.account.opened", None),
        ("directory.account.closed", None),
    ]
    assert told[1]["said"] == "a fermé un compte : Ana"
