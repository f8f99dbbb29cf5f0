"""Where messages go: a mail server, or in development a folder of .eml files."""

import smtplib
import ssl
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.message import BadHeaderError
from django.utils import timezone

from jalon.outbox.rules import troubles
from jalon.outbox.rules.troubles import Verdict

SILENT = "Le serveur n'a pas répondu à temps."


class RefusedError(Exception):
    """A message that did not go; `verdict` says why and whether to try again."""

    def __init__(self, verdict: Verdict):
        super().__init__(verdict.trouble)
        self.verdict = verdict


class Transport(Protocol):
    """Something that takes messages, one after the other."""

    def send(self, message: EmailMessage) -> None:
        """Hand a message over; raise RefusedError when it is not taken."""

    def close(self) -> None:
        """End the conversation."""


class Server:
    """A mail server: one conversation for several messages, begun again after a trouble."""

    def __init__(self) -> None:
        self.connection = get_connection()

    def send(self, message: EmailMessage) -> None:
        try:
            self.connection.open()
            self.connection.send_messages([message])
        except KNOWN as error:
            self.close()
            raise RefusedError(verdict_on(error)) from error

    def close(self) -> None:
        try:
            self.connection.close()
        except (smtplib.SMTPException, OSError):
            self.connection.connection = None


class Folder:
    """A folder where each message becomes a file that mail programs open."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, message: EmailMessage) -> None:
        name = f"{timezone.localtime():%Y%m%d-%H%M%S-%f}.eml"
        try:
            written = message.message().as_bytes()
            self.folder.mkdir(parents=True, exist_ok=True)
            (self.folder / name).write_bytes(written)
        except (BadHeaderError, UnicodeError) as error:
            raise RefusedError(verdict_on(error)) from error
        except OSError as error:
            verdict = troubles.server_trouble("Le dossier des messages n'est pas accessible en écriture.")
            raise RefusedError(verdict) from error

    def close(self) -> None:
        """Nothing stays open."""


def transport_of_settings() -> Transport | None:
    """Return where messages go as the settings say; None when they say nothing: messages wait."""
    if settings.EMAIL_HOST:
        return Server()
    if settings.MAIL_FOLDER:
        return Folder(settings.MAIL_FOLDER)
    return None


def _first_refusal(error: smtplib.SMTPRecipientsRefused) -> Verdict:
    code, reply = next(iter(error.recipients.values()))
    return troubles.recipient_refused(code, reply)


def _cut(error: BaseException) -> Verdict:
    """Tell a silence from a hang-up: smtplib says both alike."""
    if isinstance(error.__context__, TimeoutError):
        return troubles.server_trouble(SILENT)
    return troubles.server_trouble("Le serveur a coupé la conversation.")


# From the most particular: the first class that fits tells.
VERDICTS: list[tuple[type[BaseException], Callable[[BaseException], Verdict]]] = [
    (smtplib.SMTPRecipientsRefused, _first_refusal),
    (smtplib.SMTPSenderRefused, lambda error: troubles.sender_refused(error.smtp_code, error.smtp_error)),
    (smtplib.SMTPDataError, lambda error: troubles.content_refused(error.smtp_code, error.smtp_error)),
    (smtplib.SMTPAuthenticationError, lambda error: troubles.sign_in_refused(error.smtp_code)),
    (
        smtplib.SMTPNotSupportedError,
        lambda error: troubles.server_trouble("Le serveur ne sait pas faire ce que le réglage demande."),
    ),
    (smtplib.SMTPServerDisconnected, _cut),
    (
        smtplib.SMTPResponseException,
        lambda error: troubles.server_trouble(
            f"Le serveur ne convient pas ({troubles.said_reply(error.smtp_code, error.smtp_error)})."
        ),
    ),
    (smtplib.SMTPException, lambda error: troubles.server_trouble("Le serveur répond de travers.")),
    (TimeoutError, lambda error: troubles.server_trouble(SILENT)),
    (ssl.SSLError, lambda error: troubles.server_trouble("Le chiffrement a échoué : certificat refusé ?")),
    (OSError, lambda error: troubles.server_trouble("Le serveur ne peut pas être joint.")),
    (BadHeaderError, lambda error: troubles.unsendable("Un en-tête du message n'est pas permis.")),
    (UnicodeError, lambda error: troubles.unsendable("L'adresse ou le texte ne peut pas être écrit.")),
]


KNOWN = tuple(kind for kind, _judge in VERDICTS)


def verdict_on(error: BaseException) -> Verdict:
    """Return what to make of one of the errors KNOWN."""
    return next(judge(error) for kind, judge in VERDICTS if isinstance(error, kind))
