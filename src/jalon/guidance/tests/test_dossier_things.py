"""What a dossier keeps of each sort of thing, and what it says when the thing has changed since."""

import datetime
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains
from tests import factories

from jalon.guidance.models import Dossier, DossierItem
from jalon.guidance.rules.dossier import LONGEST_ADDRESS, path_key
from jalon.guidance.selectors.dossier import dossier_page
from jalon.guidance.selectors.dossier_things import thing_of
from jalon.guidance.services import dossier as services
from jalon.occupations.enums import Status
from jalon.occupations.models import Occupation
from jalon.sources.models import Source
from jalon.training.selectors.departures import keyed_sessions
from jalon.training.selectors.programmes import last_version
from jalon.training.tests.offered import action, ground, key_of, offer, programme, session

pytestmark = pytest.mark.django_db


@pytest.fixture
def today() -> datetime.date:
    cache.clear()
    return timezone.localdate()


def offered(today: datetime.date, *sessions, **fields) -> str:
    """Make the catalogue hold one programme with these sessions; return its key."""
    way = action(*sessions, **fields)
    offer(programme("F1", way, title="CAP Boulanger", certifications=()), today=today)
    return key_of("F1")


def session_key(programme_key: str, number: int = 0) -> str:
    found = keyed_sessions(last_version(programme_key))
    return f"{programme_key}/{found[number][0]}"


def kept(kind: str, key: str, today: datetime.date) -> str:
    now = timezone.now()
    thing = thing_of(kind, key, today=today)
    return services.begin_dossier(lifetime=365, network="", now=now, thing=thing)


def line_of(secret: str, today: datetime.date):
    cache.clear()
    page = dossier_page(secret, today=today)
    assert len(page.lines) == 1
    return page, page.lines[0]


def test_a_start_keeps_its_day_and_its_facts(today):
    ground()
    key = offered(today, session(days=40, today=today, registration_until=today + datetime.timedelta(30)))
    thing = thing_of("session", session_key(key), today=today)
    facts = dict(thing.facts)
    assert thing.day == today + datetime.timedelta(40)
    assert thing.title == "CAP Boulanger"
    assert {"Départ", "Inscriptions", "Organisme", "Où"} <= set(facts)
    assert facts["Inscriptions"].startswith("jusqu'au")
    assert "Jeu de données d'exemple" in thing.origin


def test_an_invented_programme_says_that_it_does_not_exist(today):
    ground()
    key = offered(today, session(days=40, today=today))
    assert "À savoir" not in dict(thing_of("programme", key, today=today).facts)
    Source.objects.filter(slug="flux").update(demonstration=True)
    for kind, asked in (("programme", key), ("session", session_key(key))):
        assert "elle n'existe pas" in dict(thing_of(kind, asked, today=today).facts)["À savoir"]


@pytest.mark.parametrize("key", ["", "zzz", "aa0569d40f9a/", "aa0569d40f9a/zzz", "/", "é/é", "a" * 600])
def test_what_is_no_start_is_not_kept(today, key):
    ground()
    offered(today, session(today=today))
    assert thing_of("session", key, today=today) is None


def test_what_comes_is_in_time_order_and_what_is_past_never_leads(today):
    ground()
    numbers = {"S1": 90, "S2": 20, "S3": 5}
    key = offered(today, *(session(number, days=days, today=today) for number, days in numbers.items()))
    secret = kept("session", session_key(key, 0), today)
    for at in (1, 2):
        thing = thing_of("session", session_key(key, at), today=today)
        services.add_item(secret=secret, thing=thing, now=timezone.now())
    later = today + datetime.timedelta(10)
    page = dossier_page(secret, today=later)
    days = [(line.item.day - today).days for line in page.coming]
    assert days == [20, 90]
    assert [(line.item.day - today).days for line in page.over] == [5]
    assert page.kept == []


def test_what_moved_says_before_and_now_and_keeps_the_facts_of_the_day(today):
    ground()
    key = offered(today, session(days=40, today=today), price=100.0)
    secret = kept("session", session_key(key), today)
    before = DossierItem.objects.get().facts
    _page, line = line_of(secret, today)
    assert (line.gone, line.changes) == (False, [])
    offered(today, session(days=47, today=today), price=100.0)
    _page, line = line_of(secret, today)
    assert [one.label for one in line.changes] == ["Départ"]
    assert line.changes[0].before == dict(before)["Départ"]
    assert DossierItem.objects.get().facts == before
    shown = Client().get(f"/dossier/{secret}/")
    assertContains(shown, "A changé depuis")
    assertContains(shown, "(avant :")


def test_what_is_gone_says_so(today):
    ground()
    key = offered(today, session("S1", days=40, today=today), session("S2", days=50, today=today))
    secret = kept("session", session_key(key, 0), today)
    offered(today, session("S2", days=50, today=today))
    _page, line = line_of(secret, today)
    assert line.gone
    assertContains(Client().get(f"/dossier/{secret}/"), "Cette date n'est plus annoncée")


