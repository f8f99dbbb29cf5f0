"""Lists of occupations with filters, and how many each value of each filter would give."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from jalon.occupations.enums import Condition
from jalon.occupations.rules import facets
from jalon.occupations.rules.facets import FacetCounts, Filters
from jalon.occupations.selectors.atlas import LEVEL_NAMES, Atlas, current_facts
from jalon.ui.rules import Choice, Group

FAMILIES: tuple[tuple[str, tuple[Condition, ...]], ...] = (
    (
        "Le lieu",
        (
            Condition.OUTDOORS,
            Condition.TRAVEL,
            Condition.AWAY,
            Condition.DRIVING,
            Condition.HEIGHTS,
            Condition.COLD_HEAT,
            Condition.REMOTE,
        ),
    ),
    (
        "Les horaires",
        (
            Condition.NIGHTS,
            Condition.WEEKENDS,
            Condition.SHIFTS,
            Condition.EARLY_HOURS,
            Condition.SPLIT_HOURS,
            Condition.SEASONAL,
            Condition.ON_CALL,
            Condition.DEADLINES,
        ),
    ),
    (
        "Le corps",
        (
            Condition.STANDING,
            Condition.SEATED,
            Condition.SCREENS,
            Condition.HEAVY_LOADS,
            Condition.AWKWARD_POSTURES,
            Condition.REPETITIVE,
            Condition.NOISE,
            Condition.DIRT,
            Condition.DUST_CHEMICALS,
            Condition.HYGIENE_GEAR,
            Condition.DANGER,
        ),
    ),
    (
        "Avec qui",
        (
            Condition.PUBLIC,
            Condition.CHILDREN,
            Condition.ANIMALS,
            Condition.TEAM,
            Condition.ALONE,
            Condition.AUTONOMY,
            Condition.DISTRESS,
        ),
    ),
)
CONDITION_NAMES: dict[str, str] = dict(Condition.choices)


@dataclass(slots=True)
class ConditionChoice:
    """A working condition that may be wanted or refused; each count is what choosing it would give."""

    value: str
    label: str
    wanted: bool
    refused: bool
    wanted_count: int
    refused_count: int


@dataclass(frozen=True)
class ConditionFamily:
    legend: str
    choices: list[ConditionChoice]
    chosen: int


@dataclass(frozen=True)
class Found:
    """Codes that fit, in order, with the filters to draw beside them."""

    codes: list[str]
    atlas: Atlas
    unknown: int
    groups: list[Group]
    families: list[ConditionFamily]


def read_filters(getlist: Callable[[str], list[str]]) -> Filters:
    """Read the filters of an address (`request.GET.getlist`); what is not a value is left out."""
    return facets.read_filters(getlist, levels=LEVEL_NAMES, conditions=CONDITION_NAMES)


def _groups(atlas: Atlas, counts: FacetCounts, filters: Filters) -> list[Group]:
    levels = [
        Choice(str(level), label, counts.levels.get(level, 0), level in filters.levels)
        for level, label in LEVEL_NAMES.items()
        if level in counts.levels or level in filters.levels
    ]
    sectors = [
        Choice(slug, name, counts.sectors.get(slug, 0), slug in filters.sectors)
        for slug, name in atlas.sector_names.items()
        if counts.sectors.get(slug) or slug in filters.sectors
    ]
    return [
        Group("Niveau d'entrée habituel", "niveau", levels),
        Group("Secteur", "secteur", sectors),
    ]


def _families(counts: FacetCounts, filters: Filters) -> list[ConditionFamily]:
    families = []
    for legend, conditions in FAMILIES:
        choices = [
            ConditionChoice(
                value=condition.value,
                label=CONDITION_NAMES[condition.value],
                wanted=condition.value in filters.wanted,
                refused=condition.value in filters.refused,
                wanted_count=counts.wanted.get(condition.value, 0),
                refused_count=counts.refused.get(condition.value, 0),
            )
            for condition in conditions
            if condition.value in counts.wanted or condition.value in filters.wanted | filters.refused
        ]
        if choices:
            chosen = sum(choice.wanted + choice.refused for choice in choices)
            families.append(ConditionFamily(legend, choices, chosen))
    return families


def find(codes: Sequence[str] | None, filters: Filters) -> Found:
    """Return the occupations among `codes` (None: all, A–Z) that fit, and the counts of each value."""
    atlas = current_facts()
    mask = atlas.facts.mask(codes)
    counts = atlas.facts.counts(mask, filters)
    return Found(
        codes=atlas.facts.pick(atlas.facts.matching(mask, filters), codes),
        atlas=atlas,
        unknown=counts.unknown,
        groups=_groups(atlas, counts, filters),
        families=_families(counts, filters),
    )


def active_filters(filters: Filters, sector_names: dict[str, str]) -> list[tuple[str, str, str]]:
    """Return (address parameter, value, words) of each filter in force, to show and take away."""

    def named(values: Iterable[str]) -> list[str]:
        return [value for value in CONDITION_NAMES if value in values]

    active = [("niveau", str(level), LEVEL_NAMES[level]) for level in sorted(filters.levels)]
    active += [("avec", value, f"Oui : {CONDITION_NAMES[value].lower()}") for value in named(filters.wanted)]
    active += [("sans", value, f"Non : {CONDITION_NAMES[value].lower()}") for value in named(filters.refused)]
    active += [("secteur", slug, sector_names.get(slug, slug)) for slug in sorted(filters.sectors)]
    if filters.unknown and filters:
        active.append(("inconnus", "1", "Avec les métiers mal connus"))
    return active
