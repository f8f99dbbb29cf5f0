"""« Cela vous a aidé ? »: what is kept, what is refused, where one is led."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects
from tests import factories
from tests.readonly import readonly

from jalon.surveys.enums import Audience, Helped, Screen
from jalon.surveys.models import Opinion
from jalon.surveys.services import opinions as services

pytestmark = pytest.mark.django_db
ANSWER = {"ecran": "occupations:occupation", "avis": "peu", "retour": "/metiers/D1102/?a=1"}
HOSTILE = ("' OR 1=1 --", "<script>alert(1)</script>", "\x00\x07", "{{ 1 }}", "=1+1", "-1")


def give(client, **fields):
    return client.post("/avis/", ANSWER | fields)


def key_of(response) -> str:
    return parse_qs(urlsplit(response.headers["Location"]).query)["cle"][0]


def test_an_answer_is_kept_with_its_screen_and_its_day_only(client):
    response = give(client)
    kept = Opinion.objects.get()
    assert (kept.screen, kept.helped, kept.day) == (Screen.OCCUPATION, Helped.LITTLE, timezone.localdate())
    assert {field.name for field in Opinion._meta.get_fields()} == {
        *("id", "screen", "helped", "audience", "text", "hidden", "day"),
    }
    assert response.status_code == 302
    assert not response.cookies


def test_without_script_one_is_led_to_a_page_that_leads_back(client):
    response = client.get(give(client).headers["Location"])
    assertContains(response, "Merci, c&#x27;est noté.")
    assertContains(response, 'href="/metiers/D1102/?a=1"')
    assertContains(response, "N&#x27;écrivez aucun nom")
    assert "no-store" in response.headers["Cache-Control"]
    assert not response.cookies


@pytest.mark.parametrize(
    "back", ["//exemple.fr/", "https://exemple.fr/", "/\\exemple.fr", "javascript:alert(1)", "/a\nb", ""]
)
def test_nobody_is_led_to_another_site(client, back):
    response = client.get(give(client, retour=back).headers["Location"])
    assertContains(response, '<a class="arrow" href="/">')
    assertNotContains(response, "exemple.fr")
    with readonly():
        assertContains(client.get("/avis/merci/", {"retour": back}), '<a class="arrow" href="/">')


def test_words_are_added_once_and_masked(client):
    key = key_of(give(client))
    words = {
        "cle": key,
        "texte": "Appelez ana@exemple.fr au 06 12 34 56 78",
        "public": "parent",
        "retour": "/",
    }
    response = client.post("/avis/preciser/", words)
    assertRedirects(response, "/avis/merci/?fait=envoye&retour=%2F")
    kept = Opinion.objects.get()
    assert kept.text == "Appelez [adresse masquée] au [numéro masqué]"
    assert kept.audience == Audience.PARENT
    assertContains(client.post("/avis/preciser/", words | {"texte": "encore"}), "trop tard")
    assert Opinion.objects.get().text == kept.text


def test_a_text_that_is_too_long_comes_back_with_what_to_do(client):
    key = key_of(give(client))
    response = client.post("/avis/preciser/", {"cle": key, "texte": "é" * 501, "public": "parent"})
    assertContains(response, "votre texte en a 501")
    assertContains(response, "é" * 501)
    assertContains(response, '<option value="parent" selected>')
    assertContains(response, "<title>Erreur")
    assertContains(response, f'value="{key}"')
    assert Opinion.objects.get().text == ""


def test_with_htmx_it_answers_in_place(client):
    fragment = client.post("/avis/", ANSWER, headers={"HX-Request": "true"})
    assert fragment.status_code == 200
    assertNotContains(fragment, "<html")
    key = re.search(r'name="cle" value="([^"]+)"', fragment.content.decode()).group(1)
    done = client.post(
        "/avis/preciser/", {"cle": key, "texte": "Bien", "public": ""}, headers={"HX-Request": "true"}
    )
    assertContains(done, "votre message est envoyé")
    assertNotContains(done, "<form")
    assert Opinion.objects.get().text == "Bien"


@pytest.mark.parametrize(
    "fields", [{"ecran": "portal:home"}, {"ecran": ""}, {"avis": "parfait"}, {"avis": ""}]
)
def test_what_the_form_does_not_propose_is_refused(client, fields):
    with readonly():
        assert give(client, **fields).status_code == 400


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_stay_words(client, text):
    assert give(client, ecran=text).status_code == 400
    assert client.post("/avis/preciser/", {"cle": text, "texte": text, "public": ""}).status_code == 200
    assert client.get("/avis/merci/", {"cle": text, "fait": text, "retour": text}).status_code == 200
    assert not Opinion.objects.exists()


def test_a_program_that_fills_the_hidden_field_is_thanked_and_forgotten(client):
    with readonly():
        assertContains(give(client, site="https://exemple.fr"), "Merci")
        assertContains(client.post("/avis/preciser/", {"site": "x", "cle": "x"}), "Merci")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, 302),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://exemple.fr"}, 403),
        ({"Origin": "http://testserver"}, 302),
        ({"Origin": "http://[", "Sec-Fetch-Site": ""}, 403),
    ],
)
def test_another_site_may_not_answer(headers, status):
    client = Client(enforce_csrf_checks=True)
    assert client.post("/avis/", ANSWER, headers=headers).status_code == status
    assert Opinion.objects.count() == (status == 302)


def test_too_many_from_one_network_wait_and_no_address_is_kept(client, monkeypatch):
    monkeypatch.setattr(services.GIVEN, "most", 2)
    for _ in range(2):
        assert give(client).status_code == 302
    refused = give(client)
    assert refused.status_code == 429
    assertContains(refused, "quart d&#x27;heure", status_code=429)
    assertContains(client.post("/avis/", ANSWER, headers={"HX-Request": "true"}), "quart d&#x27;heure")
    assert Opinion.objects.count() == 2
    assert give(Client(REMOTE_ADDR="203.0.113.9")).status_code == 302
    assert "127.0.0.1" not in "".join(services.GIVEN._made)


def test_the_key_opens_one_opinion_for_an_hour(client):
    key = key_of(give(client))
    assert services.is_key(key)
    assert not services.is_key(key[:-1])
    assert not services.is_key("")


class TestComponent:
    """The question on the screens that ask it."""

    PAGES = {
        "occupations:occupation": "/metiers/D1102/",
        "portal:search": "/recherche/?q=pain",
        "training:search": "/formations/?q=pain",
        "guidance:matches": "/quel-metier/metiers/?aime=R100S50",
        "guidance:profile_result": "/quel-metier/resultat/?r=3x-0",
        "guidance:routes": "/comment-y-arriver/D1102/mon-chemin/",
    }

    @pytest.mark.parametrize("screen", sorted(PAGES))
    def test_it_is_light_and_leads_back(self, client, screen):
        factories.region()
        factories.occupation("D1102", "Boulanger")
        page = client.get(self.PAGES[screen]).content.decode()
        form = re.search(r'<form class="opinion.*?</form>', page, re.DOTALL).group(0)
        assert f'name="ecran" value="{screen}"' in form
        assert f'name="retour" value="{self.PAGES[screen]}"'.replace("&", "&amp;") in form
        assert len(form.encode()) <= 1_000
        assert "htmx-2.min.js" in page
        assert page.count("htmx-config") == 1

    def test_every_screen_that_may_answer_asks(self):
        assert set(self.PAGES) | {"training:programme"} == set(Screen.values)
