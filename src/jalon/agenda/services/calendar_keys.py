"""Making, naming and taking back the secret addresses of someone's own calendar."""

import secrets
from collections.abc import Iterable
from datetime import date, datetime
from urllib.parse import urlencode

from django.db import transaction
from django.utils import timezone

from jalon.agenda.models import CalendarKey
from jalon.agenda.rules.asked import Asked, written_asked
from jalon.agenda.rules.calendar_keys import (
    LONGEST_NAME,
    LONGEST_QUERY,
    MOST_KEYS,
    REVOKED,
    UNUSED,
    digest_of,
)
from jalon.directory.models import Account


class RefusedKeyError(ValueError):
    """An address that cannot be made; its text is the reason, in French."""


def _named(name: str) -> str:
    return " ".join(name.split())[:LONGEST_NAME]


@transaction.atomic
def make_key(*, account: Account, name: str, asked: Asked, now: datetime) -> tuple[CalendarKey, str]:
    """Make an address; return it with its secret, which is told now and never again.

    Raises RefusedKeyError.
    """
    Account.objects.select_for_update().get(pk=account.pk)
    if CalendarKey.objects.filter(account=account, revoked_at=None).count() >= MOST_KEYS:
        raise RefusedKeyError(f"Vous avez déjà {MOST_KEYS} adresses : retirez celles qui ne servent plus.")
    query = urlencode(written_asked(asked))
    if len(query) > LONGEST_QUERY:
        raise RefusedKeyError("Il y a trop de filtres : gardez-en moins.")
    token = secrets.token_urlsafe(32)
    made = CalendarKey.objects.create(
        account=account,
        name=_named(name) or "Mon agenda",
        digest=digest_of(token),
        query=query,
        created_at=now,
    )
    return made, token


def rename_key(*, key: CalendarKey, name: str) -> None:
    """Give an address another name; an empty one changes nothing."""
    if named := _named(name):
        CalendarKey.objects.filter(pk=key.pk).update(name=named)


def revoke_key(*, key: CalendarKey, now: datetime) -> None:
    """Take an address back: it opens nothing from now on."""
    CalendarKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=now)


def note_used(*, key: CalendarKey, today: date) -> None:
    """Keep the day when a calendar asked for an address: one write a day at most.

    With when someone was last seen, it is the only thing that reading may write: without it nobody would know
    which addresses still serve, nor could those that do not be closed.
    """
    if key.used_on != today:
        CalendarKey.objects.filter(pk=key.pk).update(used_on=today)


def _unused(today: date) -> Iterable[int]:
    old = CalendarKey.objects.filter(revoked_at=None, created_at__date__lt=today - UNUSED)
    return old.exclude(used_on__gte=today - UNUSED).values_list("pk", flat=True)


@transaction.atomic
def clean_keys(*, now: datetime) -> int:
    """Delete the addresses taken back long ago, and those that no calendar asks for; return how many."""
    today = timezone.localdate(now)
    unused, _models = CalendarKey.objects.filter(pk__in=list(_unused(today))).delete()
    revoked, _models = CalendarKey.objects.filter(revoked_at__lt=now - REVOKED).delete()
    return unused + revoked


def clean_keys_today() -> str:
    """Delete the addresses of calendars that are no longer kept, and say it."""
    return f"Adresses d'agenda personnelles supprimées : {clean_keys(now=timezone.now())}."
