"""Messages to send, and jobs to do every so often."""

from jalon.outbox.services.footing import Foot, declare_foot, site_address
from jalon.outbox.services.queueing import File, UnusableMessageError, queue_mail, queue_message

__all__ = [
    "File",
    "Foot",
    "UnusableMessageError",
    "declare_foot",
    "queue_mail",
    "queue_message",
    "site_address",
]
