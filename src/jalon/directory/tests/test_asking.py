"""Contacts are asked once a year by mail; their link lets them confirm, correct, or leave."""

import datetime
import re

import pytest
from django.core.management import call_command
from django.utils import timezone
from pytest_django.asserts import assertContains
from tests import factories
from tests.readonly import readonly

from jalon.directory.models import Contact, ImportDraft
from jalon.directory.rules.confirming import LINK_DAYS, hidden
from jalon.directory.services import asking
from jalon.outbox.models import Message
from jalon.outbox.services.jobs import scheduled

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def contact(**fields) -> Contact:
    values = {
        "organisation": factories.organisation("CIO de Blois"),
        "task": "Forums",
        "name": "Inès Dupré",
        "email": "ines@exemple.fr",
        "phone": "02 61 91 00 01",
        "confirmed_on": timezone.localdate() - DAY * 400,
    }
    return Contact.objects.create(**values | fields)


@pytest.fixture
def asked() -> tuple[Contact, str]:
    """A contact who was just asked, and the address of her page."""
    made = contact()
    assert asking.ask_due_contacts(today=timezone.localdate()) == 1
    text = Message.objects.get(key__startswith=f"directory.contact.{made.pk}.").text
    return made, re.search(r"https?://[^/]+(/mes-coordonnees/\S+)", text)[1]


def test_the_mail_says_what_is_written_and_opens_the_page(asked, client):
    made, address = asked
    message = Message.objects.get(key__startswith=f"directory.contact.{made.pk}.")
    assert (message.to, message.secret) == ("ines@exemple.fr", True)
    assert message.subject == "Êtes-vous toujours le contact de CIO de Blois ?"
    for said in ("Inès Dupré", "Forums", "02 61 91 00 01", address):
        assert said in message.text
        assert said in message.html
    with readonly():
        page = client.get(address)
    assertContains(page, "Inès Dupré")
    assert page.headers["Cache-Control"] == "private, no-store"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert not page.cookies


def test_nobody_is_asked_twice_in_a_year(asked):
    made, _address = asked
    today = timezone.localdate()
    assert asking.ask_due_contacts(today=today) == 0
    assert asking.ask_due_contacts(today=today + DAY * 364) == 0
    assert asking.ask_due_contacts(today=today + DAY * 366) == 1
    made.refresh_from_db()
    assert made.silent_since == today, "the silence began with the first question"


@pytest.mark.parametrize(
    "fields",
    [
        {"name": ""},
        {"email": ""},
        {"withdrawn": True},
        {"demonstration": True},
        {"confirmed_on": datetime.date(2999, 1, 1)},
    ],
)
def test_who_is_not_asked(fields):
    contact(**fields)
    assert asking.ask_due_contacts(today=timezone.localdate()) == 0
    assert not Message.objects.exists()


def test_an_address_that_takes_no_mail_is_not_tried_every_day():
    made = contact(email="pas une adresse")
    assert asking.ask_due_contacts(today=timezone.localdate()) == 0
    made.refresh_from_db()
    assert made.silent_since == timezone.localdate()


def test_yes_is_one_button(asked, client, told):
    made, address = asked
    page = client.post(f"{address}reponse/", {"reponse": "juste"})
    assertContains(page, "Merci")
    made.refresh_from_db()
    assert (made.confirmed_on, made.silent_since) == (timezone.localdate(), None)
    assert client.get(address).status_code == 404, "the link has served"
    assert [act["said"] for act in told] == ["a reçu la confirmation du contact « Forums » de CIO de Blois"]


def test_she_corrects_herself_and_hears_what_is_wrong(asked, client):
    made, address = asked
    sent = {"reponse": "corriger", "fonction": "Forums et salons", "nom": "Inès Martin", "telephone": "12"}
    page = client.post(f"{address}reponse/", sent)
    assertContains(page, "dix chiffres")
    assertContains(page, 'value="Inès Martin"')
    client.post(f"{address}reponse/", sent | {"telephone": "0261910002", "courriel": "ines@exemple.fr"})
    made.refresh_from_db()
    assert (made.name, made.task, made.phone) == ("Inès Martin", "Forums et salons", "02 61 91 00 02")
    assert made.confirmed_on == timezone.localdate()


def test_who_is_no_longer_the_one_is_erased_at_once(asked, client, told):
    made, address = asked
    assertContains(client.post(f"{address}reponse/", {"reponse": "parti"}), "effacés de l")
    made.refresh_from_db()
    assert (made.name, made.email, made.phone, made.ask_digest) == ("", "", "", "")
    assert made.task == "Forums", "the task stays, to be identified"
    assert told
    assert not any("Inès" in f"{act['said']} {act['thing']} {act['changes']}" for act in told)


def test_a_get_answers_nothing_and_another_site_neither(asked, client):
    made, address = asked
    assert client.get(f"{address}reponse/").status_code == 405
    page = client.post(f"{address}reponse/", {"reponse": "parti"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert page.status_code == 403
    assert client.post(f"{address}reponse/", {"reponse": "zzz"}).status_code == 400
    made.refresh_from_db()
    assert made.name


@pytest.mark.parametrize("token", ["z" * 43, "court"])
def test_every_link_that_opens_nothing_says_the_same(client, asked, token):
    _made, address = asked
    client.post(f"{address}reponse/", {"reponse": "juste"})
    over, unknown = client.get(address), client.get(f"/mes-coordonnees/{token}/")
    assert over.status_code == unknown.status_code == 404
    assert over.content == unknown.content
    assert client.post(f"/mes-coordonnees/{token}/reponse/", {"reponse": "juste"}).status_code == 404


def test_a_link_gets_old(asked, client):
    made, address = asked
    Contact.objects.filter(pk=made.pk).update(asked_on=timezone.localdate() - DAY * (LINK_DAYS + 1))
    assert client.get(address).status_code == 404


def test_a_new_question_closes_the_old_link(asked, client):
    _made, address = asked
    asking.ask_due_contacts(today=timezone.localdate() + DAY * 366)
    assert client.get(address).status_code == 404


def test_the_link_is_kept_as_a_digest_and_out_of_the_logs(asked):
    made, address = asked
    made.refresh_from_db()
    token = address.split("/")[2]
    assert token not in made.ask_digest
    assert token not in hidden(f"Not Found: {address}")


def test_three_years_without_news_erase_the_person_not_the_task():
    old = contact(confirmed_on=timezone.localdate() - DAY * 1100)
    recent = contact()
    generic = contact(confirmed_on=timezone.localdate() - DAY * 1100, name="", email="accueil@exemple.fr")
    ImportDraft.objects.create(
        author=factories.account(), what="contacts", rows=[], problems=[], made_at=timezone.now() - DAY * 2
    )
    call_command("clean_contacts")
    for one in (old, recent, generic):
        one.refresh_from_db()
    assert (old.name, old.email, old.task) == ("", "", "Forums")
    assert recent.name
    assert generic.email, "the address of a place is nobody's"
    assert not ImportDraft.objects.exists()


def test_the_worker_does_it_every_day():
    jobs = {job.name: job for job in scheduled()}
    contact()
    assert jobs["Annuaire : demande aux contacts"].every == DAY
    assert jobs["Annuaire : demande aux contacts"].run() == "1 contact interrogé."
    assert jobs["Annuaire : effacement"].every == DAY
    assert jobs["Annuaire : effacement"].run().startswith("0 contact sans nouvelle effacé")
