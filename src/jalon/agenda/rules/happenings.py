"""A date as a view shows it, and whether it is one of those that someone asks for."""

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime, time
from typing import NamedTuple

from jalon.agenda.enums import Audience, EventKind, EventState
from jalon.agenda.rules.asked import Asked
from jalon.search.rules import query_words, split_words
from jalon.territory.rules import distance_km

NO_TAGS: Mapping[str, Mapping[int, Collection[str]]] = {}
# The filters of the calendar, as fields of Asked; `facets` counts along each of the first seven.
COUNTED = ("types", "states", "territories", "organisations", "audiences", "themes", "sectors")


class Happening(NamedTuple):
    """One date of an event, with all that a line, a square or a dot shows of it; hours are local."""

    event: int
    key: str
    title: str
    kind: str
    state: str
    visibility: str
    moderation: str
    summary: str
    slot: int
    original: str
    first_day: date
    last_day: date
    start: time | None
    end: time | None
    starts_at: datetime
    ends_at: datetime
    cancelled: bool
    zone: str
    place_name: str
    room: str
    address: str
    commune: str
    commune_code: str
    latitude: float | None
    longitude: float | None
    link: str
    audiences: tuple[str, ...]
    organisation: int | None
    organisation_name: str
    organisation_slug: str
    created_by: int | None
    territories: tuple[str, ...] = ()

    @property
    def kind_label(self) -> str:
        return str(EventKind(self.kind).label)

    @property
    def state_label(self) -> str:
        """What is said of its state: of this date alone when only this one is cancelled."""
        return str(EventState.CANCELLED.label if self.cancelled else EventState(self.state).label)

    @property
    def audience_labels(self) -> list[str]:
        return [str(Audience(one).label) for one in self.audiences if one in Audience.values]

    @property
    def all_day(self) -> bool:
        return self.start is None

    @property
    def days(self) -> int:
        """How many days it touches, one at least."""
        return (self.last_day - self.first_day).days + 1


class Around(NamedTuple):
    """A place and how far one looks from it: degrees, kilometres."""

    latitude: float
    longitude: float
    km: float


class Mine(NamedTuple):
    """What is someone's own: her account, keys of her structures, slugs of her territories."""

    account: int | None = None
    organisations: frozenset[int] = frozenset()
    territories: frozenset[str] = frozenset()
    events: frozenset[int] = frozenset()


def is_mine(one: Happening, mine: Mine) -> bool:
    """Tell whether a date is of her territory or structure, by her, or with her structure taking part."""
    return (
        (mine.account is not None and one.created_by == mine.account)
        or one.organisation in mine.organisations
        or one.event in mine.events
        or not mine.territories.isdisjoint(one.territories)
    )


def has_words(one: Happening, text: str) -> bool:
    """Tell whether each word typed begins a word of what is said of the event."""
    said = (
        f"{one.title} {one.summary} {one.place_name} {one.commune} {one.organisation_name} {one.kind_label}"
    )
    told = " " + " ".join(split_words(said))
    return all(f" {word}" in told for word in query_words(text))


def is_near(one: Happening, around: Around) -> bool:
    """Tell whether it takes place within the distance; what has no place is not near."""
    if one.latitude is None or one.longitude is None:
        return False
    return distance_km(around.latitude, around.longitude, one.latitude, one.longitude) <= around.km


def audiences_of(one: Happening) -> frozenset[str]:
    """Return the audiences that a date is for: all but professionals when it says none, or everyone."""
    said = frozenset(one.audiences)
    if said and Audience.EVERYONE not in said:
        return said
    return said | (frozenset(Audience.values) - {Audience.PROFESSIONALS})


def values_of(
    one: Happening, name: str, tags: Mapping[str, Mapping[int, Collection[str]]]
) -> Collection[str]:
    """Return the values of a date along a counted filter."""
    if name == "audiences":
        return audiences_of(one)
    if name == "states":
        return (EventState.CANCELLED if one.cancelled else one.state,)
    if name == "organisations":
        return (one.organisation_slug,) if one.organisation_slug else ()
    if name in ("types", "territories"):
        return (one.kind,) if name == "types" else one.territories
    return tags.get(name, {}).get(one.event, ())


def tests_of(
    asked: Asked,
    *,
    tags: Mapping[str, Mapping[int, Collection[str]]] = NO_TAGS,
    around: Around | None = None,
    mine: Mine | None = None,
) -> dict[str, Callable[[Happening], bool]]:
    """Return one test for each filter in use, by its field of Asked; a date is kept when all say yes.

    `tags` gives, for "themes", "sectors" and "occupations", the values of each event. Without `around` or
    `mine`, these filters keep nothing: better an empty page than one that shows what was not asked.
    """
    tests: dict[str, Callable[[Happening], bool]] = {}
    for name in COUNTED:
        if wanted := frozenset(getattr(asked, name)):
            tests[name] = lambda one, n=name, w=wanted: not w.isdisjoint(values_of(one, n, tags))
    if asked.occupation:
        tests["occupation"] = lambda one: asked.occupation in tags.get("occupations", {}).get(one.event, ())
    if asked.text:
        tests["text"] = lambda one: has_words(one, asked.text)
    if asked.commune:
        tests["commune"] = lambda one: around is not None and is_near(one, around)
    if asked.mine:
        tests["mine"] = lambda one: mine is not None and is_mine(one, mine)
    return tests
