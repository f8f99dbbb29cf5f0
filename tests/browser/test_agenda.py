"""The calendar: a coordinator's day, on a phone and a desk, with or without script; the public by keys."""

import urllib.request
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from icalendar import Calendar, Event
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import PHONE, Site
from tests.browser.test_every_page import OVERFLOW, assert_accessible
from tests.browser.test_people import NEW, invite
from tests.browser.test_sign_in import fill_in

DESK = {"width": 1280, "height": 900}
TODAY = date.today()  # noqa: DTZ011 - days far ahead of whoever reads
MOST_KEYS = 80

# Prints the key of an event of a territory that was held, one that is made again each year.
LAST_YEAR = """
import sys, django
django.setup()
from jalon.agenda.models import Event
held = Event.objects.filter(territories__slug=sys.argv[1], state="held", kind="open-day")
print(held.order_by("pk")[0].key)
"""


class Coordinator:
    """Someone with a page of a size, with or without script; what tells her event from another's."""

    def __init__(self, context: BrowserContext, size: dict[str, int], number: int, *, script: bool) -> None:
        self.page, self.size, self.script = context.new_page(), size, script
        self.email = f"cleo-{number}@reseau.example"
        self.word = ("portrait", "boussole", "passerelle", "horizon")[number]
        self.day = TODAY + timedelta(40 + 7 * number)

    def look(self, name: str) -> None:
        """Let nothing be inaccessible (which a script tells) nor scroll sideways."""
        if self.script and self.size == PHONE:
            assert_accessible(self.page, name)
            self.page.set_viewport_size(PHONE)
        assert self.page.evaluate(OVERFLOW) <= 0, f"{name} scrolls sideways"


KINDS = [(PHONE, True), (PHONE, False), (DESK, True), (DESK, False)]


@pytest.fixture(params=range(4), ids=["phone", "phone-without-script", "desk", "desk-without-script"])
def coordinator(request, browser: Browser, site: Site, witness) -> Iterator[Coordinator]:
    """A coordinator who will sign in."""
    size, script = KINDS[request.param]
    fresh = browser.new_context(
        base_url=site.address, locale="fr-FR", viewport=size, java_script_enabled=script
    )
    witness.watch(fresh)
    yield Coordinator(fresh, size, request.param, script=script)
    fresh.close()


def sign_in(someone: Coordinator, site: Site) -> None:
    """Open her account by its invitation, leave, come back by the door."""
    page = someone.page
    page.goto(
        invite(
            site, someone.email, "--role=coordinator", "--territory=indre-et-loire", "--name=Cléo Coordonne"
        )
    )
    page.fill("#id_password", NEW)
    page.fill("#id_again", NEW)
    page.get_by_role("button", name="Ouvrir mon compte").click()
    page.wait_for_url("**/equipe/")
    page.get_by_role("button", name="Se déconnecter").click()
    page.goto("/connexion/?next=/equipe/agenda/")
    fill_in(page, someone.email, NEW)
    page.wait_for_url("**/equipe/agenda/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Agenda du réseau")
    someone.look("the calendar of the network")


def add(someone: Coordinator, hours: str, what: str) -> None:
    """Write a line; its form is there, filled."""
    page = someone.page
    page.goto("/equipe/agenda/")
    page.get_by_role("link", name="Ajouter un événement").click()
    page.get_by_label("Dites-le en une ligne").fill(f"{someone.day:%d/%m/%Y} {hours} {what}, Tours")
    page.get_by_role("button", name="Comprendre").click()
    expect(page.locator("dl.understood")).to_contain_text(hours.split("-")[0].replace("h", " h"))
    expect(page.locator("dl.understood")).to_contain_text("Tours")
    expect(page.get_by_label("Jour", exact=True)).to_have_value(f"{someone.day:%Y-%m-%d}")


def read(address: str, title: str) -> Event:
    """Return an event of a calendar that is given out, as an application reads it."""
    with urllib.request.urlopen(address, timeout=20) as answer:  # noqa: S310 - our own http address
        calendar = Calendar.from_ical(answer.read())
    [found] = [one for one in calendar.walk("VEVENT") if title in str(one["SUMMARY"])]
    return found


def own_address(someone: Coordinator) -> str:
    """Make her own calendar; return its address, shown this once."""
    page = someone.page
    page.goto("/equipe/agenda/")
    page.get_by_role("link", name="Dans mon agenda").click()
    page.get_by_label("Son nom").fill("Téléphone")
    page.get_by_role("button", name="Faire cette adresse").click()
    address = page.locator("#adresse").input_value()
    someone.look("her own calendar")
    return address


