"""A partner's calendar, for tests: what it gives, and what becomes of it."""

from datetime import UTC, datetime, timedelta

from jalon.agenda.models import Event, Feed
from jalon.agenda.rules.facts import EventFacts
from jalon.agenda.selectors.facts import event_facts, slot_facts
from jalon.agenda.services import change_event
from jalon.agenda.services.feeds import (
    read_feed,
    subscribe,
    take_all,
)
from jalon.agenda.services.fetching import Fetched, FetchRefusedError
from jalon.directory.models import Account

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=3)
ADDRESS = "https://agenda.example/a.ics"


def event(uid: str, title: str, *lines: str, day: str = "20261201") -> str:
    """Return the lines of an event; lines that are given come last, and first lines count."""
    hours = [f"DTSTART;TZID=Europe/Paris:{day}T140000", f"DTEND;TZID=Europe/Paris:{day}T160000"]
    own = [] if any(line.startswith("DTSTART") for line in lines) else hours
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:{title}", *own, *lines, "END:VEVENT"])


def ics(*events: str, name: str = "Agenda du CRIA") -> bytes:
    return "\r\n".join(["BEGIN:VCALENDAR", f"X-WR-CALNAME:{name}", *events, "END:VCALENDAR", ""]).encode()


FORUM = event("forum", "Forum de Tours", "LOCATION:Mairie\\, 37000 Tours")
CAFE = event("cafe", "Café des parents")


class Partner:
    """A partner's site: what it gives, and how often it was asked."""

    def __init__(self):
        self.content: bytes | None = ics(FORUM, CAFE)
        self.refusal = ""
        self.asked: list[tuple[str, str]] = []

    def fetch(self, address, *, etag="", last_modified="", way=None):
        self.asked.append((etag, last_modified))
        if self.refusal:
            raise FetchRefusedError(self.refusal)
        return Fetched(self.content, '"v1"', "lundi") if self.content is not None else Fetched(None)


def added(editor, body, **more) -> Feed:
    return subscribe(actor=editor, now=NOW, organisation=body, **({"address": ADDRESS} | more))


def followed(editor, body, **more) -> Feed:
    """Return a calendar of which everything was taken."""
    feed = added(editor, body, **more)
    take_all(actor=editor, now=NOW, feed=feed)
    feed.refresh_from_db()
    return feed


def states(feed: Feed) -> dict[str, str]:
    return dict(feed.items.values_list("uid", "state"))


def reread(feed: Feed, *, now: datetime = LATER) -> Feed:
    Feed.objects.filter(pk=feed.pk).update(next_at=now)
    assert read_feed(feed=feed.pk, now=now)
    feed.refresh_from_db()
    return feed


def edited(event: Event, actor: Account, **more) -> Event:
    """Change an event by hand."""
    values = vars(event_facts(event)) | more
    slots = [slot_facts(slot) for slot in event.slots.all()]
    return change_event(
        actor=actor, now=NOW, event=event, sequence=event.sequence, facts=EventFacts(**values), slots=slots
    )
