"""The index and its upkeep. Rooms declare their entries here and tell what changed."""

from jalon.search.rules.entries import Entry, Name
from jalon.search.services.registry import declare, kinds
from jalon.search.services.upkeep import catch_up, changed, ensure_index, reindex

__all__ = ["Entry", "Name", "catch_up", "changed", "declare", "ensure_index", "kinds", "reindex"]
