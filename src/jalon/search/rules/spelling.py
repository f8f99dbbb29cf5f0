"""How far a typed word may be from a known one: edits and French sounds."""

import re
from functools import lru_cache


def _with_cedilla(found: re.Match[str]) -> str:
    before, _c, after = found[1].rpartition("c")
    return f"{before}ss{after}"


# Spelling → sound, in this order, on folded words. Broad on purpose: it only proposes known words.
# Folding loses the cedilla; these beginnings had one (the last c of each).
CEDILLA = "macon|facad|facon|lecon|garcon|francai|glacon|troncon|rancon|soupcon|percag|percant|remplacant"
SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (rf"^({CEDILLA})", _with_cedilla),
        (r"^femme?", "fame"),
        (r"(.)\1", r"\1"),
        (r"eau|au", "o"),
        (r"ph", "f"),
        (r"qu|ck|q|k", "c"),
        (r"sch|sh", "ch"),
        (r"c(?=[eiy])|sc(?=[eiy])", "s"),
        (r"g(?=[eiy])", "j"),
        (r"ge(?=[ao])", "j"),
        (r"gu(?=[eiy])", "g"),
        (r"tion", "sion"),
        (r"th", "t"),
        (r"y", "i"),
        (r"(?<!c)h", ""),
        (r"ain|ein|aim|in(?![aeiou])|im(?=[bp])", "5"),
        (r"en(?![aeiouy])|em(?=[bp])|an(?![aeiouy])|am(?=[bp])", "1"),
        (r"om(?=[bp])", "on"),
        (r"ai|ei|oe", "e"),
        (r"z|ss|x", "s"),
        (r"(?:er|ez|et|ee)$", "e"),
        (r"(?:e?s|[dtpxe])$", ""),
        (r"(.)\1", r"\1"),
    )
)


@lru_cache(maxsize=50_000)
def sound(word: str) -> str:
    """Return the sound key of a folded word.

    >>> sound("chofagiste") == sound("chauffagiste")
    True
    """
    for pattern, replacement in SOUNDS:
        word = pattern.sub(replacement, word)
    return word


def allowed_edits(word: str) -> int:
    """Return how many letters may be wrong: none up to 3 letters, one up to 6, then two.

    Fuzzy search on short words does more harm than good (vente and verte).
    """
    if len(word) <= 3:
        return 0
    return 1 if len(word) <= 6 else 2
