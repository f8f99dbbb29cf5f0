"""What an administrator does about messages: see why one did not go, try again, give up."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from tests.browser.test_every_page import assert_accessible

FAILED = """
import django
django.setup()
from django.utils import timezone
from jalon.outbox.models import Message
from jalon.outbox.services import queue_message
from jalon.outbox.services.jobs import run_due
Message.objects.all().delete()  # those that other journeys on this site left
for key, subject, trouble in (("a", "Forum de Blois", "recipient"), ("b", "Invitation", "server")):
    queue_message(key=key, to=f"une-adresse-assez-longue-{key}@mission.example", subject=subject, text="x")
    Message.objects.filter(key=key).update(
        state="failed", trouble=trouble, attempts=1, ended_at=timezone.now(),
        error="Le serveur refuse cette adresse (550 5.1.1 User-unknown-in-virtual-mailbox-table).",
    )
run_due()
"""


@pytest.fixture(autouse=True)
def failed_messages(site: Site) -> None:
    """Two messages that failed, and every job run once."""
    site.python(FAILED)


def test_a_message_is_tried_again_then_given_up(team_page: Page):
    team_page.goto("/equipe/")
    team_page.get_by_role("link", name="Messages et tâches").click()
    assert_accessible(team_page, "/equipe/messages/")
    card = team_page.locator(".card", has_text="Forum de Blois")
    expect(card).to_contain_text("Le serveur refuse cette adresse (550 5.1.1")
    card.get_by_role("button", name="Réessayer").click()
    expect(team_page.locator(".note.good")).to_contain_text("repart au prochain tour")
    team_page.get_by_role("button", name="Réessayer 1 échec du serveur").click()
    expect(team_page.locator(".note.good")).to_contain_text("repartent au prochain tour")
    expect(team_page.get_by_text("Rien à regarder")).to_be_visible()
    team_page.get_by_role("link", name="En attente (2)").click()
    waiting = team_page.locator(".card", has_text="Invitation")
    waiting.get_by_role("button", name="Abandonner").click()
    expect(team_page.locator(".note.good")).to_contain_text("ne partira pas")
    team_page.get_by_role("link", name="Abandonné (1)").click()
    expect(team_page.locator(".card")).to_have_count(1)
    assert_accessible(team_page, "/equipe/messages/?etat=cancelled")
