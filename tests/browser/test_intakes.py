"""Choosing an intake, following its table, and taking its booklet away while it is being made."""

import re

from playwright.sync_api import Page, expect

from tests.browser.test_every_page import assert_accessible

PREPARED = 90_000  # milliseconds: a process starts, lays out some 200 trainings, and the page asks again


def test_a_cell_of_the_table_leads_to_as_many_trainings(page: Page):
    page.goto("/formations/rentree/")
    page.get_by_role("link", name=re.compile("Rentrée de septembre")).first.click()
    cell = page.locator(".cross tbody td a").first
    said = cell.get_attribute("aria-label")
    cell.click()
    expect(page.locator("#resultat")).to_contain_text(said.split(" : ")[0])
    page.get_by_role("link", name="Tout effacer").click()
    assert "?" not in page.url


def test_choices_work_without_javascript(plain_page: Page):
    plain_page.goto("/formations/rentree/")
    plain_page.get_by_role("link", name=re.compile("Rentrée de septembre")).first.click()
    plain_page.get_by_label("Département").select_option("36")
    plain_page.get_by_role("button", name="Afficher").click()
    expect(plain_page).to_have_url(re.compile(r"\?departement=36$"))
    plain_page.get_by_role("link", name="Aller à la liste").click()
    expect(plain_page.locator("#liste")).to_be_in_viewport()


def test_a_long_booklet_opens_when_it_is_ready(page: Page):
    page.goto("/formations/rentree/")
    page.get_by_role("link", name=re.compile("Rentrée de septembre")).first.click()
    page.get_by_label("Département").select_option("37")
    page.get_by_role("button", name="Afficher").click()
    page.get_by_role("link", name=re.compile("Livret")).click()
    expect(page.get_by_role("status").first).to_contain_text("Le PDF se prépare")
    assert_accessible(page, page.url)
    with page.expect_response(
        lambda response: response.headers.get("content-type") == "application/pdf", timeout=PREPARED
    ) as found:
        pass
    assert found.value.status == 200
