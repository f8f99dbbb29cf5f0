"""Reading occupations: filtered lists and their counts, cards, what the ways-in pages show."""

from jalon.occupations.selectors.cards import Card, cards
from jalon.occupations.selectors.filters import (
    ConditionChoice,
    ConditionFamily,
    FacetChoice,
    FacetGroup,
    Found,
    active_filters,
    current_facts,
    find,
    read_filters,
)
from jalon.occupations.selectors.pages import Ways, level_steps, occupation_page, ways_of

__all__ = [
    "Card",
    "ConditionChoice",
    "ConditionFamily",
    "FacetChoice",
    "FacetGroup",
    "Found",
    "Ways",
    "active_filters",
    "cards",
    "current_facts",
    "find",
    "level_steps",
    "occupation_page",
    "read_filters",
    "ways_of",
]
