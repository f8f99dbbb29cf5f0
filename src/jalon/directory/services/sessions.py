"""Where someone is signed in: what is kept of each session, and how sessions end."""

from datetime import datetime, timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest

from jalon.directory.models import Account
from jalon.directory.rules.devices import said_device

ROW = "session_row"  # the name, in a session, of the key of its UserSession
BETWEEN = timedelta(minutes=10)


def keep_device_only(*, instance: UserSession, **signal: Any) -> None:
    """Before a session is listed: keep the device in plain words, not the whole of what a browser says."""
    instance.user_agent = said_device(instance.user_agent)


def begin_session(*, request: HttpRequest, now: datetime) -> None:
    """Note in a session that just began, or changed its key, where it is listed and when it ends for good."""
    row = UserSession.objects.filter(session_key=request.session.session_key).values_list("pk", flat=True)
    request.session[ROW] = row.first()
    request.session.set_expiry(now + timedelta(seconds=settings.SESSION_COOKIE_AGE))
    cache.set(_seen_key(request.session[ROW]), True, BETWEEN.total_seconds())


def _seen_key(row: int) -> str:
    return f"directory.seen.{row}"


def note_seen(*, row: int, now: datetime) -> None:
    """Keep when a session was last seen; this process writes it once every ten minutes at most."""
    if cache.add(_seen_key(row), True, BETWEEN.total_seconds()):
        UserSession.objects.filter(pk=row, last_seen_at__lte=now - BETWEEN).update(last_seen_at=now)


@transaction.atomic
def end_sessions(
    *, account: Account, only: int | None = None, key: str | None = None, but: str | None = None
) -> int:
    """End the sessions of an account and return how many.

    All of them; or `only` one (its row), the one of a session `key`, all `but` the one of a session key.
    """
    rows = UserSession.objects.filter(user=account)
    if only is not None:
        rows = rows.filter(pk=only)
    if key is not None:
        rows = rows.filter(session_key=key)
    if but is not None:
        rows = rows.exclude(session_key=but)
    keys = list(rows.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    rows.delete()
    return len(keys)


def forget_ended_sessions(*, now: datetime) -> None:
    """Remove the sessions that ended, and their lines in the lists."""
    SessionStore.clear_expired()
    longest = timedelta(seconds=settings.SESSION_COOKIE_AGE)
    UserSession.objects.filter(created_at__lte=now - longest).delete()
