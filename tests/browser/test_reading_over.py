"""What a partner proposes to everybody is read over: refused with a reason, accepted."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from tests.browser.test_every_page import assert_accessible

# Two events of an organisation, which wait.
WAITING = """
import datetime, django
django.setup()
from django.utils import timezone
from jalon.agenda.models import Event, Slot
from jalon.agenda.services import rebuild_occurrences
from jalon.directory.models import Organisation
now = timezone.now()
for number, title in enumerate(["Forum du soin", "Atelier du bois"], 1):
    day = timezone.localdate(now) + datetime.timedelta(300 + number)
    event = Event.objects.create(
        title=title, key=f"relire{number}", uid=f"relire{number}@example", kind="forum", visibility="public",
        moderation="waiting", zone="Europe/Paris", created_at=now, modified_at=now,
        summary="Pour essayer les gestes.", organisation=Organisation.objects.first(), audiences=["parents"],
    )
    Slot.objects.create(event=event, first_day=day, last_day=day, start=datetime.time(14))
    rebuild_occurrences(event, today=day)
"""


def test_one_is_refused_with_a_reason_and_one_accepted(team_page: Page, site: Site, witness):
    witness.expected = ("422 (Unprocessable",)
    site.python(WAITING)
    page = team_page
    page.goto("/equipe/")
    page.get_by_role("link", name="À relire").click()
    expect(page.locator(".count")).to_have_text("2 événements attendent")
    assert_accessible(page, "what waits")
    page.get_by_text("Refuser… « Forum du soin »").click()
    page.get_by_role("button", name="Refuser et dire pourquoi « Forum du soin »").click()
    expect(page.get_by_role("alert")).to_contain_text("Dites pourquoi")
    assert_accessible(page, "a reason is asked for")
    page.get_by_role("alert").get_by_role("link").click()
    page.keyboard.type("Le lieu manque.")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("C'est refusé")
    page.get_by_role("button", name="Accepter « Atelier du bois »").click()
    expect(page.get_by_role("status").first).to_contain_text("C'est accepté")
    expect(page.get_by_role("heading", name="Rien n'attend")).to_be_visible()
    assert_accessible(page, "nothing waits")
