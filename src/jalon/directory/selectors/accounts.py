"""Reading accounts."""

from django.db.models import QuerySet

from jalon.directory.models import Account


def all_accounts() -> QuerySet[Account]:
    """Return every account, open ones first, then by address."""
    return Account.objects.order_by("-is_active", "email")
