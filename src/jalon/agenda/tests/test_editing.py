"""Adding an event from one line, changing, cancelling and making it again: what the screens do."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains
from tests import factories

from jalon.agenda.enums import EventState, Moderation, Visibility
from jalon.agenda.models import Event, Slot
from jalon.directory.enums import Role
from jalon.directory.models import Membership

pytestmark = pytest.mark.django_db
ADD = "/equipe/agenda/ajouter/"
TODAY = timezone.localdate()
SOON = TODAY + timedelta(days=40)
SAID = {
    "titre": "Repérer l'illettrisme",
    "type": "training",
    "du": f"{SOON}",
    "debut": "14:00",
    "fin": "17:00",
    "commune": "Blois",
    "qui": "network",
}


@pytest.fixture
def place():
    return factories.organisation("CRIA")


@pytest.fixture
def editor(client, place):
    account = factories.account(is_staff=False)
    Membership.objects.create(account=account, role=Role.PARTNER_EDITOR, organisation=place)
    client.force_login(account)
    return account


def said(place, **changed):
    return SAID | {"structure": place.pk} | changed


def test_one_line_is_understood_and_shown_before_anything_is_kept(client, editor, place):
    other = factories.event("Autre forum", first_day=SOON, organisation=place)
    line = f"{SOON:%d/%m/%Y} 14h-17h formation repérer l'illettrisme, Blois, CRIA"
    response = client.get(ADD, {"ligne": line})
    assertContains(response, 'value="Formation repérer l&#x27;illettrisme"')
    assertContains(response, f'value="{SOON}"')
    assertContains(response, '<option value="training" selected>')
    assertContains(response, other.title)
    assert Event.objects.count() == 1


def test_what_is_checked_is_kept_with_its_days(client, editor, place):
    response = client.post(ADD, said(place))
    event = Event.objects.get()
    assert response["Location"] == f"/equipe/agenda/e/{event.key}/?fait=ajoute"
    assert (event.title, event.commune_id, event.visibility) == ("Repérer l'illettrisme", "41018", "network")
    assert event.occurrences.get().first_day == SOON
    assertContains(client.get(response["Location"]), "C&#x27;est dans l&#x27;agenda.")


def test_what_a_partner_shows_to_everybody_waits_to_be_read(client, editor, place):
    client.post(ADD, said(place, qui="public"))
    event = Event.objects.get()
    assert event.moderation == Moderation.WAITING
    assert client.get(f"/agenda/e/{event.key}/").status_code == 404


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"titre": ""}, "Donnez un titre"),
        ({"du": ""}, "Dites quel jour."),
        ({"du": "31/02/2027"}, "Ce jour n&#x27;existe pas"),
        ({"commune": "Zzzz"}, "Nous ne connaissons pas cette commune"),
        ({"lien": "javascript:alert(1)"}, "commence par https"),
        ({"regle": "FREQ=SECONDLY"}, "regle"),
        ({"fin": "25:99"}, "Cette heure"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(client, editor, place, changed, words):
    response = client.post(ADD, said(place, resume="Mes mots", **changed))
    assertContains(response, words, status_code=422)
    assertContains(response, "Mes mots", status_code=422)
    assert not Event.objects.exists()


def test_nobody_adds_for_a_structure_that_is_not_hers(client, editor):
    other = factories.organisation("Une autre")
    response = client.post(ADD, said(other))
    assertContains(response, "Vous ne pouvez pas publier pour cette structure.", status_code=422)
    assert not Event.objects.exists()


def test_an_event_is_changed_and_its_number_grows(client, editor, place):
    event = factories.event("Avant", first_day=SOON, organisation=place, description="Gardée")
    address = f"/equipe/agenda/e/{event.key}/modifier/"
    assertContains(client.get(address), 'value="Avant"')
    later = SOON + timedelta(days=7)
    fields = said(place, titre="Après", du=f"{later}", description="Gardée", vu=event.sequence)
    assert client.post(address, fields).status_code == 302
    event.refresh_from_db()
    assert (event.title, event.description, event.sequence) == ("Après", "Gardée", 1)
    assert event.occurrences.get().first_day == later


def test_a_stale_edit_is_refused_and_nothing_typed_is_lost(client, editor, place):
    event = factories.event("Avant", first_day=SOON, organisation=place)
    Event.objects.filter(pk=event.pk).update(sequence=5)
    address = f"/equipe/agenda/e/{event.key}/modifier/"
    response = client.post(address, said(place, titre="Le mien", vu="0"))
    assertContains(response, "Quelqu'un l'a modifié pendant ce temps", status_code=409)
    assertContains(response, 'value="Le mien"', status_code=409)
    event.refresh_from_db()
    assert event.title == "Avant"


def test_several_dates_are_left_as_they_are(client, editor, place):
    event = factories.event("Deux", first_day=SOON, organisation=place)
    Slot.objects.create(event=event, first_day=SOON + timedelta(days=1), last_day=SOON + timedelta(days=1))
    address = f"/equipe/agenda/e/{event.key}/modifier/"
    assertNotContains(client.get(address), 'name="du"')
    assert client.post(address, said(place, titre="Toujours deux", vu="0")).status_code == 302
    assert Slot.objects.filter(event=event).count() == 2


def test_cancelling_asks_why_and_everybody_reads_it(client, editor, place):
    event = factories.event(first_day=SOON, organisation=place)
    address = f"/equipe/agenda/e/{event.key}/annuler/"
    assertContains(client.post(address, {"faire": "annuler"}), "Dites pourquoi", status_code=422)
    client.post(address, {"faire": "annuler", "pourquoi": "La salle est fermée."})
    event.refresh_from_db()
    assert event.state == EventState.CANCELLED
    assertContains(client.get(f"/agenda/e/{event.key}/"), "La salle est fermée.")


def test_the_next_state_is_one_that_may_follow(client, editor, place):
    event = factories.event(first_day=SOON, organisation=place, state=EventState.IDEA)
    page = client.get(f"/equipe/agenda/e/{event.key}/")
    assertContains(page, '<option value="save-the-date">')
    assertNotContains(page, '<option value="held">')
    address = f"/equipe/agenda/e/{event.key}/etat/"
    assert client.post(address, {"etat": "held"}).status_code == 422
    assert client.post(address, {"etat": "open"}).status_code == 302
    event.refresh_from_db()
    assert event.state == EventState.OPEN


def test_last_years_event_is_made_again_as_an_idea(client, editor, place):
    event = factories.event("Forum", first_day=SOON, organisation=place)
    address = f"/equipe/agenda/e/{event.key}/refaire/"
    assertContains(client.get(address), "Une copie est préparée")
    assert Event.objects.count() == 1
    client.post(address)
    copy = Event.objects.exclude(pk=event.pk).get()
    assert copy.state == EventState.IDEA
    assert copy.occurrences.get().first_day == SOON + timedelta(weeks=52)


def test_someone_elses_event_is_seen_and_not_changed(client, editor):
    event = factories.event(
        first_day=SOON, organisation=factories.organisation("Une autre"), visibility=Visibility.NETWORK
    )
    assertNotContains(client.get(f"/equipe/agenda/e/{event.key}/"), "Modifier")
    for act in ("modifier", "annuler", "refaire", "etat"):
        assert client.post(f"/equipe/agenda/e/{event.key}/{act}/", {}).status_code == 403
