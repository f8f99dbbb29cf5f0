"""The screens of the dossier: who may do what with which address, and what never leaks."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects
from tests import factories
from tests.house.authorisation import ADDRESS, FORMS
from tests.readonly import readonly

from jalon.guidance.enums import Side
from jalon.guidance.models import Dossier, DossierItem, DossierNote
from jalon.guidance.rules.dossier import adviser_secret, digest_of
from jalon.guidance.selectors import dossier as selectors

pytestmark = pytest.mark.django_db
NOWHERE = "z" * 32
HOSTILE = ("' OR 1=1 --", "<script>alert(1)</script>", "\x00\x07", "a" * 10_000, "{{ 1 }}", "-1", "9" * 40)


@pytest.fixture
def secret(client) -> str:
    """A dossier with one occupation, made as a person makes it."""
    factories.occupation("D1102", "Boulanger")
    factories.occupation("J1501", "Aide-soignant")
    made = client.post("/dossier/nouveau/", {"quoi": "occupation", "cle": "d1102", "duree": "30"})
    assert made.status_code == 302
    assert not made.cookies
    return re.fullmatch(r"/dossier/([\w-]{32})/", made.headers["Location"]).group(1)


@pytest.fixture
def adviser(client, secret) -> str:
    press(client, secret, "confier")
    return adviser_secret(secret, Dossier.objects.get().adviser_salt)


def press(client, secret: str, button: str, **values):
    return client.post(f"/dossier/{secret}/changer/", {"faire": button, **values})


def item(key: str = "D1102") -> DossierItem:
    return DossierItem.objects.get(key=key)


def assert_kept_secret(response):
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response.headers["Cache-Control"]
    assert "private" in response.headers["Cache-Control"]
    assert "noindex" in response.headers["X-Robots-Tag"]
    assert not response.cookies


@pytest.mark.parametrize("route", sorted(ADDRESS))
def test_each_address_opens_what_the_matrix_says_and_a_get_only_reads(client, secret, adviser, route):
    for who, status in zip((NOWHERE, secret, adviser), ADDRESS[route], strict=True):
        with readonly():
            response = client.get(reverse(route, args=[who]))
        assert response.status_code == status
        if status != 405:
            assert_kept_secret(response)


@pytest.mark.parametrize("route", sorted(FORMS))
def test_a_form_takes_only_post(client, route):
    with readonly():
        assert client.get(reverse(route)).status_code == FORMS[route]


def test_what_is_to_be_kept_is_said_with_purpose_time_and_deletion(client):
    factories.occupation("D1102", "Boulanger")
    with readonly():
        response = client.get("/dossier/?quoi=occupation&cle=D1102")
    assertContains(response, "À garder : <strong>Boulanger</strong>", html=False)
    for words in ("À quoi il sert", "Ce qui est gardé", "Qui le voit", "Quand il disparaît"):
        assertContains(response, words)
    assertContains(response, 'value="90" checked')
    assertContains(client.get("/dossier/?quoi=occupation&cle=Z9"), "pas trouvé")


def test_a_dossier_is_made_and_shown(client, secret):
    response = client.get(f"/dossier/{secret}/")
    assert_kept_secret(response)
    assertContains(response, 'href="/metiers/D1102/"')
    assertContains(response, f"http://testserver/dossier/{secret}/")
    assertContains(response, 'content="noindex, nofollow"')
    assert Dossier.objects.get().lifetime == 30


def test_a_thing_is_kept_in_a_dossier_whose_address_is_pasted(client, secret):
    values = {"adresse": f"https://exemple.fr/dossier/{secret}/", "quoi": "occupation", "cle": "J1501"}
    response = client.post("/dossier/ouvrir/", values)
    assertRedirects(response, f"/dossier/{secret}/?fait=garde")
    assert item("J1501").side == Side.PERSON


def test_a_pasted_address_that_opens_nothing_is_explained(client, secret):
    response = client.post("/dossier/ouvrir/", {"adresse": NOWHERE, "quoi": "occupation", "cle": "J1501"})
    assertContains(response, "n'ouvre pas de dossier")
    assertContains(response, 'value="J1501"')
    assert DossierItem.objects.count() == 1


def test_every_button_does_its_work(client, secret):
    press(client, secret, "ajouter", quoi="occupation", cle="J1501")
    press(client, secret, "monter", ligne=item("J1501").pk)
    assert [one.key for one in DossierItem.objects.all()] == ["J1501", "D1102"]
    press(client, secret, "descendre", ligne=item("J1501").pk)
    assert [one.key for one in DossierItem.objects.all()] == ["D1102", "J1501"]
    press(client, secret, "noter", ligne=item().pk, texte="<b>Voir</b> & revoir")
    assertContains(client.get(f"/dossier/{secret}/"), "&lt;b&gt;Voir&lt;/b&gt; &amp; revoir")
    press(client, secret, "effacer", ligne=DossierNote.objects.get().pk)
    assert not DossierNote.objects.exists()
    press(client, secret, "retirer", ligne=item().pk)
    assert [one.key for one in DossierItem.objects.all()] == ["J1501"]
    press(client, secret, "duree", duree="365")
    assert Dossier.objects.get().lifetime == 365


def test_deletion_is_at_once_and_says_so(client, secret):
    response = press(client, secret, "supprimer")
    assertRedirects(response, "/dossier/?supprime=1")
    assert not Dossier.objects.exists()
    assertContains(client.get("/dossier/?supprime=1"), "Votre dossier est supprimé")
    gone = client.get(f"/dossier/{secret}/")
    assertContains(gone, "n'ouvre pas de dossier", status_code=404)
    assert_kept_secret(gone)
    assert press(client, secret, "noter", texte="x").status_code == 404


def test_an_adviser_proposes_and_the_person_sees_it(client, secret, adviser):
    response = press(client, adviser, "ajouter", quoi="occupation", cle="J1501", de="CIO <de> Blois")
    assert response.headers["Location"] == f"/dossier/{adviser}/?fait=garde&de=CIO+%3Cde%3E+Blois"
    press(client, adviser, "noter", texte="Parlons-en", ligne=item("J1501").pk)
    page = client.get(f"/dossier/{secret}/")
    assertContains(page, "proposé par <strong>CIO &lt;de&gt; Blois</strong>")
    assertContains(page, "Parlons-en")
    assertContains(page, "Proposé pour vous")
    theirs = client.get(f"/dossier/{adviser}/")
    assertContains(theirs, "Dossier partagé avec vous")
    assertNotContains(theirs, secret)
    assertNotContains(theirs, "Supprimer ce dossier")


@pytest.mark.parametrize("button", ["supprimer", "duree", "confier", "reprendre", "retirer"])
def test_an_adviser_may_not(client, secret, adviser, button):
    before = Dossier.objects.values().get()
    response = press(client, adviser, button, ligne=item().pk, duree="365")
    assertRedirects(response, f"/dossier/{adviser}/?fait=refus")
    assert Dossier.objects.values().get() == before
    assert DossierItem.objects.count() == 1


def test_the_person_takes_the_address_back(client, secret, adviser):
    assertContains(client.get(f"/dossier/{secret}/"), adviser)
    press(client, secret, "reprendre")
    assert client.get(f"/dossier/{adviser}/").status_code == 404
    assert press(client, adviser, "noter", texte="x").status_code == 404


def test_two_occupations_side_by_side(client, secret, django_assert_max_num_queries):
    press(client, secret, "ajouter", quoi="occupation", cle="J1501")
    both = {"ligne": [item().pk, item("J1501").pk]}
    client.get(f"/dossier/{secret}/comparer/", both)
    with django_assert_max_num_queries(7):
        response = client.get(f"/dossier/{secret}/comparer/", both)
    assertContains(response, 'scope="col"', count=2)
    assertContains(response, "Pour entrer")
    assert_kept_secret(response)


def test_one_alone_is_not_compared(client, secret):
    response = client.get(f"/dossier/{secret}/comparer/", {"ligne": [item().pk, "x", "999"]})
    assertContains(response, "Choisissez deux, trois ou quatre")


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_values_break_nothing(client, secret, value):
    asked = client.get("/dossier/", {"quoi": value, "cle": value, "duree": value})
    compared = client.get(f"/dossier/{secret}/comparer/", {"ligne": value})
    shown = client.get(f"/dossier/{secret}/", {"fait": value})
    for response in (asked, compared, shown):
        assert response.status_code == 200
        assertNotContains(response, "<script>alert")
    for button in ("ajouter", "retirer", "monter", "noter", "effacer", "duree", value):
        values = {"quoi": "search", "cle": value, "ligne": value, "texte": value, "duree": value}
        assert press(client, secret, button, **values).status_code == 302
    assertNotContains(client.get(f"/dossier/{secret}/"), "<script>alert")
    assert client.post("/dossier/ouvrir/", {"adresse": value}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://exemple.org"}],
)
def test_a_form_of_another_site_is_refused(secret, headers):
    client = Client(headers=headers, enforce_csrf_checks=True)
    assert client.post("/dossier/nouveau/").status_code == 403
    assert press(client, secret, "supprimer").status_code == 403
    assert Dossier.objects.filter(digest=digest_of(secret)).exists()


@pytest.mark.parametrize(
    "headers",
    [{}, {"Sec-Fetch-Site": "same-origin", "Origin": "null"}, {"Origin": "http://testserver"}],
)
def test_our_own_forms_need_no_cookie(secret, headers):
    client = Client(headers=headers, enforce_csrf_checks=True)
    assert press(client, secret, "noter", texte="x").status_code == 302
    assert not client.cookies


def test_a_search_finds_what_to_add(client, secret, monkeypatch):
    found = ("soigner", [("occupation", "J1501", "Aide-soignant", "briefcase")])
    monkeypatch.setattr(selectors, "found_to_keep", lambda text, *, today: found)
    response = client.get(f"/dossier/{secret}/", {"q": "soigner"})
    assertContains(response, 'name="cle" value="J1501"')


def test_an_adviser_stays_called_as_they_wish(client, secret, adviser):
    page = client.get(f"/dossier/{adviser}/", {"de": " CIO\nde Blois " + "a" * 90})
    assertContains(page, 'name="de" value="CIO de Blois aaaa')
    assertNotContains(client.get(f"/dossier/{secret}/", {"de": "CIO"}), "CIO")
    press(client, adviser, "noter", texte="x", de="CIO de Blois")
    assertContains(client.get(f"/dossier/{adviser}/"), "?de=CIO%20de%20Blois")


def test_handing_back_is_said_to_the_person_until_an_adviser_comes_again(client, secret, adviser):
    response = press(client, adviser, "rendre", texte="Bon courage", de="CIO")
    assertRedirects(response, f"/dossier/{adviser}/?fait=rendu&de=CIO")
    page = client.get(f"/dossier/{secret}/")
    assertContains(page, "vous a rendu ce dossier")
    assertContains(page, "Bon courage")
    press(client, adviser, "noter", texte="encore", de="CIO")
    assertNotContains(client.get(f"/dossier/{secret}/"), "vous a rendu ce dossier")
    response = press(client, adviser, "rendre", partir="1")
    assertRedirects(response, "/dossier/?rendu=1")
    assert client.get(f"/dossier/{adviser}/").status_code == 404


def test_a_script_is_answered_in_json(client, secret):
    asked = {"faire": "ajouter", "quoi": "occupation", "cle": "J1501"}
    wants = {"headers": {"Accept": "application/json"}}
    answer = client.post(f"/dossier/{secret}/changer/", asked, **wants)
    assert answer.json() == {"said": "C'est gardé.", "kept": True}
    answer = client.post(f"/dossier/{secret}/changer/", asked | {"cle": "Z9"}, **wants)
    assert answer.json()["kept"] is False
    assert client.post(f"/dossier/{NOWHERE}/changer/", asked, **wants).status_code == 404


def test_the_page_shows_both_codes_and_never_remembers_by_itself(client, secret, adviser):
    page = client.get(f"/dossier/{secret}/")
    assertContains(page, 'class="qr"', count=2)
    assertContains(page, f'data-device="/dossier/{secret}/" hidden')
    assertContains(page, "Pas sur un ordinateur partagé")
    assertNotContains(client.get(f"/dossier/{adviser}/"), "data-device")


def test_what_is_to_be_kept_is_in_no_shared_cache(client):
    asked = {"quoi": "profile", "cle": "/quel-metier/resultat/?n=12&r=3"}
    assert_kept_secret(client.get("/dossier/", asked))
