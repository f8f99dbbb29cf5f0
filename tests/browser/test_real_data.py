"""Both questions on the real ROME and RNCP, whole, on a phone by keyboard, with and without script."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import Site, Witness, served
from tests.browser.test_every_page import assert_accessible

PHONE = {"width": 360, "height": 740}
# In the ROME only, without a sheet of the demonstration; the second in both.
TRAVEL_SELLER, BAKER = "G1303", "D1102"
REACH = 90


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, shared_data: Path) -> Iterator[Site]:
    """Serve the demonstration region with the real ROME 3.47 and the national directory of certifications."""
    loads = [("rome", str(shared_data / "rome-v347")), ("rncp", str(shared_data / "rncp-2021"))]
    with served(tmp_path_factory.mktemp("site-real"), *loads) as site:
        yield site


@pytest.fixture(params=[True, False], ids=["with-script", "without-script"])
def phone(request, browser: Browser, site: Site, witness: Witness) -> Iterator[Page]:
    """A page of a fresh person on a phone; at the end still no cookie, and nothing wider than the screen."""
    fresh: BrowserContext = browser.new_context(
        base_url=site.address, locale="fr-FR", viewport=PHONE, java_script_enabled=request.param
    )
    witness.watch(fresh)
    yield fresh.new_page()
    assert fresh.cookies() == []
    fresh.close()


def reach(page: Page, words: str) -> None:
    """Press Tab until the id of what has the focus, or what it says, is or begins with `words`."""
    said = "[document.activeElement.id, document.activeElement.innerText.trim()]"
    for _ in range(REACH):
        page.keyboard.press("Tab")
        identity, text = page.evaluate(said)
        if identity == words or text.startswith(words):
            return
    raise AssertionError(f"the keyboard does not reach « {words} » on {page.url}")


def follow(page: Page, words: str) -> None:
    """Go to `words` with Tab and press Enter."""
    reach(page, words)
    page.keyboard.press("Enter")


def fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], page.url


def answer(page: Page, liked: set[str]) -> None:
    """Answer the six statements of the page: « beaucoup » to those liked, else « pas du tout »."""
    for _ in range(6):
        page.keyboard.press("Tab")
        while page.evaluate("document.activeElement.type") != "radio":
            page.keyboard.press("Tab")
        page.keyboard.press("Space")
        if page.evaluate("document.activeElement.name") not in liked:
            for _ in range(3):
                page.keyboard.press("ArrowDown")


def test_from_twelve_statements_to_occupations_of_the_real_rome(phone: Page):
    phone.goto("/quel-metier/")
    follow(phone, "Répondre à 12 phrases")
    for step, button in ((1, "Continuer"), (2, "Voir ce qui me ressemble")):
        expect(phone.locator("#avance-mots")).to_contain_text(f"Page {step} sur 2")
        answer(phone, {"s1", "s8"})
        fits(phone)
        follow(phone, button)
    expect(phone.get_by_role("heading", level=1)).to_have_text("Ce qui me ressemble")
    follow(phone, "Dire d'abord ce que je sais faire")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Ce que je sais faire")
    reach(phone, "q")
    # An occupation that only the ROME knows.
    phone.keyboard.type("agent de voyages")
    phone.keyboard.press("Enter")
    # The first reading of the whole ROME in a fresh process takes seconds on a busy machine.
    expect(phone.locator("#trouve")).to_contain_text("Vente de voyages", timeout=30_000)
    phone.get_by_role("button", name="C'est ça : Vente de voyages").press("Enter")
    group = phone.get_by_role("group", name="Vente de voyages", exact=True)
    group.get_by_role("checkbox").first.press("Space")
    fits(phone)
    phone.get_by_role("button", name="Voir mes métiers").press("Enter")
    phone.wait_for_url(f"**/quel-metier/metiers/?*fait={TRAVEL_SELLER}*")
    follow(phone, "Changer mes réponses")
    follow(phone, "Ce que j'accepte")
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Ce que j'accepte")
    reach(phone, "lieu")
    phone.keyboard.type("45100")
    reach(phone, "Voir mes métiers")
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/quel-metier/metiers/?*commune=45234&km=30*")
    first = phone.locator("li.match").first
    expect(phone.locator("li.match")).to_have_count(10)
    expect(first.locator(".carried")).to_contain_text("Ce que vous savez")
    fits(phone)
    first.locator("summary", has_text="Pourquoi ce métier").press("Enter")
    expect(first.locator("tbody tr")).not_to_have_count(0)
    first.get_by_role("link", name="Garder").press("Enter")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Garder dans un dossier")
    follow(phone, "Ouvrir mon dossier")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Mon dossier")
    fits(phone)


def test_the_way_to_an_occupation_with_and_without_a_sheet(phone: Page, witness: Witness):
    dossier = ""
    for code, diploma in ((TRAVEL_SELLER, "BTS Tourisme"), (BAKER, "CAP Boulanger")):
        phone.goto(f"/metiers/{code}/")
        phone.get_by_role("link", name="Comment y arriver").first.press("Enter")
        phone.wait_for_url(f"**/comment-y-arriver/{code}/")
        fits(phone)
        reach(phone, "niveau")
        phone.keyboard.type("Bac (")
        reach(phone, "lieu-chemin")
        phone.keyboard.type("Blois")
        phone.keyboard.press("Enter")
        phone.wait_for_url("**/mon-chemin/?*niveau=4*lieu=Blois*")
        expect(phone.locator("li.route").filter(has_text=diploma)).not_to_have_count(0)
        expect(phone.locator("li.route").first).to_contain_text("Reste à payer")
        fits(phone)
        follow(phone, "Le plus rapide")
        phone.wait_for_url("**ordre=rapide")
        follow(phone, "Garder ce chemin")
        expect(phone.get_by_role("heading", level=1)).to_have_text("Garder dans un dossier")
        if dossier:
            reach(phone, "adresse")
            phone.keyboard.insert_text(dossier)
            phone.keyboard.press("Enter")
            expect(phone.get_by_role("status").filter(has_text="C'est gardé")).to_be_visible()
        else:
            follow(phone, "Ouvrir mon dossier")
            expect(phone.get_by_role("heading", level=1)).to_have_text("Mon dossier")
            dossier = phone.url
    phone.get_by_role("button", name="Comparer ces chemins").press("Enter")
    expect(phone.get_by_role("columnheader")).to_have_count(2)
    fits(phone)
    printed = phone.request.get(f"{dossier}pdf/")
    assert printed.headers["content-type"] == "application/pdf"
    phone.goto(dossier)
    phone.locator("summary", has_text="Supprimer ce dossier").press("Enter")
    follow(phone, "Oui, supprimer tout de suite")
    expect(phone.get_by_text("Votre dossier est supprimé")).to_be_visible()
    witness.expected = ("404 (Not Found)",)
    phone.goto(dossier)
    expect(phone.get_by_role("heading", level=1)).to_contain_text("n'ouvre pas de dossier")


def test_the_answers_on_real_data_break_no_accessibility_rule(page: Page):
    for address in (
        f"/quel-metier/metiers/?aime=R100S50&fait={TRAVEL_SELLER}&commune=45234&km=30&mots=voyager",
        f"/quel-metier/competences/?fait={TRAVEL_SELLER}&q=serveur",
        f"/comment-y-arriver/{TRAVEL_SELLER}/mon-chemin/?niveau=4&lieu=Blois",
    ):
        page.goto(address)
        page.evaluate("document.querySelectorAll('main details').forEach((one) => (one.open = true))")
        assert_accessible(page, address)
