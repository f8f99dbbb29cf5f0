"""Writing a message down, in the caller's transaction. Nothing is sent here: the worker does."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from email.utils import getaddresses
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.utils import timezone

from jalon.outbox.models import Message, MessageFile
from jalon.outbox.services.footing import foot, site_address

MOST_BYTES = 8_000_000  # of files in one message; servers commonly refuse above 10 MB once encoded


class File(NamedTuple):
    """A file that goes with a message."""

    name: str
    content: bytes
    mimetype: str


class UnusableMessageError(ValueError):
    """The message could never be sent: an address that is none, a line break in a header, too much."""


def queue_message(
    *,
    key: str,
    to: str,
    subject: str,
    text: str,
    html: str = "",
    files: Sequence[tuple[str, bytes, str]] = (),
    not_before: datetime | None = None,
    unsubscribe: str = "",
    secret: bool = False,
) -> bool:
    """Write a message down; return False, writing nothing, when this key already has one.

    `to` is an address or « Name <address> »; `unsubscribe` the address of the page that stops such messages;
    `secret` says that the text holds a link that opens something: the body is erased once the message ended.
    Raises UnusableMessageError for what no server would take.
    """
    files = [File(*one) for one in files]
    _refuse_unusable(key=key, to=to, subject=subject, unsubscribe=unsubscribe, files=files)
    now = timezone.now()
    with transaction.atomic():
        message, made = Message.objects.get_or_create(
            key=key,
            defaults={
                "to": to,
                "subject": subject,
                "text": text.replace("\0", ""),  # PostgreSQL keeps no null character
                "html": html.replace("\0", ""),
                "unsubscribe": unsubscribe,
                "secret": secret,
                "due_at": not_before or now,
                "next_at": not_before or now,
                "made_at": now,
            },
        )
        if made and files:
            MessageFile.objects.bulk_create(MessageFile(message=message, **one._asdict()) for one in files)
    return made


def queue_mail(
    *,
    key: str,
    to: str,
    template: str,
    context: Mapping[str, Any],
    files: Sequence[tuple[str, bytes, str]] = (),
    not_before: datetime | None = None,
    unsubscribe: str = "",
    secret: bool = False,
) -> bool:
    """Write down the message that `<template>.txt` and `<template>.html` make; as queue_message.

    The first line of the text is the subject; nothing in it is escaped. The templates extend
    `outbox/mail.txt` and `outbox/mail.html` and also know `foot`, `site` (this site's address) and
    `unsubscribe`.
    """
    known = {"foot": foot(), "site": site_address(), "unsubscribe": unsubscribe, **context}
    written = get_template(f"{template}.txt").template.render(Context(known, autoescape=False))
    subject, _, text = written.strip().partition("\n")
    return queue_message(
        key=key,
        to=to,
        subject=" ".join(subject.split()),
        text=text.strip() + "\n",
        html=render_to_string(f"{template}.html", {**known, "subject": " ".join(subject.split())}),
        files=files,
        not_before=not_before,
        unsubscribe=unsubscribe,
        secret=secret,
    )


def _refuse_unusable(*, key: str, to: str, subject: str, unsubscribe: str, files: Iterable[File]) -> None:
    """Raise UnusableMessageError, without quoting anything personal."""
    limits = {"key": 200, "to": 400, "subject": 250, "unsubscribe": 500}
    headers = {"key": key, "to": to, "subject": subject, "unsubscribe": unsubscribe}
    for name, value in headers.items():
        if not value.isprintable():
            raise UnusableMessageError(f"{name}: control characters or line breaks")
        if len(value) > limits[name]:
            raise UnusableMessageError(f"{name}: longer than {limits[name]} characters")
    if not key or not subject:
        raise UnusableMessageError("a message needs a key and a subject")
    try:
        ((_name, address),) = getaddresses([to])
        validate_email(address)
    except (ValueError, ValidationError) as error:
        raise UnusableMessageError("to: not one address") from error
    if unsubscribe and not unsubscribe.startswith(("https://", "http://", "mailto:")):
        raise UnusableMessageError("unsubscribe: not a whole address")
    for one in files:
        if not (one.name + one.mimetype).isprintable() or len(one.name) > 150 or len(one.mimetype) > 100:
            raise UnusableMessageError("files: a name or a type that no header can hold")
    if sum(len(one.content) for one in files) > MOST_BYTES:
        raise UnusableMessageError(f"files: more than {MOST_BYTES} bytes")
