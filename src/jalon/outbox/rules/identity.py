"""What a message is called on the network: the same at each attempt, so that receivers see duplicates."""

from email.utils import parseaddr
from hashlib import sha256


def message_id(*, key: str, sender: str) -> str:
    """Return the Message-ID of a key: a digest, for a key may hold more than a receiver should read.

    >>> message_id(key="invitation-3", sender="Étape <bonjour@etape.example>")
    '<d1bf4c7865db44302f35253f62f0a85e@etape.example>'
    """
    domain = parseaddr(sender)[1].rpartition("@")[2] or "localhost"
    return f"<{sha256(key.encode()).hexdigest()[:32]}@{domain.encode('idna').decode('ascii')}>"


def named_sender(sender: str, *, name: str) -> str:
    """Return the sender as a mail shows it: with the service's name unless it has one of its own.

    >>> named_sender("bonjour@etape.example", name="Jalon")
    '"Jalon" <bonjour@etape.example>'
    """
    own, address = parseaddr(sender)
    shown = "".join(letter for letter in name if letter.isprintable() and letter not in '"\\\\')
    return sender if own or not shown else f'"{shown}" <{address}>'
