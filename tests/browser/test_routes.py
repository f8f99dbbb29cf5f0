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
    tab_to(page, "ordre-rapide")
    page.keyboard.press("Enter")
    page.wait_for_url("**ordre=rapide")
    expect(page.locator(".orders a[aria-current]")).to_have_text("Le plus rapide")
    expect(page.locator(".orders a[aria-current]")).to_be_focused()
    expect(page.locator("#announce")).to_contain_text("En tête")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_answer_changes_in_place_and_the_address_follows(page: Page):
    page.goto("/comment-y-arriver/D1102/mon-chemin/?niveau=7&lieu=Tours&ordre=paye")
    page.evaluate("window.kept = true")
    first = page.locator("li.route").first
    expect(first).to_contain_text("1\u00a0an")
    page.locator("summary", has_text="Ma situation").click()
    page.get_by_label("En ce moment, je suis").select_option("terminale")
    page.wait_for_url("**situation=terminale**ordre=paye")
    page.get_by_label("Mon diplôme le plus haut").select_option("")
    page.wait_for_url(lambda address: "niveau" not in address)
    expect(first).to_contain_text("Finir la terminale et avoir le bac")
    expect(page.get_by_label("En ce moment, je suis")).to_have_value("terminale")
    assert page.evaluate("window.kept")
    page.go_back()
    page.wait_for_url("**niveau=7**")
    expect(page.get_by_label("Mon diplôme le plus haut")).to_have_value("7")
    page.locator("summary", has_text="Ma situation").click()
    page.get_by_label("Ma commune ou mon code postal").fill("zzzz")
    page.keyboard.press("Enter")
    expect(page.locator("#trouve")).to_contain_text("Nous ne connaissons pas « zzzz »")


def test_no_route_known_says_who_to_see(plain_page: Page):
    plain_page.goto("/comment-y-arriver/J1102/mon-chemin/?situation=emploi&niveau=4&commune=36044&km=20")
    expect(plain_page.get_by_role("heading", name="Aucun chemin connu")).to_be_visible()
    plain_page.get_by_role("link", name="Regarder sans limite de distance").click()
    expect(plain_page.locator("li.route")).not_to_have_count(0)
    plain_page.go_back()
    plain_page.get_by_role("link", name="Qui voir près de chez moi").click()
    plain_page.wait_for_url("**/pres-de-moi/?lieu=Ch%C3%A2teauroux")


def test_the_answers_are_changed_without_javascript(plain_page: Page):
    plain_page.goto(MINE)
    routes = plain_page.locator("li.route")
    expect(routes.filter(has_text="Par l'expérience (VAE)")).not_to_have_count(0)
    plain_page.locator("summary", has_text="Ma situation").click()
    plain_page.get_by_label("J'ai déjà fait ce travail").uncheck()
    plain_page.get_by_label("Mon diplôme vient d'un autre pays").check()
    plain_page.get_by_role("button", name="Voir mes chemins").click()
    expect(routes).not_to_have_count(0)
    expect(routes.filter(has_text="Par l'expérience (VAE)")).to_have_count(0)
    expect(plain_page.locator("summary", has_text="Diplôme d'un autre pays")).to_be_visible()
    plain_page.get_by_role("link", name="Le moins cher").click()
    plain_page.wait_for_url("**ordre=cout")
    expect(plain_page.locator(".orders a[aria-current]")).to_have_text("Le moins cher")
    plain_page.go_back()
    plain_page.go_back()
    expect(routes.filter(has_text="Par l'expérience (VAE)")).not_to_have_count(0)


def test_everything_open_is_accessible(page: Page):
    page.goto(MINE)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert_accessible(page, MINE)
