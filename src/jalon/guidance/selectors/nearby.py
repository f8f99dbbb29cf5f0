"""The ways to learn that can be joined around where someone lives, for the ranking and its words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from jalon.guidance.rules.answers import Answers
from jalon.guidance.selectors.matter import current_matter
from jalon.territory.selectors import ground
from jalon.training.rules.asking import RADII, Asked, address
from jalon.training.selectors.addresses import search_address
from jalon.training.selectors.around import joinable_by_occupation


@dataclass(frozen=True)
class Nearby:
    """Where one looks, and how many ways can be joined there, by occupation; `km` None: everywhere."""

    commune: str
    name: str
    km: int | None
    counts: Mapping[str, int]

    @property
    def words(self) -> str:
        """Return where, as said inside a sentence.

        >>> Nearby("37261", "Tours", 30, {}).words
        'à 30 km au plus de Tours'
        """
        return "partout dans nos données" if self.km is None else f"à {self.km} km au plus de {self.name}"

    def url(self, code: str) -> str:
        """Return the address of the list of what was counted for an occupation."""
        placed = {} if self.km is None else {"commune": self.commune, "radius": self.km}
        return f"{search_address()}?{urlencode(address(Asked(occupation=code, **placed)))}"


def reach(km: int | None) -> int | None:
    """Return the distance that the list of trainings offers for the one accepted; None: everywhere.

    >>> reach(37), reach(None), reach(400)
    (50, None, None)
    """
    return None if km is None else next((one for one in RADII if one >= km), None)


def nearby(answers: Answers, *, today: date) -> Nearby | None:
    """Return what can be joined around the commune said; None when none is said, or when it is not known."""
    town = ground().town(answers.commune) if answers.commune else None
    if town is None:
        return None
    km = reach(answers.kilometres)
    counted = joinable_by_occupation(town.insee_code, km, today=today)
    if counted is None:
        return None
    matter = current_matter()
    pairs = zip(matter.codes, matter.roots, strict=True)
    # Trainings may name the code that an occupation details (ROME 4) rather than its own.
    counts = {
        code: counted.get(code, 0) + (counted.get(root, 0) if root != code else 0) for code, root in pairs
    }
    return Nearby(town.insee_code, town.name, km, counts)
