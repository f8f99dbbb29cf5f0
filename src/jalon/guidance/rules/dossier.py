"""The dossier without an account: its secret addresses, how long it lasts, its order, a comparison.

Whoever has the address has the dossier, so nothing here ever keeps an address: only its digest.
"""

import re
from base64 import urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from hmac import digest as keyed_digest

SECRET_BYTES = 24  # 192 bits: 32 signs of an address
SECRET = re.compile(r"[A-Za-z0-9_-]{32}")
LONGEST_ADDRESS = 2_000
LONGEST_LABEL = 60
FEWEST_COMPARED, MOST_COMPARED = 2, 4
MOST_ITEMS = 60
MOST_NOTES = 100
MOST_ACTS = 200  # the oldest are forgotten
LONGEST_NOTE = 2_000
UNSAID = "non précisé"
KEPT_SPACES = "\n\u00a0\u202f"
# Pages of the site that may be kept by their address, by kind.
KEPT_PATHS: Mapping[str, tuple[str, ...]] = {
    "route": ("/comment-y-arriver/",),
    "profile": ("/quel-metier/",),
    "search": ("/recherche/", "/formations/"),
}
# What an address may carry that is not the person's to keep: the ticket of a workshop, a page of a list.
NOT_KEPT = frozenset({"atelier", "page", "choisir", "vers", "etape"})
HIDDEN = "/dossier/[adresse cachée]/"

Facts = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Thing:
    """What may be kept: its kind, what tells it apart, its page, and what is shown of it."""

    kind: str
    key: str
    title: str
    path: str
    facts: Facts = ()
    origin: str = ""
    day: date | None = None

    @property
    def asked(self) -> str:
        """Return what a link or a form names it by."""
        return self.path if self.kind in KEPT_PATHS else self.key


@dataclass(frozen=True)
class Change:
    """A fact that is no longer what it was the day it was kept."""

    label: str
    before: str
    now: str


@dataclass(frozen=True)
class Row:
    """One line of a comparison: a fact, and what each thing compared says of it."""

    label: str
    values: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """Tell whether the things compared do not all say the same."""
        return len(set(self.values)) > 1


def digest_of(secret: str) -> str:
    """Return what is kept of a secret; it is too long to be found again from that."""
    return sha256(secret.encode()).hexdigest()


def adviser_secret(secret: str, salt: str) -> str:
    """Return the adviser's secret of a dossier: it follows from the person's, never the other way."""
    made = keyed_digest(secret.encode(), b"jalon.guidance.adviser:" + salt.encode(), "sha256")
    return urlsafe_b64encode(made[:SECRET_BYTES]).decode()


def secret_in(text: str) -> str:
    """Return the secret in a pasted address (or alone), "" when there is none.

    >>> secret_in(" https://exemple.fr/dossier/" + "a" * 32 + "/ ") == "a" * 32
    True
    """
    text = text.strip()[:LONGEST_ADDRESS]
    if SECRET.fullmatch(text):
        return text
    found = re.search(r"/dossier/([A-Za-z0-9_-]{32})(?:[/?#]|$)", text)
    return found.group(1) if found else ""


def hidden(text: str) -> str:
    """Return a line of a journal without the secret of any dossier.

    >>> hidden("Not Found: /dossier/" + "a" * 32 + "/comparer/")
    'Not Found: /dossier/[adresse cachée]/comparer/'
    """
    return re.sub(r"/dossier/[A-Za-z0-9_-]{20,}/?", HIDDEN, text)


def expiry(made: date, days: int) -> date:
    """Return the last day of a dossier."""
    return made + timedelta(days=days)


def is_over(last: date, today: date) -> bool:
    """Tell whether a dossier may no longer be opened: it lasts through its last day."""
    return today > last


def clean(text: str, longest: int) -> str:
    """Return a written text with its lines and French spaces but no other control sign, cut at `longest`."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(sign for sign in text if sign in KEPT_SPACES or sign.isprintable())
    return re.sub(r"\n{3,}", "\n\n", kept).strip()[:longest].rstrip()


def kept_path(kind: str, text: str) -> str:
    """Return `text` when it is a page of this site that may be kept as this kind, else "".

    >>> kept_path("search", "/recherche/?q=pain"), kept_path("search", "//exemple.fr/recherche/")
    ('/recherche/?q=pain', '')
    >>> kept_path("profile", "/quel-metier/metiers/?aime=R80&atelier=BCDFG2-a&page=2")
    '/quel-metier/metiers/?aime=R80'
    """
    starts = KEPT_PATHS.get(kind, ())
    if not text.startswith(starts) or not starts or len(text) > LONGEST_ADDRESS:
        return ""
    if any(ord(sign) < 33 or sign in '\\"<>' for sign in text) or "/../" in text:
        return ""
    path, mark, query = text.partition("?")
    kept = "&".join(one for one in query.split("&") if one.partition("=")[0] not in NOT_KEPT)
    return f"{path}{mark}{kept}" if kept else path


def one_line(text: str, longest: int) -> str:
    """Return a text on one clean line.

    >>> one_line(" Conseillère,\n Mission locale ", 60)
    'Conseillère, Mission locale'
    """
    return re.sub(r"[ \n]+", " ", clean(text, 10 * longest))[:longest].rstrip()


def path_key(path: str) -> str:
    """Return what tells a kept page apart: an address may be longer than a key.

    >>> len(path_key("/recherche/?q=pain"))
    64
    """
    return sha256(path.encode()).hexdigest()


def changes(kept: Facts, live: Facts) -> list[Change]:
    """Return the facts that both say and that differ, in the order kept.

    What only one of them says is not a change: a page may learn to say more, or less, of the same thing.
    """
    now = dict(live)
    return [
        Change(label, value, now[label])
        for label, value in kept
        if value and now.get(label) and now[label] != value
    ]


def moved(order: Sequence[int], item: int, step: int) -> list[int]:
    """Return the order with one item moved by `step` places, never past an end; unknown: nothing moves."""
    if item not in order:
        return list(order)
    rest = [one for one in order if one != item]
    at = max(0, min(order.index(item) + step, len(rest)))
    return [*rest[:at], item, *rest[at:]]


def compared(things: Sequence[Facts]) -> list[Row]:
    """Return the facts side by side, in the order first met; what one does not say is said unsaid."""
    labels = list(dict.fromkeys(label for facts in things for label, _value in facts))
    # A day may be cut before its year where columns are narrow.
    said = [{label: re.sub(r"\u00a0(?=\d{4}\b)", " ", value) for label, value in facts} for facts in things]
    return [Row(label, tuple(one.get(label) or UNSAID for one in said)) for label in labels]
