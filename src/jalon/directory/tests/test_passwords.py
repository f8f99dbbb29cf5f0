"""Passwords chosen, changed, forgotten."""

import re
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects
from tests import factories
from tests.readonly import readonly

from jalon.directory.rules.passwords import why_guessable
from jalon.directory.rules.sign_in import hidden
from jalon.directory.services.passwords import password_refusals
from jalon.directory.services.sign_in import MOST_RESETS
from jalon.outbox.models import Message

FORGOTTEN = "/mot-de-passe/oublie/"
NEW = "girafe tambour muraille 42"


# ── which are refused


@pytest.mark.parametrize(
    "password",
    [
        *("Motdepasse2026!", "m0td3p4ss3!!!!", "dragonmonster12", "azertyuiop123", "aqwzsxedcrfv"),
        *(
            "123456789012",
            "abcdefghijkl",
            "aaaaaaaaaaaa",
            "abcabcabcabc",
            "orientation2026",
            "Jalon-Jalon-2026",
        ),
        *("bonjoursoleil1", "P@ssw0rd1234", "FranceTravail45", "12345678910111213"),
    ],
)
@pytest.mark.django_db
def test_what_is_guessed_first_is_refused(password):
    assert password_refusals(account=factories.account(), password=password) != []


@pytest.mark.parametrize(
    "password", ["une phrase assez longue", NEW, "Kx7-vv92-pLq0-zz1", "pirogue.marteau.lentille.vent"]
)
@pytest.mark.django_db
def test_what_is_hard_to_guess_is_taken(password):
    assert password_refusals(account=factories.account(), password=password) == []


@given(st.text(max_size=300))
def test_any_text_gets_an_answer(text):
    assert isinstance(why_guessable(text, frozenset({"dragon"})), str)


@given(st.sampled_from(["dragon", "motdepasse", "azerty"]), st.text("0123456789!-_.", min_size=0, max_size=8))
def test_digits_and_signs_around_a_known_word_change_nothing(word, around):
    assert why_guessable(word + around, frozenset({"dragon"})) != ""
    assert why_guessable(around + word, frozenset({"dragon"})) != ""


# ── forgotten


def asked(client: Client, email: str):
    return client.post(FORGOTTEN, {"email": email})


def link() -> str:
    return re.search(r"http://\S+(/mot-de-passe/nouveau/\S+/)", Message.objects.latest("pk").text)[1]


@pytest.fixture
def ana(db):
    return factories.account("ana@exemple.fr", name="Ana", is_staff=False, second_factor=False)


def test_a_link_comes_by_mail_and_gives_another_password(client, ana):
    with readonly():
        assertContains(client.get(FORGOTTEN), "Recevoir un lien")
    assertContains(client.post(FORGOTTEN, {"email": " ANA@exemple.fr"}, follow=True), "C'est noté")
    message = Message.objects.get()
    assert message.to == "ana@exemple.fr"
    assert "Bonjour Ana" in message.text
    assert link() in message.html
    assert message.secret, "the link does not stay in the database"
    address = link()
    with readonly():
        page = client.get(address)
    assertContains(page, "ana@exemple.fr")
    assert page.headers["Referrer-Policy"] == "same-origin", "told to no other site"
    assert "no-store" in page.headers["Cache-Control"]
    assertRedirects(client.post(address, {"password": NEW, "again": NEW}), "/connexion/?fait=mot-de-passe")
    assertContains(client.get("/connexion/?fait=mot-de-passe"), "Connectez-vous avec lui")
    assertContains(client.get(address), "ne sert plus", status_code=410)
    assertContains(client.post(address, {"password": NEW, "again": NEW}), "ne sert plus", status_code=410)
    assertRedirects(client.post("/connexion/", {"email": ana.email, "password": NEW}), "/equipe/")
    assert "vient de changer" in Message.objects.latest("pk").text


@pytest.mark.parametrize("email", ["ana@exemple.fr", "personne@exemple.fr", "fermee@exemple.fr"])
def test_the_answer_and_the_work_are_the_same_whoever_is_asked_for(client, ana, email):
    factories.account("fermee@exemple.fr", is_active=False)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        response = asked(client, email)
    seen = list(seen)
    assertRedirects(response, f"{FORGOTTEN}?fait=demande")
    done = [query["sql"].split()[0] for query in seen if "outbox_message" in query["sql"]]
    assert done == ["SELECT", "INSERT"], "the mail is written for all"
    assert Message.objects.count() == (email == ana.email)
    verbs = [query["sql"].split()[0] for query in seen]
    assert verbs.count("INSERT") == 2, "the counts of attempts at once, and one message"
    assert verbs.count("SELECT") == 4, "counts, account, region, key of the message"


