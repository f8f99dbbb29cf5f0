"""Everything that lists show of every occupation, read once after each load and kept in memory."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.db.models import QuerySet
from django.urls import reverse

from jalon.occupations.enums import Level, Status
from jalon.occupations.models import Occupation, OccupationCondition, Sector
from jalon.occupations.rules.facets import Fact, Facts
from jalon.occupations.rules.wording import tidy
from jalon.sources.selectors import latest_load

LEVEL_NAMES: dict[int, str] = dict(Level.choices)
LONGEST_SUMMARY = 210


@dataclass(frozen=True)
class Card:
    """One occupation in a list; `demonstration` says that its sheet is an example, `why` why it is there."""

    code: str
    name: str
    url: str
    summary: str
    level_label: str
    sectors: tuple[str, ...]
    demonstration: bool
    why: str = ""


@dataclass(frozen=True)
class Atlas:
    """Facts of the occupations in force, cards of all of them, names of the sectors in A–Z order."""

    facts: Facts
    cards: dict[str, Card]
    sector_names: dict[str, str]


def shortened(text: str, longest: int = LONGEST_SUMMARY) -> str:
    """Return the first sentences that hold in `longest` characters, or the first words and « … »."""
    text = " ".join(text.split())
    if len(text) <= longest:
        return text
    head = text[: longest - 1]
    stop = head.rfind(". ")
    return head[: stop + 1] if stop > longest // 3 else head[: head.rfind(" ")].rstrip(" ,;:") + "…"


def _rows() -> QuerySet:
    return Occupation.objects.order_by("sort_name", "code").values_list(
        "code",
        "name",
        "summary",
        "level",
        "status",
        "sheet__source__demonstration",
        "source__demonstration",
    )


def _read() -> Atlas:
    conditions: dict[str, set[str]] = defaultdict(set)
    sectors: dict[str, set[str]] = defaultdict(set)
    for code, condition in OccupationCondition.objects.values_list("occupation_id", "condition"):
        conditions[code].add(condition)
    for code, slug in Occupation.sectors.through.objects.values_list("occupation_id", "sector_id"):
        sectors[code].add(slug)
    names = dict(Sector.objects.order_by("name").values_list("slug", "name"))
    facts: list[Fact] = []
    cards: dict[str, Card] = {}
    for code, name, summary, level, status, of_sheet, of_source in _rows():
        if status == Status.ACTIVE:
            facts.append(Fact(code, level, frozenset(conditions[code]), frozenset(sectors[code])))
        cards[code] = Card(
            code=code,
            name=name,
            url=reverse("occupations:occupation", args=[code]),
            summary=shortened(tidy(summary)),
            level_label="" if level is None else LEVEL_NAMES.get(level, ""),
            sectors=tuple(name for slug, name in names.items() if slug in sectors[code]),
            demonstration=bool(of_source if of_sheet is None else of_sheet),
        )
    return Atlas(Facts(facts), cards, names)


@lru_cache(maxsize=2)
def _kept(load: int, finished_at: datetime | None) -> Atlas:
    return _read()


def current_facts() -> Atlas:
    """Return what the latest finished load left; it is read again only after another load.

    Rows that were not written by a load (tests, a shell) are read each time.
    """
    latest = latest_load()
    return _read() if latest is None else _kept(*latest)
