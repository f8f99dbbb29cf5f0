"""What the person who asks may do: her memberships, read once a request."""

from typing import Any

from jalon.directory.enums import Role
from jalon.directory.models import Account, Membership
from jalon.directory.rules.roles import Held, Rights

NOBODY = Rights()


def rights_of(account: Any) -> Rights:
    """Return what an account holds; nothing for someone who did not sign in, or whose account is closed.

    The answer is kept on the account, which a request reads anew: one query a request.
    """
    if not isinstance(account, Account) or not account.is_active:
        return NOBODY
    kept = account.__dict__.get("_rights")
    if kept is None:
        rows = Membership.objects.filter(account=account).values_list("role", "organisation", "territory")
        held = {Held(*row) for row in rows}
        if account.is_staff:
            held.add(Held(Role.ADMINISTRATOR))
        kept = account.__dict__["_rights"] = Rights(frozenset(held), account.pk)
    return kept
