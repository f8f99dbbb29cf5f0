"""Reading occupations: filtered lists and their counts, cards, what the ways-in pages show."""

from jalon.occupations.selectors.atlas import Atlas, Card, current_facts
from jalon.occupations.selectors.cards import cards
from jalon.occupations.selectors.filters import (
    ConditionChoice,
    ConditionFamily,
    Found,
    active_filters,
    find,
    read_filters,
)
from jalon.occupations.selectors.interests import InterestLine, interest_lines
from jalon.occupations.selectors.linked_data import linked_data
from jalon.occupations.selectors.pages import Ways, level_steps, levels_with_notes, occupation_page, ways_of
from jalon.occupations.selectors.portrait import Portrait, portrait
from jalon.occupations.selectors.prospects import (
    Prospects,
    SectorProspects,
    prospects_of,
    sector_prospects,
)

__all__ = [
    "Atlas",
    "Card",
    "ConditionChoice",
    "ConditionFamily",
    "Found",
    "InterestLine",
    "Portrait",
    "Prospects",
    "SectorProspects",
    "Ways",
    "active_filters",
    "cards",
    "current_facts",
    "find",
    "interest_lines",
    "level_steps",
    "levels_with_notes",
    "linked_data",
    "occupation_page",
    "portrait",
    "prospects_of",
    "read_filters",
    "sector_prospects",
    "ways_of",
]
