"""Signing in: what an account is called, how often one may guess, where one may be sent afterwards."""

import re
import unicodedata
from urllib.parse import quote

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


def said_key(secret: str) -> str:
    """Return a secret in groups of four, to be typed.

    >>> said_key("ABCDEFGHIJ")
    'ABCD EFGH IJ'
    """
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def setup_address(secret: str, email: str, issuer: str) -> str:
    """Return what a QR code tells an application that gives codes.

    >>> setup_address("ABCD", "ana@exemple.fr", "Jalon")
    'otpauth://totp/Jalon:ana%40exemple.fr?secret=ABCD&issuer=Jalon'
    """
    plain = issuer.replace(":", " ")
    return f"otpauth://totp/{quote(plain)}:{quote(email)}?secret={secret}&issuer={quote(plain)}"


def hidden(line: str) -> str:
    """Return a line of a journal without the key of any link to a new password.

    >>> hidden("GET /mot-de-passe/nouveau/a1-b2-c3/ 200")
    'GET /mot-de-passe/nouveau/…/ 200'
    """
    return re.sub(r"(/mot-de-passe/nouveau/)[^/\s\"]+", r"\1…", line)
