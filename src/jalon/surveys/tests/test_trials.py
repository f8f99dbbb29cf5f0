"""Tests by groups: what the team prepares and reads, what participants do, who may."""

import csv
import datetime
import io
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects
from tests import factories
from tests.house.authorisation import TRIAL
from tests.readonly import readonly

from jalon.surveys.models import Participation, TaskAnswer, WitnessGroup
from jalon.surveys.rules.keeping import digest_of
from jalon.surveys.selectors import groups as selectors
from jalon.surveys.services import groups as services

pytestmark = pytest.mark.django_db
NOWHERE = "z" * 32
YESTERDAY = datetime.timedelta(days=1)


@pytest.fixture
def staff(db) -> Client:
    client = Client()
    client.force_login(factories.account(name="Ana"))
    return client


@pytest.fixture
def group() -> WitnessGroup:
    return factories.witness_group("Trouvez un métier.", "Trouvez un CAP.", "Trouvez un lieu.")


def begin(client, group, **fields) -> str:
    response = client.post(f"/essai/{group.code}/commencer/", {"public": "", **fields})
    assert response.status_code == 302
    assert not response.cookies
    found = re.fullmatch(rf"/essai/{group.code}/([\w-]{{32}})/", response.headers["Location"])
    return found.group(1)


def step(group, token: str, end: str = "") -> str:
    return f"/essai/{group.code}/{token}/{end}"


def answer(client, group, token: str, task: int, **fields):
    values = {"tache": task, "resultat": "reussi", "effort": "2", "mots": ""}
    return client.post(step(group, token, "repondre/"), values | fields)


@pytest.mark.parametrize("route", sorted(TRIAL))
def test_a_link_opens_what_the_matrix_says_and_a_get_only_reads(client, group, route):
    token = begin(client, group)
    over = factories.witness_group(closes_on=timezone.localdate() - YESTERDAY)
    for code, status in zip(("z" * 22, group.code, over.code), TRIAL[route], strict=True):
        values = (
            {"code": code}
            if route in {"surveys:trial", "surveys:trial_begin"}
            else {"code": code, "token": token}
        )
        with readonly():
            response = client.get(reverse(route, kwargs=values))
        assert response.status_code == status
        if status != 405:
            assert response.headers["Referrer-Policy"] == "no-referrer"
            assert "no-store" in response.headers["Cache-Control"]
            assert "noindex" in response.headers["X-Robots-Tag"]
            assert not response.cookies


@pytest.mark.parametrize("end", ["repondre/", "finir/", "effacer/"])
def test_only_a_token_of_this_open_group_writes(client, group, end):
    token = begin(client, group)
    other = factories.witness_group()
    values = {"tache": 1, "resultat": "reussi", "effort": "", "mots": "", "manque": "", "encore": ""}
    with readonly():
        assert client.post(step(group, NOWHERE, end), values).status_code == 404
        assert client.post(step(other, token, end), values).status_code == 404
    WitnessGroup.objects.filter(pk=group.pk).update(closes_on=timezone.localdate() - YESTERDAY)
    with readonly():
        assert client.post(step(group, token, end), values).status_code == 410


def test_tasks_come_one_after_the_other_then_the_form_then_thanks(client, group):
    token = begin(client, group, public="eleve")
    assertContains(client.get(step(group, token)), "Tâche 1 sur 3")
    assertRedirects(answer(client, group, token, 1), step(group, token, "?tache=2"))
    assertContains(client.get(step(group, token, "?tache=2")), "Trouvez un CAP.")
    response = answer(
        client, group, token, 3, resultat="rate", effort="5", mots="Rien trouvé, 06 12 34 56 78"
    )
    assertRedirects(response, step(group, token, "?fin=1"))
    assertContains(client.get(step(group, token)), "Tâche 2 sur 3")
    done = client.post(step(group, token, "finir/"), {"effort": "3", "manque": "Les dates", "encore": "oui"})
    assertRedirects(done, step(group, token))
    assertContains(client.get(step(group, token)), "Merci")
    person = Participation.objects.get()
    assert (person.digest, person.audience, person.effort) == (digest_of(token), "eleve", 3)
    assert token not in str(Participation.objects.values().get())
    assert TaskAnswer.objects.get(task__position=3).words == "Rien trouvé, [numéro masqué]"


def test_going_back_shows_what_was_answered_and_replaces_it(client, group):
    token = begin(client, group)
    answer(client, group, token, 1, mots="Facile")
    page = client.get(step(group, token, "?tache=1"))
    assertContains(page, "Facile")
    assert re.search(r'value="reussi"[^>]* checked', page.content.decode())
    answer(client, group, token, 1, resultat="moitie", mots="")
    assert TaskAnswer.objects.get().outcome == "moitie"


def test_an_answer_without_outcome_comes_back_with_what_was_typed(client, group):
    token = begin(client, group)
    response = client.post(step(group, token, "repondre/"), {"tache": "1", "effort": "4", "mots": "Hum"})
    assertContains(response, "Dites comment cela s&#x27;est passé")
    assertContains(response, 'href="#resultat"')
    assertContains(response, "Hum")
    assertContains(response, "<title>Erreur")
    assert not TaskAnswer.objects.exists()


def test_a_participant_erases_everything_at_once(client, group):
    token = begin(client, group)
    answer(client, group, token, 1)
    assertRedirects(client.post(step(group, token, "effacer/")), f"/essai/{group.code}/?efface=1")
    assert not Participation.objects.exists()
    assert not TaskAnswer.objects.exists()
    assert client.get(step(group, token)).status_code == 404


