"""A person on the page of a programme: with a keyboard, without JavaScript, on paper."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.test_journeys import tab_to

BAKER = "/formations/aa0569d40f9a/"
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def test_the_keyboard_reaches_the_contact(page: Page):
    page.goto(BAKER)
    expect(page.locator(".ticket .truth")).to_contain_text("Départ le")
    tab_to(page, "M'inscrire, contacter")
    page.keyboard.press("Enter")
    expect(page.locator("#contact")).to_be_in_viewport()
    expect(page.locator(".reach a[href^='tel:']").first).to_be_visible()


def test_the_next_start_and_the_main_action_are_on_the_first_screen_of_a_phone(plain_page: Page):
    plain_page.goto(BAKER)
    for what in ("h1", ".by", ".ticket .truth", ".ticket .button"):
        expect(plain_page.locator(what)).to_be_in_viewport(ratio=1)


def test_a_start_goes_into_a_calendar(page: Page):
    page.goto(BAKER)
    link = page.locator(".ticket a[href$='.ics']")
    answer = page.request.get(link.get_attribute("href") or "")
    assert answer.headers["content-type"].startswith("text/calendar")
    assert answer.headers["content-disposition"].startswith('attachment; filename="cap-boulanger-20')
    assert "BEGIN:VEVENT" in answer.text()


def test_the_table_of_the_ways_says_the_same_on_a_phone(page: Page):
    page.goto(BAKER)
    table = page.get_by_role("table", name=re.compile("façons de préparer ce diplôme"))
    assert table.get_by_role("row").count() >= 4
    expect(table.get_by_role("columnheader").first).to_be_visible()
    wide = [cell.inner_text() for cell in table.get_by_role("cell").all()]
    page.set_viewport_size({"width": 360, "height": 740})
    assert table.get_by_role("row").count() >= 4
    narrow = [cell.inner_text() for cell in table.get_by_role("cell").all()]
    assert len(narrow) == len(wide)
    for before, after in zip(wide, narrow, strict=True):
        assert after.endswith(before)
    expect(table.locator(".cap").first).to_be_visible()


def test_a_commune_gives_distances_without_javascript(plain_page: Page):
    plain_page.goto(BAKER)
    plain_page.locator("#depart").fill("Tours")
    plain_page.get_by_role("button", name="Voir les distances").click()
    plain_page.wait_for_url("**lieu=Tours**")
    expect(plain_page.locator(".ways-table")).to_contain_text("km")
    expect(plain_page.locator(".by")).to_contain_text("km de Tours")
    plain_page.locator(".former > summary").first.click()
    expect(plain_page.locator(".past li").first).to_contain_text("A commencé le")


@pytest.mark.parametrize("query", ["", "?commune=37261", "?lieu=zzzz"])
def test_axe_finds_nothing(page: Page, query):
    page.goto(f"{BAKER}{query}")
    for width in (320, 768, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            found = Axe().run(page)
            assert found.violations_count == 0, f"{width} px, {scheme}: {found.generate_report()}"
        assert page.evaluate(OVERFLOW) <= 0


def test_it_prints_with_its_dates_and_its_address(page: Page):
    page.goto(BAKER)
    page.emulate_media(media="print")
    for useful in (
        "h1",
        ".ticket .truth",
        ".ways-table table",
        ".board .truth >> nth=0",
        ".reach",
        ".print-only",
    ):
        expect(page.locator(useful)).to_be_visible()
    for useless in (".from-where", ".ticket .actions", ".board .links >> nth=0", ".help"):
        expect(page.locator(useless)).to_be_hidden()
