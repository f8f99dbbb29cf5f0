"""Every way to the same diploma, side by side."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from urllib.parse import urlencode

from jalon.search.rules.occurrences import Wanted
from jalon.search.selectors.occurrences import Order, count_by_place, find_occurrences
from jalon.territory.models import Commune
from jalon.territory.rules import distance_km, said_km
from jalon.territory.selectors import communes_within
from jalon.training.enums import AccessWay, Mode
from jalon.training.models import Action, Place
from jalon.training.rules.asking import Asked, address
from jalon.training.rules.truth import CATCHABLE
from jalon.training.rules.wording import said_price
from jalon.training.selectors.offers import OfferCard, actions_with_all, next_start, offer_card
from jalon.training.selectors.searching import KIND, Around

REACH_KM = 100
LOOKED_AT = 12  # offers of a mode among which the one to show is chosen
MODE_ICONS: dict[str, str] = {
    Mode.SCHOOL: "school",
    Mode.APPRENTICESHIP: "hammer",
    Mode.ADULT: "users",
    Mode.DISTANCE: "laptop",
    Mode.VAE: "badge-check",
}
MODE_OF_ACCESS: dict[str, str] = {
    AccessWay.SCHOOL: Mode.SCHOOL,
    AccessWay.APPRENTICESHIP: Mode.APPRENTICESHIP,
    AccessWay.PROFESSIONAL_CONTRACT: Mode.ADULT,
    AccessWay.CONTINUING: Mode.ADULT,
    AccessWay.EXPERIENCE: Mode.VAE,
}
IN_WORDS: dict[str, str] = {
    Mode.SCHOOL: "à l'école",
    Mode.APPRENTICESHIP: "en apprentissage",
    Mode.ADULT: "en formation pour adultes",
    Mode.DISTANCE: "à distance",
    Mode.VAE: "par la VAE",
}


@dataclass(frozen=True)
class WayLine:
    """The offer that stands for a mode; `where`: a town or « chez vous »; `distance` from the person."""

    card: OfferCard
    cost: str
    where: str
    distance: str
    here: bool  # it belongs to the programme whose page this is
    catchable: bool


@dataclass(frozen=True)
class Way:
    """A mode: its offer, how many ways to learn so in how many towns, where to see them all.

    `near`: they are counted within so many km of the person's commune; 0: everywhere.
    Without `line` nobody has a start to come; `undated` tells how many announce none yet, and `allowed` that
    the national directory names this mode.
    """

    mode: str
    label: str
    in_words: str
    icon: str
    line: WayLine | None
    offers: int
    towns: int
    near: int
    undated: int
    allowed: bool
    url: str


@dataclass(frozen=True)
class Subject:
    """What ways are looked for: a certification, else occupations at a level, else a title."""

    certification: str = ""
    occupations: tuple[str, ...] = ()
    level: int | None = None
    title: str = ""

    @property
    def empty(self) -> bool:
        return not (self.certification or self.occupations or self.title)

    def wanted(
        self,
        today: date,
        *,
        mode: str = "",
        around: Around | None = None,
        undated: bool = False,
    ) -> Wanted:
        """Return the question that the index answers; `around`: only there, the nearest first."""
        facets: dict[str, tuple[str, ...]] = {"mode": (mode,)} if mode else {}
        tags: tuple[tuple[str, ...], ...] = ()
        text = ""
        if self.certification:
            tags = ((f"cert:{self.certification}",),)
        elif self.occupations:
            tags = (tuple(f"rome:{code}" for code in self.occupations),)
            facets |= {} if self.level is None else {"out": (str(self.level),)}
        else:
            text = self.title
        return Wanted(
            first=today.toordinal(),
            text=text,
            facets=facets,
            tags=tags,
            places=tuple(around.distances) if around else None,
            undated=undated,
        )

    def asked(self, mode: str, around: Around | None) -> Asked:
        """Return what the search page is asked to show the same."""
        facets: dict[str, tuple[str, ...]] = {"mode": (mode,)}
        if not self.certification and self.occupations and self.level is not None:
            facets["out"] = (str(self.level),)
        return Asked(
            text="" if self.certification or self.occupations else self.title,
            facets=facets,
            certification=self.certification,
            occupation="" if self.certification or not self.occupations else self.occupations[0],
            commune=around.commune.insee_code if around else "",
            radius=REACH_KM,
        )


def around_commune(commune: Commune | None) -> Around | None:
    """Return where one looks from a commune: as far as a person may go."""
    return Around(commune, communes_within(commune, REACH_KM)) if commune else None


def kilometres(place: Place | None, around: Around | None) -> float | None:
    """Return how far a place is from the person's commune; None when either is unknown."""
    if place is None or around is None:
        return None
    if place.commune_id in around.distances:
        return around.distances[place.commune_id]
    at = place.commune or place
    if at.latitude is None or at.longitude is None:
        return None
    return distance_km(around.commune.latitude, around.commune.longitude, at.latitude, at.longitude)


