"""« Quel métier pour moi ? » from statements to occupations: by keyboard, on a phone, without JavaScript."""

from playwright.sync_api import Page, expect

from tests.browser.test_every_page import assert_accessible
from tests.browser.test_journeys import tab_to

ALL_OF_IT = "/quel-metier/phrases/?n=30&r=31x2&etape=1"
MINE = "/quel-metier/metiers/?aime=R100S50&mots=dehors&sans=nights&sans=outdoors&vise=0"


def test_twelve_statements_lead_to_occupations_by_keyboard(page: Page):
    page.goto("/quel-metier/")
    tab_to(page, "Répondre à 12 phrases")
    page.keyboard.press("Enter")
    for step in (1, 2):
        expect(page.locator("#avance-mots")).to_contain_text(f"Page {step} sur 2")
        for _ in range(6):
            page.keyboard.press("Tab")
            while page.evaluate("document.activeElement.type") != "radio":
                page.keyboard.press("Tab")
            letter_liked = page.evaluate("['s1', 's8', 's5', 's7'].includes(document.activeElement.name)")
            page.keyboard.press("Space")
            if not letter_liked:
                for _ in range(3):
                    page.keyboard.press("ArrowDown")
        tab_to(page, "Continuer" if step == 1 else "Voir ce qui me ressemble")
        page.keyboard.press("Enter")
        page.wait_for_load_state()
    page.wait_for_url("**/quel-metier/resultat/?*")
    expect(page.locator("main")).to_contain_text("Faire de ses mains")
    tab_to(page, "Voir les métiers qui me ressemblent")
    page.keyboard.press("Enter")
    page.wait_for_url("**/quel-metier/metiers/?aime=R100*")
    expect(page.locator("li.match")).to_have_count(10)


def test_going_back_loses_nothing_without_javascript(plain_page: Page):
    plain_page.goto("/quel-metier/phrases/")
    plain_page.get_by_role("radio", name="J'aime beaucoup").first.check()
    plain_page.get_by_role("button", name="Continuer").click()
    plain_page.get_by_role("radio", name="Pas du tout").nth(1).check()
    plain_page.get_by_role("button", name="Page précédente").click()
    expect(plain_page.get_by_role("radio", name="J'aime beaucoup").first).to_be_checked()
    plain_page.get_by_role("button", name="Continuer").click()
    expect(plain_page.get_by_role("radio", name="Pas du tout").nth(1)).to_be_checked()
    plain_page.get_by_role("button", name="Voir ce qui me ressemble").click()
    expect(plain_page.get_by_role("heading", level=1)).to_have_text("Ce qui me ressemble")
    plain_page.reload()
    expect(plain_page.locator("table.scores tbody tr")).to_have_count(6)


def test_an_answer_is_changed_from_the_result(page: Page):
    page.goto("/quel-metier/resultat/?r=311020")
    page.locator("summary", has_text="Revoir ou changer").press("Enter")
    page.get_by_role("link", name="Changer : réparer un vélo").click()
    statement = page.get_by_role("group", name="Réparer un vélo")
    expect(statement.get_by_role("radio", name="J'aime beaucoup")).to_be_checked()
    statement.get_by_role("radio", name="Pas du tout").check()
    page.get_by_role("button", name="Continuer").click()
    assert "r=011020" in page.url


def test_what_one_refuses_leads_to_reasons_without_javascript(plain_page: Page):
    plain_page.goto("/quel-metier/choix/?aime=R100S50")
    plain_page.fill("#mots", "j'aime être dehors")
    plain_page.locator("summary", has_text="Les horaires").click()
    plain_page.get_by_role("group", name="La nuit").get_by_role("checkbox", name="Je refuse").check()
    plain_page.get_by_role("button", name="Voir mes métiers").click()
    plain_page.wait_for_url("**/quel-metier/metiers/?aime=R100S50&mots=*&sans=nights")
    first = plain_page.locator("li.match").first
    first.locator("summary").click()
    expect(first.locator("tbody tr")).to_have_count(3)
    before = plain_page.locator("li.match h2").all_inner_texts()
    plain_page.locator("#poids > summary").click()
    plain_page.select_option("#poids-words", label="Ne compte pas")
    plain_page.get_by_role("button", name="Reclasser les métiers").click()
    plain_page.wait_for_url("**poids-words=0")
    assert plain_page.locator("li.match h2").all_inner_texts() != before


def test_a_weight_reclasses_at_once_and_the_address_follows(page: Page):
    page.goto("/quel-metier/metiers/?aime=R100S50&mots=j%27aime+les+animaux")
    before = page.locator("li.match h2").all_inner_texts()
    page.locator("#poids > summary").press("Enter")
    page.select_option("#poids-words", label="Ne compte pas")
    page.wait_for_url("**poids-words=0")
    expect(page.locator("#announce")).to_contain_text("reclassés")
    expect(page.locator("#poids-words")).to_be_visible()
    assert page.locator("li.match h2").all_inner_texts() != before
    page.go_back()
    expect(page.locator("li.match h2").first).to_have_text(before[0])


def test_the_screens_with_answers_break_no_accessibility_rule(page: Page):
    for address in (ALL_OF_IT, "/quel-metier/resultat/?r=311020x", "/quel-metier/resultat/?r=000000", MINE):
        page.goto(address)
        page.evaluate("document.querySelectorAll('main details').forEach((one) => (one.open = true))")
        assert_accessible(page, address)
