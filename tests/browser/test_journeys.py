"""What people do, with a keyboard alone on a large screen, or on a phone without JavaScript."""

import re

import pytest
from playwright.sync_api import Page, expect

# What has the focus, whether it is on screen, and whether it or the card that holds it is outlined.
FOCUS = """() => {
  const one = document.activeElement;
  if (one === document.body) return null;
  const box = one.getBoundingClientRect();
  const holders = [one, one.closest(".card, .door, .pick, label")].filter(Boolean);
  return {
    what: one.id || one.textContent.trim().slice(0, 30),
    inside: box.bottom > 0 && box.top < innerHeight && box.width > 0,
    shown: holders.some((holder) => getComputedStyle(holder).outlineStyle !== "none"),
  };
}"""
HOSTILE = [
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "a" * 5_000,
    "métier\u0007\u200b",
    "%00%ff",
    "{{ 7*7 }}",
]


def focused(page: Page) -> str:
    """Return the id, else the text, of what has the focus."""
    return page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()")


def tab_to(page: Page, wanted: str, limit: int = 60) -> None:
    """Press Tab until the focus is on `wanted` (an id, or a text)."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        if focused(page) == wanted:
            return
    raise AssertionError(f"the keyboard does not reach « {wanted} »")


# ── with a keyboard alone


def test_the_skip_link_comes_first_and_leads_to_the_content(page: Page):
    page.goto("/metiers/")
    page.keyboard.press("Tab")
    assert focused(page) == "Aller au contenu"
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    assert focused(page).startswith("contenu")


def test_suggestions_lead_to_an_occupation(page: Page):
    page.goto("/")
    tab_to(page, "q")
    box = page.locator("#q")
    expect(box).to_have_role("combobox")
    page.keyboard.type("boulang", delay=20)
    expect(page.locator("[role=listbox]").first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    active = box.get_attribute("aria-activedescendant")
    assert active
    expect(page.locator(f"#{active}")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    page.wait_for_url("**/metiers/*/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("oulang")


def test_escape_closes_the_suggestions_and_keeps_the_words(page: Page):
    page.goto("/")
    tab_to(page, "q")
    page.keyboard.type("boulang", delay=20)
    expect(page.locator("[role=listbox]").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("[role=listbox]").first).to_be_hidden()
    expect(page.locator("#q")).to_have_value("boulang")
    assert focused(page) == "q"


def test_words_and_enter_lead_to_results_then_to_an_occupation(page: Page):
    page.goto("/")
    tab_to(page, "q")
    page.keyboard.type("je veux devenir infirmier")
    page.keyboard.press("Enter")
    page.wait_for_url("**/recherche/?q=*")
    first = page.locator("ol.results a").first
    name = first.inner_text()
    assert "nfirmi" in name
    tab_to(page, name, limit=120)
    page.keyboard.press("Enter")
    page.wait_for_url("**/metiers/*/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_a_filter_applies_at_once_and_the_focus_stays(page: Page):
    page.goto("/recherche/?q=vendeur")
    tab_to(page, "niveau-3", limit=120)
    page.keyboard.press("Space")
    page.wait_for_url("**niveau=3**")
    assert focused(page) == "niveau-3"
    expect(page.locator("#niveau-3")).to_be_checked()
    expect(page.locator("#announce")).not_to_be_empty()
    page.go_back()
    expect(page.locator("#niveau-3")).not_to_be_checked()
    assert "niveau" not in page.url


def test_an_active_filter_is_removed_by_its_own_link(page: Page):
    page.goto("/recherche/?q=vendeur&niveau=3")
    before = page.locator("ol.results > li").count()
    page.locator("a[href*='/recherche/']", has_text="CAP").first.press("Enter")
    expect(page.locator("#niveau-3")).not_to_be_checked()
    assert page.locator("ol.results > li").count() >= before


def test_a_commune_leads_to_places_by_distance(page: Page):
    page.goto("/pres-de-moi/")
    tab_to(page, "lieu")
    page.keyboard.type("Blois")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"(lieu|commune)="))
    shown = page.locator("main").inner_text()
    distances = [float(found.replace(",", ".")) for found in re.findall(r"(\d+(?:,\d+)?)\s*km", shown)]
    assert len(distances) >= 3


@pytest.mark.parametrize(
    "address", ["/", "/recherche/?q=vendeur", "/metiers/D1102/", "/pres-de-moi/?commune=37261"]
)
def test_every_stop_of_the_keyboard_can_be_seen(page: Page, address):
    """Each thing that takes the focus is on screen and shows that it has it."""
    page.goto(address)
    seen: list[str] = []
    for _ in range(40):
        page.keyboard.press("Tab")
        mark = page.evaluate(FOCUS)
        if mark is None:
            break
        seen.append(mark["what"])
        assert mark["inside"], f"{mark['what']} takes the focus out of sight"
        assert mark["shown"], f"{mark['what']} does not show its focus"
    assert len(seen) >= 5


# ── on a phone without JavaScript


def test_search_filter_and_occupation_without_javascript(plain_page: Page):
    plain_page.goto("/")
    plain_page.locator("#q").fill("vendeuse")
    plain_page.locator("form[action='/recherche/'] button").click()
    plain_page.wait_for_url("**/recherche/?q=vendeuse")
    everything = plain_page.locator("ol.results > li").count()
    assert everything
    plain_page.locator("#filtres > summary").click()
    plain_page.locator("#niveau-3").check()
    plain_page.get_by_role("button", name="Appliquer").click()
    plain_page.wait_for_url("**niveau=3**")
    assert 0 < plain_page.locator("ol.results > li").count() <= everything
    plain_page.locator("ol.results a").first.click()
    plain_page.wait_for_url("**/metiers/*/")
    expect(plain_page.get_by_role("heading", level=1)).to_be_visible()


def test_near_me_without_javascript(plain_page: Page):
    plain_page.goto("/")
    plain_page.locator("#lieu").fill("37000")
    plain_page.locator("form[action='/pres-de-moi/'] button").click()
    expect(plain_page.locator("main")).to_contain_text("Tours")
    expect(plain_page.locator("main")).to_contain_text("km")
    plain_page.locator("main a[href^='/lieux/']").first.click()
    expect(plain_page.get_by_role("heading", level=1)).to_be_visible()
    assert plain_page.locator("a[href^='tel:']").count() >= 1


def test_the_menu_and_the_five_entries_without_javascript(plain_page: Page):
    for address in ("/metiers/", "/secteurs/", "/formations/", "/competences/", "/centres-d-interet/"):
        plain_page.goto("/")
        plain_page.locator("details.menu > summary").click()
        plain_page.locator(f"nav a[href='{address}']").first.click()
        plain_page.wait_for_url(f"**{address}")
        assert plain_page.locator("main a").count() >= 1


def test_interests_lead_to_occupations_without_javascript(plain_page: Page):
    plain_page.goto("/quel-metier/")
    boxes = plain_page.locator("main input[type=checkbox]")
    boxes.nth(0).check()
    boxes.nth(1).check()
    plain_page.locator("main form:has(input[type=checkbox]) button").first.click()
    plain_page.wait_for_url("**/centres-d-interet/*/")
    assert plain_page.locator("main a[href^='/metiers/']").count() >= 1


# ── for everyone


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_only_words(page: Page, witness, words):
    """Whatever is typed, the page stands, runs nothing of it and shows it as text."""
    witness.expected = ("400 (Bad Request)", "414")
    page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    page.goto("/recherche/")
    page.evaluate(
        "words => { const box = document.getElementById('q'); box.maxLength = 99999; box.value = words; }",
        words,
    )
    page.locator("form[role=search] button").first.click()
    page.wait_for_load_state()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert "49" not in page.get_by_role("heading", level=1).inner_text()


def test_an_unknown_address_helps_to_go_on(page: Page, witness):
    witness.expected = ("404 (Not Found)",)
    answer = page.goto("/nulle-part/")
    assert answer is not None
    assert answer.status == 404
    assert page.locator("main a[href='/']").count() >= 1


def test_an_occupation_prints_without_the_menus(page: Page):
    page.goto("/metiers/D1102/")
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    for useless in ("details.menu summary", "nav[aria-label='Menu principal']", "form[role=search]"):
        for at in range(page.locator(useless).count()):
            expect(page.locator(useless).nth(at)).to_be_hidden()
