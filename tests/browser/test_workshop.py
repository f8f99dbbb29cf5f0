"""A workshop from one end to the other: a leader, five phones, results that show nobody; by keyboard."""

import re

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import PHONE, Site, Witness
from tests.browser.test_every_page import assert_accessible

FEWEST = 5


def by_keyboard(page: Page, name: str, role: str = "button") -> None:
    page.get_by_role(role, name=name).first.focus()
    page.keyboard.press("Enter")


def opened(page: Page) -> str:
    """Open a workshop; return its code as it is shown."""
    page.goto("/atelier/")
    page.get_by_label("Titre de l'atelier").fill("Découverte des métiers")
    by_keyboard(page, "Ouvrir un atelier")
    expect(page.get_by_role("heading", level=1)).to_have_text("Découverte des métiers")
    return page.locator(".workshop-big").inner_text()


def joined(page: Page, code: str) -> None:
    """Type the code as one hears it, then begin."""
    page.goto("/atelier/")
    page.get_by_label("Le code de l'atelier").fill(f" {code.lower()} ")
    page.keyboard.press("Enter")
    expect(page.get_by_text("sans votre nom")).to_be_visible()
    by_keyboard(page, "Commencer", "link")


def answered(page: Page) -> None:
    """Like the first statement of each page very much, then see the result."""
    for button in ("Continuer", "Voir ce qui me ressemble"):
        choice = page.get_by_label("J'aime beaucoup").first
        choice.focus()
        page.keyboard.press("Space")
        by_keyboard(page, button)
    expect(page.get_by_role("heading", level=1)).to_have_text("Ce qui me ressemble")


def sent(page: Page, code: str) -> None:
    joined(page, code)
    answered(page)
    by_keyboard(page, "Envoyer mes résultats à l'atelier, sans mon nom")
    expect(page.get_by_role("heading", level=1)).to_have_text("C'est envoyé")


def test_a_group_answers_and_only_the_group_is_shown(phone: BrowserContext, witness: Witness):
    leader = phone.new_page()
    code = opened(leader)
    page = phone.new_page()
    sent(page, code)
    by_keyboard(page, "Revenir à mes résultats", "link")
    expect(page.get_by_text("Envoyer de nouveau remplace")).to_be_visible()
    by_keyboard(page, "Envoyer mes résultats")
    by_keyboard(page, "Retirer mes réponses")
    expect(page.get_by_role("heading", level=1)).to_have_text("Vos réponses sont retirées")

    for _ in range(FEWEST - 1):
        sent(page, code)
    by_keyboard(leader, "Actualiser le nombre", "link")
    expect(leader.locator(".workshop-count")).to_have_text("4 réponses reçues")
    witness.expected = ("409 (Conflict)",)
    by_keyboard(leader, "Fermer et montrer les résultats")
    expect(leader.get_by_role("alert")).to_contain_text("il en manque 1")
    by_keyboard(leader, "Attendre encore", "link")

    sent(page, code)
    by_keyboard(leader, "Fermer et montrer les résultats")
    expect(leader.get_by_text("5 personnes ont envoyé leurs réponses")).to_be_visible()
    expect(leader.get_by_role("table", name="De 0 (pas du tout)")).to_be_visible()
    expect(leader.get_by_role("heading", name="Des métiers pour en parler")).to_be_visible()
    address = leader.url

    page.get_by_role("link", name="Revenir à mes résultats").click()
    expect(page.get_by_text("Cet atelier est fermé")).to_be_visible()

    leader.locator("summary").filter(has_text="Effacer l'atelier").click()
    by_keyboard(leader, "Oui, effacer tout de suite")
    expect(leader.get_by_role("status").filter(has_text="Il n'en reste rien")).to_be_visible()
    witness.expected = ("409 (Conflict)", "404 (Not Found)")
    leader.goto(address)
    expect(leader.get_by_role("heading", level=1)).to_have_text("Cette adresse n'ouvre pas d'atelier")


def test_the_number_follows_by_itself_on_the_wall(page: Page, browser: Browser, site: Site):
    code = opened(page)
    page.goto(f"/atelier/{code.replace(' ', '')}/ecran/")
    expect(page.locator(".workshop-count")).to_have_text("0 réponse reçue")
    other = browser.new_context(base_url=site.address, locale="fr-FR", viewport=PHONE)
    sent(other.new_page(), code)
    other.close()
    expect(page.locator(".workshop-count")).to_have_text("1 réponse reçue", timeout=15_000)


def test_a_wrong_code_keeps_what_was_typed(phone: BrowserContext, witness: Witness):
    witness.expected = ("400 (Bad Request)",)
    page = phone.new_page()
    page.goto("/atelier/")
    page.get_by_label("Le code de l'atelier").fill("BCD 0FG")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("ne contient jamais")
    expect(page.get_by_label("Le code de l'atelier")).to_have_value("BCD 0FG")


def test_the_screens_are_accessible_and_no_page_learns_an_address(page: Page):
    seen: list[str] = []
    page.on("request", lambda request: seen.append(request.headers.get("referer", "")))
    code = opened(page)
    leader = page.url
    for address in (leader, f"/atelier/{code.replace(' ', '')}/ecran/", f"/atelier/{code.replace(' ', '')}/"):
        page.goto(address)
        assert_accessible(page, address)
    for _ in range(FEWEST):
        sent(page, code)
    assert_accessible(page, "C'est envoyé")
    token = re.search(r"/envoi/([\w-]+)/", page.url).group(1)
    by_keyboard(page, "Revenir à mes résultats", "link")
    expect(page.get_by_text("Envoyer de nouveau remplace")).to_be_visible()
    assert_accessible(page, "the result of a participant")
    page.goto(leader)
    by_keyboard(page, "Fermer et montrer les résultats")
    expect(page.get_by_text("5 personnes ont envoyé")).to_be_visible()
    assert_accessible(page, "the results of the group")
    page.get_by_role("link", name="Faire de ses mains").click()
    page.wait_for_load_state()
    secret = leader.rstrip("/").rpartition("/")[2]
    assert len(secret) == 32
    assert not any(secret in referer for referer in seen)
    assert not any(f"/envoi/{token}" in referer for referer in seen)
