"""A message to see whether mail leaves, sent while one waits; nothing of it is kept."""

from secrets import token_hex

from jalon.outbox.models import Message
from jalon.outbox.services.queueing import queue_mail
from jalon.outbox.services.sending import as_mail
from jalon.outbox.services.transport import RefusedError, transport_of_settings

NOWHERE = "Aucun serveur de courrier n'est réglé (JALON_SMTP_URL) : les messages attendent."


def try_mail(*, to: str) -> str:
    """Send a message of trial; return why it did not go, "" when the server took it.

    Raises UnusableMessageError for what is not an address.
    """
    transport = transport_of_settings()
    key = f"outbox.trial:{token_hex(8)}"
    queue_mail(key=key, to=to, template="outbox/mails/trial", context={})
    message = Message.objects.get(key=key)
    try:
        if transport is None:
            return NOWHERE
        transport.send(as_mail(message))
    except RefusedError as refusal:
        return refusal.verdict.words
    finally:
        message.delete()
        if transport is not None:
            transport.close()
    return ""
