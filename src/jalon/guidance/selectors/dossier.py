"""What the pages of a dossier read: the dossier of an address, what is found to keep, a comparison."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet

from jalon.guidance.enums import ItemKind, Side
from jalon.guidance.models import Dossier, DossierAct, DossierItem, DossierNote
from jalon.guidance.rules.dossier import (
    FEWEST_COMPARED,
    MOST_COMPARED,
    Change,
    Row,
    adviser_secret,
    compared,
    digest_of,
    is_over,
)
from jalon.guidance.selectors.dossier_things import changes_since
from jalon.search.rules import plain_query
from jalon.search.selectors import search
from jalon.training.rules.wording import said_day
from jalon.training.selectors.screens import cards_of
from jalon.training.selectors.searching import find, read_address

MOST_FOUND = 6  # of each kind
ICONS: Mapping[str, str] = {
    ItemKind.OCCUPATION: "briefcase",
    ItemKind.PROGRAMME: "graduation-cap",
    ItemKind.SESSION: "calendar-days",
    ItemKind.ROUTE: "route",
    ItemKind.PROFILE: "compass",
    ItemKind.SEARCH: "search",
}
# What is read at a glance; the rest unfolds.
LEADING: Mapping[str, tuple[str, ...]] = {
    ItemKind.OCCUPATION: ("Pour entrer", "Secteurs"),
    ItemKind.PROGRAMME: ("À savoir", "Organisme", "Où", "Prochain départ"),
    ItemKind.SESSION: ("À savoir", "Organisme", "Où", "Inscriptions"),
    ItemKind.ROUTE: ("Durée", "Fini vers", "Reste à payer"),
    ItemKind.PROFILE: ("Ce que j'aime", "Les premiers métiers"),
    ItemKind.SEARCH: ("Filtres", "Formations ce jour-là"),
}
COMPARABLE: Mapping[str, str] = {
    ItemKind.OCCUPATION: "métiers",
    ItemKind.PROGRAMME: "formations",
    ItemKind.ROUTE: "chemins",
}


@dataclass(frozen=True)
class Line:
    """One thing of a dossier as its page shows it; `gone`, `changes`: what differs since the day kept."""

    item: DossierItem
    icon: str
    notes: list[DossierNote]
    removable: bool
    past: bool
    gone: bool
    changes: list[Change]

    @property
    def leading(self) -> list[tuple[str, str]]:
        """Return the facts read at a glance."""
        return [(label, value) for label, value in self.item.facts if label in LEADING[self.item.kind]]

    @property
    def others(self) -> list[tuple[str, str]]:
        """Return the other facts."""
        return [(label, value) for label, value in self.item.facts if label not in LEADING[self.item.kind]]

    @property
    def name(self) -> str:
        """Return what tells it from another thing of the same title."""
        more = ""
        if self.item.day:
            more = said_day(self.item.day)
        elif self.item.kind == ItemKind.PROGRAMME:
            more = dict(self.item.facts).get("Organisme", "")
        return ", ".join(filter(None, [self.item.title, more]))


@dataclass(frozen=True)
class DossierPage:
    """A dossier seen by one side. `adviser`: the adviser's secret, for the person's page only."""

    dossier: Dossier
    side: Side
    lines: list[Line]
    notes: list[DossierNote]
    adviser: str
    history: list[DossierAct]

    @property
    def by_adviser(self) -> bool:
        return self.side is Side.ADVISER

    @property
    def proposals(self) -> list[Line]:
        """Return what an adviser proposed and the person has not answered yet."""
        return [line for line in self.lines if line.item.proposed and not line.past]

    @property
    def coming(self) -> list[Line]:
        """Return what has a day to come, the soonest first."""
        dated = [line for line in self._taken if line.item.day and not line.past]
        return sorted(dated, key=lambda line: line.item.day)

    @property
    def kept(self) -> list[Line]:
        """Return the rest in the person's order."""
        return [line for line in self._taken if not line.item.day]

    @property
    def over(self) -> list[Line]:
        """Return what is past, the latest first: it never leads."""
        return sorted(
            (line for line in self.lines if line.past), key=lambda line: line.item.day, reverse=True
        )

    @property
    def _taken(self) -> list[Line]:
        return [line for line in self.lines if not line.item.proposed]

    @property
    def returned(self) -> DossierAct | None:
        """Return the adviser's last giving back, when nothing was done by an adviser since."""
        last = next((act for act in self.history if act.side == Side.ADVISER), None)
        return last if last and last.act == "handed_back" else None

    @property
    def advisers(self) -> list[str]:
        """Return how advisers were called here, the last first."""
        labels = [*(line.item.label for line in self.lines), *(note.label for note in self.notes)]
        return [label for label in reversed(list(dict.fromkeys(labels))) if label]

    @property
    def groups(self) -> list[tuple[str, str, list[Line]]]:
        """Return (kind, words, things) of what can be compared: two or more of a kind."""
        found = [
            (str(kind), words, [one for one in self.lines if one.item.kind == kind])
            for kind, words in COMPARABLE.items()
        ]
        return [group for group in found if len(group[2]) >= FEWEST_COMPARED]


