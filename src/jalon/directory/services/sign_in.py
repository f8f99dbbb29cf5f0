"""Checking who signs in, slowing down those who guess."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.contrib.auth import authenticate
from django.db import transaction
from django.utils.crypto import salted_hmac

from jalon.directory.models import Account, SignInAttempt
from jalon.directory.rules.sign_in import (
    MOST_FOR_AN_ACCOUNT,
    MOST_FOR_AN_ADDRESS,
    plain_email,
)
from jalon.ui.rules.senders import WINDOW, wait
from jalon.ui.services.attempts import TooManyError

logger = logging.getLogger(__name__)
MOST_CODES = 5  # a code has six digits: three of a million are right at any time
MOST_RESETS = 3


class WrongCredentialsError(Exception):
    """This address and this password do not open an account; which of the two is never said."""


def _key(kind: str, value: str) -> str:
    """Return what an attempt keeps of an address: a digest that only this installation's key can make."""
    return salted_hmac(f"jalon.directory.sign_in.{kind}", value, algorithm="sha256").hexdigest()


def _note_attempt(limits: dict[str, int], now: datetime) -> list[int]:
    """Keep the attempt before it is judged, so that attempts made at once count too; return its rows.

    Raises TooManyError, and then keeps nothing: insisting does not lengthen the wait.
    """
    with transaction.atomic():
        forget_old_attempts(now=now)
        recent: dict[str, list[datetime]] = {key: [] for key in limits}
        for key, at in SignInAttempt.objects.filter(key__in=recent).values_list("key", "at"):
            recent[key].append(at)
        longest = max(wait(recent[key], most=most, now=now) for key, most in limits.items())
        if longest:
            logger.warning("too many attempts to sign in: one was not looked at")
            raise TooManyError(longest)
        made = SignInAttempt.objects.bulk_create(SignInAttempt(key=key, at=now) for key in limits)
    return [attempt.pk for attempt in made]


class Attempt:
    """Something tried, counted until it succeeds."""

    def __init__(self, key: str, rows: list[int]) -> None:
        self._key, self._rows = key, rows

    def succeeded(self) -> None:
        """Forget it, and what failed before it for the same one; what failed from the same network stays."""
        SignInAttempt.objects.filter(pk__in=self._rows).delete()
        SignInAttempt.objects.filter(key=self._key).delete()


@contextmanager
def counted(what: str, who: str, *, most: int, network: str, now: datetime) -> Iterator[Attempt]:
    """Count an attempt at something (`what`) of someone (`who`), `most` in the window; and of the network.

    `network` is who asks (`ui.services.posting.network`), "" when unknown. Raises TooManyError.
    """
    key = _key(what, who)
    limits = {key: most}
    if network:
        limits[_key("network", network)] = MOST_FOR_AN_ADDRESS
    yield Attempt(key, _note_attempt(limits, now))


def check_credentials(*, email: str, password: str, network: str, now: datetime) -> Account:
    """Return the open account of these credentials.

    `network` is who asks (`ui.services.posting.network`), "" when unknown. Raises WrongCredentialsError or
    TooManyError; both say the same whether the account exists or not.
    """
    who = plain_email(email)
    with counted("account", who, most=MOST_FOR_AN_ACCOUNT, network=network, now=now) as attempt:
        account = authenticate(username=email, password=password)
        if not isinstance(account, Account):
            raise WrongCredentialsError
        attempt.succeeded()
    return account


def forget_attempts(*, email: str) -> None:
    """Let an account be tried again at once."""
    SignInAttempt.objects.filter(key=_key("account", plain_email(email))).delete()


def forget_old_attempts(*, now: datetime) -> None:
    """Remove the attempts that no longer count."""
    SignInAttempt.objects.filter(at__lte=now - WINDOW).delete()
