"""Bringing what people type and what the data says to the same letters."""

import re
import unicodedata

LIGATURES = {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "’": "'", "`": "'"}


def _without_marks(text: str) -> str:
    return "".join(
        letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter)
    )


# Latin letters with their marks taken off, for one pass in C over nearly every text.
PLAIN = str.maketrans({letter: _without_marks(letter) for letter in map(chr, range(0xDF, 0x250))} | LIGATURES)
# « infirmier(e) », « infirmier·ère », « infirmier.e.s »: the added ending says nothing more.
INCLUSIVE = re.compile(r"(?<=\w)(?:\((?:e|es|se|ne|ere|trice|euse|rice|ice)\)|[·•](?:\w{1,5})(?:[·•]s)?)")
# A word is letters and digits; c++, c#, f# keep their sign; r&d and b2b hold together.
WORD = re.compile(r"[a-z0-9]+(?:&[a-z0-9]+)*(?:\+\+|#)?")
NOT_A_WORD = re.compile(r"[^a-z0-9&+#']+")
HYPHENATED = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")
ELISIONS = frozenset(["d", "l", "j", "m", "n", "s", "t", "c", "qu"])
MAX_CHARACTERS = 200
MAX_WORDS = 24


def fold(text: str) -> str:
    """Return `text` in lower case without accents or ligatures, spaces collapsed.

    >>> fold("Maître-nageur  CŒUR")
    'maitre-nageur coeur'
    """
    text = text.lower().translate(PLAIN)
    if not text.isascii():
        text = _without_marks(unicodedata.normalize("NFKC", text).lower().translate(PLAIN))
    return " ".join(text.split())


def split_words(text: str) -> list[str]:
    """Return the folded words of `text`, elided articles (d', l', qu' …) left out.

    >>> split_words("Agent(e) d'accueil, décorateur-étalagiste")
    ['agent', 'accueil', 'decorateur', 'etalagiste']
    """
    folded = INCLUSIVE.sub("", fold(text))
    words: list[str] = []
    for piece in NOT_A_WORD.split(folded):
        if piece.isalnum():
            words.append(piece)
            continue
        *before, last = piece.split("'")
        words += [word for part in before if part not in ELISIONS for word in WORD.findall(part)]
        words += WORD.findall(last)
    return words


def joined_words(text: str) -> list[str]:
    """Return hyphenated words written as one, as people often type them.

    >>> joined_words("Sage-femme, baby-sitter")
    ['sagefemme', 'babysitter']
    """
    if "-" not in text:
        return []
    return [piece.replace("-", "") for piece in HYPHENATED.findall(fold(text))]


def plain_query(text: str) -> str:
    """Return typed text on one line, without control characters, cut to 200 characters.

    >>> plain_query("  chef\x00 de\ncuisine ")
    'chef de cuisine'
    """
    kept = "".join(sign if sign.isprintable() else " " for sign in text[: MAX_CHARACTERS * 5])
    return " ".join(kept.split())[:MAX_CHARACTERS].strip()


def query_words(text: str) -> list[str]:
    """Return the words of a query, cut to what a person can mean: 200 characters, 24 words."""
    return split_words(text[:MAX_CHARACTERS])[:MAX_WORDS]
