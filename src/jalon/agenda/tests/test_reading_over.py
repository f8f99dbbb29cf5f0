"""Reading over what partners propose to everybody: the queue, both outcomes, who is told."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains
from tests import factories

from jalon.agenda.enums import EventState, Moderation
from jalon.directory.enums import Role
from jalon.outbox.models import Message

pytestmark = pytest.mark.django_db
QUEUE = "/equipe/agenda/a-relire/"
TODAY = timezone.localdate()


@pytest.fixture
def tours():
    return factories.territory("Tours")


@pytest.fixture
def place(tours):
    return factories.organisation("CRIA")


@pytest.fixture
def editors(place):
    """Two who publish for the structure, one of whom left; a member of it; an editor of another."""
    made = [factories.account(f"{name}@cria.example", is_staff=False) for name in ("ana", "bea", "partie")]
    for account in made:
        factories.membership(account, Role.PARTNER_EDITOR, organisation=place)
    made[2].is_active = False
    made[2].save()
    member = factories.account("membre@cria.example", is_staff=False)
    factories.membership(member, Role.PARTNER_MEMBER, organisation=place)
    other = factories.account("ailleurs@autre.example", is_staff=False)
    factories.membership(other, Role.PARTNER_EDITOR, organisation=factories.organisation("Autre"))
    return made


@pytest.fixture
def coordinator(client, tours):
    account = factories.account(is_staff=False)
    factories.membership(account, Role.COORDINATOR, territory=tours)
    client.force_login(account)
    return account


def waiting(title, place, tours, days=30, **fields):
    values = {"moderation": Moderation.WAITING, "organisation": place, "territories": (tours,)} | fields
    return factories.event(title, first_day=TODAY + timedelta(days=days), **values)


def act(client, event, verb, **fields):
    return client.post(f"/equipe/agenda/e/{event.key}/{verb}/", {"vu": event.sequence} | fields)


def test_what_waits_is_listed_the_soonest_first(client, coordinator, place, tours):
    waiting("Forum passé", place, tours, days=-5)
    waiting("Forum lointain", place, tours, days=60)
    soon = waiting(
        "Forum proche",
        place,
        tours,
        days=9,
        summary="Dix métiers à essayer",
        place_name="Salle des fêtes",
        audiences=["parents"],
        created_by=factories.account(name="Ana Essai"),
    )
    waiting("Déjà lu", place, tours, moderation=Moderation.ACCEPTED)
    waiting("Forum de Dreux", place, factories.territory("Dreux"))
    response = client.get(QUEUE)
    for words in ("CRIA", "Ana Essai", "Dix métiers à essayer", "Salle des fêtes", "Parents", "Passé"):
        assertContains(response, words)
    assertContains(response, f'href="/equipe/agenda/e/{soon.key}/"')
    assertContains(response, "3\N{NO-BREAK SPACE}événements attendent")
    text = response.content.decode()
    assert text.index("Forum proche") < text.index("Forum lointain") < text.index("Forum passé")
    assertNotContains(response, "Déjà lu")
    assertNotContains(response, "Forum de Dreux")


def test_one_cancelled_date_does_not_hide_the_next(client, coordinator, place, tours):
    event = waiting("Permanence", place, tours, days=3, rule="FREQ=WEEKLY;COUNT=3")
    event.occurrences.filter(first_day=TODAY + timedelta(days=3)).update(cancelled=True)
    shown = client.get(QUEUE).context["lines"][0].shown
    assert shown.first_day == TODAY + timedelta(days=10)


def test_nothing_waits(client, coordinator):
    assertContains(client.get(QUEUE), "Tout est relu.")


@pytest.mark.parametrize("count", [1, 15])
def test_queries_do_not_grow_with_what_waits(
    client, coordinator, place, tours, count, django_assert_max_num_queries
):
    for number in range(count):
        waiting(f"Forum {number}", place, tours, days=number + 1, rule="FREQ=WEEKLY;COUNT=4")
    client.get(QUEUE)
    with django_assert_max_num_queries(9):
        response = client.get(QUEUE)
    assert len(response.context["lines"]) == count


def test_a_long_queue_is_cut_into_pages(client, coordinator, place, tours):
    for number in range(21):
        waiting(f"Forum {number}", place, tours, days=number + 1)
    assertContains(client.get(QUEUE, {"page": "2"}), "Forum 20")
    assertNotContains(client.get(QUEUE), "Forum 20")


def test_accepted_everybody_sees_it_and_its_structure_is_told_once(
    client, coordinator, editors, place, tours
):
    event = waiting("Forum\u200b de Tours", place, tours)
    assert client.get(f"/agenda/e/{event.key}/").status_code == 404
    response = act(client, event, "accepter")
    assert response["Location"] == f"{QUEUE}?fait=accepte"
    assertContains(client.get(response["Location"]), "C&#x27;est accepté.")
    assert client.get(f"/agenda/e/{event.key}/").status_code == 200
    mails = Message.objects.order_by("to")
    assert [mail.to for mail in mails] == ["ana@cria.example", "bea@cria.example"]
    assert mails[0].subject == "Accepté : « Forum de Tours »"
    assert f"/equipe/agenda/e/{event.key}/" in mails[0].text
    assert "Tout le monde peut le voir" in mails[0].text
    assert act(client, event, "accepter").status_code == 409
    assert mails.count() == 2


def test_an_idea_accepted_is_not_said_to_be_seen(client, coordinator, editors, place, tours):
    event = waiting("Forum", place, tours, state=EventState.IDEA)
    act(client, event, "accepter")
    assert "encore une idée" in Message.objects.first().text
    assert client.get(f"/agenda/e/{event.key}/").status_code == 404


def test_refused_it_stays_the_networks_and_its_structure_reads_why(
    client, coordinator, editors, place, tours
):
    event = waiting("Forum", place, tours)
    response = act(client, event, "refuser", pourquoi="La date est < fausse")
    assertContains(client.get(response["Location"]), "C&#x27;est refusé.")
    event.refresh_from_db()
    assert (event.moderation, event.moderation_note) == (Moderation.REFUSED, "La date est < fausse")
    assert client.get(f"/agenda/e/{event.key}/").status_code == 404
    mail = Message.objects.get(to="ana@cria.example")
    assert "La date est < fausse" in mail.text
    assert "La date est &lt; fausse" in mail.html


def test_a_refusal_without_a_reason_is_asked_for_it(client, coordinator, editors, place, tours):
    event = waiting("Forum", place, tours)
    response = act(client, event, "refuser", pourquoi="  ")
    assertContains(response, "Dites pourquoi, en quelques mots.", status_code=422)
    assertContains(response, 'aria-invalid="true"', count=1, status_code=422)
    assertContains(response, f'<a href="#pourquoi-{event.key}">', status_code=422)
    event.refresh_from_db()
    assert event.moderation == Moderation.WAITING
    assert not Message.objects.exists()


@pytest.mark.parametrize("verb", ["accepter", "refuser"])
@pytest.mark.parametrize("seen", ["0", "", "²", "-1"])
def test_what_changed_since_it_was_read_is_read_again(client, coordinator, editors, place, tours, verb, seen):
    event = waiting("Forum", place, tours, sequence=4)
    response = act(client, event, verb, vu=seen, pourquoi="Mes mots")
    assertContains(response, "modifié depuis", count=1, status_code=409)
    assertNotContains(response, "aria-invalid", status_code=409)
    if verb == "refuser":
        assertContains(response, 'value="Mes mots"', status_code=409)
    event.refresh_from_db()
    assert (event.moderation, event.sequence) == (Moderation.WAITING, 4)
    assert not Message.objects.exists()


def test_who_acts_gets_no_mail(client, coordinator, editors, place, tours):
    factories.membership(coordinator, Role.PARTNER_EDITOR, organisation=place)
    factories.membership(editors[0], Role.COORDINATOR, territory=tours)
    act(client, waiting("Forum", place, tours), "accepter")
    assert sorted(Message.objects.values_list("to", flat=True)) == ["ana@cria.example", "bea@cria.example"]


def test_those_who_coordinate_nothing_here_accept_nothing(client, editors, place, tours):
    event = waiting("Forum", place, tours)
    elsewhere = factories.account(is_staff=False)
    factories.membership(elsewhere, Role.COORDINATOR, territory=factories.territory("Dreux"))
    for account, queue in ((editors[0], 403), (elsewhere, 200)):
        client.force_login(account)
        assert client.get(QUEUE).status_code == queue
        for verb in ("accepter", "refuser"):
            assert act(client, event, verb, pourquoi="Non").status_code == 403
    event.refresh_from_db()
    assert event.moderation == Moderation.WAITING


def test_the_home_of_the_network_says_how_many_wait(client, coordinator, editors, place, tours):
    assertContains(client.get("/equipe/"), "Rien n&#x27;attend")
    waiting("Un", place, tours)
    assertContains(client.get("/equipe/"), "1 événement attend")
    waiting("Deux", place, tours)
    assertContains(client.get("/equipe/"), "2 événements attendent")
    client.force_login(editors[0])
    assertNotContains(client.get("/equipe/"), QUEUE)
