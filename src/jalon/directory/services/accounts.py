"""Opening, changing and closing the accounts of those who keep an installation."""

from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from jalon.directory.models import Account
from jalon.directory.rules.sign_in import LONGEST_PASSWORD, plain_email
from jalon.directory.services.sign_in import forget_attempts, forget_old_attempts


class AccountError(Exception):
    """What was asked of an account cannot be done; `reasons` says why, in French."""

    def __init__(self, *reasons: str):
        self.reasons = list(reasons)
        super().__init__(" ".join(reasons))


def _check_password(account: Account, password: str) -> None:
    """Raise AccountError with every reason why a password is refused."""
    reasons = []
    if len(password) > LONGEST_PASSWORD:
        reasons.append(f"Ce mot de passe est trop long (au plus {LONGEST_PASSWORD} caractères).")
    try:
        validate_password(password, account)
    except ValidationError as error:
        reasons += error.messages
    if reasons:
        raise AccountError(*reasons)


def find_account(email: str) -> Account:
    """Return the account of an address, open or closed; raise AccountError without one."""
    account = Account.objects.filter(email=plain_email(email)).first()
    if account is None:
        raise AccountError(f"Aucun compte pour {plain_email(email)}.")
    return account


@transaction.atomic
def open_account(*, email: str, password: str, name: str = "") -> Account:
    """Open an account that sees the installation's pages, or open a closed one again.

    Raises AccountError: address not valid or already open, password refused.
    """
    account = Account.objects.select_for_update().filter(email=plain_email(email)).first()
    if account is not None and account.is_active:
        raise AccountError(f"Un compte existe déjà pour {account.email}.")
    account = account or Account(email=email)
    account.name = name or account.name
    account.is_active = account.is_staff = True
    account.set_password(password)
    try:
        account.full_clean()
    except ValidationError as error:
        raise AccountError(*error.messages) from error
    _check_password(account, password)
    account.save()
    forget_attempts(email=account.email)
    return account


@transaction.atomic
def change_password(*, email: str, password: str) -> Account:
    """Give an account another password; its open sessions end. Raises AccountError."""
    account = find_account(email)
    if not account.is_active:
        raise AccountError(f"Le compte de {account.email} est fermé.")
    _check_password(account, password)
    account.set_password(password)
    account.save(update_fields=["password"])
    forget_attempts(email=account.email)
    return account


def close_account(*, email: str) -> Account:
    """Close an account: its open sessions end, and it signs in no more. Raises AccountError."""
    account = find_account(email)
    if not account.is_active:
        raise AccountError(f"Le compte de {account.email} est déjà fermé.")
    account.is_active = False
    account.save(update_fields=["is_active"])
    return account


def forget_expired() -> None:
    """Remove the sessions that ended and the attempts to sign in that no longer count."""
    SessionStore.clear_expired()
    forget_old_attempts(now=timezone.now())
