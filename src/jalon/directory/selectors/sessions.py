"""Reading where someone is signed in."""

from datetime import datetime
from typing import NamedTuple

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from jalon.directory.models import Account, Membership


class Connection(NamedTuple):
    """One place where an account is signed in; `device` in plain words."""

    pk: int
    device: str
    began_at: datetime
    seen_at: datetime
    current: bool


def connections_of(account: Account, *, current: str | None, now: datetime) -> list[Connection]:
    """Return the sessions of an account that are still open: `current` first, then the latest seen."""
    rows = list(UserSession.objects.filter(user=account).order_by("-last_seen_at", "-pk"))
    keys = [row.session_key for row in rows]
    alive = Session.objects.filter(session_key__in=keys, expire_date__gt=now)
    open_keys = set(alive.values_list("session_key", flat=True))
    found = [
        Connection(row.pk, row.user_agent, row.created_at, row.last_seen_at, row.session_key == current)
        for row in rows
        if row.session_key in open_keys
    ]
    return sorted(found, key=lambda one: not one.current)


def memberships_of(account: Account) -> list[Membership]:
    """Return the roles of an account, with where each counts."""
    return list(account.memberships.select_related("organisation", "territory"))
