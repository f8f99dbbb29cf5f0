"""What is kept of what people write: nothing that would reach them."""

import re
import unicodedata

LONGEST = 500
MOST_READ = 4_000
ADDRESS_MASK = "[adresse masquée]"
NUMBER_MASK = "[numéro masqué]"
# An « @ », or how people write around it, with the words that touch it.
ADDRESS = re.compile(r"\S*\s?(?:@|\(at\)|\[at\]|\{at\}|\barobase\b)\s?\S*", re.IGNORECASE)
# Nine digits or more with only a few signs between them: a phone number, or another that says who one is.
NUMBER = re.compile(r"\+?\d(?:[\W_]{0,4}\d){8,}")


def clean(text: str) -> str:
    """Return a text in one Unicode form, with its lines but no other control or invisible sign.

    >>> clean(" Trop\\u200b long\\r\\n ")
    'Trop long'
    """
    text = text[:MOST_READ].replace("\r\n", "\n").replace("\r", "\n")
    text = unicodedata.normalize("NFKC", text)
    kept = "".join(sign for sign in text if sign == "\n" or sign.isprintable())
    return re.sub(r"\n{3,}", "\n\n", kept).strip()


def masked(text: str) -> str:
    """Return a clean text where e-mail addresses and phone numbers are covered.

    >>> masked("Écrivez-moi : ana@exemple.fr ou 06 12 34 56 78.")
    'Écrivez-moi : [adresse masquée] ou [numéro masqué].'
    """
    return NUMBER.sub(NUMBER_MASK, ADDRESS.sub(ADDRESS_MASK, clean(text)))


def is_too_long(text: str) -> bool:
    """Tell whether a text is longer than what is asked, lines counted as they are seen."""
    return len(clean(text)) > LONGEST or len(text) > MOST_READ