def test_programs_and_crowds_do_not_begin(client, group, monkeypatch):
    with readonly():
        assertRedirects(
            client.post(f"/essai/{group.code}/commencer/", {"site": "x"}), f"/essai/{group.code}/"
        )
    monkeypatch.setattr(services.BEGUN, "most", 1)
    begin(client, group)
    refused = client.post(f"/essai/{group.code}/commencer/", {"public": ""})
    assertContains(refused, "quart d'heure", status_code=429)
    assert Participation.objects.count() == 1


@pytest.mark.parametrize("odd", ["0", "99", "-1", "zzz", "9" * 30, "²"])
def test_odd_numbers_of_tasks_are_harmless(client, group, odd):
    token = begin(client, group)
    assertContains(client.get(step(group, token, f"?tache={odd}")), "Tâche 1 sur 3")
    assertRedirects(answer(client, group, token, odd), step(group, token))
    assert not TaskAnswer.objects.exists()


class TestTeam:
    """What the team does."""

    def values(self, **fields) -> dict[str, str]:
        last = timezone.localdate() + datetime.timedelta(days=10)
        return {"nom": "Classe de 3e", "fin": last.isoformat(), "taches": "Un métier\nUn CAP\n"} | fields

    def test_a_group_is_prepared_and_its_link_shown(self, staff, client):
        response = staff.post("/equipe/essais/nouveau/", self.values())
        made = WitnessGroup.objects.get()
        assertRedirects(response, f"/equipe/essais/{made.pk}/?fait=cree")
        assert re.fullmatch(r"[\w-]{22}", made.code)
        assert [task.text for task in made.tasks.all()] == ["Un métier", "Un CAP"]
        assertContains(staff.get(f"/equipe/essais/{made.pk}/"), f"http://testserver/essai/{made.code}/")
        assertContains(client.get(f"/essai/{made.code}/"), "2\u00a0petites choses à essayer")
        assertContains(staff.get("/equipe/essais/"), "Classe de 3e")

    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            ({"nom": " "}, "Donnez un nom"),
            ({"fin": "2001-01-01"}, "Ce jour est passé"),
            ({"fin": "2999-01-01"}, "Un an au plus"),
            ({"fin": "demain"}, "Écrivez une date"),
            ({"taches": " \n "}, "au moins une tâche"),
            ({"taches": "\n".join(map(str, range(11)))}, "10 tâches au plus"),
        ],
    )
    def test_what_is_wrong_is_said_and_what_was_typed_stays(self, staff, fields, words):
        with readonly():
            response = staff.post("/equipe/essais/nouveau/", self.values(taches="Une tâche rare") | fields)
        assertContains(response, words)
        assertContains(response, "<title>Erreur")
        assert "taches" in fields or "Une tâche rare" in response.content.decode()

    def test_tasks_change_until_someone_begins(self, staff, client, group):
        address = f"/equipe/essais/{group.pk}/modifier/"
        assertRedirects(
            staff.post(address, self.values(taches="Une")), f"/equipe/essais/{group.pk}/?fait=change"
        )
        assert group.tasks.count() == 1
        begin(client, group)
        assertContains(staff.get(address), "les tâches ne changent plus")
        staff.post(address, self.values(nom="Autre nom", taches="Une\nDeux"))
        group.refresh_from_db()
        assert (group.name, group.tasks.count()) == ("Autre nom", 1)
        with pytest.raises(services.BegunError):
            services.change_group(group=group.pk, name="a", closes_on=group.closes_on, tasks=["b"])

    def test_closing_then_deleting(self, staff, client, group):
        token = begin(client, group)
        assertRedirects(
            staff.post(f"/equipe/essais/{group.pk}/fermer/"), f"/equipe/essais/{group.pk}/?fait=ferme"
        )
        assert client.get(step(group, token)).status_code == 410
        closed = WitnessGroup.objects.get().closes_on
        staff.post(f"/equipe/essais/{group.pk}/fermer/")
        assert WitnessGroup.objects.get().closes_on == closed
        assertContains(staff.get(f"/equipe/essais/{group.pk}/modifier/"), closed.isoformat())
        assertRedirects(staff.post(f"/equipe/essais/{group.pk}/supprimer/"), "/equipe/essais/?fait=supprime")
        assert not Participation.objects.exists()

    def test_results_and_their_file(self, staff, client, group, django_assert_max_num_queries):
        for number, outcome in enumerate(["reussi", "moitie", "rate"]):
            token = begin(client, group, public="parent" if number else "conseiller")
            answer(client, group, token, 1, resultat=outcome, effort=str(number + 1), mots="=1+1")
            client.post(
                step(group, token, "finir/"), {"effort": "4", "manque": "+2<b>", "encore": "peut-etre"}
            )
        found = selectors.results(group)
        assert (found.begun, found.finished, found.effort) == (3, 3, "4,0")
        assert [one.row.counts for one in found.tasks] == [(1, 1, 1), (0, 0, 0), (0, 0, 0)]
        assert found.tasks[0].effort == "2,0"
        with readonly(), django_assert_max_num_queries(10):
            page = staff.get(f"/equipe/essais/{group.pk}/")
        assertContains(page, "+2&lt;b&gt;")
        assertNotContains(page, "+2<b>")
        file = staff.get(f"/equipe/essais/{group.pk}/reponses.csv").content.decode("utf-8-sig")
        header, *rows = csv.reader(io.StringIO(file), delimiter=";")
        assert header[:3] == ["numéro", "public", "tâche 1 : résultat"]
        assert [row[1] for row in rows] == ["", "", ""], "fewer than three of each audience"
        assert not any(cell.startswith(("=", "+")) for row in rows for cell in row)