@dataclass(frozen=True)
class Comparison:
    """Two to four things side by side; `problem`: why not."""

    lines: list[Line] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    problem: str = ""

    @property
    def table(self) -> list[tuple[Row, list[tuple[str, str]]]]:
        """Return each row with (shortest name of the thing, what it says)."""
        titles = [line.item.title for line in self.lines]
        names = titles if len(set(titles)) == len(titles) else [line.name for line in self.lines]
        return [(row, list(zip(names, row.values, strict=True))) for row in self.rows]


def opened_by(
    secret: str, *, today: date, among: QuerySet[Dossier] | None = None
) -> tuple[Dossier, Side] | None:
    """Return the dossier that a secret opens, and whose secret it is; `among`: locked rows, for a change."""
    digest = digest_of(secret)
    every = Dossier.objects.all() if among is None else among
    for side, name in ((Side.PERSON, "digest"), (Side.ADVISER, "adviser_digest")):
        dossier = every.filter(**{name: digest}).first()
        if dossier and not is_over(dossier.expires_on, today):
            return dossier, side
    return None


def opens(secret: str, *, today: date) -> bool:
    """Tell whether a secret opens a dossier."""
    return opened_by(secret, today=today) is not None


def dossier_page(secret: str, *, today: date) -> DossierPage | None:
    """Return the dossier that this secret opens, None when it opens none.

    Six queries at most, and what is known today of each thing, read once an hour.
    """
    opened = opened_by(secret, today=today)
    if opened is None:
        return None
    dossier, side = opened
    person = side is Side.PERSON
    notes = list(dossier.notes.all())
    lines = [_line(item, notes, person, today) for item in dossier.items.all()]
    adviser = adviser_secret(secret, dossier.adviser_salt) if person and dossier.adviser_salt else ""
    # What the person did or took out is hers alone to read.
    history = list(dossier.acts.all()) if person else []
    about_all = [note for note in notes if note.item_id is None]
    return DossierPage(dossier, side, lines, about_all, adviser, history)


def _line(item: DossierItem, notes: Sequence[DossierNote], person: bool, today: date) -> Line:
    past = item.day is not None and item.day < today
    gone, changes = (False, []) if past else changes_since(item, today=today)
    return Line(
        item,
        ICONS[item.kind],
        [note for note in notes if note.item_id == item.pk],
        removable=person or item.proposed,
        past=past,
        gone=gone,
        changes=changes,
    )


def found_to_keep(text: str, *, today: date) -> tuple[str, list[tuple[str, str, str, str]]]:
    """Return what was asked on one clean line, and (kind, key, name, icon) of what answers it."""
    query = plain_query(text)
    if not query:
        return "", []
    hits = search(query, kinds=(ItemKind.OCCUPATION,), limit=MOST_FOUND).hits
    found = [(ItemKind.OCCUPATION.value, hit.code, hit.title) for hit in hits]
    asked = read_address(lambda name: [query] if name == "q" else [])
    for card in cards_of(find(asked, today=today, limit=MOST_FOUND), today=today):
        name = f"{card.title}, {card.provider}, {card.town}".removesuffix(", ")
        found.append((ItemKind.PROGRAMME.value, card.url.strip("/").rpartition("/")[2], name))
    once = {(kind, key): (kind, key, name, ICONS[kind]) for kind, key, name in reversed(found)}
    return query, list(reversed(once.values()))


def comparison(page: DossierPage, chosen: Sequence[int]) -> Comparison:
    """Return the things chosen (keys of items) side by side, in the order of the dossier."""
    lines = [line for line in page.lines if line.item.pk in set(chosen)]
    if not FEWEST_COMPARED <= len(lines) <= MOST_COMPARED:
        return Comparison(problem="Choisissez deux, trois ou quatre lignes à comparer.")
    if len({line.item.kind for line in lines}) > 1 or lines[0].item.kind not in COMPARABLE:
        return Comparison(
            problem="Comparez des choses de même sorte : des métiers, des formations, des chemins."
        )
    return Comparison(lines, compared([[(label, value) for label, value in one.item.facts] for one in lines]))
