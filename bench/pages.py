"""What a first visit of each public page weighs on the network, as Chromium counts it."""

from playwright.sync_api import Browser, sync_playwright
from tests.browser.pages import addresses
from tests.chromium import LACK, chromium_arguments, chromium_path

from bench import servers
from bench.figures import Figure, say

MAX_KB, MAX_REQUESTS = 150, 15


def _weigh(browser: Browser, address: str) -> tuple[float, int]:
    """Return kB and requests of a page for someone who has nothing cached."""
    context = browser.new_context()
    page = context.new_page()
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    finished: list[float] = []
    network.on("Network.loadingFinished", lambda event: finished.append(event["encodedDataLength"]))
    page.goto(address, wait_until="networkidle")
    context.close()
    return sum(finished) / 1000, len(finished)


def measure() -> list[Figure]:
    """Weigh every public page; the baseline is the bare list view."""
    path = chromium_path()
    if path is None:
        say(LACK)
        return []
    figures = []
    with sync_playwright() as playwright, servers.jalon() as ours, servers.bare() as bare:
        browser = playwright.chromium.launch(executable_path=path, args=chromium_arguments())
        bare_kb, bare_requests = _weigh(browser, f"{bare.address}/")
        for address in addresses():
            kb, requests = _weigh(browser, f"{ours.address}{address}")
            figures.append(
                Figure("pages", address, f"kB, {requests} requests", kb, bare_kb, "bare list view, no style",
                       f"aim ≤ {MAX_KB} kB, ≤ {MAX_REQUESTS}")
            )  # fmt: skip
        browser.close()
    heaviest = max(figures, key=lambda figure: figure.jalon)
    say(f"{len(figures)} pages, the heaviest {heaviest.jalon:.0f} kB; bare: {bare_requests} request(s)")
    return figures