def test_a_closed_programme_says_so(today):
    ground()
    key = offered(today, session(days=40, today=today))
    secret = kept("programme", key, today)
    offer(today=today)
    _page, line = line_of(secret, today)
    assert ("Prochain départ", "Formation fermée") in [(one.label, one.now) for one in line.changes]


def test_an_occupation_withdrawn_since_says_so(today):
    factories.occupation("D1102", "Boulanger")
    secret = kept("occupation", "D1102", today)
    Occupation.objects.update(status=Status.WITHDRAWN)
    assert thing_of("occupation", "D1102", today=today) is None
    _page, line = line_of(secret, today)
    assert line.gone
    assertContains(Client().get(f"/dossier/{secret}/"), "n'est plus dans la liste officielle")


def test_a_past_start_says_so_and_nothing_else(today):
    ground()
    key = offered(today, session(days=5, today=today))
    secret = kept("session", session_key(key), today)
    page, line = line_of(secret, today + datetime.timedelta(6))
    assert line.past
    assert line.changes == []
    assert page.over == [line]


def test_answers_are_kept_in_words(today):
    factories.occupation("D1102", "Boulanger")
    path = "/quel-metier/choix/?aime=R100S50&mots=dehors&sans=nights&vise=4&mois=24&fait=D1102"
    thing = thing_of("profile", path, today=today)
    facts = dict(thing.facts)
    assert facts["Dans mes mots"] == "dehors"
    assert facts["Je ne veux pas"] == "La nuit"
    assert facts["Ce que j'ai fait"] == "Boulanger"
    assert facts["Ce que j'aime"].count("·") == 1
    assert "100" in facts["Ce que j'aime"]
    assert (thing.path, thing.key) == (path, path_key(path))


def test_replies_are_kept_as_scores(today):
    thing = thing_of("profile", "/quel-metier/resultat/?n=12&r=3", today=today)
    assert thing.title == "Ce qui me ressemble"
    assert "100" in dict(thing.facts)["Ce que j'aime"]


def test_a_ranking_is_kept_with_its_first_occupations(today):
    factories.occupation("D1102", "Boulanger", interest_major="R")
    thing = thing_of("profile", "/quel-metier/metiers/?aime=R100", today=today)
    assert dict(thing.facts)["Les premiers métiers"] == "Boulanger"


def test_a_search_is_kept_with_its_words(today):
    assert thing_of("search", "/recherche/?q=pain", today=today).title == "Ma recherche : pain"
    assert thing_of("search", "/formations/?q=pain", today=today).facts[-1][0] == "Formations ce jour-là"


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        ("profile", "/quel-metier/classement/"),
        ("profile", "/quel-metier/zzz/"),
        ("route", "/comment-y-arriver/Z9999/"),
        ("route", "/comment-y-arriver/"),
        ("search", "/formations/aa0569d40f9a/"),
        ("search", "/recherche/suggestions/?q=a"),
        ("profile", "/quel-metier/choix/?mots=" + "a" * LONGEST_ADDRESS),
        ("search", "https://exemple.fr/recherche/"),
    ],
)
def test_other_pages_are_not_kept(today, kind, path):
    assert thing_of(kind, path, today=today) is None


def test_a_route_is_kept_with_its_steps(today):
    ground()
    offered(today, session(days=40, today=today))
    page = "/comment-y-arriver/D1102/mon-chemin/?niveau=0&commune=41018"
    every = thing_of("route", page, today=today)
    assert every.title == "Mes chemins vers : Boulanger / Boulangère"
    one = thing_of("route", f"{page}&chemin=1", today=today)
    assert one.title.startswith("Boulanger / Boulangère : ")
    assert one.facts[0][0] == "Étape 1"
    assert {"Durée", "Reste à payer"} <= {label for label, _value in one.facts}
    assert thing_of("route", f"{page}&chemin=99", today=today).title == every.title


def test_a_route_through_an_invented_training_says_so(today):
    ground()
    way = action(session(days=40, today=today))
    page = "/comment-y-arriver/D1102/mon-chemin/?niveau=0&commune=41018&chemin=1"
    for example in (False, True):
        offer(programme("F1", way, title="CAP Boulanger", certifications=(), example=example), today=today)
        assert ("exemple" in thing_of("route", page, today=today).facts[0][1]) is example


def test_a_long_address_is_kept_whole_from_a_form(today):
    path = "/quel-metier/choix/?mots=" + "b" * 900
    made = Client().post("/dossier/nouveau/", {"quoi": "profile", "cle": path})
    assert made.status_code == 302
    assert DossierItem.objects.get().path == path
    shown = Client().get(f"/dossier/?quoi=profile&cle={quote(path)}")
    assertContains(shown, f'value="{path}"')
    assertNotContains(shown, "pas trouvé")
    assert Dossier.objects.count() == 1
