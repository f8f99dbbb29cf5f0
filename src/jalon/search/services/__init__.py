"""The index and its upkeep. Rooms declare their entries here and tell what changed."""

from jalon.search.rules.entries import Entry, Name
from jalon.search.services.missed import SHOWN_FROM, gather_missed, note_missed
from jalon.search.services.occurrences import declare_occurrences
from jalon.search.services.registry import declare, kinds
from jalon.search.services.shelving import EVERYTHING
from jalon.search.services.upkeep import changed, ensure_index, reindex

__all__ = [
    "EVERYTHING",
    "SHOWN_FROM",
    "Entry",
    "Name",
    "changed",
    "declare",
    "declare_occurrences",
    "ensure_index",
    "gather_missed",
    "kinds",
    "note_missed",
    "reindex",
]
