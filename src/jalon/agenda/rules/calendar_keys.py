"""The secret end of someone's own calendar address: its shape, how it is kept, how journals hide it."""

import re
from datetime import timedelta
from hashlib import sha256

TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")  # 32 bytes
MOST_KEYS = 10
LONGEST_NAME = 100
LONGEST_QUERY = 500
UNUSED = timedelta(days=400)  # an address that no calendar asked for, for so long, opens nothing any more
REVOKED = timedelta(days=30)  # how long the list still says that an address was taken back


def digest_of(token: str) -> str:
    """Return what is kept of a token."""
    return sha256(token.encode()).hexdigest()


def is_token(text: str) -> bool:
    """Tell whether a text may be the end of an address."""
    return TOKEN.fullmatch(text) is not None


def hidden(line: str) -> str:
    """Return a line of a journal without the secret of anybody's calendar.

    >>> hidden("Not Found: /agenda/moi/" + "a" * 43 + ".ics")
    'Not Found: /agenda/moi/….ics'
    """
    return re.sub(r"(/agenda/moi/)[A-Za-z0-9_-]+", r"\1…", line)
