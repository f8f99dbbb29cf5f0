"""Finding: `search` answers a query, `suggest` proposes while one types."""

from jalon.search.selectors.finding import search, suggest
from jalon.search.selectors.results import Hit, Results, Suggestion

__all__ = ["Hit", "Results", "Suggestion", "search", "suggest"]
