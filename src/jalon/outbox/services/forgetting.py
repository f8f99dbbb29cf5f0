"""Forgetting someone who asked to be erased."""

from django.db import transaction

from jalon.outbox.selectors.recipients import messages_to


@transaction.atomic
def forget_recipient(*, address: str) -> int:
    """Remove every message to an address, sent or not; return how many."""
    found = messages_to(address)
    count = found.count()
    found.delete()
    return count
