"""What a worker does of the calendar by itself; each answers with the sentence that the team reads."""

from django.utils import timezone

from jalon.agenda.services.feeds import clean_feeds, read_due_feeds
from jalon.agenda.services.occurrences import rebuild_repeated
from jalon.agenda.services.states import hold_past_events


def hold_past_today() -> str:
    """Note that what is past took place."""
    count = hold_past_events(now=timezone.now())
    return f"Événements passés, notés « a eu lieu » : {count}."


def rebuild_this_month() -> str:
    """Work the dates of repeated events out again, two years ahead of today."""
    count = rebuild_repeated(now=timezone.now())
    return f"Événements répétés dont les dates ont été recalculées : {count}."


def read_calendars() -> str:
    """Read the partners' calendars that are due."""
    return read_due_feeds(now=timezone.now())


def forget_calendars() -> str:
    """Forget the calendars that someone only looked at."""
    return clean_feeds(now=timezone.now())
