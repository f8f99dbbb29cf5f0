"""Codes and positions of French communes: what is wrong with them, in the words of who sent them."""

import re

from jalon.territory.rules.distances import Box

INSEE_CODE = re.compile(r"(?:\d\d|2[AB])\d{3}")
# Where France is: mainland and Corsica, Saint-Pierre, the Antilles and Guyane, Réunion and Mayotte.
FRANCE = (
    Box(41.2, 51.2, -5.3, 9.7),
    Box(46.6, 47.2, -56.6, -56.0),
    Box(2.0, 18.6, -63.3, -51.5),
    Box(-21.5, -12.5, 44.9, 55.9),
)
SMALL_WORDS = frozenset(["sur", "sous", "en", "de", "du", "des", "la", "le", "les", "et", "aux"])


def commune_code_problem(code: str, *, departement: str = "") -> str:
    """Say why `code` is not a commune's INSEE code, or return an empty text.

    No INSEE code ends in 000; many postal codes do. The others may be both: 36200 is Saint-Marcel twice over.

    >>> commune_code_problem("37000", departement="37")
    '37000 est un code postal, pas un code INSEE'
    """
    if not INSEE_CODE.fullmatch(code):
        return f"« {code[:20]} » n'est pas un code INSEE de commune (cinq signes, par exemple 37261)"
    if code.endswith("000"):
        return f"{code} est un code postal, pas un code INSEE"
    if departement and not code.startswith(departement):
        return f"le code INSEE {code} n'est pas du département {departement}"
    return ""


def coordinates_problem(latitude: float, longitude: float) -> str:
    """Say why a position cannot be in France, or return an empty text."""
    if latitude == 0 or longitude == 0:
        return "position à zéro : la latitude ou la longitude manque"
    if any(box.south <= latitude <= box.north and box.west <= longitude <= box.east for box in FRANCE):
        return ""
    if any(box.south <= longitude <= box.north and box.west <= latitude <= box.east for box in FRANCE):
        return "latitude et longitude semblent inversées"
    return "position hors de France"


def readable_name(label: str) -> str:
    """Give capitals only where names have them.

    >>> readable_name("NOGENT LE ROTROU")
    'Nogent le Rotrou'
    """
    words = label.lower().split()
    return " ".join(
        word if at and word in SMALL_WORDS else word.capitalize() for at, word in enumerate(words)
    )
