"""What the search screen says around its list: where one looks, how to find more, what to try elsewhere."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from jalon.search.rules import fold
from jalon.territory.models import Commune, Departement
from jalon.territory.selectors import commune_by_code, communes_by_text, communes_within
from jalon.training.enums import Mode
from jalon.training.rules.asking import DIMENSIONS, RADII, Asked, Sort, When, address, wider_radii, without
from jalon.training.selectors.offers import OfferCard, offer_cards
from jalon.training.selectors.searching import Found, count_found, find, places_found

MOST_WAYS_OUT = 4
SHOWN_NEXT = 5
LINKING = frozenset({"a", "au", "aux", "dans", "de", "du", "en", "pres", "sur", "vers"})
SORT_LABELS = {
    Sort.START: "Prochain départ",
    Sort.DISTANCE: "Distance",
    Sort.LENGTH: "Durée",
}


@dataclass(frozen=True)
class Typed:
    """A place that was typed and is not one commune: `choices` are those that it may mean."""

    text: str = ""
    choices: Sequence[Commune] = ()


@dataclass(frozen=True)
class WayOut:
    """A question close to the one asked, with how many it gives."""

    words: str
    asked: Asked
    count: int


@dataclass(frozen=True)
class NextOffers:
    """The first ways to learn of a subject; `total`: all of them."""

    found: Found
    cards: list[OfferCard]

    @property
    def total(self) -> int:
        return self.found.total


def settled_place(asked: Asked, typed: str | None) -> tuple[Asked, Typed]:
    """Return the question with the place that was typed, or what the text may mean.

    None: no field was sent, the commune of the address stands. An empty text takes the place away; the name
    of the commune already chosen keeps it; another text is looked for, and replaces a département.
    """
    if typed is None:
        return asked, Typed()
    if not typed:
        return replace(asked, commune=""), Typed()
    known = commune_by_code(asked.commune) if asked.commune else None
    found = [known] if known and fold(known.name) == fold(typed) else communes_by_text(typed)
    if len(found) == 1:
        return replace(asked, commune=found[0].insee_code, departement=""), Typed()
    return replace(asked, commune=""), Typed(typed, found)


def departements() -> list[Departement]:
    """Return the départements that one may choose, by name."""
    return sorted(Departement.objects.only("code", "name"), key=lambda one: fold(one.name))


def radius_choices(asked: Asked) -> list[tuple[int, str, bool]]:
    """Return (km, words, chosen) of each radius."""
    return [
        (km, f"Jusqu'à {km} km" if km else "Dans la commune seulement", km == asked.radius) for km in RADII
    ]


def sort_choices(found: Found) -> list[tuple[str, Asked, bool]]:
    """Return (words, question, in force) of each order; the distance only where there is a commune."""
    asked = found.asked
    orders = [order for order in SORT_LABELS if order is not Sort.DISTANCE or found.around]
    in_force = asked.order if asked.order in orders else Sort.START
    return [(SORT_LABELS[order], replace(asked, sort=order), order is in_force) for order in orders]


def near_proposed(found: Found) -> Asked | None:
    """Return the question around the commune that its words name, those words taken away, or None."""
    if found.proposed is None:
        return None
    named = set(fold(found.proposed.name).replace("-", " ").split())
    words = [word for word in found.asked.text.split() if fold(word) not in named]
    while words and fold(words[-1]) in LINKING:
        words.pop()
    return replace(found.asked, text=" ".join(words), commune=found.proposed.insee_code)


def at_a_distance(found: Found, *, today: date) -> WayOut | None:
    """Return the same question at a distance, from anywhere, when one looks around a commune."""
    asked = found.asked
    if found.around is None:
        return None
    facets = {**asked.facets, "mode": (Mode.DISTANCE.value,)}
    there = replace(asked, commune="", departement="", facets=facets, sort=None)
    count = count_found(there, today=today)
    return WayOut("Voir aussi les formations à distance", there, count) if count else None


def ways_out(found: Found, *, today: date) -> list[WayOut]:
    """Return what to try when nothing was found: without one filter, farther, without a date. Most first."""
    asked = found.asked
    tries = [(f"Sans les mots « {asked.text} »", without(asked, "q"))] if asked.text else []
    tries += [(f"Sans « {words} »", without(asked, name, value)) for name, value, words in found.active]
    ways = [WayOut(words, other, count_found(other, today=today)) for words, other in tries[:MOST_WAYS_OUT]]
    ways = sorted((way for way in ways if way.count), key=lambda way: -way.count) or _asking_less(
        asked, today
    )
    farther = _farther(found, today)
    undated = replace(asked, when=When.UNDATED)
    last = [WayOut("Sans date annoncée pour le moment", undated, found.undated)] if found.undated else []
    return [*([farther] if farther else []), *ways, *last]


def _asking_less(asked: Asked, today: date) -> list[WayOut]:
    """Return what is left when taking one filter away is not enough: the words alone, the place alone."""
    alone = [(f"« {asked.text} » partout, sans filtre", Asked(text=asked.text))] if asked.text else []
    alone += [("Au même endroit, sans filtre", Asked(commune=asked.commune, departement=asked.departement))]
    ways = [WayOut(words, other, count_found(other, today=today)) for words, other in alone if other != asked]
    return [way for way in ways if way.count]


def _farther(found: Found, today: date) -> WayOut | None:
    """Return the same question with the least radius that finds something."""
    if found.around is None:
        return None
    radii, commune = wider_radii(found.asked), found.around.commune
    counts = places_found(replace(found.asked, commune=""), today=today) if radii else {}
    far = communes_within(commune, radii[-1]) if counts else {}
    for km in radii:
        if count := sum(counts.get(code, 0) for code, distance in far.items() if distance <= km):
            return WayOut(f"Jusqu'à {km} km de {commune.name}", replace(found.asked, radius=km), count)
    return None


def kept_pairs(asked: Asked, *, leaving: Iterable[str]) -> list[tuple[str, str]]:
    """Return what a form must send again of the question, its own fields left out."""
    left = set(leaving)
    return [(name, value) for name, value in address(asked) if name not in left]


FILTER_FIELDS = (*DIMENSIONS, "quand", "rayon", "departement")
BOX_FIELDS = ("q", "commune")


def next_offers(asked: Asked, *, today: date, limit: int = SHOWN_NEXT) -> NextOffers:
    """Return the first offers of a question: in the page of an occupation or of a sector, on a mark."""
    found = find(asked, today=today, limit=limit)
    return NextOffers(found, cards_of(found, today=today))


def cards_of(found: Found, *, today: date) -> list[OfferCard]:
    """Return the cards of a page of results, each with the start by which it is sorted there.

    Their addresses keep the commune asked.
    """
    near = urlencode({"commune": found.around.commune.insee_code}) if found.around else ""
    first, _latest = found.asked.bounds(today)
    return offer_cards(found.refs, first=first, today=today, around=found.around, query=near)
