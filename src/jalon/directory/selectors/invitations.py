"""Reading invitations."""

from datetime import datetime

from django.db.models import Q, QuerySet

from jalon.directory.models import Account, Invitation
from jalon.directory.rules.inviting import digest_of, gift_refusal
from jalon.directory.rules.roles import Held
from jalon.directory.selectors.rights import rights_of


def waiting(now: datetime) -> Q:
    """Return what is true of the invitations that may still be accepted."""
    return Q(accepted_at=None, withdrawn_at=None, expires_at__gt=now)


def still_given(invitation: Invitation) -> bool:
    """Tell whether who invited could still invite so: an invitation never outlives the right to send it."""
    if invitation.invited_by is None:
        return True
    given = Held(invitation.role, invitation.organisation_id, invitation.territory_id)
    organisation = invitation.organisation
    acts_in = organisation.territories.values_list("pk", flat=True) if organisation else ()
    return not gift_refusal(rights_of(invitation.invited_by), given, acts_in=frozenset(acts_in))


def opened_by(token: str, *, now: datetime, rows: QuerySet[Invitation] | None = None) -> Invitation | None:
    """Return the invitation that a link opens; None for a link unknown, expired, used or withdrawn.

    `rows`: where to look, to lock them.
    """
    rows = Invitation.objects.all() if rows is None else rows
    found = (
        rows.select_related("organisation", "territory", "invited_by")
        .filter(waiting(now), digest=digest_of(token))
        .first()
    )
    return found if found and still_given(found) else None


def account_of(invitation: Invitation) -> Account | None:
    """Return the account of the address that was invited, open or closed."""
    return Account.objects.filter(email=invitation.email).first()
