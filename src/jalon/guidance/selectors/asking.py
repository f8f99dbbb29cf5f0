"""What the pages of the two questions read."""

from jalon.occupations import selectors as occupations
from jalon.search.rules import plain_query
from jalon.search.selectors import search

MOST_FOUND = 20


def occupations_for(text: str) -> tuple[str, list[occupations.Card]]:
    """Return what was asked on one clean line, and the cards of the occupations that answer it."""
    query = plain_query(text)
    if not query:
        return "", []
    hits = search(query, kinds=("occupation",), limit=MOST_FOUND).hits
    codes = list(dict.fromkeys(hit.code for hit in hits))
    return query, occupations.cards(codes, why={hit.code: hit.why for hit in hits})
