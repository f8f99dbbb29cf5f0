"""What every page owes to everyone: accessible, within the screen, light, quiet."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

from tests.browser.pages import addresses

SIZES = [(360, 740), (1280, 900)]
SCHEMES = ["light", "dark"]
MAX_BYTES = 150_000
MAX_REQUESTS = 15
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def assert_accessible(page: Page, address: str) -> None:
    """Let axe find nothing at both sizes, in light and dark; and nothing scroll sideways."""
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        for scheme in SCHEMES:
            # Colours on their way from one scheme to the other are not what people read.
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            found = Axe().run(page)
            assert found.violations_count == 0, f"{width} px, {scheme}: {found.generate_report()}"
        assert page.evaluate(OVERFLOW) <= 0, f"{address} scrolls sideways at {width} px"


@pytest.mark.parametrize("address", [*addresses(), *addresses(404)[:1]])
def test_no_accessibility_rule_is_broken(page: Page, witness, address):
    witness.expected = ("404 (Not Found)",)
    page.goto(address)
    assert_accessible(page, address)


@pytest.mark.parametrize("address", addresses())
def test_a_first_visit_is_light(context: BrowserContext, address):
    """At most 150 kB and 15 requests, nothing cached, everything counted as it travels."""
    page = context.new_page()
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    finished: list[int] = []
    network.on("Network.loadingFinished", lambda event: finished.append(int(event["encodedDataLength"])))
    page.goto(address, wait_until="networkidle")
    assert 1 <= len(finished) <= MAX_REQUESTS
    assert 0 < sum(finished) <= MAX_BYTES


@pytest.mark.parametrize("address", addresses())
def test_a_page_has_one_title_one_heading_and_its_language(page: Page, address):
    page.goto(address)
    assert page.locator("html").get_attribute("lang") == "fr"
    assert page.title().strip()
    assert page.locator("h1").count() == 1
    assert page.locator("main").count() == 1


def test_titles_tell_pages_apart(page: Page):
    titles: dict[str, str] = {}
    for address in addresses():
        path = address.split("?")[0]
        page.goto(path)
        titles.setdefault(path, page.title())
    assert len(set(titles.values())) == len(titles), titles


@pytest.mark.parametrize("address", addresses())
def test_a_zoomed_page_fits(page: Page, address):
    """Nothing scrolls sideways at 320 px (1280 px at 400 %) nor at 640 px (200 %): WCAG 1.4.4, 1.4.10."""
    page.goto(address)
    for width in (320, 640):
        page.set_viewport_size({"width": width, "height": 640})
        assert page.evaluate(OVERFLOW) <= 0, f"{address} scrolls sideways at {width} px"
