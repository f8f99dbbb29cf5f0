"""What someone looks for in the journal, as its address says it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

LONGEST_TEXT = 120
# Subjects that one may choose: value of the address, words, beginnings of verbs.
SUBJECTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "comptes": (
        "Comptes et rôles",
        ("directory.account.", "directory.membership.", "directory.invitation."),
    ),
    "annuaire": ("Structures et contacts", ("directory.organisation.", "directory.contact.")),
    "calendrier": ("Calendrier", ("agenda.",)),
    "formations": ("Formations", ("training.",)),
    "messages": ("Messages", ("outbox.",)),
}


@dataclass(frozen=True)
class Asked:
    """Days included; `territory` and `organisation` are slugs; "" and None do not narrow."""

    since: date | None = None
    until: date | None = None
    territory: str = ""
    organisation: str = ""
    subjects: tuple[str, ...] = ()
    text: str = ""

    @property
    def narrowed(self) -> bool:
        return self != Asked()

    @property
    def upside_down(self) -> bool:
        """Whether the last day comes before the first: nothing can be found."""
        return bool(self.since and self.until and self.until < self.since)


def read_day(text: str) -> date | None:
    """Return a day written YYYY-MM-DD, None for anything else.

    >>> read_day("2026-11-23"), read_day("23/11/2026")
    (datetime.date(2026, 11, 23), None)
    """
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def read_asked(values: Callable[[str], list[str]]) -> Asked:
    """Return what an address asks for; what is not understood does not narrow.

    `values` gives the texts of a name, as `request.GET.getlist` does.
    """

    def one(name: str) -> str:
        return next(iter(values(name)), "").replace("\0", "").strip()[:LONGEST_TEXT]

    chosen = values("sujet")
    return Asked(
        since=read_day(one("du")),
        until=read_day(one("au")),
        territory=one("territoire"),
        organisation=one("structure"),
        subjects=tuple(subject for subject in SUBJECTS if subject in chosen),
        text=one("q"),
    )
