"""« Mon chemin », from the occupation to routes: on a phone by keyboard, and without JavaScript."""

from playwright.sync_api import Page, expect

from tests.browser.test_every_page import assert_accessible
from tests.browser.test_journeys import tab_to

MINE = "/comment-y-arriver/D1102/mon-chemin/?niveau=0&commune=37261&fait=D1102"


def test_a_situation_leads_to_routes_by_keyboard(page: Page):
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/comment-y-arriver/D1102/")
    page.get_by_label("Mon diplôme le plus haut").select_option("4")
    page.get_by_label("Ma commune ou mon code postal").fill("Tours")
    tab_to(page, "Voir mes chemins")
    page.keyboard.press("Enter")
    page.wait_for_url("**/comment-y-arriver/D1102/mon-chemin/?*niveau=4*lieu=Tours*")
    expect(page.locator("li.route").first).to_contain_text("Reste à payer")
    tab_to(page, "Le plus rapide")
    page.keyboard.press("Enter")
    page.wait_for_url("**ordre=rapide")
    expect(page.locator(".orders a[aria-current]")).to_have_text("Le plus rapide")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_answers_are_changed_without_javascript(plain_page: Page):
    plain_page.goto(MINE)
    routes = plain_page.locator("li.route")
    expect(routes.filter(has_text="Par l'expérience (VAE)")).not_to_have_count(0)
    plain_page.locator("summary", has_text="Ma situation").click()
    plain_page.get_by_label("J'ai déjà fait ce travail").uncheck()
    plain_page.get_by_role("button", name="Voir mes chemins").click()
    expect(routes).not_to_have_count(0)
    expect(routes.filter(has_text="Par l'expérience (VAE)")).to_have_count(0)
    plain_page.go_back()
    expect(routes.filter(has_text="Par l'expérience (VAE)")).not_to_have_count(0)


def test_everything_open_is_accessible(page: Page):
    page.goto(MINE)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert_accessible(page, MINE)
