"""The code after the password: setting it up, using it, taking it away."""

import hmac
import logging
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.db import transaction

from jalon.directory.models import Account
from jalon.directory.services.sealing import BrokenSealError, unseal
from jalon.directory.services.sessions import end_sessions
from jalon.directory.services.sign_in import MOST_CODES, counted

logger = logging.getLogger(__name__)
PERIOD = 30  # seconds that a code lasts
TOLERANCE = 1  # periods before and after that count too: phones' clocks drift
LAST = "last"  # in an authenticator's data: the period of the last code used, which serves once


class WrongCodeError(Exception):
    """This code is not the one, or has served."""


new_secret = generate_totp_secret


def _digits(code: str) -> str:
    return "".join(sign for sign in code if sign.isascii() and sign.isdigit())


def _matching_period(secret: str, code: str, now: datetime) -> int | None:
    """Return the period in which a secret gives a code, around now; None when it gives another."""
    present = int(now.timestamp()) // PERIOD
    found = None
    for period in range(present - TOLERANCE, present + TOLERANCE + 1):
        if hmac.compare_digest(format_hotp_value(hotp_value(secret, period)), code):
            found = period
    return found


def _use(authenticator: Authenticator, code: str, now: datetime) -> bool:
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        return RecoveryCodes(authenticator).validate_code(code)
    period = _matching_period(unseal(authenticator.data["secret"]), code, now)
    if period is None or period <= authenticator.data.get(LAST, 0):
        return False
    authenticator.data[LAST] = period
    authenticator.save(update_fields=["data"])
    return True


@transaction.atomic
def _used(account: Account, code: str, now: datetime) -> Authenticator | None:
    for authenticator in Authenticator.objects.select_for_update().filter(user=account).order_by("-type"):
        try:
            if code and _use(authenticator, code, now):
                authenticator.last_used_at = now
                authenticator.save(update_fields=["last_used_at"])
                return authenticator
        except BrokenSealError:
            logger.warning("a second factor cannot be read: JALON_SECRET_KEY changed since it was set up")
    return None


def check_code(*, account: Account, code: str, network: str, now: datetime) -> Authenticator:
    """Return what a code came from: the application, or the sheet of recovery codes; it serves once.

    Raises WrongCodeError or TooManyError.
    """
    with counted("code", str(account.pk), most=MOST_CODES, network=network, now=now) as attempt:
        found = _used(account, _digits(code), now)
        if found is None:
            raise WrongCodeError
        attempt.succeeded()
    return found


def set_up(
    *, account: Account, secret: str, code: str, network: str, session: str | None, now: datetime
) -> list[str]:
    """Set up a second factor with the first code that it gives; return the recovery codes, in clear.

    What the account had before is replaced, and its other sessions than `session` end: they began without a
    code. Raises WrongCodeError or TooManyError.
    """
    with counted("code", str(account.pk), most=MOST_CODES, network=network, now=now) as attempt:
        period = _matching_period(secret, _digits(code), now)
        if period is None:
            raise WrongCodeError
        attempt.succeeded()
    with transaction.atomic():
        Account.objects.select_for_update().get(pk=account.pk)
        Authenticator.objects.filter(user=account).delete()
        made = TOTP.activate(account, secret).instance
        made.data[LAST] = period
        made.save(update_fields=["data"])
        end_sessions(account=account, but=session)
        return RecoveryCodes.activate(account).get_unused_codes()


@transaction.atomic
def renew_recovery_codes(*, account: Account) -> list[str]:
    """Give an account that has a second factor other recovery codes, in clear; the old ones end."""
    Account.objects.select_for_update().get(pk=account.pk)
    Authenticator.objects.filter(user=account, type=Authenticator.Type.RECOVERY_CODES).delete()
    return RecoveryCodes.activate(account).get_unused_codes()


def remaining_codes(*, account: Account) -> list[str]:
    """Return the recovery codes that have not served, in clear: only for who was just shown them."""
    kept = Authenticator.objects.filter(user=account, type=Authenticator.Type.RECOVERY_CODES).first()
    return RecoveryCodes(kept).get_unused_codes() if kept else []


@transaction.atomic
def remove_second_factor(*, account: Account) -> bool:
    """Take the second factor and the recovery codes away; return whether there was one."""
    removed, _ = Authenticator.objects.filter(user=account).delete()
    return bool(removed)
