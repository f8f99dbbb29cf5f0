"""« Mes données »: what is held about someone is shown, corrected, taken away and erased."""

import csv
import io
import json
import zipfile

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db.models import CASCADE, SET_NULL
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects
from tests import factories
from tests.readonly import readonly

from jalon.directory.enums import Role
from jalon.directory.models import Account, Contact, Invitation, Membership
from jalon.directory.selectors.personal import held_about
from jalon.directory.services.memberships import LastAdministratorError
from jalon.directory.services.personal import erase_account, personal_archive
from jalon.journal.models import Entry
from jalon.journal.services import record
from jalon.outbox.models import Message
from jalon.outbox.services import queue_message
from jalon.sources.rules import FORMULA_SIGNS

pytestmark = pytest.mark.django_db
ANA, ADDRESS = "Ana Petit", "ana@exemple.fr"


@pytest.fixture
def keeper() -> Account:
    """Someone else who administers."""
    return factories.account("garde@exemple.fr", name="Lou Martin")


@pytest.fixture
def ana(keeper) -> Account:
    """A partner with all that a site may hold about someone."""
    place = factories.organisation("Mission locale d'essai")
    made = factories.account(ADDRESS, name=ANA, is_staff=False)
    factories.membership(made, Role.PARTNER_EDITOR, organisation=place, granted_by=keeper)
    Contact.objects.create(
        organisation=place, task="alternance", name=ANA, email=ADDRESS.upper(), phone="02 61 91 00 01"
    )
    Contact.objects.create(organisation=place, task="accueil", name="A. Petit", account=made)
    Contact.objects.create(organisation=place, task="direction", name="Max Roux", email="max@exemple.fr")
    now = timezone.now()
    for number, (email, by) in enumerate([(ADDRESS, keeper), ("max@exemple.fr", made)]):
        Invitation.objects.create(
            email=email,
            name=ANA if by is keeper else "Max Roux",
            role=Role.PARTNER_EDITOR,
            organisation=place,
            digest=f"{number:064}",
            invited_by=by,
            invited_at=now,
            expires_at=now + timezone.timedelta(days=14),
        )
    queue_message(key="a", to=ADDRESS, subject="Bienvenue", text="Bonjour Ana Petit")
    queue_message(key="b", to=f'"{ANA}" <{ADDRESS}>', subject="Rappel", text="Bonjour")
    queue_message(key="c", to="max@exemple.fr", subject="Rappel", text="Bonjour")
    record(actor=made, verb="a.b.c", thing=place, said="a changé les horaires", organisation=place)
    record(actor=keeper, verb="a.b.c", thing=Contact.objects.get(task="accueil"), said="a corrigé un contact")
    record(actor=keeper, verb="a.b.c", thing=made, said=f"a donné un rôle à {ANA}", why=f"Voir {ADDRESS}")
    return made


