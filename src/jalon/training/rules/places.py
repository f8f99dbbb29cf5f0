"""Where a place is, from what a sender writes of it."""

import re

from jalon.search.rules import fold

CEDEX = re.compile(r"\bcedex\b.*|[0-9].*")
ABBREVIATIONS = {"st": "saint", "ste": "sainte"}


def folded_town(town: str) -> str:
    """Return a town's name so that two ways to write it are the same.

    >>> folded_town("ST-PIERRE DES CORPS CEDEX 02")
    'saint pierre des corps'
    """
    words = CEDEX.sub("", fold(town)).replace("-", " ").replace("'", " ").split()
    return " ".join(ABBREVIATIONS.get(word, word) for word in words)


def departement_of(commune: str, postal_code: str) -> str:
    """Return a département's code from an INSEE code, else from a postal code; empty when neither tells.

    >>> departement_of("", "20600"), departement_of("2A004", ""), departement_of("", "97400")
    ('2B', '2A', '974')
    """
    code = commune or postal_code
    if len(code) != 5 or not (code.isdigit() or (code[:2] in {"2A", "2B"} and code[2:].isdigit())):
        return departement_of("", postal_code) if commune else ""
    if code[:2] in {"97", "98"}:
        return code[:3]
    if code[:2] == "20":
        return "2A" if code[2] in "01" else "2B"
    return "" if code[:2] == "00" else code[:2]
