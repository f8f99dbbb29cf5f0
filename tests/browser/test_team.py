"""What someone of the team does: sign in, read a load report, take the refused lines away, sign out."""

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Site
from tests.browser.entering import code
from tests.browser.pages import TEAM
from tests.browser.test_every_page import (
    MAX_BYTES,
    MAX_REQUESTS,
    OVERFLOW,
    assert_accessible,
)


@pytest.fixture(scope="module", autouse=True)
def refused_load(site: Site, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A region's folder that is refused: the second load of the installation."""
    folder = tmp_path_factory.mktemp("refusee")
    (folder / "communes.csv").write_text("insee_code,name\n=1+1,Blois\n", encoding="utf-8")
    assert site.jalon("load", "region", str(folder)) == 1


@pytest.mark.parametrize("address", TEAM)
def test_the_team_pages_are_accessible_and_light(team_page: Page, address):
    team_page.goto("about:blank")
    network = team_page.context.new_cdp_session(team_page)
    network.send("Network.enable")
    network.send("Network.setCacheDisabled", {"cacheDisabled": True})
    finished: list[int] = []
    network.on("Network.loadingFinished", lambda event: finished.append(int(event["encodedDataLength"])))
    team_page.goto(address, wait_until="networkidle")
    assert team_page.url.endswith(address), "still signed in"
    assert len(finished) <= MAX_REQUESTS
    assert 0 < sum(finished) <= MAX_BYTES
    assert team_page.locator("h1").count() == 1
    assert_accessible(team_page, address)
    for width in (320, 640, 768):
        team_page.set_viewport_size({"width": width, "height": 640})
        assert team_page.evaluate(OVERFLOW) <= 0, f"{address} scrolls sideways at {width} px"


@pytest.fixture
def stranger(browser, site: Site, witness) -> BrowserContext:
    """Someone who has not signed in; the form's own cookie is allowed."""
    fresh = browser.new_context(base_url=site.address, locale="fr-FR")
    witness.watch(fresh)
    yield fresh
    assert {cookie["name"] for cookie in fresh.cookies()} <= {"csrftoken"}
    fresh.close()


def test_the_sign_in_page_is_accessible_right_and_wrong(stranger: BrowserContext):
    page = stranger.new_page()
    page.goto("/connexion/")
    assert_accessible(page, "/connexion/")
    page.fill("#id_email", "ana")
    page.fill("#id_password", "secret")
    page.get_by_role("button", name="Se connecter").click()
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(page.locator("#id_email")).to_have_value("ana")
    expect(page.locator("#id_password")).to_have_value("")
    expect(page.locator("#id_email")).to_have_attribute("aria-invalid", "true")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("End")
    page.keyboard.type("@exemple.fr")
    expect(page.locator("#id_email")).to_have_value("ana@exemple.fr")
    assert_accessible(page, "/connexion/ refused")


def test_a_report_is_reached_read_and_taken_away_with_the_keyboard(team_page: Page, tmp_path: Path):
    team_page.get_by_role("link", name="Chargements").press("Enter")
    team_page.wait_for_url("**/equipe/chargements/")
    team_page.get_by_label("refusé").check()
    team_page.get_by_role("button", name="Appliquer").press("Enter")
    team_page.wait_for_url("**etat=refused**")
    expect(team_page.locator("ol.results > li")).to_have_count(1)
    team_page.locator("ol.results a").first.press("Enter")
    expect(team_page.get_by_role("heading", name="Ce qui a été refusé")).to_be_visible()
    expect(team_page.locator("main")).to_contain_text("refusé en entier")
    with team_page.expect_download() as waiting:
        team_page.get_by_role("link", name="Télécharger").press("Enter")
    file = tmp_path / "rejets.csv"
    waiting.value.save_as(file)
    assert file.read_text(encoding="utf-8-sig").startswith("fichier;ligne;champ;motif;")
    team_page.get_by_role("searchbox").fill("communes.csv")
    team_page.keyboard.press("Enter")
    team_page.wait_for_url("**q=communes.csv")
    rows = team_page.locator(".rejects > li")
    expect(rows.first).to_be_visible()
    expect(team_page.get_by_role("heading", level=4)).to_have_text("communes.csv")


def test_signing_out_closes_the_pages(team_page: Page):
    team_page.get_by_role("button", name="Se déconnecter").press("Enter")
    expect(team_page.get_by_role("status").first).to_contain_text("Vous êtes déconnecté")
    assert [cookie for cookie in team_page.context.cookies() if cookie["name"] == "sessionid"] == []
    team_page.goto("/equipe/chargements/")
    expect(team_page).to_have_url("/connexion/?next=/equipe/chargements/")


@pytest.mark.usefixtures("sessions")
def test_all_of_it_without_javascript_on_a_phone(plain_page: Page, account: tuple[str, str]):
    plain_page.goto("/")
    plain_page.get_by_role("link", name="Espace équipe").click()
    plain_page.fill("#id_email", account[0])
    plain_page.fill("#id_password", account[1])
    plain_page.get_by_role("button", name="Se connecter").click()
    plain_page.fill("#id_code", code())
    plain_page.get_by_role("button", name="Se connecter").click()
    plain_page.get_by_role("link", name="Chargements").click()
    plain_page.locator("#filtres > summary").click()
    plain_page.get_by_label("refusé").check()
    plain_page.get_by_role("button", name="Appliquer").click()
    plain_page.locator("ol.results a").first.click()
    expect(plain_page.locator("main")).to_contain_text("Télécharger")
    plain_page.get_by_role("button", name="Se déconnecter").click()
    expect(plain_page.locator("main")).to_contain_text("Vous êtes déconnecté")
