"""Facts about organisations: what an example may claim, and where a place may be."""

import re

# Ranges that the French numbering plan keeps for fiction.
FICTION_NUMBERS = re.compile(r"^(?:01 99 00|02 61 91|03 53 01|04 65 71|05 36 49|06 39 98) \d\d \d\d$")
FICTION_HOST = re.compile(r"^(?:[^@/]+@|https?://)(?:[a-z0-9-]+\.)*example(?:/.*)?$")
FARTHEST_FROM_COMMUNE_KM = 30


def example_problem(*, phone: str, email: str, website: str) -> tuple[str, str] | None:
    """Say which contact of a demonstration entry could be somebody's own: field and reason, or None."""
    if phone and not FICTION_NUMBERS.fullmatch(phone):
        return "phone", "un exemple ne donne qu'un numéro réservé à la fiction (02 61 91 xx xx)"
    for name, value in (("email", email), ("website", website)):
        if value and not FICTION_HOST.fullmatch(value):
            return name, "un exemple ne donne qu'une adresse en .example"
    return None


def position_problem(km: float) -> str:
    """Say why a place `km` away from its commune's centre is misplaced, or return an empty text."""
    if km <= FARTHEST_FROM_COMMUNE_KM:
        return ""
    return f"à {km:.0f} km du centre de sa commune : vérifiez la position ou le code de la commune"
