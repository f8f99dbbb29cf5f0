"""Someone's own calendar addresses."""

from collections.abc import Sequence

from jalon.agenda.models import CalendarKey
from jalon.agenda.rules.calendar_keys import digest_of, is_token
from jalon.directory.models import Account


def keys_of(account: Account) -> Sequence[CalendarKey]:
    """Return the addresses that someone made, those taken back last."""
    found = CalendarKey.objects.filter(account=account)
    return sorted(found, key=lambda key: (key.revoked_at is not None, -key.pk))


def key_of(account: Account, pk: int) -> CalendarKey | None:
    """Return one of someone's addresses that still opens, if it is hers."""
    return CalendarKey.objects.filter(account=account, pk=pk, revoked_at=None).first()


def opened_by(token: str) -> CalendarKey | None:
    """Return the address that a secret opens, with its account; None when it opens nothing."""
    if not is_token(token):
        return None
    found = CalendarKey.objects.filter(digest=digest_of(token), revoked_at=None).select_related("account")
    key = found.first()
    return key if key is not None and key.account.is_active else None
