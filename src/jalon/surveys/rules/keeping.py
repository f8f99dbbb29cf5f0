"""How long opinions and tests are kept, and how secret addresses are made out."""

import re
from calendar import monthrange
from datetime import date
from hashlib import sha256

OPINION_MONTHS = 24
GROUP_MONTHS = 12
LONGEST_OPEN_DAYS = 366
TOKEN = re.compile(r"/essai/([A-Za-z0-9_-]{22})/[A-Za-z0-9_-]{20,}/?")


def months_before(day: date, months: int) -> date:
    """Return the same day so many months before, or the last day of that month.

    >>> months_before(date(2028, 3, 31), 1)
    datetime.date(2028, 2, 29)
    """
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def oldest_opinion(today: date) -> date:
    """Return the first day whose opinions are still kept."""
    return months_before(today, OPINION_MONTHS)


def oldest_closing(today: date) -> date:
    """Return the first day of closing whose groups are still kept."""
    return months_before(today, GROUP_MONTHS)


def is_open(closes_on: date, today: date) -> bool:
    """Tell whether people may still answer: through the last day."""
    return today <= closes_on


def digest_of(token: str) -> str:
    """Return what is kept of a participant's token; it is too long to be found again from that."""
    return sha256(token.encode()).hexdigest()


def hidden(text: str) -> str:
    """Return a line of a journal without the token of any participant.

    >>> hidden("Gone: /essai/" + "c" * 22 + "/" + "t" * 32 + "/?fin=1")
    'Gone: /essai/cccccccccccccccccccccc/[adresse cachée]/?fin=1'
    """
    return TOKEN.sub(r"/essai/\1/[adresse cachée]/", text)
