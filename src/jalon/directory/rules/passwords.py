"""Telling which passwords a machine guesses first, beyond the lists: joined, repeated, on a row of keys."""

import re
import unicodedata
from collections.abc import Collection

FEWEST_SIGNS = 5
ROWS = (
    *("azertyuiopqsdfghjklmwxcvbn", "qwertyuiopasdfghjklzxcvbnm", "abcdefghijklmnopqrstuvwxyz"),
    *("01234567890123456789", "09876543210987654321", "aqwzsxedcrfvtgbyhnujikolpm"),
)
# What people who read this site would try first; the lists of leaked passwords are mostly English.
LOCAL = frozenset(
    [
        *("motdepasse", "motdepass", "mdp", "azerty", "azertyuiop", "bonjour", "soleil", "doudou"),
        *("chouchou", "loulou", "marseille", "jetaime", "coucou", "administrateur", "utilisateur"),
        *("connexion", "bienvenue", "orientation", "formation", "formations", "metier", "metiers"),
        *("region", "missionlocale", "conseiller", "conseillere", "jalon", "centrevaldeloire"),
        *("orleans", "tours", "france", "francetravail", "partenaire", "printemps", "automne"),
        *("hiver", "janvier", "fevrier", "avril", "juillet", "aout", "septembre", "octobre"),
        *("novembre", "decembre", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"),
        *("dimanche"),
    ]
)
SWAPS = str.maketrans("@431!0$57", "aaeiiosst")


def _plain(password: str) -> str:
    decomposed = unicodedata.normalize("NFKD", password.lower())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def _is_row(text: str) -> bool:
    """Tell whether a text of four signs or more follows a row of keys, the alphabet or the digits."""
    return len(text) >= 4 and any(text in row or text[::-1] in row for row in ROWS)


def _repeats(text: str) -> bool:
    """Tell whether a text is a block said again: « abcabcabcabc »."""
    return bool(re.fullmatch(r"(.{1,6}?)\1{2,}.{0,5}", text))


def _made_of_known(letters: str, known: Collection[str]) -> bool:
    """Tell whether letters are one known word, or two joined."""
    whole = letters in known or letters in LOCAL or _is_row(letters)
    return whole or any(
        all(part in known or part in LOCAL or _is_row(part) for part in (letters[:cut], letters[cut:]))
        for cut in range(3, len(letters) - 2)
    )


def why_guessable(password: str, known: Collection[str]) -> str:
    """Return why a password is among the first that are tried, in French; "" when it is not.

    `known` holds passwords that leaked, in lower case; digits and signs around one or two change nothing.

    >>> why_guessable("Motdepasse2026!", frozenset())
    'Ce mot de passe est un mot très courant avec des chiffres : il serait vite deviné.'
    >>> why_guessable("une phrase assez longue", frozenset())
    ''
    """
    plain = _plain(password)
    if len(set(plain)) < FEWEST_SIGNS or _repeats(plain):
        return "Ce mot de passe répète toujours la même chose : il serait vite deviné."
    bare = re.sub(r"[\W_]", "", plain)
    if bare.isdigit():
        return "Ce mot de passe n'a que des chiffres : il serait vite deviné."
    if _is_row(bare):
        return "Ce mot de passe suit les touches du clavier ou l'alphabet : il serait vite deviné."
    swapped = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", plain).translate(SWAPS)
    for letters in {re.sub(r"[^a-z]", "", bare), re.sub(r"[^a-z]", "", swapped)}:
        if len(bare) <= len(letters) + 8 and " " not in password.strip() and _made_of_known(letters, known):
            return "Ce mot de passe est un mot très courant avec des chiffres : il serait vite deviné."
    return ""
