"""The words of a line: cut to fit, and without someone who asked to be erased."""

import re
from collections.abc import Iterable

# What stands in place of a name: of someone who asked to be erased, and of anyone after a few years.
GONE = "une personne partie"
FORGOTTEN = "une personne"
# Someone who never wrote her name: her address is not for the journal.
UNNAMED = "une personne sans nom"
# Who acts when nobody does.
ITSELF = "Jalon"
SHORTEST = 3
LONGEST_NAME, LONGEST_LABEL, LONGEST_SAID = 150, 300, 500


def cut(text: str, longest: int) -> str:
    """Return a text on one line, no longer than `longest` characters.

    >>> cut("un  texte long", 9)
    'un texte…'
    """
    plain = " ".join(text.split())
    return plain if len(plain) <= longest else f"{plain[: longest - 1].rstrip()}…"


def without(text: str, words: Iterable[str], instead: str = GONE) -> str:
    """Return a text where names and addresses, as whole words whatever their case, are replaced.

    A word of one or two signs is left: it would be found everywhere.

    >>> without("a invité Ana Petit (ana@exemple.fr)", ["Ana Petit", "ana@exemple.fr"])
    'a invité une personne partie (une personne partie)'
    """
    longest_first = sorted((word for word in words if len(word) >= SHORTEST), key=len, reverse=True)
    if not longest_first:
        return text
    pattern = "|".join(re.escape(word) for word in longest_first)
    return re.sub(rf"(?<!\w)(?:{pattern})(?!\w)", lambda _found: instead, text, flags=re.IGNORECASE)
