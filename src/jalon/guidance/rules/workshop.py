"""A workshop: its code, what one person sends, and what may be said of a group without saying it of anyone.

Nothing is said of fewer than `FEWEST` people. Counts that add up to a known total are hidden so that even
someone who knows this rule cannot work out a hidden one: see `shown_counts`.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta

from jalon.guidance.rules.answers import LETTERS

FEWEST = 5
MOST_ANSWERS = 300  # a large amphitheatre
CODE_SIGNS = "23456789BCDFGHJKMNPQRSTVWXZ"  # neither 0, O, 1, I, L; no vowel, so that no word comes out
CODE_LENGTH = 6
CODE = re.compile(f"[{CODE_SIGNS}]{{{CODE_LENGTH}}}")
TOKEN_BYTES = 16  # 128 bits: 22 signs of an address
TICKET = re.compile(f"([{CODE_SIGNS}]{{{CODE_LENGTH}}})-([A-Za-z0-9_-]{{22}})")
LONGEST_TITLE = 60
LONGEST_TYPED = 500
RESULTS_DAYS = 30
STEP = 5  # scores and means go by fives
EDGE = 10  # a mean nearer to 0 or 100 is not shown nearer: it would be everybody's score
TIED = "-"  # no letter stands first
CELLS = (*LETTERS, TIED)
FIRST_OCCUPATIONS = 10
SECTOR_OCCUPATIONS = 2  # of one's ten, so that a sector « comes up »
MOST_SHOWN = 20
HIDDEN = "/atelier/mener/[adresse cachée]/"


@dataclass(frozen=True)
class Ticket:
    """Where a person sends her results, and the token by which she alone replaces them or takes them back."""

    code: str
    token: str

    def __str__(self) -> str:
        return f"{self.code}-{self.token}"


@dataclass(frozen=True)
class Sent:
    """What one person sends: scores from 0 to 100 by letter, by fives; the first occupations ranked."""

    scores: Mapping[str, int]
    occupations: Sequence[str]


@dataclass(frozen=True)
class Group:
    """What is published of a workshop. None: not shown."""

    count: int
    means: Mapping[str, int | None] = field(default_factory=dict)
    first: Mapping[str, int | None] = field(default_factory=dict)
    occupations: Sequence[str] = ()
    sectors: Sequence[str] = ()

    def as_json(self) -> dict[str, object]:
        """Return it as the database keeps it."""
        return asdict(self)


def code_in(text: str) -> str:
    """Return the code that someone typed or pasted with its address, "" when there is none.

    >>> code_in(" bcd-fg 2 "), code_in("https://exemple.fr/atelier/BCDFG2/"), code_in("ABCDEF")
    ('BCDFG2', 'BCDFG2', '')
    """
    text = unicodedata.normalize("NFKC", text[:LONGEST_TYPED])
    found = re.search(r"/atelier/([^/?#]+)", text)
    signs = "".join(sign for sign in (found.group(1) if found else text).upper() if sign.isalnum())
    return signs if CODE.fullmatch(signs) else ""


def strange_signs(text: str) -> str:
    """Return the letters and digits typed that no code holds, each once.

    >>> strange_signs("0BCDFo")
    '0O'
    """
    signs = unicodedata.normalize("NFKC", text[:LONGEST_TITLE]).upper()
    return "".join(dict.fromkeys(sign for sign in signs if sign.isalnum() and sign not in CODE_SIGNS))


def spoken_code(code: str) -> str:
    """Return a code as it is read out and shown: two groups of three.

    >>> spoken_code("BCDFG2")
    'BCD FG2'
    """
    return f"{code[: CODE_LENGTH // 2]} {code[CODE_LENGTH // 2 :]}"


def ticket_in(text: str) -> Ticket | None:
    """Return the ticket that an address carries, None when it is not one."""
    found = TICKET.fullmatch(text)
    return Ticket(*found.groups()) if found else None


def hidden(text: str) -> str:
    """Return a line of a journal without the secret of a leader nor the token of a participant.

    >>> hidden("Not Found: /atelier/mener/" + "a" * 32 + "/?x=1")
    'Not Found: /atelier/mener/[adresse cachée]/?x=1'
    >>> hidden("/quel-metier/phrases/?n=12&atelier=BCDFG2-" + "a" * 22)
    '/quel-metier/phrases/?n=12&atelier=BCDFG2-…'
    """
    text = re.sub(r"/atelier/mener/[A-Za-z0-9_-]{20,}/?", HIDDEN, text)
    text = re.sub(r"(/atelier/\w+/envoi/)[A-Za-z0-9_-]+", r"\1…", text)
    return re.sub(r"(atelier=\w+(?:-|%2[dD]))[A-Za-z0-9_-]+", r"\1…", text)


def last_day(opened: date, days: int) -> date:
    """Return the last open day of a workshop open for so many days, the first one counted."""
    return opened + timedelta(days=days - 1)


def rounded(share: float) -> int:
    """Return a score from 0 to 1 as it is sent: from 0 to 100, by fives, halves up."""
    return STEP * int(100 * share / STEP + 0.5)


def first_letter(scores: Mapping[str, int]) -> str:
    """Return the letter liked above all others, TIED when none is."""
    best = max(scores.values(), default=None)
    letters = [letter for letter in LETTERS if letter in scores and scores[letter] == best]
    return letters[0] if len(letters) == 1 else TIED


def mean(scores: Sequence[int]) -> int | None:
    """Return the mean by fives, held away from 0 and 100; None for fewer than FEWEST people."""
    if len(scores) < FEWEST:
        return None
    by_fives = STEP * ((2 * sum(scores) + STEP * len(scores)) // (2 * STEP * len(scores)))
    return min(max(by_fives, EDGE), 100 - EDGE)


def shown_counts(counts: Sequence[int]) -> list[int | None]:
    """Return the counts that may be shown beside their total; None is hidden, whatever the reason.

    Counts under FEWEST are hidden, zero too. Then the smallest of the others are hidden as well, until the
    hidden ones are two or more and their sum (which the total gives away) is at least FEWEST and less than
    FEWEST - 1 for each: then every way to share that sum between them, FEWEST - 1 at most each, would show
    the very same thing, so that each hidden count could be two numbers or more. When that never comes,
    nothing is shown.

    >>> shown_counts([9, 4, 3, 0])
    [9, None, None, None]
    >>> shown_counts([9, 6, 1, 0])
    [9, None, None, None]
    >>> shown_counts([9, 1, 0, 0])
    [None, None, None, None]
    """
    shown = sorted((rank for rank, one in enumerate(counts) if one >= FEWEST), key=lambda rank: -counts[rank])
    while shown and not _is_safe([one for rank, one in enumerate(counts) if rank not in shown]):
        shown.pop()
    return [one if rank in shown else None for rank, one in enumerate(counts)]


def _is_safe(hidden_ones: Sequence[int]) -> bool:
    if not hidden_ones:
        return True
    return len(hidden_ones) > 1 and FEWEST <= sum(hidden_ones) < (FEWEST - 1) * len(hidden_ones)


def came_up(lists: Iterable[Iterable[str]]) -> list[str]:
    """Return what comes up for FEWEST people or more, the most frequent first; how often is not said."""
    counts = Counter(one for each in lists for one in set(each))
    enough = [one for one in counts if counts[one] >= FEWEST]
    return sorted(enough, key=lambda one: (-counts[one], one))[:MOST_SHOWN]


def _sectors(codes: Sequence[str], sectors_of: Mapping[str, Sequence[str]]) -> list[str]:
    counts = Counter(sector for code in codes for sector in set(sectors_of.get(code, ())))
    return [sector for sector, count in counts.items() if count >= SECTOR_OCCUPATIONS]


def published(sent: Sequence[Sent], sectors_of: Mapping[str, Sequence[str]]) -> Group | None:
    """Return what may be said of a group, None when it is fewer than FEWEST people.

    `sectors_of`: the sectors of each occupation.
    """
    if len(sent) < FEWEST:
        return None
    firsts = Counter(first_letter(one.scores) for one in sent)
    counts = shown_counts([firsts[cell] for cell in CELLS])
    return Group(
        count=len(sent),
        means={
            letter: mean([one.scores[letter] for one in sent if letter in one.scores]) for letter in LETTERS
        },
        first=dict(zip(CELLS, counts, strict=True)),
        occupations=came_up(one.occupations for one in sent),
        sectors=came_up(_sectors(one.occupations, sectors_of) for one in sent),
    )
