"""From an invitation to inviting others, on a phone, with and without script."""

import subprocess
import sys
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import PHONE, Site
from tests.browser.test_every_page import OVERFLOW, assert_accessible

NEW = "trois chevaux sous la pluie"


@pytest.fixture(params=[True, False], ids=["with-script", "without-script"])
def newcomer(request, browser: Browser, site: Site, witness) -> Iterator[BrowserContext]:
    """Someone on a phone who will sign in."""
    fresh = browser.new_context(
        base_url=site.address, locale="fr-FR", viewport=PHONE, java_script_enabled=request.param
    )
    witness.watch(fresh)
    yield fresh
    fresh.close()


def invite(site: Site, email: str, *words: str) -> str:
    """Invite from the server; return the path of the link."""
    command = [sys.executable, "-m", "jalon.config.cli", "account", "invite", email, *words]
    run = subprocess.run(  # noqa: S603 - our own command
        command, env=site.environment, capture_output=True, text=True, check=True
    )
    return urlsplit(run.stdout.split()[-1]).path


def look(page: Page, name: str, *, script: bool = True) -> None:
    """Let nothing be inaccessible (which a script tells) nor scroll sideways, then come back to the phone."""
    if script:
        assert_accessible(page, name)
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate(OVERFLOW) <= 0, f"{name} scrolls sideways at 320 px"
    page.set_viewport_size(PHONE)


def test_someone_invited_joins_invites_and_takes_a_second_role(newcomer: BrowserContext, site: Site, request):
    script = "with-script" in request.node.name
    email = f"paul-{'a' if script else 'b'}@reseau.example"
    organisation = "cio-chartres"
    link = invite(
        site, email, "--role=partner-editor", f"--organisation={organisation}", "--name=Paul Publie"
    )
    page = newcomer.new_page()
    page.goto(link)
    look(page, "the invitation", script=script)
    expect(page.locator("main")).to_contain_text("Partenaire qui publie")
    page.fill("#id_password", NEW)
    page.fill("#id_again", "autre chose")
    page.get_by_role("button", name="Ouvrir mon compte").click()
    expect(page.get_by_role("alert")).to_contain_text("différents")
    expect(page.locator("#id_nom")).to_have_value("Paul Publie")
    look(page, "the invitation, refused", script=script)
    page.fill("#id_password", NEW)
    page.fill("#id_again", NEW)
    page.get_by_role("button", name="Ouvrir mon compte").click()
    page.wait_for_url("**/equipe/")
    look(page, "the home of members", script=script)

    page.goto("/equipe/personnes/")
    expect(page.locator("ol.results")).to_contain_text("Paul Publie")
    look(page, "the people", script=script)
    page.get_by_role("link", name="Inviter quelqu'un").click()
    expect(page.locator("#id_structure")).to_be_hidden()
    page.get_by_label("Conseil").check()
    expect(page.locator("#id_structure")).to_be_visible()
    expect(page.locator("#id_structure")).to_have_value(organisation)
    page.get_by_role("button", name="Envoyer l'invitation").click()
    expect(page.get_by_role("alert")).to_contain_text("Écrivez une adresse")
    expect(page.get_by_label("Conseil")).to_be_checked()
    look(page, "the form that invites", script=script)
    page.get_by_label("Son adresse électronique").fill(f"cora-{email}")
    page.get_by_label("Son prénom et son nom").fill("Cora Conseil")
    page.get_by_role("button", name="Envoyer l'invitation").click()
    expect(page.get_by_role("status").first).to_contain_text("L'invitation est prête")
    expect(page.locator("ol.results")).to_contain_text("Cora Conseil")
    look(page, "the invitations", script=script)
    page.get_by_role("button", name="Retirer l'invitation de Cora Conseil").click()
    expect(page.get_by_role("status").first).to_contain_text("n'ouvre plus rien")

    second = invite(site, email, "--role=adviser", f"--organisation={organisation}")
    page.goto(second)
    look(page, "a second role", script=script)
    page.get_by_role("button", name="Accepter ce rôle").click()
    page.wait_for_url("**/equipe/")
    page.goto("/equipe/personnes/?q=paul")
    page.locator("ol.results a").first.click()
    expect(page.locator("main")).to_contain_text("Conseil")
    look(page, "a person", script=script)


def test_a_link_that_opens_nothing_says_what_to_do(browser: Browser, site: Site, witness):
    witness.expected = ("404 (Not Found)",)
    fresh = browser.new_context(base_url=site.address, locale="fr-FR", viewport=PHONE)
    witness.watch(fresh)
    page = fresh.new_page()
    page.goto(f"/invitation/{'z' * 43}/")
    look(page, "no invitation")
    expect(page.get_by_role("link", name="Se connecter")).to_be_visible()
    assert fresh.cookies() == []
    fresh.close()