def test_a_coordinator_s_day(coordinator: Coordinator, site: Site, witness):
    witness.expected = ("422 (Unprocessable Entity)",)
    page, word = coordinator.page, coordinator.word
    sign_in(coordinator, site)
    page.goto("/equipe/agenda/ajouter/")
    page.get_by_role("button", name="Ajouter à l'agenda").click()
    expect(page.get_by_role("alert")).to_contain_text("Donnez un titre")
    coordinator.look("the form, refused")

    add(coordinator, "9h-12h", f"forum {word}")
    page.get_by_role("button", name="Ajouter à l'agenda").click()
    expect(page.get_by_role("status").first).to_contain_text("C'est dans l'agenda")
    add(coordinator, "10h-11h", f"atelier {word}")
    expect(page.locator(".looks .clash").filter(has_text=f"Forum {word}")).to_be_visible()
    coordinator.look("what was understood")
    page.get_by_role("button", name="Ajouter à l'agenda").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"Atelier {word}")
    coordinator.look("the event")
    event = page.url.split("?")[0]

    address = own_address(coordinator)
    first = read(address, f"Atelier {word}")
    assert first.decoded("DTSTART").date() == coordinator.day

    page.goto(event)
    page.get_by_role("link", name="Modifier").click()
    expect(page.locator(".looks")).to_contain_text(f"Forum {word}")
    coordinator.look("the change")
    moved = coordinator.day + timedelta(1)
    page.get_by_label("Jour", exact=True).fill(f"{moved:%Y-%m-%d}")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("status").first).to_contain_text("C'est enregistré")
    second = read(address, f"Atelier {word}")
    assert second["UID"] == first["UID"]
    assert second.decoded("DTSTART").date() == moved
    assert second["SEQUENCE"] > first["SEQUENCE"]

    page.get_by_role("link", name="Annuler ou reporter").click()
    page.get_by_role("button", name="Annuler l'événement").click()
    expect(page.get_by_role("alert")).to_be_visible()
    coordinator.look("the cancellation, refused")
    page.get_by_label("Pourquoi ?").fill("La salle est fermée.")
    page.get_by_role("button", name="Annuler l'événement").click()
    expect(page.get_by_role("note")).to_contain_text("La salle est fermée")
    third = read(address, f"Atelier {word}")
    assert (third["UID"], third["STATUS"]) == (first["UID"], "CANCELLED")
    assert third["SEQUENCE"] > second["SEQUENCE"]

    page.goto(f"/equipe/agenda/mois/{coordinator.day:%Y-%m}/")
    expect(page.locator("main")).to_contain_text(f"Forum {word}")
    coordinator.look("the month")


def test_last_year_s_event_is_made_again(coordinator: Coordinator, site: Site):
    coordinator.email = f"encore-{coordinator.email}"
    page = coordinator.page
    sign_in(coordinator, site)
    [key] = site.python(LAST_YEAR, "indre-et-loire")
    page.goto(f"/equipe/agenda/e/{key}/")
    title = page.get_by_role("heading", level=1).inner_text()
    page.get_by_role("link", name="Refaire l'an prochain").click()
    expect(page.locator("main")).to_contain_text("C'est d'abord une idée")
    coordinator.look("the copy asked for")
    page.get_by_role("button", name="Préparer cette copie").click()
    expect(page.get_by_role("status").first).to_contain_text("La copie est prête")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.locator("main")).to_contain_text("Une idée, rien n'est décidé")
    assert key not in page.url


def follow(page: Page, link: str) -> None:
    """Reach a link with the tab key alone, and open it."""
    wanted = page.locator(link).first
    before = page.url
    for _ in range(MOST_KEYS):
        page.keyboard.press("Tab")
        if wanted.evaluate("one => one === document.activeElement"):
            page.keyboard.press("Enter")
            page.wait_for_url(lambda address: address != before)
            return
    raise AssertionError(f"{link} is not reached with {MOST_KEYS} keys")


def test_the_public_calendar_with_keys_alone(page: Page):
    page.goto("/agenda/")
    assert_accessible(page, "the list")
    follow(page, "nav.views a:not([aria-current])")
    assert_accessible(page, "the month")
    follow(page, "nav.months a[rel~=next]")
    follow(page, ".month-table li a")
    expect(page.locator("dl.event-facts")).to_be_visible()
    assert_accessible(page, "an event")
    page.go_back()
    follow(page, "nav.views a:not([aria-current])")
    expect(page.get_by_role("heading", level=1)).to_have_text("Que se passe-t-il près de chez moi ?")
