"""What a list shows of each occupation."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from jalon.occupations.selectors.atlas import Atlas, Card, current_facts, shortened

__all__ = ["Card", "cards", "shortened"]


def cards(
    codes: Sequence[str], *, why: Mapping[str, str] | None = None, atlas: Atlas | None = None
) -> list[Card]:
    """Return the cards of these codes, in this order; an unknown code is left out.

    `why`: the reason to show on each; `atlas`: what was already read for this request, if any.
    """
    known = (atlas or current_facts()).cards
    found = [known[code] for code in codes if code in known]
    return (
        [replace(card, why=why[card.code]) if card.code in why else card for card in found] if why else found
    )