def said_cost(action: Action) -> str:
    """Return what is left to pay: the provider's words, else what the price tells; empty when unknown."""
    words = action.details.get("cost_left", "")
    if words or action.price is None:
        return words
    return "Rien" if action.price == 0 else f"{said_price(action.price)} au plus, moins les aides"


def ways_to(
    certification_code: str,
    *,
    today: date,
    around: Around | None = None,
    access: Collection[str] = (),
) -> list[Way]:
    """Return the ways to a certification, one for each mode that is offered or allowed, in the order of Mode.

    `access`: the AccessWay values of the directory. Three queries at most, whatever the number of programmes.
    """
    return ways_about(Subject(certification=certification_code), today=today, around=around, access=access)


def ways_about(
    subject: Subject,
    *,
    today: date,
    around: Around | None = None,
    access: Collection[str] = (),
    own: Collection[int] = (),
) -> list[Way]:
    """Return the ways about a subject; `own`: the actions of this page's programme, shown first when nowhere
    is chosen. Three queries at most, whatever the number of programmes.
    """
    allowed = {MODE_OF_ACCESS[way] for way in access if way in MODE_OF_ACCESS}
    if subject.empty:
        return []
    live = find_occurrences(KIND, subject.wanted(today), limit=0).facets
    undated = find_occurrences(KIND, subject.wanted(today, undated=True), limit=0).facets
    offered = {
        mode: _offered(subject, mode, today, around) for mode in Mode.values if live.get(f"mode:{mode}", 0)
    }
    wanted = {ref for one in offered.values() for ref in one.refs} | set(own)
    found = actions_with_all().in_bulk(wanted) if wanted else {}
    ways = []
    for mode in Mode.values:
        asleep = undated.get(f"mode:{mode}", 0)
        if not (mode in offered or asleep or mode in allowed):
            continue
        here = offered.get(mode, NOTHING)
        order = [*own, *here.refs] if around is None else here.refs
        actions = [found[ref] for ref in order if ref in found and mode in found[ref].modes]
        ways.append(
            Way(
                mode=mode,
                label=Mode(mode).label,
                in_words=IN_WORDS[mode],
                icon=MODE_ICONS[mode],
                line=_line(actions, mode, today, around, own),
                offers=here.total,
                towns=here.towns,
                near=REACH_KM if here.where else 0,
                undated=asleep,
                allowed=mode in allowed,
                url=urlencode(address(subject.asked(mode, here.where))),
            )
        )
    return ways


class _Offered(NamedTuple):
    """The offers of a mode: the first, how many in how many towns, within reach of `where` or anywhere."""

    refs: Sequence[int] = ()
    total: int = 0
    towns: int = 0
    where: Around | None = None


NOTHING = _Offered()


def _offered(subject: Subject, mode: str, today: date, around: Around | None) -> _Offered:
    """Return the nearest offers of a mode within reach, else the soonest anywhere."""
    if around is not None and mode != Mode.DISTANCE:
        wanted = subject.wanted(today, mode=mode, around=around)
        near = find_occurrences(KIND, wanted, order=Order.DISTANCE, limit=LOOKED_AT)
        if near.total:
            return _Offered(near.refs, near.total, _towns(wanted), around)
    wanted = subject.wanted(today, mode=mode)
    found = find_occurrences(KIND, wanted, limit=LOOKED_AT)
    return _Offered(found.refs, found.total, _towns(wanted))


def _towns(wanted: Wanted) -> int:
    return sum(1 for code in count_by_place(KIND, wanted) if code)


def _line(
    actions: Iterable[Action], mode: str, today: date, around: Around | None, own: Collection[int]
) -> WayLine | None:
    """Return the first offer that one can still catch, else the first that is live."""
    starts = [(action, next_start(action, today)) for action in actions]
    live = [(action, start) for action, start in starts if start.live]
    chosen = next((one for one in live if one[1].state in CATCHABLE), live[0] if live else None)
    if chosen is None:
        return None
    action, start = chosen
    km = kilometres(action.place, around)
    at_home = mode == Mode.DISTANCE and set(action.modes) == {Mode.DISTANCE}
    card = offer_card(action, today=today, around=around, query=kept(around))
    return WayLine(
        card=card,
        cost=said_cost(action),
        where="Chez vous" if at_home else card.town,
        distance="" if km is None or at_home else said_km(km),
        here=action.pk in own,
        catchable=start.state in CATCHABLE,
    )


def kept(around: Around | None) -> str:
    """Return what addresses keep of where one looks from."""
    return f"commune={around.commune.insee_code}" if around else ""
