"""From what one did or knows how to do to occupations: by keyboard, on a phone, without JavaScript."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE
from tests.browser.test_every_page import assert_accessible
from tests.browser.test_journeys import tab_to

SKILLS = "/quel-metier/competences/"
SCREENS = (
    f"{SKILLS}?fait=D1505&fait=D1102&sait=sheet%3Aencaisser-les-ventes&q=garder+des+enfants&c=conduire",
    "/quel-metier/metiers/?aime=S100E60&fait=D1505&sait=sheet%3Aencaisser-les-ventes&commune=37261&km=30",
    "/quel-metier/choix/?lieu=saint&mots=pain",
)


def test_what_one_did_leads_to_occupations_without_javascript(plain_page: Page):
    plain_page.goto("/quel-metier/")
    plain_page.get_by_role("link", name="Ce que je sais faire").click()
    plain_page.fill("#q", "garder des enfants")
    plain_page.press("#q", "Enter")
    plain_page.get_by_role("button", name="C'est ça : Assistant maternel").click()
    plain_page.wait_for_url(f"**{SKILLS}?fait=K1303#fait-K1303")
    plain_page.get_by_role("checkbox", name="Donner les soins à un bébé").check()
    plain_page.fill("#q", "caissière")
    # Enter searches, whatever buttons stand before the field, and nothing that is ticked is lost.
    plain_page.press("#q", "Enter")
    expect(plain_page.get_by_role("checkbox", name="Donner les soins à un bébé")).to_be_checked()
    plain_page.get_by_role("button", name="C'est ça : Caissier").click()
    plain_page.get_by_role("checkbox", name="Encaisser les ventes").check()
    plain_page.fill("#c", "conduire")
    plain_page.press("#c", "Enter")
    expect(plain_page.get_by_role("checkbox", name="Encaisser les ventes")).to_be_checked()
    plain_page.locator("#trouve-savoirs").get_by_role("checkbox").first.check()
    plain_page.get_by_role("button", name="Retirer Assistant maternel").click()
    expect(plain_page.get_by_role("group", name="Assistant maternel")).to_have_count(0)
    expect(plain_page.locator("#autres").get_by_role("checkbox", checked=True)).to_have_count(2)
    plain_page.get_by_role("button", name="Voir mes métiers").click()
    plain_page.wait_for_url("**/quel-metier/metiers/?fait=D1505&sait=*")
    expect(plain_page.locator("li.match").first.locator(".carried")).to_contain_text("Ce que vous savez")
    plain_page.locator("#changer > summary").click()
    plain_page.get_by_role("link", name="Ce que je sais faire").click()
    expect(plain_page.get_by_role("checkbox", name="Encaisser les ventes")).to_be_checked()


def test_what_one_did_is_chosen_by_keyboard_on_a_phone(page: Page):
    page.set_viewport_size(PHONE)
    page.goto(SKILLS)
    tab_to(page, "q")
    page.keyboard.type("caiss", delay=30)
    expect(page.locator("[role=option]").first).to_contain_text("Caissier")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#fait-D1505")).to_be_focused()
    assert page.url.endswith(f"{SKILLS}?fait=D1505")
    expect(page.locator("#announce")).to_contain_text("C'est noté")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator("#fait-D1505 input").first).to_be_checked()
    tab_to(page, "c")
    page.keyboard.type("conduire")
    page.keyboard.press("Enter")
    expect(page.locator("#trouve-savoirs")).to_be_focused()
    expect(page.locator("#fait-D1505 input").first).to_be_checked()
    # The field brought by the answer proposes too.
    page.locator("#q").focus()
    page.keyboard.type("garder des enf", delay=30)
    expect(page.locator("[role=option]").first).to_be_visible()
    page.keyboard.press("Escape")
    page.fill("#q", "")
    page.get_by_role("button", name="Voir mes métiers").press("Enter")
    page.wait_for_url("**/quel-metier/metiers/?fait=D1505&sait=*")
    page.go_back()
    expect(page.locator("#fait-D1505 input").first).to_be_checked()


def test_a_commune_is_chosen_without_sending_the_form_and_counts_trainings(page: Page):
    page.set_viewport_size(PHONE)
    page.goto("/quel-metier/choix/?mots=j%27aime+le+pain")
    page.locator("#lieu").focus()
    page.keyboard.type("tours", delay=30)
    expect(page.locator("[role=option]").first).to_contain_text("Tours")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.locator("#commune").input_value() == "37261"
    assert "/choix/" in page.url
    page.select_option("#km", "30")
    page.get_by_role("button", name="Voir mes métiers").press("Enter")
    page.wait_for_url("**/quel-metier/metiers/?mots=*&commune=37261&km=30")
    first = page.locator("li.match").first
    first.locator("summary").press("Enter")
    first.get_by_role("link", name="Voir la liste").click()
    page.wait_for_url("**/formations/?metier=*&commune=37261")


def test_a_commune_is_cleared_up_without_javascript(plain_page: Page):
    plain_page.goto("/quel-metier/choix/?aime=R100")
    plain_page.fill("#lieu", "saint")
    plain_page.get_by_role("button", name="Voir mes métiers").click()
    expect(plain_page.get_by_role("heading", name="De quelle commune parlez-vous ?")).to_be_visible()
    plain_page.get_by_role("link", name="Saint-Cyr-sur-Loire").click()
    plain_page.wait_for_url("**/quel-metier/metiers/?aime=R100&commune=37214&km=30")
    expect(plain_page.locator("li.match").first).to_contain_text("Saint-Cyr-sur-Loire")


def test_ones_own_words_lead_to_occupations_from_the_first_page(plain_page: Page):
    plain_page.goto("/quel-metier/")
    plain_page.fill("#mes-mots", "j'aime les animaux")
    plain_page.get_by_role("button", name="Voir mes métiers").click()
    plain_page.wait_for_url("**/quel-metier/metiers/?mots=*")
    expect(plain_page.locator("li.match")).to_have_count(10)


def test_the_screens_with_answers_break_no_accessibility_rule(page: Page):
    for address in SCREENS:
        page.goto(address)
        page.evaluate("document.querySelectorAll('main details').forEach((one) => (one.open = true))")
        assert_accessible(page, address)
