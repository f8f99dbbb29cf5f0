"""What the person who asks may do: her memberships, read once a request."""

from typing import Any

from allauth.mfa.models import Authenticator

from jalon.directory.enums import Role
from jalon.directory.models import Account, Membership
from jalon.directory.rules.roles import SECOND_FACTOR, Held, Rights

NOBODY = Rights()


def rights_of(account: Any) -> Rights:
    """Return what an account holds; nothing for someone who did not sign in, or whose account is closed.

    The answer is kept on the account, which a request reads anew: one query a request.
    """
    if not isinstance(account, Account) or not account.is_active:
        return NOBODY
    kept = getattr(account, "_rights", None)  # a lazy account hands this to the real one
    if kept is None:
        rows = Membership.objects.filter(account=account).values_list("role", "organisation", "territory")
        held = {Held(*row) for row in rows}
        if account.is_staff:
            held.add(Held(Role.ADMINISTRATOR))
        kept = Rights(frozenset(held), account.pk)
        account._rights = kept
    return kept


def has_second_factor(account: Account) -> bool:
    """Tell whether signing in to this account asks for a code after the password."""
    kept = getattr(account, "second_factor_kept", None)  # `backends.AccountBackend` read it with the account
    if kept is None:
        return Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).exists()
    return kept


def needs_second_factor(account: Account) -> bool:
    """Tell whether one of her roles asks for a second factor."""
    return account.is_staff or rights_of(account).holds(*SECOND_FACTOR)


def must_set_up_second_factor(account: Account) -> bool:
    """Tell whether one of her roles asks for a second factor that she has not set up."""
    return not has_second_factor(account) and needs_second_factor(account)
