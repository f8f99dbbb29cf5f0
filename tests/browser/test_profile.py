"""« Quel métier pour moi ? » from statements to occupations: by keyboard, on a phone, without JavaScript."""

from playwright.sync_api import Page, expect

from tests.browser.test_every_page import assert_accessible
from tests.browser.test_journeys import tab_to

ALL_OF_IT = "/quel-metier/phrases/?n=30&r=31x2&etape=1"


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
    page.wait_for_url("**/centres-d-interet/RA/")


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


def test_the_screens_with_answers_break_no_accessibility_rule(page: Page):
    for address in (ALL_OF_IT, "/quel-metier/resultat/?r=311020x", "/quel-metier/resultat/?r=000000"):
        page.goto(address)
        assert_accessible(page, address)
