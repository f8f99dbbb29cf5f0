"""Finding a training: filters, list and map, with a keyboard, on a phone, with and without JavaScript."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.test_journeys import focused, tab_to

PHONE, LARGE = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
TILES = "https://data.geopf.fr/"
# A 1 × 1 picture.
DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c020000000b4944415478da6364f80f00010501"
    "012718e3660000000049454e44ae426082"
)


def total(page: Page) -> int:
    """Return the number of results that the page says."""
    return int(re.sub(r"\D", "", page.locator(".found-bar .count").inner_text()))


def load_map(page: Page) -> None:
    """Ask for the interactive map, without the pictures of another site."""
    page.evaluate("document.querySelector('.live-map').dataset.tiles = ''")
    page.get_by_role("button", name="Charger la carte interactive").press("Enter")
    expect(page.locator(".map-mark").first).to_be_visible()


def test_filters_apply_at_once_and_the_back_button_takes_them_back(page: Page):
    page.goto("/formations/")
    everything = total(page)
    tab_to(page, "par-apprenticeship", limit=40)
    page.keyboard.press("Space")
    page.wait_for_url("**/formations/?par=apprenticeship")
    assert focused(page) == "par-apprenticeship"
    assert 0 < total(page) < everything
    expect(page.locator("#announce")).to_contain_text("formations trouvées")
    page.locator("#quand-12m").check()
    page.wait_for_url("**/formations/?par=apprenticeship&quand=12m")
    page.go_back()
    expect(page.locator("#quand-tous")).to_be_checked()
    page.go_back()
    expect(page.locator("#par-apprenticeship")).not_to_be_checked()
    assert total(page) == everything


def test_a_town_and_words_are_typed_with_the_keyboard_alone(page: Page):
    page.goto("/formations/")
    tab_to(page, "q")
    page.keyboard.type("vente")
    tab_to(page, "lieu")
    page.keyboard.type("Tou", delay=20)
    expect(page.locator("[role=listbox] [role=option]").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/formations/?q=vente&commune=37261")
    expect(page.locator(".offer").first).to_contain_text("km")
    page.locator("#rayon").select_option("100")
    page.wait_for_url("**rayon=100")
    page.locator("a.chip.on", has_text="À 100 km de Tours").press("Enter")
    page.wait_for_url(re.compile(r"/formations/\?q=vente(&rayon=100)?$"))


def test_a_suggestion_leads_to_the_trainings_of_an_occupation(page: Page):
    page.goto("/formations/")
    page.locator("#q").press_sequentially("boulang", delay=20)
    page.get_by_role("option", name="Formations pour devenir : Boulanger").first.click()
    page.wait_for_url("**/formations/?metier=D1102")
    expect(page.locator("h1")).to_contain_text("oulang")
    assert total(page) >= 1


def test_the_map_works_with_the_keyboard_and_counts_what_the_list_counts(page: Page):
    page.emulate_media(reduced_motion="reduce")
    page.goto("/formations/?par=school")
    load_map(page)
    marks = page.locator(".map-mark")
    labels = [marks.nth(at).get_attribute("aria-label") for at in range(marks.count())]
    assert sum(int(re.search(r": (\d+) formation", label)[1]) for label in labels) == total(page)
    marks.first.focus()
    page.keyboard.press("Enter")
    popup = page.locator(".leaflet-popup")
    expect(popup.locator("a[href*='/formations/']").first).to_be_focused()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    page.keyboard.press("Escape")
    expect(popup).to_have_count(0)
    expect(marks.first).to_be_focused()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Voir de plus près").last.press("Enter")
    expect(page.locator(".map-mark", has_text=re.compile(r"^\d+$")).first).to_be_visible()
    expect(popup).to_have_count(0)


def test_the_map_stays_when_a_filter_changes(page: Page):
    page.goto("/formations/")
    load_map(page)
    page.evaluate("document.querySelector('.live-map').dataset.tiles = ''")
    # The server of this test gives tiles: the new page asks for them, answered here.
    page.route(f"{TILES}**", lambda route: route.abort())
    everything = page.locator(".map-mark").first.get_attribute("aria-label")
    page.evaluate(
        "document.addEventListener('htmx:afterSwap', "
        "() => { document.querySelector('.live-map').dataset.tiles = ''; }, { capture: true })"
    )
    page.locator("#par-vae").check()
    page.wait_for_url("**par=vae")
    expect(page.locator(".map-mark").first).to_be_visible()
    assert page.locator(".map-mark").first.get_attribute("aria-label") != everything


def test_tiles_are_fetched_only_once_the_map_is_asked_for(page: Page, witness):
    page.route(f"{TILES}**", lambda route: route.fulfill(body=DOT, content_type="image/png"))
    page.goto("/formations/", wait_until="networkidle")
    assert witness.faults == []
    page.get_by_role("button", name="Charger la carte interactive").click()
    expect(page.locator(".leaflet-tile-loaded").first).to_be_visible()
    expect(page.locator(".leaflet-control-attribution")).to_contain_text("IGN")
    expect(page.locator(".map-mark").first).to_be_visible()
    fetched = [fault for fault in witness.faults if fault.startswith(f"request to another host: {TILES}")]
    assert fetched
    witness.faults[:] = [fault for fault in witness.faults if fault not in fetched]


def test_a_phone_shows_the_list_or_the_map_without_javascript(plain_page: Page):
    plain_page.goto("/formations/?q=vente")
    expect(plain_page.locator(".offer").first).to_be_visible()
    expect(plain_page.locator(".region-map")).to_be_hidden()
    plain_page.get_by_role("link", name="Carte", exact=True).click()
    plain_page.wait_for_url("**vue=carte")
    expect(plain_page.locator(".offer").first).to_be_hidden()
    expect(plain_page.locator(".region-map")).to_be_visible()
    expect(plain_page.locator(".live-map")).to_be_hidden()
    row = plain_page.locator(".towns tbody tr").first
    count = int(row.locator("td").inner_text())
    row.locator("a").click()
    plain_page.wait_for_url("**rayon=0")
    assert total(plain_page) == count
    expect(plain_page.locator(".offer").first).to_be_visible()


def test_filters_and_a_town_without_javascript(plain_page: Page):
    plain_page.goto("/formations/")
    everything = total(plain_page)
    plain_page.locator("#filtres > summary").click()
    plain_page.locator("#groupe-par > summary").click()
    plain_page.locator("#par-school").check()
    plain_page.get_by_role("button", name="Appliquer").click()
    plain_page.wait_for_url("**/formations/?par=school")
    assert 0 < total(plain_page) < everything
    plain_page.locator("#lieu").fill("blois")
    plain_page.locator(".learn-box button").click()
    plain_page.wait_for_url("**commune=41018**")
    assert "par=school" in plain_page.url
    plain_page.get_by_role("link", name=re.compile("Retirer le filtre.*école")).click()
    assert "par=" not in plain_page.url


def test_the_count_and_the_filters_stay_in_sight_on_a_phone(page: Page):
    page.set_viewport_size(PHONE)
    page.goto("/formations/?par=school&niveau=3&commune=37261&rayon=100")
    page.locator(".offer").last.scroll_into_view_if_needed()
    expect(page.locator(".found-bar .count")).to_be_in_viewport()
    expect(page.locator(".found-bar a.chip").first).to_be_in_viewport()
    assert page.evaluate(OVERFLOW) <= 0


def test_an_occupation_fetches_its_next_trainings(page: Page):
    page.goto("/metiers/D1102/")
    page.locator("#formations").scroll_into_view_if_needed()
    expect(page.locator("#formations-suite .offer").first).to_be_visible()
    page.locator("#formations-lieu").fill("Tours")
    page.keyboard.press("Enter")
    page.wait_for_url("**/formations/?metier=D1102&commune=37261")


@pytest.mark.parametrize("size", [PHONE, LARGE])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_interactive_map_breaks_no_rule_of_accessibility(page: Page, size, scheme):
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size(size)
    page.goto("/formations/?q=vente&vue=carte")
    load_map(page)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate(OVERFLOW) <= 0
