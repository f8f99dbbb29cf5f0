"""Loading occupations and computing what follows from them."""

from jalon.occupations.services.clearing import clear_occupations
from jalon.occupations.services.labour import (
    clear_hiring,
    hiring_is_stale,
    load_bmo,
    read_hiring,
    write_hiring,
)
from jalon.occupations.services.lexicon import current_lexicon, title_key
from jalon.occupations.services.relating import relate_occupations
from jalon.occupations.services.rome import load_rome
from jalon.occupations.services.sheets import read_occupations, write_occupations

__all__ = [
    "clear_hiring",
    "clear_occupations",
    "current_lexicon",
    "hiring_is_stale",
    "load_bmo",
    "load_rome",
    "read_hiring",
    "read_occupations",
    "relate_occupations",
    "title_key",
    "write_hiring",
    "write_occupations",
]
