"""What a calendar given out is known by before it is made: its version, its age, and where it is kept."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from hashlib import sha256

from django.core.cache import caches
from django.db.models import Max
from django.utils import timezone

from jalon.agenda.models import Event
from jalon.agenda.rules.asked import Asked, written_asked
from jalon.agenda.selectors.published import calendar_version
from jalon.directory.rules.roles import Rights

KEPT_SECONDS = 86_400  # a version holds no longer than a day: what is past leaves at midnight
WORTH_KEEPING = 20_000  # bytes: less is made again as fast as it is found


@dataclass(frozen=True)
class Given:
    """One state of what is given out: its ETag, and the Unix time since when it is so at the latest.

    None: something changed within this second, and could change again within it.
    """

    tag: str
    changed: int | None


def given(rights: Rights, asked: Asked, *parts: object, now: datetime) -> Given:
    """Return the state of what someone asks for, without making it: two queries.

    `parts` are what else its content depends on: its format, the site, whose it is, the page asked for.
    """
    today = timezone.localdate(now)
    version = calendar_version(rights, asked)
    words = repr((parts, written_asked(asked), version, today))
    began = datetime.combine(today, time(), tzinfo=timezone.get_current_timezone())
    # Of all events: one that left what may be seen changed it too.
    changed = max(began, Event.objects.aggregate(last=Max("modified_at"))["last"] or began)
    since = int(changed.timestamp()) if now - changed > timedelta(seconds=2) else None
    return Given(f'"{sha256(words.encode()).hexdigest()[:32]}"', since)


def kept(state: Given, make: Callable[[], bytes]) -> bytes:
    """Return a public content, made once a version for all processes."""
    cache, name = caches["calendars"], state.tag.strip('"')
    found = cache.get(name)
    if found is None:
        found = make()
        if len(found) >= WORTH_KEEPING:
            cache.set(name, found, KEPT_SECONDS)
    return found
