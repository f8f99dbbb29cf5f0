"""The screens of the workshop: who may do what with which address, and what never leaks."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects
from tests import factories
from tests.house.authorisation import FORMS, WORKSHOP
from tests.readonly import readonly

from jalon.guidance.models import Workshop, WorkshopAnswer
from jalon.guidance.rules.workshop import FEWEST, code_in, spoken_code
from jalon.guidance.services.workshop import clean_workshops
from jalon.guidance.views import workshop as views

pytestmark = pytest.mark.django_db
NOWHERE = "z" * 32
NO_CODE = "ZZZZZZ"
NO_TOKEN = "z" * 22
HOSTILE = ("' OR 1=1 --", "<script>alert(1)</script>", "\x00\x07", "a" * 10_000, "{{ 1 }}", "-1", "é" * 40)
REPLIES = "333000111222"


@pytest.fixture
def secret(client) -> str:
    """A workshop, opened as its leader opens it."""
    factories.occupation("D1102", "Boulanger", interest_major="R")
    made = client.post("/atelier/nouveau/", {"titre": "Mardi <b>matin</b>", "duree": "7"})
    assert made.status_code == 302
    assert not made.cookies
    return re.fullmatch(r"/atelier/mener/([\w-]{32})/", made.headers["Location"]).group(1)


@pytest.fixture
def code(secret) -> str:
    return Workshop.objects.get().code


def ticket(client, code: str) -> str:
    """Join as a person does; return the ticket that her pages carry."""
    page = client.get(f"/atelier/{code}/").content.decode()
    (short, long) = re.findall(r"/quel-metier/phrases/\?n=\d+&amp;atelier=([\w-]+)", page)
    assert short == long
    return short


def send(client, ticket: str, replies: str = REPLIES):
    return client.post("/atelier/envoyer/", {"n": "12", "r": replies, "atelier": ticket})


def send_many(client, code: str, people: int) -> None:
    for _ in range(people):
        assert send(client, ticket(client, code)).status_code == 302


def press(client, secret: str, button: str, **values):
    return client.post(f"/atelier/mener/{secret}/changer/", {"faire": button, **values})


def assert_kept_secret(response):
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response.headers["Cache-Control"]
    assert "private" in response.headers["Cache-Control"]
    assert "noindex" in response.headers["X-Robots-Tag"]
    assert not response.cookies


class TestTheMatrix:
    @pytest.mark.parametrize("route", sorted(WORKSHOP))
    def test_each_address_opens_what_the_matrix_says_and_a_get_only_reads(self, client, secret, code, route):
        sent = ticket(client, code)
        send(client, sent)
        holders = {
            "secret": ([NOWHERE], [secret]),
            "code": ([NO_CODE], [code]),
            "token": ([NO_CODE, NO_TOKEN], sent.split("-", 1)),
        }
        kind, *statuses = WORKSHOP[route]
        for values, status in zip(holders[kind], statuses, strict=True):
            with readonly():
                response = client.get(reverse(route, args=values))
            assert response.status_code == status
            if status != 405:
                assert_kept_secret(response)

    @pytest.mark.parametrize("route", sorted(route for route in FORMS if "workshop" in route))
    def test_a_form_takes_only_post(self, client, route):
        with readonly():
            assert client.get(reverse(route)).status_code == FORMS[route]

    def test_a_participant_can_neither_close_nor_delete_nor_read_others(self, client, secret, code):
        mine = ticket(client, code)
        send(client, mine)
        send_many(client, code, FEWEST)
        token = mine.split("-", 1)[1]
        for holder in (NOWHERE, (token + "a" * 32)[:32], (code + "a" * 32)[:32]):
            for button in ("fermer", "effacer"):
                assert press(client, holder, button, sur="oui").status_code == 404
        assert WorkshopAnswer.objects.count() == FEWEST + 1
        for path in (f"/atelier/{code}/", f"/atelier/{code}/ecran/", f"/atelier/{code}/envoi/{token}/"):
            assertNotContains(client.get(path), secret)

    def test_a_leader_never_gets_a_ticket_nor_an_answer(self, client, secret, code):
        mine = ticket(client, code)
        send(client, mine)
        page = client.get(f"/atelier/mener/{secret}/")
        assertContains(page, "<b>1</b> réponse reçue")
        for word in (mine.split("-", 1)[1], "D1102", "Boulanger"):
            assertNotContains(page, word)

    @pytest.mark.parametrize("path", ["/atelier/nouveau/", "/atelier/envoyer/"])
    @pytest.mark.parametrize(
        "headers",
        [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://exemple.fr"}, {"Sec-Fetch-Site": "same-site"}],
    )
    def test_what_another_site_sends_is_refused(self, path, headers):
        assert Client(headers=headers).post(path, {}).status_code == 403
        assert Workshop.objects.count() == 0


class TestTheDoor:
    def test_it_has_two_doors_and_says_what_is_kept(self, client):
        with readonly():
            response = client.get("/atelier/")
        for words in ("J'ai un code", "Je mène un atelier", "À partir de 5 personnes", "Gardé 30 jours"):
            assertContains(response, words)
        assert not response.cookies
        assert "X-Robots-Tag" not in response.headers

    def test_a_code_is_found_however_it_is_typed(self, client, code):
        for typed in (code.lower(), f" {spoken_code(code)} ", f"http://testserver/atelier/{code}/"):
            with readonly():
                assertRedirects(client.get("/atelier/", {"code": typed}), f"/atelier/{code}/")
        assertRedirects(client.get(f"/atelier/{code.lower()}/"), f"/atelier/{code}/")

    @pytest.mark.parametrize(
        ("typed", "words"), [("", "Écrivez le code"), ("BCD", "six signes"), ("BCD0FG", "ne contient jamais")]
    )
    def test_a_wrong_code_is_explained_and_kept(self, client, typed, words):
        response = client.get("/atelier/", {"code": typed})
        assertContains(response, words, status_code=400 if typed else 200)
        assert f'value="{typed}"' in response.content.decode()
        assert b'aria-invalid="true"' in response.content

    def test_a_code_that_opens_nothing_is_said_in_the_form(self, client):
        assertContains(client.get(f"/atelier/{NO_CODE}/"), "n'ouvre aucun atelier", status_code=404)

    @pytest.mark.parametrize("typed", HOSTILE)
    def test_hostile_words_change_nothing(self, client, typed):
        assert client.get("/atelier/", {"code": typed}).status_code in {302, 400}
        made = client.post("/atelier/nouveau/", {"titre": typed, "duree": typed})
        page = client.get(made.headers["Location"])
        assertNotContains(page, "<script>alert")
        assert len(Workshop.objects.get().title) <= 60
        assert client.post("/atelier/envoyer/", {"n": typed, "r": typed, "atelier": typed}).status_code == 409

    def test_the_trap_for_robots_opens_nothing(self, client):
        response = client.post("/atelier/nouveau/", {"courriel": "a@exemple.fr", "titre": "Lundi"})
        assertContains(response, 'value="Lundi"', status_code=400)
        assert Workshop.objects.count() == 0

    def test_wrong_codes_are_slowed_down(self, client, code, monkeypatch):
        monkeypatch.setattr(views.WRONG, "most", 3)
        for _ in range(3):
            assert client.get(f"/atelier/{NO_CODE}/").status_code == 404
        for path in (f"/atelier/{NO_CODE}/", f"/atelier/{code}/", f"/atelier/{code}/ecran/"):
            assertContains(client.get(path), "Réessayez dans 15 min", status_code=429)
        other = Client(REMOTE_ADDR="203.0.113.9")
        assert other.get(f"/atelier/{code}/").status_code == 200

    def test_openings_and_sendings_are_slowed_down(self, client, code, monkeypatch):
        monkeypatch.setattr(views.BEGUN, "most", 1)
        assertContains(client.post("/atelier/nouveau/", {}), "Trop d&#x27;ateliers", status_code=429)
        mine = ticket(client, code)
        monkeypatch.setattr(views.SENT, "most", 1)
        assert send(client, mine).status_code == 302
        assert send(client, mine).status_code == 429


class TestTheJourney:
    def test_the_ticket_travels_through_the_statements_to_the_result(self, client, code):
        mine = ticket(client, code)
        page = client.get("/quel-metier/phrases/", {"n": "12", "atelier": mine})
        assertContains(page, f'name="atelier" value="{mine}"')
        for step, replies in ((1, ""), (2, "333000")):
            asked = {"n": "12", "r": replies, "etape": step, "vers": "suite", "atelier": mine, "s12": "2"}
            after = client.get("/quel-metier/phrases/", asked).headers["Location"]
            assert f"atelier={mine}" in after
        assertContains(client.get(after), "Envoyer mes résultats à l'atelier, sans mon nom")
        assert WorkshopAnswer.objects.count() == 0

    def test_what_is_sent_can_be_replaced_and_taken_back(self, client, code):
        mine = ticket(client, code)
        made = send(client, mine)
        assert_kept_secret(made)
        with readonly():
            page = client.get(made.headers["Location"])
        assert_kept_secret(page)
        assertContains(page, "C'est envoyé")
        back = re.search(r'href="(/quel-metier/resultat/[^"]+)"', page.content.decode()).group(1)
        assertContains(client.get(back.replace("&amp;", "&")), "remplace le premier envoi")
        send(client, mine, "000333000333")
        assert WorkshopAnswer.objects.count() == 1
        token = mine.split("-", 1)[1]
        assertContains(client.post(f"/atelier/{code}/envoi/{token}/retirer/"), "sont retirées")
        assert WorkshopAnswer.objects.count() == 0
        assertContains(client.get(f"/atelier/{code}/envoi/{token}/"), "rien à retirer", status_code=404)

    def test_two_people_have_two_tickets(self, client, code):
        assert ticket(client, code) != ticket(client, code)

    def test_nothing_answered_is_not_sent(self, client, code):
        made = send(client, ticket(client, code), "xxx")
        assert made.headers["Location"].startswith("/quel-metier/resultat/")
        assert WorkshopAnswer.objects.count() == 0

    def test_a_full_workshop_says_that_nothing_was_sent(self, client, code, monkeypatch):
        monkeypatch.setattr("jalon.guidance.services.workshop.MOST_ANSWERS", 0)
        assertContains(send(client, ticket(client, code)), "n&#x27;ont pas été envoyées", status_code=409)

    def test_a_closed_workshop_says_so_and_gives_the_results_back(self, client, secret, code):
        mine, late = ticket(client, code), ticket(client, code)
        send(client, mine)
        send_many(client, code, FEWEST)
        press(client, secret, "fermer")
        response = send(client, late)
        assertContains(response, "L'atelier est fermé", status_code=409)
        assertContains(response, f'/quel-metier/resultat/?n=12&amp;r={REPLIES}"', status_code=409)
        assertContains(client.get(f"/quel-metier/resultat/?n=12&r={REPLIES}&atelier={late}"), "est fermé")
        token = mine.split("-", 1)[1]
        retired = client.post(f"/atelier/{code}/envoi/{token}/retirer/")
        assertContains(retired, "elles sont effacées", status_code=409)

    @pytest.mark.parametrize("said", HOSTILE)
    def test_a_ticket_that_is_not_one_is_left_out(self, client, said):
        with readonly():
            response = client.get("/quel-metier/resultat/", {"n": "12", "r": REPLIES, "atelier": said})
        assertNotContains(response, "workshop-send")


class TestTheLeader:
    def test_the_code_is_shown_with_its_address_and_a_picture(self, client, secret, code):
        for path in (f"/atelier/mener/{secret}/", f"/atelier/{code}/ecran/"):
            page = client.get(path)
            assertContains(page, spoken_code(code))
            assertContains(page, "testserver/atelier")
            assertContains(page, 'class="qr"')
            assertContains(page, "Mardi &lt;b&gt;matin")
        assertContains(
            client.get(f"/atelier/mener/{secret}/"), f'action="/atelier/mener/{secret}/changer/"', 2
        )

    def test_the_number_is_refreshed_without_the_page(self, client, secret, code):
        for path in (f"/atelier/mener/{secret}/", f"/atelier/{code}/ecran/"):
            with readonly():
                part = client.get(path, headers={"HX-Request": "true"})
            assert "<b>0</b> réponse reçue" in part.content.decode()
            assertNotContains(part, "<html")
        press(client, secret, "fermer", sur="oui")
        for path in (f"/atelier/mener/{secret}/", f"/atelier/{code}/ecran/", f"/atelier/mener/{NOWHERE}/"):
            assert client.get(path, headers={"HX-Request": "true"}).status_code == views.STOP_ASKING

    def test_fewer_than_five_are_asked_about(self, client, secret, code):
        send_many(client, code, FEWEST - 1)
        asked = press(client, secret, "fermer")
        assertContains(asked, "il en manque 1", status_code=409)
        assert WorkshopAnswer.objects.count() == FEWEST - 1
        assertRedirects(press(client, secret, "fermer", sur="oui"), f"/atelier/mener/{secret}/")
        assertContains(client.get(f"/atelier/mener/{secret}/"), "Rien n'est montré")
        assert WorkshopAnswer.objects.count() == 0

    def test_the_results_of_the_group(self, client, secret, code):
        for _ in range(FEWEST + 1):
            send(client, ticket(client, code), "3" * 12)
        press(client, secret, "fermer")
        with readonly():
            page = client.get(f"/atelier/mener/{secret}/")
        assert_kept_secret(page)
        assertContains(page, "6\u00a0personnes ont envoyé leurs réponses")
        assertContains(page, 'href="/metiers/D1102/"')
        assertContains(page, "sans désigner quelqu'un")
        assertContains(page, "90 ou plus")
        assertContains(page, f'action="/atelier/mener/{secret}/changer/"')
        for left in ("fermer", 'class="qr"', "Actualiser"):
            assertNotContains(page, left)
        again = press(client, secret, "fermer", sur="oui")
        assertRedirects(again, f"/atelier/mener/{secret}/")
        assert client.get(f"/atelier/{code}/").status_code == 404

    def test_all_is_deleted_on_demand(self, client, secret, code):
        send_many(client, code, 1)
        gone = press(client, secret, "effacer")
        assertContains(client.get(gone.headers["Location"]), "Il n'en reste rien")
        assert (Workshop.objects.count(), WorkshopAnswer.objects.count()) == (0, 0)
        assert client.get(f"/atelier/mener/{secret}/").status_code == 404

    def test_an_unknown_button_does_nothing(self, client, secret):
        assertRedirects(press(client, secret, "autre"), f"/atelier/mener/{secret}/")

    def test_a_workshop_past_its_day_may_only_be_closed(self, client, secret, code):
        send_many(client, code, FEWEST)
        mine = ticket(client, code)
        yesterday = timezone.localdate() - timezone.timedelta(days=1)
        Workshop.objects.update(last_on=yesterday)
        page = client.get(f"/atelier/mener/{secret}/")
        assertContains(page, "ne prend plus de réponses")
        assertNotContains(page, 'class="qr"')
        assert send(client, mine).status_code == 409
        assert clean_workshops(today=timezone.localdate()).published == 1
        assertContains(client.get(f"/atelier/mener/{secret}/"), "5\u00a0personnes")


def test_a_typed_code_reads_as_the_shown_one(code):
    assert code_in(spoken_code(code).lower()) == code
