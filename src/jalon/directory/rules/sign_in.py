"""Signing in: what an account is called, how often one may guess, where one may be sent afterwards."""

import unicodedata

MOST_FOR_AN_ACCOUNT = 10
MOST_FOR_AN_ADDRESS = 40  # a whole office may share one
LONGEST_PASSWORD = 256


def plain_email(text: str) -> str:
    """Return an address as accounts keep it: no space around, one Unicode form, lower case.

    >>> plain_email(" Ana@Exemple.FR ")
    'ana@exemple.fr'
    """
    return unicodedata.normalize("NFKC", text).strip().lower()


def own_path(text: str) -> str:
    """Return `text` when it is a path of this site, else "": nobody is sent elsewhere after signing in.

    >>> own_path("/equipe/?page=2"), own_path("//exemple.fr/"), own_path("https://exemple.fr/")
    ('/equipe/?page=2', '', '')
    """
    if not text.startswith("/") or text[1:2] in {"/", "\\"} or len(text) > 2_000:
        return ""
    return "" if any(ord(sign) < 33 or sign == "\\" for sign in text) else text
