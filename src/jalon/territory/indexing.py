"""What the index knows of communes."""

from collections.abc import Collection, Iterator
from math import log10

from django.urls import reverse

from jalon.search.services import Entry, Name, declare
from jalon.territory.models import Commune
from jalon.territory.selectors import communes

LARGEST_PRIOR = 0.1
LARGEST_CITY = 6  # a million people, as a power of ten


def commune_entry(commune: Commune) -> Entry:
    """Return the entry of one commune: its name and its postal codes; populous ones first when tied."""
    codes = [postal.code for postal in commune.postal_codes.all()]
    size = log10(max(commune.population or 1, 1)) / LARGEST_CITY
    return Entry(
        kind="commune",
        code=commune.insee_code,
        title=commune.name,
        url=f"{reverse('directory:near_me')}?commune={commune.insee_code}",
        names=[Name(commune.name), *(Name(code, why="code postal") for code in codes)],
        detail=", ".join([*codes, commune.departement.name]),
        prior=LARGEST_PRIOR * min(size, 1.0),
    )


def commune_entries(codes: Collection[str] | None = None) -> Iterator[Entry]:
    """Yield the entries of these communes that are in use; of all when None."""
    found = communes() if codes is None else communes().filter(insee_code__in=codes)
    return (commune_entry(commune) for commune in found.iterator(chunk_size=2_000))


def declare_entries() -> None:
    """Let communes be found."""
    declare(kind="commune", entries=commune_entries)
