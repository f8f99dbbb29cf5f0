"""What a person does with a dossier, on a phone by keyboard, with and without script; then the adviser."""

from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Witness
from tests.browser.test_every_page import assert_accessible

BAKER = "/formations/aa0569d40f9a/"


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


def test_an_adviser_proposes_signs_and_hands_back(phone: BrowserContext):
    page = phone.new_page()
    address = begin(page)
    by_keyboard(page, "Préparer une adresse")
    given = page.get_by_label("L'adresse à donner").input_value()
    adviser = phone.new_page()
    adviser.goto(given)
    expect(adviser.get_by_role("heading", level=1)).to_have_text("Dossier partagé avec vous")
    adviser.get_by_label("Comment vous présenter ?").fill("Conseillère, Mission locale de Blois")
    adviser.keyboard.press("Enter")
    expect(adviser.get_by_text("seront signées")).to_be_visible()
    adviser.get_by_label("Un métier ou une formation").fill("aide-soignant")
    adviser.keyboard.press("Enter")
    by_keyboard(adviser, "Proposer Aide-soignant")
    expect(adviser.get_by_role("heading", name="Proposé, pas encore gardé")).to_be_visible()
    adviser.get_by_label("Un mot pour la personne").fill("À jeudi")
    by_keyboard(adviser, "Rendre le dossier")
    expect(adviser.get_by_role("status").filter(has_text="Le dossier est rendu")).to_be_visible()
    page.goto(address)
    expect(page.get_by_text("vous a rendu ce dossier")).to_be_visible()
    expect(page.get_by_text("proposé par Conseillère, Mission locale de Blois")).to_be_visible()
    expect(page.get_by_text("À jeudi")).to_be_visible()
    by_keyboard(page, "Garder Aide-soignant")
    expect(page.get_by_role("heading", name="Proposé pour vous")).to_have_count(0)
    page.locator("summary").filter(has_text="Qui a fait quoi").click()
    expect(page.get_by_role("listitem").filter(has_text="Proposition gardée")).to_be_visible()


def test_a_start_is_kept_and_leads_what_comes(phone: BrowserContext):
    page = phone.new_page()
    page.goto(BAKER)
    page.get_by_role("link", name="Garder cette date").first.focus()
    page.keyboard.press("Enter")
    by_keyboard(page, "Ouvrir mon dossier")
    expect(page.get_by_role("heading", name="À venir")).to_be_visible()
    expect(page.locator(".dossier-day")).to_have_count(1)


def test_a_device_remembers_only_when_asked_then_keeps_at_once_and_forgets(page: Page):
    address = begin(page)
    path = urlsplit(address).path
    stored = "Object.entries(localStorage)"
    assert page.evaluate(stored) == []
    by_keyboard(page, "Retenir ce dossier sur cet appareil")
    assert page.evaluate(stored) == [["jalon-dossier", path]]
    expect(page.get_by_role("button", name="Oublier ce dossier sur cet appareil")).to_be_focused()
    page.goto("/metiers/J1501/")
    page.get_by_role("link", name="Garder", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Gardé. Voir mon dossier")).to_be_visible()
    expect(page.locator("#announce")).to_have_text("C'est gardé.")
    page.get_by_role("link", name="Gardé. Voir mon dossier").click()
    page.wait_for_url(address)
    expect(page.get_by_role("heading", level=3).filter(has_text="Aide-soignant")).to_be_visible()
    page.goto("/dossier/")
    by_keyboard(page, "Ouvrir mon dossier", "link")
    page.wait_for_url(address)
    page.goto("/dossier/?quoi=occupation&cle=G1602")
    by_keyboard(page, "Garder dans ce dossier-là")
    page.wait_for_url(f"{address}?fait=garde")
    expect(page.get_by_role("heading", level=3).filter(has_text="Cuisinier")).to_be_visible()
    by_keyboard(page, "Oublier ce dossier sur cet appareil")
    assert page.evaluate(stored) == []
    page.goto("/dossier/")
    expect(page.get_by_text("Cet appareil retient un dossier")).to_be_hidden()


def test_a_deleted_dossier_is_forgotten_and_what_is_kept_next_begins_another(page: Page, witness: Witness):
    begin(page)
    by_keyboard(page, "Retenir ce dossier sur cet appareil")
    remembered = page.evaluate("localStorage.getItem('jalon-dossier')")
    page.locator("summary").filter(has_text="Supprimer ce dossier").click()
    by_keyboard(page, "Oui, supprimer tout de suite")
    expect(page.get_by_text("Votre dossier est supprimé")).to_be_visible()
    assert page.evaluate("localStorage.length") == 0
    witness.expected = ("404 (Not Found)",)
    page.evaluate("path => localStorage.setItem('jalon-dossier', path)", remembered)
    page.goto("/metiers/J1501/")
    page.get_by_role("link", name="Garder", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Garder dans un dossier")
    assert page.evaluate("localStorage.length") == 0


def filled(page: Page) -> str:
    """Fill a dossier with everything that it may show; return its address."""
    address = begin(page)
    for path, name in (
        ("/metiers/J1501/", "Garder"),
        (BAKER, "Garder"),
        (BAKER, "Garder cette date"),
        ("/quel-metier/metiers/?aime=R80S60", "Garder mes réponses et ces premiers métiers"),
    ):
        page.goto(path)
        page.get_by_role("link", name=name).first.click()
        page.get_by_label("Collez l'adresse de votre dossier").fill(address)
        page.keyboard.press("Enter")
        expect(page.get_by_role("status").filter(has_text="C'est gardé")).to_be_visible()
    by_keyboard(page, "Préparer une adresse")
    page.goto(page.get_by_label("L'adresse à donner").input_value())
    page.get_by_label("Un métier ou une formation").fill("cuisinier")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Proposer Cuisinier").click()
    expect(page.get_by_role("heading", name="Proposé, pas encore gardé")).to_be_visible()
    page.goto(address)
    return address


def test_the_dossier_is_accessible_and_no_page_learns_its_address(page: Page):
    seen: list[str | None] = []
    page.on("request", lambda request: seen.append(request.headers.get("referer")))
    address = filled(page)
    secret = address.rstrip("/").rpartition("/")[2]
    assert len(secret) == 32
    page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true; })")
    assert_accessible(page, address)
    page.get_by_role("button", name="Comparer ces métiers").click()
    assert_accessible(page, page.url)
    page.goto(address)
    page.get_by_role("link", name="CAP Boulanger").first.click()
    page.wait_for_load_state()
    assert not any(secret in (referer or "") for referer in seen)


def test_the_adviser_page_the_start_and_what_is_gone_are_accessible(page: Page, witness: Witness):
    filled(page)
    page.goto(page.get_by_label("L'adresse à donner").input_value())
    page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true; })")
    assert_accessible(page, page.url)
    page.goto("/dossier/?quoi=occupation&cle=D1102")
    assert_accessible(page, page.url)
    witness.expected = ("404 (Not Found)",)
    page.goto(f"/dossier/{'z' * 32}/")
    assert_accessible(page, page.url)


def test_a_printed_dossier_hides_its_buttons_and_shows_the_way_back(page: Page):
    address = filled(page)
    page.emulate_media(media="print")
    expect(page.get_by_text(f"Adresse de ce dossier : {address}")).to_be_visible()
    expect(page.get_by_role("button", name="Retirer").first).to_be_hidden()
    expect(page.get_by_role("button", name="Supprimer").first).to_be_hidden()
    expect(page.locator("#retrouver ~ .dossier-code .qr")).to_be_visible()
