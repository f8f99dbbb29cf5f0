"""Understanding what people type: pure functions over words."""

from jalon.search.rules.canonical import canonical, canonical_words, root
from jalon.search.rules.folding import fold, joined_words, plain_query, query_words, split_words

__all__ = [
    "canonical",
    "canonical_words",
    "fold",
    "joined_words",
    "plain_query",
    "query_words",
    "root",
    "split_words",
]
