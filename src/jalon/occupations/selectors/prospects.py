"""What employers plan to hire, for one occupation or one sector, in a chosen place."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from jalon.occupations.rules.families import share_inside
from jalon.occupations.rules.prospects import (
    Figure,
    Total,
    add_up,
    difficult_share,
    difficulty_sentence,
    seasonal_sentence,
    seasonal_share,
)
from jalon.occupations.selectors.atlas import Atlas
from jalon.occupations.selectors.labour import FamilyLink, Labour, Place, current_labour, projects
from jalon.sources.models import Source

SHOWN_AREAS = 8
SHOWN_FAMILIES = 8
SHOWN_MEMBERS = 2
# A family belongs to a sector when more than this part of its occupations does.
HALF = 0.5


@dataclass(frozen=True)
class Bar:
    """One row of a chart: `value` None is not published, `at_least` a lower bound, `part` the hard ones."""

    label: str
    url: str
    value: int | None
    at_least: bool = False
    part: int | None = None
    part_at_least: bool = False
    current: bool = False
    details: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Outlook:
    """Figures of a place in words: `place` may be larger than the one `asked`, which `why` explains.

    `region`: the same sum over the region, to compare.
    """

    asked: Place
    place: Place
    why: str
    total: Total
    region: Total
    difficulty: str
    season: str


@dataclass(frozen=True)
class Prospects:
    """The hiring planned for an occupation; without `outlook`, `links` is empty or no figure is loaded."""

    year: int = 0
    source: Source | None = None
    links: list[FamilyLink] = field(default_factory=list)
    outlook: Outlook | None = None
    bars: list[Bar] = field(default_factory=list)
    more_bars: list[Bar] = field(default_factory=list)
    choices: list[tuple[str, list[tuple[str, str]]]] = field(default_factory=list)

    @property
    def highest(self) -> int:
        """Return the largest value, so that both charts have one scale."""
        return max((bar.value or 0 for bar in [*self.bars, *self.more_bars]), default=0)

    @property
    def exact(self) -> bool:
        return all(link.exact for link in self.links)

    @property
    def alone(self) -> bool:
        """Tell whether its only family counts no other occupation."""
        return len(self.links) == 1 and self.links[0].family.members == 1


@dataclass(frozen=True)
class SectorProspects:
    """The hiring planned in a sector: its families with most projects, and how many others it has."""

    year: int
    source: Source
    outlook: Outlook
    bars: list[Bar]
    others: int
    without: int
    choices: list[tuple[str, list[tuple[str, str]]]]

    @property
    def caption(self) -> str:
        """Say what the chart shows, and where."""
        return f"Qui recrute le plus ? {self.outlook.place.words}, projets d'embauche par famille de métiers"


def _outlook(labour: Labour, families: set[int], asked: Place) -> Outlook:
    """Return the figures of the smallest place around `asked` that has a published one."""
    tried: list[tuple[Place, list[Figure]]] = []
    for place in labour.around(asked):
        tried.append((place, labour.figures_of(families, place.areas)))
        if projects(tried[-1][1]).known:
            break
    place, figures = tried[-1]
    why = ""
    if place != asked:
        why = _why([one for one, _figures in tried[:-1]])
    return Outlook(
        asked=asked,
        place=place,
        why=why,
        total=projects(figures),
        region=projects(labour.figures_of(families, labour.place("").areas)),
        difficulty=difficulty_sentence(difficult_share(figures)),
        season=seasonal_sentence(seasonal_share(figures)),
    )


def _why(hidden: list[Place]) -> str:
    """Say which places have no published figure."""
    if len(hidden) == 1:
        return f"Le chiffre {hidden[0].of_words} n'est pas publié : il porte sur trop peu d'employeurs."
    first, second = hidden[0].of_words, hidden[1].of_words
    return f"Ni le chiffre {first} ni celui {second} ne sont publiés : ils portent sur trop peu d'employeurs."


def _bar(label: str, url: str, figures: Iterable[Figure], **more: object) -> Bar:
    figures = list(figures)
    total = projects(figures)
    hard = add_up(figure.difficult for figure in figures if figure.projects is not None)
    part = (hard.value or (None if hard.at_least else 0)) if total.known else None
    return Bar(
        label=label,
        url=url,
        value=total.value,
        at_least=total.at_least and total.known,
        part=part,
        part_at_least=hard.at_least,
        **more,
    )


def _order(bar: Bar) -> tuple[int, int, str]:
    """Put published values first, the largest leading, then what is not published, then zeros."""
    return ((1 if bar.value is None else 2 * (bar.value == 0)), -(bar.value or 0), bar.label)


def _area_bars(labour: Labour, families: set[int], asked: Place) -> list[Bar]:
    bars = [
        _bar(
            name,
            f"?bassin={code}#emploi",
            labour.figures_of(families, frozenset([code])),
            current=asked.code == code,
        )
        for code, (name, _departement) in labour.areas.items()
    ]
    return sorted(bars, key=_order)


def prospects_of(code: str, *, area: str = "") -> Prospects:
    """Return the hiring planned for an occupation in the area of this code, else in the region."""
    labour = current_labour()
    if labour is None:
        return Prospects()
    links = labour.links.get(code, [])
    if not links:
        return Prospects(labour.year, labour.source)
    families = {link.family.key for link in links}
    asked = labour.place(area)
    bars = _area_bars(labour, families, asked)
    telling = [bar for bar in bars if bar.value != 0]
    shown = bars if len(bars) <= SHOWN_AREAS + 2 else telling[:SHOWN_AREAS]
    more = bars[len(shown) :]
    if chosen := [bar for bar in more if bar.current]:
        shown, more = shown + chosen, [bar for bar in more if not bar.current]
    return Prospects(
        year=labour.year,
        source=labour.source,
        links=links,
        outlook=_outlook(labour, families, asked),
        bars=shown,
        more_bars=more,
        choices=labour.choices(),
    )


def sector_prospects(slug: str, atlas: Atlas, *, area: str = "") -> SectorProspects | None:
    """Return the hiring planned in a sector, each family counted once; None without any figure for it.

    A family counts when more than half of its occupations are in the sector.
    """
    labour = current_labour()
    if labour is None:
        return None
    codes = atlas.facts.pick(atlas.facts.sectors.get(slug, 0), None)
    members: dict[int, list[str]] = defaultdict(list)
    for code, links in labour.links.items():
        for link in links:
            members[link.family.key].append(code)
    inside = set(codes)
    families = {
        family
        for family, its_codes in members.items()
        if family in labour.figures and share_inside(its_codes, inside) > HALF
    }
    if not families:
        return None
    asked = labour.place(area)
    outlook = _outlook(labour, families, asked)
    bars = [
        _bar(
            labour.families[family].label,
            "",
            figures,
            details=_named(atlas, [code for code in members[family] if code in inside]),
        )
        for family in families
        if (figures := labour.figures_of({family}, outlook.place.areas))
    ]
    bars.sort(key=_order)
    counted = {code for family in families for code in members[family]}
    return SectorProspects(
        year=labour.year,
        source=labour.source,
        outlook=outlook,
        bars=bars[:SHOWN_FAMILIES],
        others=max(0, len(bars) - SHOWN_FAMILIES),
        without=len(inside - counted),
        choices=labour.choices(),
    )


def _named(atlas: Atlas, codes: list[str]) -> tuple[tuple[str, str], ...]:
    """Return the first occupations of a family, A–Z, with their addresses; a name stands once."""
    found = {atlas.cards[code].name: atlas.cards[code].url for code in codes if code in atlas.cards}
    return tuple(sorted(found.items())[:SHOWN_MEMBERS])
