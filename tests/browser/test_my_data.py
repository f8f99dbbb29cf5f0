"""Someone sees what is held about her, corrects it, takes it away, and leaves."""

import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import PHONE, Site
from tests.browser.test_every_page import OVERFLOW, assert_accessible

EMAIL = "partner-editor@essai.example"


@pytest.fixture(params=[True, False], ids=["with-script", "without-script"])
def phone(request, browser: Browser, site: Site, witness) -> Iterator[BrowserContext]:
    """Someone on a phone."""
    fresh = browser.new_context(
        base_url=site.address, locale="fr-FR", viewport=PHONE, java_script_enabled=request.param
    )
    witness.watch(fresh)
    yield fresh
    fresh.close()


def look(page: Page, name: str) -> None:
    """Let nothing be inaccessible nor scroll sideways, then come back to the phone.

    axe is a script: it looks at the page of someone who lets scripts run.
    """
    if page.evaluate("matchMedia('(scripting: enabled)').matches"):
        assert_accessible(page, name)
    for width in (320, 768, 1280):
        page.set_viewport_size({"width": width, "height": 640})
        assert page.evaluate(OVERFLOW) <= 0, f"{name} scrolls sideways at {width} px"
    page.set_viewport_size(PHONE)


def enter(page: Page, site: Site) -> str:
    """Sign in as the partner who publishes, among the accounts that try each role; return the password."""
    command = [sys.executable, "-m", "jalon.config.cli", "demonstration", "accounts"]
    run = subprocess.run(  # noqa: S603 - our own command
        command, env=site.environment, capture_output=True, text=True, check=True
    )
    passwords = dict(line.split()[:2] for line in run.stdout.splitlines() if "@" in line)
    page.goto("/connexion/")
    sign_in(page, passwords[EMAIL])
    page.wait_for_url("**/equipe/")
    return passwords[EMAIL]


def sign_in(page: Page, password: str) -> None:
    """Fill the form of the page where one signs in."""
    page.fill("#id_email", EMAIL)
    page.fill("#id_password", password)
    page.get_by_role("button", name="Se connecter", exact=True).click()


def test_she_sees_corrects_takes_away_and_leaves(phone: BrowserContext, site: Site, tmp_path: Path):
    page = phone.new_page()
    password = enter(page, site)
    page.goto("/mon-compte/")
    page.get_by_role("link", name="Mes données").click()
    expect(page.locator("main")).to_contain_text(EMAIL)
    look(page, "/mon-compte/donnees/")

    page.get_by_role("link", name="Corriger mon nom").click()
    page.fill("#id_nom", "")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("alert")).to_contain_text("Écrivez votre prénom")
    page.fill("#id_nom", "Zoé Départ")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("status").first).to_contain_text("Votre nom est corrigé")

    page.get_by_role("link", name="Le journal de vos actes").click()
    expect(page.locator("main")).to_contain_text("Zoé Départ")
    look(page, "/mon-compte/donnees/journal/")
    page.goto("/equipe/journal/")
    expect(page.locator("main")).to_contain_text("a corrigé son nom")
    look(page, "/equipe/journal/")
    page.locator("summary", has_text="Filtrer").click()
    page.fill("#q", "zzzz")
    page.get_by_role("button", name="Appliquer").click()
    expect(page.locator("main")).to_contain_text("Aucun acte avec ces filtres")

    page.goto("/mon-compte/donnees/")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Tout télécharger").click()
    waiting.value.save_as(tmp_path / "mes-donnees.zip")
    with zipfile.ZipFile(tmp_path / "mes-donnees.zip") as archive:
        assert json.loads(archive.read("donnees.json"))[0]["lignes"][0]["adresse"] == EMAIL

    page.get_by_role("link", name="Effacer mon compte").click()
    page.get_by_role("button", name="Effacer mon compte").click()
    expect(page.get_by_role("alert")).to_contain_text("Cochez cette case")
    look(page, "leaving, refused")
    page.fill("#id_mot_de_passe", password)
    page.get_by_label("J'ai compris").check()
    page.get_by_role("button", name="Effacer mon compte").click()
    expect(page.locator("h1")).to_have_text("Votre compte est effacé")
    look(page, "/compte-efface/")

    page.goto("/mon-compte/donnees/")
    sign_in(page, password)
    expect(page.get_by_role("alert")).to_be_visible()
