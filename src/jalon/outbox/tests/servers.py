"""Mail servers of the tests: real ones, that take, refuse, keep silent or die."""

from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from socket import socket

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session


class Inbox:
    """Takes everything but what a test says otherwise, and keeps it."""

    def __init__(self) -> None:
        self.received: list[EmailMessage] = []
        self.recipients: list[list[str]] = []
        self.rcpt_reply = self.data_reply = ""
        self.dies = False

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's own name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.rcpt_reply:
            return self.rcpt_reply
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - aiosmtpd's own name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        if self.dies:
            server.transport.abort()
            return "250 never read"
        if not self.data_reply:
            self.received.append(message_from_bytes(envelope.content, policy=policy.default))
            self.recipients.append(envelope.rcpt_tos)
        return self.data_reply or "250 OK"


@contextmanager
def serving(inbox: Inbox, *, words: str = "") -> Iterator[int]:
    """Run a mail server and give its port."""

    def known(server, session, envelope, mechanism, auth_data):
        return AuthResult(success=auth_data.password == words.encode(), handled=False)

    options = {"authenticator": known, "auth_require_tls": False, "auth_required": True} if words else {}
    controller = Controller(inbox, hostname="127.0.0.1", port=_free_port(), **options)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


def _free_port() -> int:
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def silent() -> Iterator[int]:
    """Listen, take the conversation and never say a word."""
    with socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]


def unused_port() -> int:
    """Return a port where nothing listens."""
    return _free_port()
