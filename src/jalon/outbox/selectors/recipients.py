"""The messages to someone."""

from django.db.models import Q, QuerySet

from jalon.outbox.models import Message


def messages_to(address: str) -> QuerySet[Message]:
    """Return the messages to an address, alone or after a name, the latest first."""
    return Message.objects.filter(Q(to__iexact=address) | Q(to__iendswith=f"<{address}>"))
