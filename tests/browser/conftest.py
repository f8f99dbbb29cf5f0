"""A real server on the demonstration region, and pages of a real Chromium that tolerate no error."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from tests.browser.entering import ENTER, TOTP_SECRET
from tests.chromium import LACK, chromium_arguments, chromium_path

PHONE = {"width": 360, "height": 740}
PATIENCE = 60
EMAIL, PASSWORD = "ana@exemple.fr", "une phrase assez longue"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is a browser test."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@dataclass
class Site:
    """A Jalon that serves: its address, and where its state and its words are."""

    address: str
    home: Path
    environment: dict[str, str]

    def jalon(self, *words: str, typed: str = "") -> int:
        """Run a command of this installation; return its exit code."""
        command = [sys.executable, "-m", "jalon.config.cli", *words]
        run = subprocess.run(  # noqa: S603 - our own command
            command, env=self.environment, input=typed.encode(), capture_output=True, check=False
        )
        return run.returncode

    def python(self, script: str, *words: str) -> list[str]:
        """Run lines of Python in this installation; return the lines that they print."""
        command = [sys.executable, "-c", script, *words]
        run = subprocess.run(command, env=self.environment, capture_output=True, check=True, text=True)  # noqa: S603 - our own lines
        return run.stdout.splitlines()

    def __call__(self, path: str) -> str:
        return f"{self.address}{path}"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_until_it_answers(address: str, server: subprocess.Popen) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if server.poll() is not None:
            raise RuntimeError(f"the server ended with {server.returncode}")
        try:
            urllib.request.urlopen(address, timeout=2).close()  # noqa: S310 - our own http address
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise RuntimeError(f"no answer from {address} after {PATIENCE} s")


@contextmanager
def served(home: Path, *loads: tuple[str, ...]) -> Iterator[Site]:
    """Serve `home` as an installation does, prepared, then loaded with `loads` (words of `jalon load`)."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("JALON_")}
    kept.pop("DATABASE_URL", None)
    environment = {**kept, "JALON_HOME": str(home), "DJANGO_SETTINGS_MODULE": "jalon.config.settings"}
    jalon = [sys.executable, "-m", "jalon.config.cli"]
    for words in (("prepare",), *(("load", *load) for load in loads)):
        command = [*jalon, *words]
        subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own command
    with serving(home, environment) as site:
        yield site


@contextmanager
def serving(home: Path, environment: dict[str, str]) -> Iterator[Site]:
    """Serve a home that is prepared, with these settings."""
    port = _free_port()
    command = [sys.executable, "-m", "jalon.config.cli", "serve", "--port", str(port)]
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)  # noqa: S603 - our own command
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_until_it_answers(address, server)
        yield Site(address, home, environment)
    finally:
        server.terminate()
        server.wait(timeout=PATIENCE)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve the demonstration region."""
    with served(tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the session, the machine's own; without one: skipped, or failed with CI=true."""
    path = chromium_path()
    if path is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(LACK)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=chromium_arguments())
        yield chromium
        chromium.close()


# What a browser fetches without leaving it: its own reader of PDF files is an extension, with its pages.
INSIDE = frozenset({"data", "blob", "about", "chrome", "chrome-extension"})


@dataclass
class Witness:
    """What a browser saw go wrong."""

    host: str
    faults: list[str] = field(default_factory=list)
    expected: tuple[str, ...] = ()

    def watch(self, context: BrowserContext) -> None:
        """Note console errors (a refusal by the policy is one), script errors and requests to other hosts."""
        context.on("console", self._console)
        context.on("weberror", lambda error: self.faults.append(f"script error: {error.error}"))
        context.on("request", lambda request: self._request(request.url))

    def _console(self, message: ConsoleMessage) -> None:
        ours = urlsplit(message.location["url"]).scheme not in INSIDE
        expected = any(words in message.text for words in self.expected)
        if message.type in {"error", "warning"} and ours and not expected:
            self.faults.append(f"console {message.type}: {message.text}")

    def _request(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in INSIDE and parts.netloc != self.host:
            self.faults.append(f"request to another host: {url}")


@pytest.fixture
def witness(site: Site) -> Iterator[Witness]:
    """What goes wrong during a test, on any page: nothing is tolerated at its end."""
    seen = Witness(urlsplit(site.address).netloc)
    yield seen
    assert seen.faults == []


@pytest.fixture
def context(browser: Browser, site: Site, witness: Witness) -> Iterator[BrowserContext]:
    """A fresh person: no cache, no storage; and at the end still no cookie."""
    fresh = browser.new_context(
        base_url=site.address, locale="fr-FR", viewport={"width": 1280, "height": 900}
    )
    witness.watch(fresh)
    yield fresh
    assert fresh.cookies() == []
    fresh.close()


@pytest.fixture(params=[True, False], ids=["with-script", "without-script"])
def phone(request, browser: Browser, site: Site, witness: Witness) -> Iterator[BrowserContext]:
    """A fresh person on a phone; at the end still no cookie."""
    fresh = browser.new_context(
        base_url=site.address, locale="fr-FR", viewport=PHONE, java_script_enabled=request.param
    )
    witness.watch(fresh)
    yield fresh
    assert fresh.cookies() == []
    fresh.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page of a fresh person on a large screen."""
    return context.new_page()


@pytest.fixture(scope="session")
def account(site: Site) -> tuple[str, str]:
    """An account of the team: its address and its password."""
    assert site.jalon("account", "add", EMAIL, "--name", "Ana", "--password-stdin", typed=PASSWORD) == 0
    return EMAIL, PASSWORD


@pytest.fixture(scope="session")
def sessions(site: Site, account: tuple[str, str]) -> list[str]:
    """Sessions of the account, which has a second factor; each test takes one."""
    return site.python(ENTER, account[0], TOTP_SECRET, "60")


@pytest.fixture
def team_page(browser: Browser, site: Site, witness: Witness, sessions: list[str]) -> Iterator[Page]:
    """A page of someone of the team who just signed in."""
    fresh = browser.new_context(
        base_url=site.address, locale="fr-FR", viewport={"width": 1280, "height": 900}
    )
    witness.watch(fresh)
    fresh.add_cookies([{"name": "sessionid", "value": sessions.pop(), "url": site.address}])
    page = fresh.new_page()
    page.goto("/equipe/")
    yield page
    fresh.close()


@pytest.fixture
def plain_page(browser: Browser, site: Site, witness: Witness) -> Iterator[Page]:
    """A page of a fresh person on a phone whose browser runs no JavaScript."""
    fresh = browser.new_context(
        base_url=site.address,
        locale="fr-FR",
        viewport={"width": 360, "height": 740},
        java_script_enabled=False,
    )
    witness.watch(fresh)
    yield fresh.new_page()
    fresh.close()


@pytest.fixture(scope="session", autouse=True)
def _thrown_away(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Leave no served home behind: each weighs as much as an installation."""
    yield
    for folder in tmp_path_factory.getbasetemp().glob("site*"):
        shutil.rmtree(folder, ignore_errors=True)
