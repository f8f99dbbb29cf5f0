"""A coordinator keeps the directory of her territory right, on a phone; a contact answers the yearly mail."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import PHONE, Site
from tests.browser.test_every_page import OVERFLOW, assert_accessible

# Makes a coordinator with a session, and a contact who was just asked; prints the session and the link.
READY = """
import re, secrets, django
django.setup()
from datetime import timedelta
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from jalon.directory.models import Account, Contact, Membership, Organisation
from jalon.directory.services.asking import ask_due_contacts
from jalon.outbox.models import Message
from jalon.territory.models import Territory
key = secrets.token_hex(4)
account = Account.objects.create(email=f"coordination-{key}@reseau.example", name="Claire Coordination")
Membership.objects.create(
    account=account, role="coordinator", territory=Territory.objects.get(slug="indre-et-loire")
)
session = SessionStore()
session[SESSION_KEY] = str(account.pk)
session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
session[HASH_SESSION_KEY] = account.get_session_auth_hash()
session.create()
today = timezone.localdate()
asked = Contact.objects.create(
    organisation=Organisation.objects.get(slug="cio-tours"),
    task=f"Question annuelle {key}",
    name="Zoé Lointaine",
    email=f"zoe-{key}@cio.example",
    confirmed_on=today - timedelta(days=400),
)
ask_due_contacts(today=today)
text = Message.objects.get(key__startswith=f"directory.contact.{asked.pk}.").text
print(session.session_key)
print(re.search(r"(/mes-coordonnees/[^\\s]+)", text)[1])
"""


@pytest.fixture(params=["with-script", "without-script"])
def way(request) -> str:
    return request.param


@pytest.fixture
def ready(site: Site) -> tuple[str, str]:
    """The session of a coordinator, and the path of a contact's link."""
    session, link = site.python(READY)
    return session, link


@pytest.fixture
def coordinator(
    browser: Browser, site: Site, witness, way: str, ready: tuple[str, str]
) -> Iterator[BrowserContext]:
    """Someone on a phone who signed in."""
    fresh = browser.new_context(
        base_url=site.address, locale="fr-FR", viewport=PHONE, java_script_enabled=way == "with-script"
    )
    fresh.add_cookies([{"name": "sessionid", "value": ready[0], "url": site.address}])
    witness.watch(fresh)
    yield fresh
    fresh.close()


def look(page: Page, name: str, way: str) -> None:
    """Let nothing be inaccessible (which a script tells) nor scroll sideways, then come back to the phone."""
    if way == "with-script":
        assert_accessible(page, name)
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate(OVERFLOW) <= 0, f"{name} scrolls sideways at 320 px"
    page.set_viewport_size(PHONE)


def test_a_coordinator_finds_completes_and_brings_a_file(
    coordinator: BrowserContext, way: str, tmp_path: Path
):
    page = coordinator.new_page()
    page.goto("/equipe/")
    page.get_by_role("link", name="Annuaire du réseau").click()
    expect(page).to_have_url("/equipe/annuaire/?territoire=indre-et-loire")
    look(page, "the directory", way)

    # The list follows what one types; without script, the button does it.
    page.fill("#q", "MISSION amboise")
    if way == "without-script":
        page.get_by_role("button", name="Chercher").click()
    expect(page.locator(".network-line")).to_have_count(1)
    expect(page.locator("#q")).to_have_value("MISSION amboise")
    page.get_by_role("link", name="Mission locale d'Amboise").click()
    look(page, "an organisation", way)

    page.get_by_role("link", name="Ajouter un contact").click()
    page.fill("#id_nom", "Inès Nouvelle")
    page.get_by_role("button", name="Ajouter le contact").click()
    expect(page.get_by_role("alert")).to_contain_text("Écrivez ce que fait cette personne")
    expect(page.locator("#id_nom")).to_have_value("Inès Nouvelle")
    look(page, "a refused contact", way)
    page.fill("#id_fonction", f"Salons {way}")
    page.fill("#id_courriel", "ines@mission.example")
    page.get_by_role("button", name="Ajouter le contact").click()
    expect(page.get_by_role("status").first).to_contain_text("Le contact est ajouté")
    expect(page.locator("main")).to_contain_text("ines@mission.example")

    page.goto("/equipe/annuaire/fichiers/")
    look(page, "files", way)
    table = tmp_path / "structures.csv"
    lines = ["id;nom;typologie;commune;publics", f";Essai {way};CIO;Amboise;Tous", ";Faux;ZZZ;Amboise;"]
    table.write_text("\n".join(lines), encoding="cp1252")
    page.set_input_files("#id_fichier", str(table))
    page.get_by_role("button", name="Lire le fichier").click()
    expect(page.locator("main")).to_contain_text("réseau inconnu")
    look(page, "what a file changes", way)
    page.get_by_role("button", name="Prendre 1").click()
    expect(page.get_by_role("status").first).to_contain_text("1\u00a0ligne ajoutée")
    page.goto(f"/equipe/annuaire/?q=Essai+{way}")
    expect(page.locator(".network-line")).to_have_count(1)


def test_a_contact_corrects_herself_from_her_mail(
    browser: Browser, site: Site, witness, way: str, ready: tuple[str, str]
):
    fresh = browser.new_context(
        base_url=site.address, locale="fr-FR", viewport=PHONE, java_script_enabled=way == "with-script"
    )
    witness.watch(fresh)
    witness.expected = ("404 (Not Found)",)
    page = fresh.new_page()
    page.goto(ready[1])
    expect(page.locator("main")).to_contain_text("Zoé Lointaine")
    look(page, "the yearly question", way)
    page.locator("summary", has_text="Corriger").click()
    page.fill("#id_nom", "Zoé Proche")
    page.get_by_role("button", name="Enregistrer mes corrections").click()
    expect(page.locator("h1")).to_contain_text("c'est corrigé")
    page.goto(ready[1])
    expect(page.locator("h1")).to_contain_text("Ce lien n'ouvre plus rien")
    look(page, "a link that has served", way)
    assert fresh.cookies() == []
    fresh.close()
