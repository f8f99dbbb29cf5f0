"""The ways in that occupation sheets name, and the entry levels of the occupations without a sheet."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Count
from django.urls import reverse
from django.utils.text import capfirst

from jalon.occupations.enums import Status, WayInMode
from jalon.occupations.models import Occupation, WayIn
from jalon.occupations.rules import diplomas
from jalon.occupations.rules.diplomas import Diploma, Named, Wanted
from jalon.occupations.selectors.browsing import LevelRow, level_rows
from jalon.occupations.selectors.filters import LEVEL_NAMES
from jalon.occupations.selectors.pages import MODE_NAMES, length_in_words
from jalon.occupations.selectors.pictures import MODE_ICONS
from jalon.search.rules import fold, plain_query
from jalon.sources.models import Source
from jalon.ui.rules import Choice, Group

SHOWN_OCCUPATIONS = 6


@dataclass(frozen=True)
class DiplomaLine:
    """A diploma with the occupations it leads to, as (name, address)."""

    diploma: str
    level: str
    modes: list[tuple[str, str]]
    length: str
    shown: list[tuple[str, str]]
    rest: list[tuple[str, str]]


@dataclass(frozen=True)
class WaysInPage:
    """All the ways in that sheets name. `table`: (level value and name, one count a mode)."""

    found: list[Diploma]
    total: int
    groups: list[Group]
    modes: list[tuple[str, str, str]]
    table: list[tuple[str, str, list[tuple[str, int]]]]
    names: dict[str, str]
    without_sheet: list[LevelRow]
    without_level: int
    source: Source | None


@lru_cache(maxsize=4096)
def _folded(diploma: str) -> str:
    return fold(diploma)


def read_wanted(getlist: Callable[[str], list[str]]) -> Wanted:
    """Read `niveau`, `par` and `q` of an address (`request.GET.getlist`); what is not a value is left out."""
    levels = {str(level): level for level in LEVEL_NAMES}
    words = fold(plain_query(" ".join(getlist("q")[:1]))).split()
    return Wanted(
        levels=frozenset(levels[one] for one in getlist("niveau") if one in levels),
        modes=frozenset(set(WayInMode.values) & set(getlist("par"))),
        words=tuple(words[:12]),
    )


def ways_in_page(wanted: Wanted) -> WaysInPage:
    """Return the diplomas that fit, and the counts of every filter, in three queries."""
    rows = list(
        WayIn.objects.filter(sheet__occupation__status=Status.ACTIVE)
        .order_by("sheet__occupation__sort_name", "position")
        .values_list("diploma", "level", "modes", "months", "sheet__occupation_id", "sheet__occupation__name")
    )
    every = diplomas.gathered(
        Named(_folded(diploma), diploma, level, frozenset(modes), months, code)
        for diploma, level, modes, months, code, _name in rows
    )
    counts = diplomas.counted(every, wanted)
    found = diplomas.fitting(every, wanted)
    unsheeted = dict(
        Occupation.objects.filter(status=Status.ACTIVE, sheet__isnull=True)
        .order_by()
        .values("level")
        .annotate(count=Count("pk"))
        .values_list("level", "count")
    )
    without_level = unsheeted.pop(None, 0)
    used = {mode for diploma in every for mode in diploma.modes}
    modes = [mode for mode in MODE_NAMES if mode in used]
    levels = [level for level in LEVEL_NAMES if any(diploma.level == level for diploma in every)]
    return WaysInPage(
        found=found,
        total=len(every),
        groups=[
            Group(
                "Niveau",
                "niveau",
                [
                    Choice(str(level), LEVEL_NAMES[level], counts.levels[level], level in wanted.levels)
                    for level in levels
                ],
            ),
            Group(
                "Façon d'apprendre",
                "par",
                [
                    Choice(mode, capfirst(MODE_NAMES[mode]), counts.modes[mode], mode in wanted.modes)
                    for mode in modes
                ],
            ),
        ],
        modes=[(mode, MODE_NAMES[mode], MODE_ICONS.get(mode, "")) for mode in modes],
        table=[
            (
                str(level),
                LEVEL_NAMES[level],
                [(mode, counts.crossed[level, mode]) for mode in modes],
            )
            for level in levels
        ],
        names={code: name for *_others, code, name in rows},
        without_sheet=level_rows(unsheeted, frozenset()),
        without_level=without_level,
        source=Source.objects.filter(family="region").first() if rows else None,
    )


def diploma_lines(page: WaysInPage, found: list[Diploma]) -> list[DiplomaLine]:
    """Put diplomas in words; no query."""
    lines = []
    for diploma in found:
        links = [
            (page.names[code], reverse("occupations:occupation", args=[code])) for code in diploma.occupations
        ]
        kept = SHOWN_OCCUPATIONS if len(links) > SHOWN_OCCUPATIONS + 1 else len(links)
        lines.append(
            DiplomaLine(
                diploma=diploma.diploma,
                level=LEVEL_NAMES[diploma.level],
                modes=[
                    (MODE_ICONS.get(mode, ""), MODE_NAMES[mode])
                    for mode in MODE_NAMES
                    if mode in diploma.modes
                ],
                length=length_in_words(diploma.months),
                shown=links[:kept],
                rest=links[kept:],
            )
        )
    return lines
