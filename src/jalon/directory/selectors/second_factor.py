"""Reading the state of a second factor; never its secrets."""

from datetime import datetime
from typing import NamedTuple

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator

from jalon.directory.models import Account


class SecondFactor(NamedTuple):
    """When it was set up and last used, and how many recovery codes are left."""

    since: datetime
    used_at: datetime | None
    codes_left: int


def second_factor_of(account: Account) -> SecondFactor | None:
    """Return the state of an account's second factor; None without one."""
    kept = {one.type: one for one in Authenticator.objects.filter(user=account)}
    application = kept.get(Authenticator.Type.TOTP)
    if application is None:
        return None
    sheet = kept.get(Authenticator.Type.RECOVERY_CODES)
    left = app_settings.RECOVERY_CODE_COUNT - sheet.data["used_mask"].bit_count() if sheet else 0
    return SecondFactor(application.created_at, application.last_used_at, left)
