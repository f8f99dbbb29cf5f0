"""How many ways to learn can be joined around a commune, for every occupation at once."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from jalon.search.rules.occurrences import Wanted
from jalon.search.selectors.occurrences import count_by_tag, occurrences_version
from jalon.sources.selectors import latest_load
from jalon.territory.selectors import ground
from jalon.training.selectors.searching import KIND

LEADS_TO = "rome:"
KEPT = 200  # answers kept in memory: a few thousand numbers each


def joinable_by_occupation(commune: str, km: int | None, *, today: date) -> Mapping[str, int] | None:
    """Return, by ROME code, how many ways have a start to come or may be joined at any time.

    `commune`: INSEE code; `km` around its centre, None: everywhere. They are those that the search of
    trainings lists for one occupation, counted for all in one pass. A code that is absent has none. None
    when the commune is not known.
    """
    return _counted(commune, km, today, (latest_load(), occurrences_version()))


@lru_cache(maxsize=KEPT)
def _counted(
    commune: str,
    km: int | None,
    today: date,
    _state: object,  # counted again after a load, or when the index moves
) -> Mapping[str, int] | None:
    here = ground()
    town = here.town(commune)
    if town is None:
        return None
    places = None if km is None else tuple(here.within(town, km))
    return count_by_tag(KIND, Wanted(first=today.toordinal(), places=places), LEADS_TO)