def test_asking_too_often_waits_whoever_is_asked_for(client, ana):
    for email in (ana.email, "personne@exemple.fr"):
        for _ in range(MOST_RESETS):
            assert asked(client, email).status_code == 302
        assertContains(asked(client, email), "Réessayez dans 15", status_code=429)


def test_a_link_lasts_one_hour(client, ana):
    asked(client, ana.email)
    address = link()
    later = default_token_generator._now() + timedelta(minutes=61)
    with patch.object(default_token_generator, "_now", return_value=later):
        assert client.get(address).status_code == 410
    assert client.get(address).status_code == 200


def test_signing_in_makes_a_link_useless(client, ana):
    asked(client, ana.email)
    client.post("/connexion/", {"email": ana.email, "password": factories.PASSWORD})
    assert Client().get(link()).status_code == 410


@pytest.mark.parametrize(
    "key", ["x", "1-", "-", "zzz-zzz", "1-c0ffee-" + "a" * 32, "9" * 300 + "-a-b", "é-a-b"]
)
def test_a_link_that_opens_nothing_says_so(client, ana, key):
    for method in (client.get, client.post):
        assertContains(method(f"/mot-de-passe/nouveau/{key}/"), "ne sert plus", status_code=410)


def test_a_new_password_ends_every_session(ana):
    there = Client()
    there.post("/connexion/", {"email": ana.email, "password": factories.PASSWORD})
    asked(Client(), ana.email)
    # Signing in made the first link useless: this one is asked after it.
    Client().post(link(), {"password": NEW, "again": NEW})
    assert there.get("/mon-compte/").status_code == 302
    assert not Session.objects.exists()


def test_a_weak_new_password_says_why_and_the_link_still_serves(client, ana):
    asked(client, ana.email)
    page = client.post(link(), {"password": "court", "again": "court"})
    assertContains(page, "12 caract")
    assertNotContains(page, 'value="court"')
    assertContains(client.post(link(), {"password": NEW, "again": "autre"}), "pas pareils")
    assert client.get(link()).status_code == 200


@pytest.mark.django_db
def test_the_second_step_stays_after_a_reset(client):
    account = factories.account("bea@exemple.fr", is_staff=False)
    asked(client, account.email)
    client.post(link(), {"password": NEW, "again": NEW})
    response = client.post("/connexion/", {"email": account.email, "password": NEW})
    assertRedirects(response, "/connexion/code/")


def test_the_journals_never_write_the_key():
    line = "GET /mot-de-passe/nouveau/a1-b2c3d4-0123456789abcdef/?x=1 200"
    assert hidden(line) == "GET /mot-de-passe/nouveau/…/?x=1 200"


# ── changed


def change(client: Client, **form):
    defaults = {"current": factories.PASSWORD, "password": NEW, "again": NEW}
    return client.post("/mon-compte/mot-de-passe/", defaults | form)


def test_a_password_changes_and_only_the_other_sessions_end(ana):
    here, there = Client(), Client()
    for one in (here, there):
        one.post("/connexion/", {"email": ana.email, "password": factories.PASSWORD})
    assertContains(change(here, current="faux"), "pas votre mot de passe actuel")
    assertContains(change(here, **dict.fromkeys(("password", "again"), "azertyuiop12")), "très courant")
    assertRedirects(change(here), "/mon-compte/?fait=mot-de-passe")
    assert here.get("/mon-compte/").status_code == 200
    assert there.get("/mon-compte/").status_code == 302
    assertContains(here.get("/mon-compte/connexions/"), "Cette connexion-ci")
    assert Session.objects.count() == 1
    assert Session.objects.get().expire_date < timezone.now() + timedelta(hours=8, seconds=1)


def test_the_present_password_is_not_guessed_from_within(ana, client):
    client.force_login(ana)
    for _ in range(10):
        change(client, current="faux")
    assertContains(change(client), "Réessayez dans 15", status_code=429)
