"""What a person does with a dossier, on a phone by keyboard, with and without script; then the adviser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import Site, Witness
from tests.browser.test_every_page import assert_accessible

PHONE = {"width": 360, "height": 740}


@pytest.fixture(params=[True, False], ids=["with-script", "without-script"])
def phone(request, browser: Browser, site: Site, witness: Witness) -> Iterator[BrowserContext]:
    """A fresh person on a phone; at the end still no cookie."""
    fresh = browser.new_context(
        base_url=site.address, locale="fr-FR", viewport=PHONE, java_script_enabled=request.param
    )
    witness.watch(fresh)
    yield fresh
    assert fresh.cookies() == []
    fresh.close()


def by_keyboard(page: Page, name: str, role: str = "button", which: int = 0) -> None:
    page.get_by_role(role, name=name).nth(which).focus()
    page.keyboard.press("Enter")


def begin(page: Page) -> str:
    """Keep an occupation in a new dossier; return its address."""
    page.goto("/metiers/D1102/")
    by_keyboard(page, "Garder", "link")
    by_keyboard(page, "Ouvrir mon dossier")
    expect(page.get_by_role("heading", level=1)).to_have_text("Mon dossier")
    return page.url


def test_a_person_keeps_compares_notes_and_deletes(phone: BrowserContext, witness: Witness):
    page = phone.new_page()
    address = begin(page)
    page.get_by_label("Un métier ou une formation").fill("aide-soignant")
    page.keyboard.press("Enter")
    by_keyboard(page, "Ajouter Aide-soignant")
    expect(page.get_by_role("status").filter(has_text="C'est gardé")).to_be_visible()
    by_keyboard(page, "Comparer ces métiers")
    expect(page.get_by_role("columnheader")).to_have_count(2)
    by_keyboard(page, "Revenir au dossier", "link")
    page.locator("summary").filter(has_text="Écrire une note").first.click()
    page.get_by_label("Votre note").first.fill("À demander au CIO")
    by_keyboard(page, "Garder la note")
    expect(page.get_by_text("À demander au CIO")).to_be_visible()
    page.locator("summary").filter(has_text="Supprimer ce dossier").click()
    by_keyboard(page, "Oui, supprimer tout de suite")
    expect(page.get_by_text("Votre dossier est supprimé")).to_be_visible()
    witness.expected = ("404 (Not Found)",)
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_contain_text("n'ouvre pas de dossier")


def test_an_adviser_proposes_and_the_person_sees_who(phone: BrowserContext):
    page = phone.new_page()
    address = begin(page)
    by_keyboard(page, "Préparer une adresse")
    given = page.get_by_label("L'adresse à donner").input_value()
    adviser = phone.new_page()
    adviser.goto(given)
    expect(adviser.get_by_role("heading", level=1)).to_have_text("Dossier partagé avec vous")
    adviser.get_by_label("Un métier ou une formation").fill("aide-soignant")
    adviser.keyboard.press("Enter")
    by_keyboard(adviser, "Proposer Aide-soignant")
    expect(adviser.get_by_text("proposé par vous")).to_be_visible()
    page.goto(address)
    expect(page.get_by_text("proposé par le conseiller ou la conseillère")).to_be_visible()


def test_the_dossier_is_accessible_and_no_page_learns_its_address(page: Page):
    seen: list[str | None] = []
    page.on("request", lambda request: seen.append(request.headers.get("referer")))
    page.goto("/formations/aa0569d40f9a/")
    page.get_by_role("link", name="Garder").click()
    page.get_by_role("button", name="Ouvrir mon dossier").click()
    secret = page.url.rstrip("/").rpartition("/")[2]
    assert len(secret) == 32
    assert_accessible(page, page.url)
    page.get_by_role("link", name="CAP Boulanger").click()
    page.wait_for_load_state()
    assert not any(secret in (referer or "") for referer in seen)
