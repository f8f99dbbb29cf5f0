"""What is made up to show the site says so on every screen, also once dumped and loaded as another's feed."""

from datetime import date
from html import unescape
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from lxml import etree

from jalon.search.services import reindex
from jalon.sources.models import Source
from jalon.training.models import Action
from jalon.training.rules.intakes import Intake, Narrowed
from jalon.training.selectors import intakes
from jalon.training.selectors.calendars import session_calendar
from jalon.training.selectors.departures import keyed_sessions
from jalon.training.selectors.intake_rows import rows_of
from jalon.training.selectors.offers import offer_card, offer_cards
from jalon.training.selectors.programmes import last_version
from jalon.training.services.catalogue import stored_records
from jalon.training.services.feeds.loading import Options, load_lheo
from jalon.training.tests.lheo_records import feed, formation
from jalon.training.tests.offered import TODAY, action, ground, offer, programme, session

AUTUMN = Intake(2026, 9)
STARTS = session(days=(date(2026, 9, 7) - TODAY).days)
OTHER = feed(formation(number="vraie", title="Formation vraie"))

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _examples():
    ground()
    offer(programme("1", action(STARTS)), programme("2", action(STARTS)))
    Source.objects.filter(slug="flux").update(demonstration=True)


def load(path: Path, sender: str, *, full: bool = True):
    return load_lheo(path, sender=sender, today=TODAY, options=Options(full=full, accept_shrink=True))


def dump(path: Path, **options: str) -> Path:
    call_command("dump_lheo", output=path, **options)
    return path


def other(tmp_path: Path) -> Path:
    """Return a file of one programme that is no example."""
    path = tmp_path / "autre.xml"
    path.write_text(OTHER, encoding="utf-8")
    return path


def marked(sender: str) -> dict[str, bool]:
    """Return whether each programme that a sender shows says that it is an example."""
    records = stored_records(Source.objects.get(slug=f"lheo-{sender}").training_feed)
    return {record.number: record.example for record in records}


def test_every_screen_says_it(tmp_path: Path, client: Client):
    load(dump(tmp_path / "dump.xml"), "deux")
    load(other(tmp_path), "deux", full=False)
    reindex()
    assert not Source.objects.get(slug="lheo-deux").demonstration
    feed = Source.objects.get(slug="lheo-deux").training_feed
    sheet = intakes.sheet(AUTUMN, Narrowed(), today=TODAY)
    rows = {row.line.pk: row for row in rows_of(sheet.lines, AUTUMN, today=TODAY)}
    ways = Action.objects.filter(programme__feed=feed, programme__number__in="12")
    assert len(ways) == 2
    for way in ways:
        page = unescape(client.get(way.programme.get_absolute_url()).content.decode())
        assert "formation d'exemple" in page
        assert 'content="noindex"' in page
        assert offer_card(way, today=TODAY).demonstration
        assert [card.demonstration for card in offer_cards([way.pk], today=TODAY, first=TODAY)] == [True]
        assert rows[way.pk].demonstration
        key = keyed_sessions(last_version(way.programme.key))[0][0]
        _name, calendar = session_calendar(way.programme.key, key, url="https://exemple.fr/", today=TODAY)
        assert b"[exemple]" in calendar
    (real,) = Action.objects.filter(programme__feed=feed, programme__number="vraie")
    page = unescape(client.get(real.programme.get_absolute_url()).content.decode())
    assert "formation d'exemple" not in page
    assert [card.demonstration for card in offer_cards([real.pk], today=TODAY, first=TODAY)] == [False]


def test_a_sender_of_examples_only_is_an_example_source(tmp_path: Path):
    load(dump(tmp_path / "dump.xml"), "deux")
    assert Source.objects.get(slug="lheo-deux").demonstration
    load(other(tmp_path), "deux")
    assert not Source.objects.get(slug="lheo-deux").demonstration
    assert marked("deux") == {"vraie": False}


def test_a_dump_of_both_keeps_them_apart(tmp_path: Path):
    load(other(tmp_path), "vrai")
    load(dump(tmp_path / "dump.xml"), "tout")
    assert marked("tout") == {"1": True, "2": True, "vraie": False}


def test_the_dump_is_valid_and_stable(tmp_path: Path, shared_data: Path):
    first = dump(tmp_path / "un.xml")
    schema = etree.XMLSchema(etree.parse(shared_data / "lheo" / "lheo.xsd"))
    assert schema.validate(etree.parse(first)), schema.error_log.last_error
    load(first, "deux")
    again = dump(tmp_path / "deux.xml", source="deux")
    assert again.read_bytes() == first.read_bytes()
    assert not load(again, "deux").changed
