"""Reading accounts."""

from django.db.models import QuerySet

from jalon.directory.models import Account
from jalon.directory.rules.sign_in import plain_email


def all_accounts() -> QuerySet[Account]:
    """Return every account, open ones first, then by address."""
    return Account.objects.order_by("-is_active", "email")


def account_at(email: str) -> Account | None:
    """Return the account of an address, open or closed, however it is typed."""
    return Account.objects.filter(email=plain_email(email)).first()
