"""What is to be sent, and what is to be done every so often. No other room's data."""

from jalon.outbox.models.jobs import JobRun
from jalon.outbox.models.messages import Message, MessageFile

__all__ = ["JobRun", "Message", "MessageFile"]