def signed_in(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def everything_kept() -> str:
    """Return every text of the database."""
    texts = []
    for model in apps.get_models():
        names = [field.name for field in model._meta.concrete_fields if not field.is_relation]
        texts += [repr(row) for row in model._base_manager.values_list(*names)]
    return "\n".join(texts).lower()


def test_her_page_shows_all_that_is_held(ana):
    client = signed_in(ana)
    with readonly():
        page = client.get(reverse("directory:my_data"))
    for words in (ANA, ADDRESS, "Partenaire qui publie", "alternance", "accueil", "Bienvenue", "Rappel"):
        assertContains(page, words)
    assertContains(page, "a changé les horaires")
    assertContains(page, "Lou Martin a donné un rôle à Ana Petit")
    assertContains(page, "Lou Martin a corrigé un contact")
    assertNotContains(page, "Max Roux")
    assert "no-store" in page.headers["Cache-Control"]


def test_someone_without_any_role_sees_her_page():
    page = signed_in(factories.account(is_staff=False)).get(reverse("directory:my_data"))
    assertContains(page, "Tout ce que ce site garde sur vous")


def test_the_archive_holds_all_in_json_and_csv(ana):
    ana.name = "=SOMME(A1)"
    ana.save()
    response = signed_in(ana).get(reverse("directory:my_archive"))
    assert response["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        told = json.loads(archive.read("donnees.json"))
        names = set(archive.namelist())
        rows = list(csv.reader(io.StringIO(archive.read("compte.csv").decode("utf-8-sig")), delimiter=";"))
    assert {"compte.csv", "roles.csv", "contacts.csv", "messages.csv", "journal-vos-actes.csv"} <= names
    assert "connexions.csv" not in names, "no file for nothing"
    assert told[0]["lignes"][0]["nom"] == "=SOMME(A1)", "a program reads what is held"
    assert rows[1][0] == "'=SOMME(A1)", "a spreadsheet runs nothing"
    assert not {cell[:1] for row in rows for cell in row} & FORMULA_SIGNS
    assert {part["sujet"] for part in told} == {part.title for part in held_about(ana, now=timezone.now())}


def test_the_same_data_gives_the_same_archive(ana):
    now = timezone.now()
    first, second = (personal_archive(ana, brand="Jalon", now=now) for _ in range(2))
    assert first == second


def test_she_corrects_her_name(ana):
    client = signed_in(ana)
    assertContains(client.get(reverse("directory:own_name")), ANA)
    page = client.post(reverse("directory:own_name"), {"nom": ""})
    assertContains(page, "Écrivez votre prénom et votre nom")
    page = client.post(reverse("directory:own_name"), {"nom": "Gagnez sur https://exemple.fr"})
    assertContains(page, "que le prénom et le nom")
    assertContains(page, "Gagnez sur")
    page = client.post(reverse("directory:own_name"), {"nom": "Ana Grand"}, follow=True)
    assertContains(page, "Votre nom est corrigé.")
    ana.refresh_from_db()
    assert ana.name == "Ana Grand"
    told = Entry.objects.latest("pk")
    assert (told.verb, told.changes) == ("directory.account.renamed", [["Nom", ANA, "Ana Grand"]])


def test_she_corrects_her_contacts_and_nobody_else_s(ana):
    client = signed_in(ana)
    hers, other = Contact.objects.get(task="alternance"), Contact.objects.get(task="direction")
    given = {"fonction": "alternance", "nom": ANA, "courriel": ADDRESS, "telephone": "0261910002"}
    address = reverse("directory:own_contact", args=[hers.pk])
    assertContains(client.get(address), "02 61 91 00 01")
    page = client.post(address, given | {"telephone": "12"})
    assertContains(page, "Un numéro français")
    assertRedirects(client.post(address, given), f"{reverse('directory:my_data')}?fait=contact")
    hers.refresh_from_db()
    assert (hers.phone, hers.confirmed_on) == ("02 61 91 00 02", timezone.localdate())
    for pk in (other.pk, 900000002):
        for sent in (given, {"partir": "1"}):
            assert client.post(reverse("directory:own_contact", args=[pk]), sent).status_code == 404
    other.refresh_from_db()
    assert other.name == "Max Roux"


def test_she_says_that_she_is_no_longer_a_contact(ana):
    hers = Contact.objects.get(task="accueil")
    signed_in(ana).post(reverse("directory:own_contact", args=[hers.pk]), {"partir": "1"})
    hers.refresh_from_db()
    assert (hers.name, hers.account) == ("", None)


def test_leaving_asks_for_a_yes_and_for_the_password(ana):
    client = signed_in(ana)
    address = reverse("directory:leave")
    with readonly():
        page = client.get(address)
    assertContains(page, "alternance : le contact devient")
    assertContains(client.post(address, {}), "Cochez cette case")
    assertContains(client.post(address, {"compris": "on"}), "Écrivez votre mot de passe.")
    page = client.post(address, {"compris": "on", "mot_de_passe": "un autre mot de passe"})
    assertContains(page, "pas votre mot de passe")
    assertNotContains(page, "un autre mot de passe")
    assert Account.objects.filter(pk=ana.pk).exists()


def test_guessing_the_password_to_erase_is_slowed_down(ana):
    client = signed_in(ana)
    given = {"compris": "on", "mot_de_passe": "un autre mot de passe"}
    statuses = [client.post(reverse("directory:leave"), given).status_code for _ in range(11)]
    assert statuses[-1] == 429


def test_nothing_of_someone_erased_is_left(ana, keeper):
    client = signed_in(ana)
    elsewhere = signed_in(ana)
    assert ADDRESS in everything_kept()
    page = client.post(
        reverse("directory:leave"), {"compris": "on", "mot_de_passe": factories.PASSWORD}, follow=True
    )
    assertContains(page, "Votre compte est effacé")
    kept = everything_kept()
    for words in (ADDRESS, ANA.lower(), "a. petit", "02 61 91 00 01"):
        assert words not in kept, words
    assert [one.task for one in Contact.objects.filter(name="").order_by("task")] == ["accueil", "alternance"]
    assert Contact.objects.get(task="direction").name == "Max Roux"
    assert not Membership.objects.filter(account=ana.pk).exists()
    assert Message.objects.get().to == "max@exemple.fr"
    assert Invitation.objects.get().withdrawn_at, "what she proposed and waits opens nothing any more"
    said = [str(entry) for entry in Entry.objects.order_by("pk")]
    assert "une personne partie a changé les horaires" in said
    assert "Lou Martin a donné un rôle à une personne partie" in said
    assert "une personne partie a effacé son compte" in said
    assert elsewhere.get(reverse("directory:my_data")).status_code == 302


def test_the_last_administrator_cannot_leave(keeper):
    client = signed_in(keeper)
    given = {"compris": "on", "mot_de_passe": factories.PASSWORD}
    page = client.get(reverse("directory:leave"))
    assertContains(page, "Personne d'autre n'administre ce site")
    assertNotContains(page, "mot_de_passe")
    assertContains(client.post(reverse("directory:leave"), given), "Personne d'autre", status_code=409)
    other = factories.account(is_staff=False)
    factories.membership(other, Role.ADMINISTRATOR)
    assertRedirects(client.post(reverse("directory:leave"), given), reverse("directory:left"))
    with pytest.raises(LastAdministratorError):
        erase_account(account=other.pk, by_herself=True, now=timezone.now())


def test_a_closed_administrator_does_not_count(keeper):
    factories.account(is_active=False)
    with pytest.raises(LastAdministratorError):
        erase_account(account=keeper.pk, by_herself=True, now=timezone.now())


def test_someone_without_password_leaves_with_a_yes(keeper):
    made = factories.account(is_staff=False)
    made.set_unusable_password()
    made.save()
    client = signed_in(made)
    assertNotContains(client.get(reverse("directory:leave")), "mot_de_passe")
    assertRedirects(client.post(reverse("directory:leave"), {"compris": "on"}), reverse("directory:left"))


def test_an_erasure_that_fails_erases_nothing(ana, monkeypatch):
    def broken(**_said):
        raise RuntimeError

    monkeypatch.setattr("jalon.directory.services.personal.end_sessions", broken)
    with pytest.raises(RuntimeError):
        erase_account(account=ana.pk, by_herself=True, now=timezone.now())
    assert Account.objects.get(pk=ana.pk).name == ANA
    assert Contact.objects.get(task="alternance").name == ANA
    assert Entry.objects.filter(actor=ana).exists()


def test_the_command_erases_and_says_why_it_does_not(ana, keeper, monkeypatch, capsys):
    monkeypatch.setattr("builtins.input", lambda _words: "non")
    with pytest.raises(CommandError, match="Rien n'a été effacé"):
        call_command("account_erase", ADDRESS)
    call_command("account_erase", ADDRESS, "--yes")
    assert "Compte effacé" in capsys.readouterr().out
    assert ADDRESS not in everything_kept()
    with pytest.raises(CommandError, match="Aucun compte ni contact"):
        call_command("account_erase", ADDRESS, "--yes")
    with pytest.raises(CommandError, match="dernière personne"):
        call_command("account_erase", keeper.email, "--yes")


def test_a_contact_without_account_is_erased_too(ana, keeper, capsys):
    record(actor=None, verb="a.b.c", thing=keeper, said="a vu partir le contact « Max Roux »")
    before = Entry.objects.filter(actor_name="").count()
    call_command("account_erase", "MAX@exemple.fr", "--yes")
    assert "Contacts et invitations effacés" in capsys.readouterr().out
    kept = everything_kept()
    assert "max@exemple.fr" not in kept
    assert "max roux" not in kept
    assert ADDRESS in kept
    assert Entry.objects.filter(actor_name="").count() > before, "the installation stays who it is"


def test_every_row_that_points_to_an_account_lets_it_go():
    """Erasing must never be stopped by a room above: its rows go with the account, or lose its key."""
    stops = [
        f"{field.model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.is_relation
        and field.related_model is Account
        and field.remote_field.on_delete not in {CASCADE, SET_NULL}
    ]
    assert stops == []
