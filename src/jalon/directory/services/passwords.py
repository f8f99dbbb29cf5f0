"""Choosing a password, changing it, and getting another when it is forgotten."""

import hashlib
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator, validate_password
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.http import base36_to_int, int_to_base36

from jalon.directory.models import Account
from jalon.directory.rules.passwords import why_guessable
from jalon.directory.rules.sign_in import LONGEST_PASSWORD, plain_email
from jalon.directory.services.sessions import end_sessions
from jalon.directory.services.sign_in import MOST_RESETS, counted, forget_attempts
from jalon.outbox.services import queue_mail, site_address

NOBODY = "argon2$nobody"  # what stands for the password of an address without account


class RefusedPasswordError(Exception):
    """This password is refused; `reasons` says why, in French."""

    def __init__(self, *reasons: str):
        self.reasons = list(reasons)
        super().__init__(" ".join(reasons))


class UsedLinkError(Exception):
    """This link to a new password has served, is too old, or never was one."""


@lru_cache(maxsize=1)
def _leaked() -> frozenset[str]:
    """Return the 20,000 most common leaked passwords, which Django ships."""
    return frozenset(CommonPasswordValidator().passwords)


class GuessablePasswordValidator:
    """Refuses what is guessed first although it is long: known words joined, repeated, rows of keys."""

    def validate(self, password: str, user: Any = None) -> None:
        if why := why_guessable(password, _leaked()):
            raise ValidationError(why, code="password_guessable")

    def get_help_text(self) -> str:
        return "Prenez plusieurs mots sans rapport entre eux, comme une petite phrase."


def password_refusals(*, account: Account, password: str) -> list[str]:
    """Return every reason why a password is refused for an account; none when it will do."""
    reasons = []
    if len(password) > LONGEST_PASSWORD:
        reasons.append(f"Ce mot de passe est trop long (au plus {LONGEST_PASSWORD} caractères).")
    try:
        validate_password(password, account)
    except ValidationError as error:
        reasons += error.messages
    return reasons


def ask_reset(*, email: str, network: str, now: datetime) -> None:
    """Send the link to a new password to an address that has an open account.

    The same is done for every address: the mail is written for all, then unwritten where there is no account,
    in one transaction that ends the same way. Raises TooManyError, whether the account exists or not.
    """
    who = plain_email(email)
    with counted("reset", who, most=MOST_RESETS, network=network, now=now):
        account = Account.objects.filter(email=who, is_active=True).first()
    with transaction.atomic(), transaction.atomic():
        _write_reset(account or Account(pk=0, email=who, password=NOBODY))
        if account is None:
            transaction.set_rollback(True)


def _write_reset(account: Account) -> None:
    token = default_token_generator.make_token(account)
    link = site_address(reverse("directory:password_new", args=[f"{int_to_base36(account.pk)}-{token}"]))
    queue_mail(
        key=f"directory.password.{hashlib.sha256(link.encode()).hexdigest()[:40]}",
        to=account.email,
        template="directory/mails/password_reset",
        context={"name": account.name, "link": link},
        secret=True,
    )


def account_of_link(key: str) -> Account:
    """Return the account that a link to a new password opens; raise UsedLinkError when it opens none."""
    number, _, token = key.partition("-")
    try:
        account = Account.objects.filter(pk=base36_to_int(number), is_active=True).first()
    except (ValueError, OverflowError) as error:
        raise UsedLinkError from error
    if account is None or not default_token_generator.check_token(account, token):
        raise UsedLinkError
    return account


@transaction.atomic
def reset_password(*, key: str, password: str) -> Account:
    """Give the account of a link its new password; the link has served, and every session ends.

    Raises UsedLinkError or RefusedPasswordError.
    """
    Account.objects.select_for_update().filter(pk=account_of_link(key).pk).first()
    account = account_of_link(key)
    _set(account, password)
    end_sessions(account=account)
    return account


@transaction.atomic
def choose_password(*, account: Account, password: str) -> None:
    """Give someone who signed in, and said her password again, another one. Raises RefusedPasswordError."""
    _set(account, password)


def _set(account: Account, password: str) -> None:
    if reasons := password_refusals(account=account, password=password):
        raise RefusedPasswordError(*reasons)
    account.set_password(password)
    account.save(update_fields=["password"])
    forget_attempts(email=account.email)
    queue_mail(
        key=f"directory.password-changed.{hashlib.sha256(account.password.encode()).hexdigest()[:40]}",
        to=account.email,
        template="directory/mails/password_changed",
        context={"name": account.name, "link": site_address(reverse("directory:password_forgotten"))},
    )
