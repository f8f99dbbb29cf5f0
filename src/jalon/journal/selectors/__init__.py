"""Reading the journal."""

from jalon.journal.selectors.entries import entries_for, entries_of, own_entries

__all__ = ["entries_for", "entries_of", "own_entries"]
