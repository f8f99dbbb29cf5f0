"""Opening, changing and closing the accounts of those who keep an installation."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from jalon.directory.models import Account
from jalon.directory.rules.sign_in import plain_email
from jalon.directory.services.passwords import password_refusals
from jalon.directory.services.second_factor import remove_second_factor
from jalon.directory.services.sessions import end_sessions, forget_ended_sessions
from jalon.directory.services.sign_in import forget_attempts, forget_old_attempts
from jalon.directory.signals import acted


class AccountError(Exception):
    """What was asked of an account cannot be done; `reasons` says why, in French."""

    def __init__(self, *reasons: str):
        self.reasons = list(reasons)
        super().__init__(" ".join(reasons))


def check_password(account: Account, password: str) -> None:
    """Raise AccountError with every reason why a password is refused."""
    if reasons := password_refusals(account=account, password=password):
        raise AccountError(*reasons)


def _tell(account: Account, done: str, said: str) -> None:
    """Tell what was done on the server, by whoever may type commands there."""
    acted.send(
        sender=Account,
        actor=None,
        verb=f"directory.account.{done}",
        thing=account,
        said=f"{said} : {account.name}" if account.name else said,
    )


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
    check_password(account, password)
    account.save()
    forget_attempts(email=account.email)
    _tell(account, "opened", "a ouvert un compte qui administre le site")
    return account


@transaction.atomic
def change_password(*, email: str, password: str) -> Account:
    """Give an account another password; its open sessions end. Raises AccountError."""
    account = find_account(email)
    if not account.is_active:
        raise AccountError(f"Le compte de {account.email} est fermé.")
    check_password(account, password)
    account.set_password(password)
    account.save(update_fields=["password"])
    end_sessions(account=account)
    forget_attempts(email=account.email)
    return account


def close_account(*, email: str) -> Account:
    """Close an account: its open sessions end, and it signs in no more. Raises AccountError."""
    account = find_account(email)
    if not account.is_active:
        raise AccountError(f"Le compte de {account.email} est déjà fermé.")
    account.is_active = False
    account.save(update_fields=["is_active"])
    end_sessions(account=account)
    _tell(account, "closed", "a fermé un compte")
    return account


@transaction.atomic
def forget_second_factor(*, email: str) -> Account:
    """Take away the second factor of someone who lost it; her sessions end. Raises AccountError."""
    account = find_account(email)
    if not remove_second_factor(account=account):
        raise AccountError(f"Le compte de {account.email} n'a pas de deuxième étape.")
    end_sessions(account=account)
    return account


def forget_expired() -> None:
    """Remove the sessions that ended and the attempts to sign in that no longer count."""
    now = timezone.now()
    forget_ended_sessions(now=now)
    forget_old_attempts(now=now)


def clean_sign_in() -> str:
    """Do the same as a scheduled job; return what was done, in French."""
    forget_expired()
    return "Les connexions terminées et les essais anciens sont effacés."
