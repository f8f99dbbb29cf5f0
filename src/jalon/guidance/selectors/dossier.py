"""What the pages of a dossier read: the dossier of an address, what may be kept, what is found to keep."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from jalon.guidance.enums import ItemKind, Side
from jalon.guidance.models import Dossier, DossierItem, DossierNote
from jalon.guidance.rules.dossier import (
    FEWEST_COMPARED,
    MOST_COMPARED,
    Row,
    Thing,
    adviser_secret,
    compared,
    digest_of,
    is_over,
    kept_path,
)
from jalon.occupations import selectors as occupations
from jalon.search.rules import plain_query
from jalon.search.selectors import search
from jalon.training.selectors.programmes import programme_page
from jalon.training.selectors.screens import cards_of
from jalon.training.selectors.searching import find, read_address

SIDE_BY_SIDE = " · "
MOST_FOUND = 6  # of each kind
ICONS: Mapping[str, str] = {
    ItemKind.OCCUPATION: "briefcase",
    ItemKind.PROGRAMME: "graduation-cap",
    ItemKind.ROUTE: "route",
    ItemKind.PROFILE: "compass",
    ItemKind.SEARCH: "search",
}
COMPARABLE = (ItemKind.OCCUPATION, ItemKind.PROGRAMME)
KEPT_TITLES: Mapping[str, str] = {
    ItemKind.ROUTE: "Chemin vers un métier",
    ItemKind.PROFILE: "Mes réponses à « Quel métier pour moi ? »",
    ItemKind.SEARCH: "Ma recherche",
}


@dataclass(frozen=True)
class Line:
    """One thing of a dossier as its page shows it."""

    item: DossierItem
    icon: str
    notes: list[DossierNote]
    removable: bool


@dataclass(frozen=True)
class DossierPage:
    """A dossier seen by one side. `adviser`: the adviser's secret, for the person's page only."""

    dossier: Dossier
    side: Side
    lines: list[Line]
    notes: list[DossierNote]
    adviser: str

    @property
    def by_adviser(self) -> bool:
        return self.side is Side.ADVISER

    @property
    def groups(self) -> list[tuple[str, str, list[Line]]]:
        """Return (kind, words, things) of what can be compared: two or more of a kind."""
        words = {ItemKind.OCCUPATION: "métiers", ItemKind.PROGRAMME: "formations"}
        found = [
            (kind.value, words[kind], [one for one in self.lines if one.item.kind == kind])
            for kind in COMPARABLE
        ]
        return [group for group in found if len(group[2]) >= FEWEST_COMPARED]


@dataclass(frozen=True)
class Comparison:
    """Two to four things side by side; `problem`: why not."""

    items: list[DossierItem] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    problem: str = ""


def _opened(secret: str, today: date) -> tuple[Dossier, Side] | None:
    digest = digest_of(secret)
    for side, name in ((Side.PERSON, "digest"), (Side.ADVISER, "adviser_digest")):
        dossier = Dossier.objects.filter(**{name: digest}).first()
        if dossier and not is_over(dossier.expires_on, today):
            return dossier, side
    return None


def dossier_page(secret: str, *, today: date) -> DossierPage | None:
    """Return the dossier that this secret opens, None when it opens none: four queries at most."""
    opened = _opened(secret, today)
    if opened is None:
        return None
    dossier, side = opened
    person = side is Side.PERSON
    notes = list(dossier.notes.all())
    lines = [
        Line(
            item,
            ICONS[item.kind],
            [note for note in notes if note.item_id == item.pk],
            removable=person or item.side == Side.ADVISER,
        )
        for item in dossier.items.all()
    ]
    adviser = adviser_secret(secret, dossier.adviser_salt) if person and dossier.adviser_salt else ""
    return DossierPage(dossier, side, lines, [note for note in notes if note.item_id is None], adviser)


def thing_of(kind: str, key: str, *, today: date) -> Thing | None:
    """Return what an address asks to keep, with what is known of it today; None for no such thing."""
    if kind == ItemKind.OCCUPATION:
        return _occupation(key[:10].upper())
    if kind == ItemKind.PROGRAMME:
        return _programme(key[:12], today)
    if path := kept_path(kind, key):
        return Thing(kind, path, KEPT_TITLES[kind], path)
    return None


def _occupation(code: str) -> Thing | None:
    page = occupations.portrait(code) if code.isalnum() and code.isascii() else None
    if page is None:
        return None
    one = page.occupation
    facts = [
        ("Pour entrer", one.get_level_display() if one.level is not None else ""),
        ("Au quotidien", SIDE_BY_SIDE.join(mark.label for mark in page.highlights)),
        ("Les envies", SIDE_BY_SIDE.join(mark.label for mark in page.interests)),
        ("Secteurs", SIDE_BY_SIDE.join(sector.name for sector in page.sectors)),
        ("Façons d'y arriver", SIDE_BY_SIDE.join(way.diploma for way in page.ways[:4])),
    ]
    return Thing(ItemKind.OCCUPATION, one.code, one.name[:300], one.get_absolute_url(), facts)


def _programme(key: str, today: date) -> Thing | None:
    page = programme_page(key, today=today) if key.isalnum() and key.isascii() else None
    if page is None:
        return None
    one = page.programme
    start = page.lead[1].text if page.lead else ""
    facts = [
        ("Organisme", one.provider.name),
        ("Où", ", ".join(dict.fromkeys(spot.lines[-1] for spot in page.spots if spot.lines))[:200]),
        ("Comment", ", ".join(words for _icon, words in page.modes)),
        ("Durée", page.lengths),
        ("Reste à payer", page.cost),
        ("Pour entrer", page.entry),
        ("À la sortie", page.level or page.certification_name),
        ("Prochain départ", "Formation fermée" if page.closed else start),
    ]
    return Thing(ItemKind.PROGRAMME, one.key, one.title[:300], one.get_absolute_url(), facts)


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
    items = [line.item for line in page.lines if line.item.pk in set(chosen)]
    if not FEWEST_COMPARED <= len(items) <= MOST_COMPARED:
        return Comparison(problem="Choisissez deux, trois ou quatre lignes à comparer.")
    if len({item.kind for item in items}) > 1 or items[0].kind not in COMPARABLE:
        return Comparison(problem="Comparez des métiers entre eux, ou des formations entre elles.")
    return Comparison(items, compared([[(label, value) for label, value in one.facts] for one in items]))
