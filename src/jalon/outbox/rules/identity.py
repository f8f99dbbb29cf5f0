"""What a message is called on the network: the same at each attempt, so that receivers see duplicates."""

from email.utils import parseaddr
from hashlib import sha256


def message_id(*, key: str, sender: str) -> str:
    """Return the Message-ID of a key: a digest, for a key may hold more than a receiver should read.

    >>> message_id(key="invitation-3", sender="Étape <bonjour@etape.example>")
    '<6a6d4e8ed35e9f8b7f4d3a0a@etape.example>'
    """
    domain = parseaddr(sender)[1].rpartition("@")[2] or "localhost"
    return f"<{sha256(key.encode()).hexdigest()[:32]}@{domain.encode('idna').decode('ascii')}>"
