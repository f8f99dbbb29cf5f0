"""« Mon compte », and where one is signed in."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects
from tests import factories
from tests.readonly import readonly

from jalon.directory.enums import Role
from jalon.directory.rules.devices import UNKNOWN, said_device
from jalon.directory.services.accounts import clean_sign_in, close_account

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.0 Mobile/15E148 Safari/604.1"
)
HERE = "/mon-compte/connexions/"


CHROME = "AppleWebKit/537.36 Chrome/140.0 Safari/537.36"


@pytest.mark.parametrize(
    ("header", "said"),
    [
        (FIREFOX, "Firefox sous Windows"),
        (IPHONE, "Safari sur iPhone"),
        (f"Mozilla/5.0 (Linux; Android 15) {CHROME}", "Chrome sous Android"),
        (f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {CHROME} Edg/140.0", "Edge sur Mac"),
        (f"Mozilla/5.0 (X11; CrOS x86_64) {CHROME}", "Chrome sur Chromebook"),
        ("Something (Linux)", "Un navigateur sous Linux"),
        ("", UNKNOWN),
        ("<script>alert(1)</script>", UNKNOWN),
    ],
)
def test_a_device_is_said_in_plain_words(header, said):
    assert said_device(header) == said


@pytest.fixture
def ana(db):
    return factories.account("ana@exemple.fr", name="Ana", is_staff=False, second_factor=False)


def signed_in(account, agent: str = FIREFOX) -> Client:
    client = Client(headers={"User-Agent": agent})
    client.post("/connexion/", {"email": account.email, "password": factories.PASSWORD})
    return client


def test_the_page_says_who_one_is_and_leads_on(ana):
    place = factories.organisation("Mission locale de Blois")
    factories.membership(ana, Role.PARTNER_EDITOR, organisation=place)
    client = signed_in(ana)
    with readonly():
        page = client.get("/mon-compte/")
    assertContains(page, "ana@exemple.fr")
    assertContains(page, "Partenaire qui publie – Mission locale de Blois")
    for address in ("mot-de-passe/", "deux-etapes/", "connexions/"):
        assertContains(page, f'href="/mon-compte/{address}"')
    assertContains(page, "Pas encore activée")


def test_what_is_kept_of_a_session_is_the_least(ana):
    signed_in(ana)
    kept = UserSession.objects.get()
    assert kept.user_agent == "Firefox sous Windows"
    assert kept.ip == "::", "no address of the network"
    assert kept.data == {}


def test_sessions_are_listed_and_ended_one_by_one(ana):
    here, there = signed_in(ana), signed_in(ana, IPHONE)
    with readonly():
        page = here.get(HERE)
    assertContains(page, "Cette connexion-ci", count=1)
    assertContains(page, "<h2>Safari sur iPhone</h2>")
    row = UserSession.objects.get(user_agent="Safari sur iPhone").pk
    assertRedirects(here.post(f"{HERE}fermer/", {"connexion": row}), f"{HERE}?fait=fermee")
    assert there.get(HERE).status_code == 302
    assertNotContains(here.get(HERE), "iPhone")
    assertContains(here.get(HERE), "nulle part ailleurs")


def test_all_the_others_end_at_once(ana):
    here, *others = [signed_in(ana) for _ in range(3)]
    assertRedirects(here.post(f"{HERE}fermer/", {"connexion": "autres"}), f"{HERE}?fait=fermees")
    assert [one.get(HERE).status_code for one in others] == [302, 302]
    assert here.get(HERE).status_code == 200
    assert Session.objects.count() == UserSession.objects.count() == 1


def test_ending_this_one_signs_out(ana):
    client = signed_in(ana)
    row = UserSession.objects.get().pk
    assertRedirects(client.post(f"{HERE}fermer/", {"connexion": row}), "/connexion/?fait=deconnexion")
    assert not Session.objects.filter(expire_date__gt=timezone.now()).exists()


@pytest.mark.parametrize("asked", ["", "zzz", "-1", "9" * 30, "٣", "1 OR 1=1"])
def test_what_names_no_session_ends_none(ana, asked):
    client = signed_in(ana)
    assert client.post(f"{HERE}fermer/", {"connexion": asked}).status_code == 302
    assert client.get(HERE).status_code == 200


def test_nobody_ends_the_session_of_someone_else(ana):
    bea = factories.account("bea@exemple.fr", is_staff=False, second_factor=False)
    hers = signed_in(bea)
    row = UserSession.objects.get(user=bea).pk
    signed_in(ana).post(f"{HERE}fermer/", {"connexion": row})
    assert hers.get(HERE).status_code == 200


def test_last_seen_is_kept_every_ten_minutes_at_most(ana):
    client = signed_in(ana)
    long_ago = timezone.now() - timedelta(hours=1)
    UserSession.objects.update(last_seen_at=long_ago)
    with readonly():
        client.get(HERE)
    cache.clear()  # ten minutes later, or another process
    client.get(HERE)
    seen = UserSession.objects.get().last_seen_at
    assert seen > long_ago
    with readonly():
        client.get(HERE)
    cache.clear()
    with readonly():
        client.get("/mentions-legales/")


def test_a_session_ends_eight_hours_after_it_began_whatever_is_done_in_it(ana):
    client = signed_in(ana)
    end = Session.objects.get().expire_date
    session = client.session
    session["something"] = 1
    session.save()
    assert abs(Session.objects.get().expire_date - end) < timedelta(seconds=2)


def test_closing_an_account_ends_its_sessions(ana):
    client = signed_in(ana)
    close_account(email=ana.email)
    assert client.get("/mon-compte/").status_code == 302
    assert not Session.objects.exists()


def test_what_ended_is_removed(ana):
    signed_in(ana)
    UserSession.objects.update(created_at=timezone.now() - timedelta(hours=9))
    Session.objects.update(expire_date=timezone.now() - timedelta(hours=1))
    assert "effacés" in clean_sign_in()
    assert not UserSession.objects.exists()
    assert not Session.objects.exists()


def test_signing_out_removes_its_line(ana):
    signed_in(ana).post("/deconnexion/")
    assert not UserSession.objects.exists()
