"""What happens at a place from a date on: found, counted and sorted on a day."""

from jalon.search.selectors.occurrences.asking import Order
from jalon.search.selectors.occurrences.finding import (
    FoundOccurrences,
    all_refs,
    count_by_place,
    count_by_tag,
    count_occurrences,
    find_occurrences,
    first_refs,
    occurrences_version,
)
from jalon.search.selectors.occurrences.reader import LAST, shelf

__all__ = [
    "LAST",
    "FoundOccurrences",
    "Order",
    "all_refs",
    "count_by_place",
    "count_by_tag",
    "count_occurrences",
    "find_occurrences",
    "first_refs",
    "occurrences_version",
    "shelf",
]
