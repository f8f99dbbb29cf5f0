"""When a contact is asked whether she is still the one, and what is shown of one who does not answer."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

from jalon.directory.enums import ContactState

ANSWER_DAYS = 30  # what someone has to answer before she is shown as « à confirmer »
LINK_DAYS = 180  # how long the link of a mail opens: someone may come back after a long leave
# Three yearly mails without an answer: nobody knows any more whether the address is still hers.
KEPT_YEARS = 3
LINK = re.compile(r"/mes-coordonnees/[A-Za-z0-9_-]{20,}")


def years_before(day: date, years: int = 1) -> date:
    """Return the same day some years before; 29 February becomes 28.

    >>> years_before(date(2024, 2, 29))
    datetime.date(2023, 2, 28)
    """
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


@dataclass(frozen=True)
class Standing:
    """What the rules need of a contact.

    `since`: when she, or an editor, last said it is right, else when it was written down. `asked_on`: when
    she was last asked; `silent_since`: when she was first asked since the last answer.
    """

    identified: bool
    has_address: bool
    since: date
    asked_on: date | None = None
    silent_since: date | None = None


def is_due(standing: Standing, today: date) -> bool:
    """Tell whether to ask: right for a year at most, and asked at most once a year."""
    limit = years_before(today)
    return (
        standing.identified
        and standing.has_address
        and standing.since <= limit
        and (standing.asked_on is None or standing.asked_on <= limit)
    )


def state_of(standing: Standing, today: date) -> ContactState:
    """Return what is shown of a contact; one who cannot be asked has the same year and the same 30 days."""
    if not standing.identified:
        return ContactState.TO_IDENTIFY
    asked = standing.silent_since
    if asked is not None:
        late = asked < today - timedelta(days=ANSWER_DAYS)
    else:
        late = standing.since < years_before(today) - timedelta(days=ANSWER_DAYS)
    return ContactState.TO_CONFIRM if late else ContactState.KNOWN


def is_forgotten(standing: Standing, today: date) -> bool:
    """Tell whether a contact has been silent for so long that her name and address are erased."""
    return standing.identified and standing.since <= years_before(today, KEPT_YEARS)


def link_opens(asked_on: date | None, today: date) -> bool:
    """Tell whether the link sent on a day still opens."""
    return asked_on is not None and asked_on <= today <= asked_on + timedelta(days=LINK_DAYS)


def digest_of(token: str) -> str:
    """Return what is kept of a link's token; it is too long to be found again from that."""
    return sha256(token.encode()).hexdigest()


def hidden(text: str) -> str:
    """Return a line of a journal without the token of any link sent to a contact.

    >>> hidden("Not Found: /mes-coordonnees/" + "t" * 43 + "/")
    'Not Found: /mes-coordonnees/[adresse cachée]/'
    """
    return LINK.sub("/mes-coordonnees/[adresse cachée]", text)
