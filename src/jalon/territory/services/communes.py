"""Writing communes and their postal codes, wherever they come from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.dispatch import Signal

from jalon.search.rules import fold
from jalon.search.services import changed
from jalon.sources.models import Source
from jalon.sources.services import Progress, Tally, silent, sync_rows
from jalon.territory.models import Commune, PostalCode

OFFICIAL_FAMILY = "communes"
# Sent in the transaction that writes communes, once they are written: upper rooms keep places by commune.
communes_written = Signal()


@dataclass(frozen=True)
class CommuneFacts:
    """What a file says of one commune; position in degrees (WGS 84)."""

    name: str
    departement: str
    employment_area: str
    population: int | None
    latitude: float
    longitude: float
    postal_codes: tuple[str, ...]


def official_codes() -> set[str]:
    """Return the INSEE codes that an official file has given, withdrawn ones too."""
    return set(Commune.objects.filter(source__family=OFFICIAL_FAMILY).values_list("insee_code", flat=True))


def save_communes(
    *,
    facts: Mapping[str, CommuneFacts],
    source: Source,
    tally: Tally,
    owned: Q,
    progress: Progress = silent,
) -> None:
    """Make the `owned` communes hold exactly `facts`; those that are gone are marked, never deleted."""
    rows = {
        code: {
            "name": commune.name,
            "folded_name": fold(commune.name),
            "departement_id": commune.departement,
            "employment_area_id": commune.employment_area or None,
            "population": commune.population,
            "latitude": commune.latitude,
            "longitude": commune.longitude,
            "source_id": source.pk,
        }
        for code, commune in facts.items()
    }
    synced = sync_rows(
        Commune.objects.filter(owned),
        rows,
        key=("insee_code",),
        tally=tally,
        missing="withdraw",
        progress=progress,
        label="Communes",
    )
    moved = _save_postal_codes(
        PostalCode.objects.filter(commune__source=source),
        ((insee, code) for insee, commune in facts.items() for code in commune.postal_codes),
    )
    renumbered = moved - synced.touched
    tally.updated += len(renumbered)
    tally.unchanged -= len(renumbered)
    if touched := synced.touched | renumbered:
        communes_written.send(sender=Commune)
        changed(kind="commune", keys=sorted(touched))


def _save_postal_codes(owned: QuerySet[PostalCode], pairs: Iterable[tuple[str, str]]) -> set[str]:
    """Make the postal codes match; return the communes whose codes changed. Withdrawn ones keep theirs."""
    synced = sync_rows(
        owned.exclude(commune__withdrawn=True),
        {pair: {} for pair in pairs},
        key=("commune_id", "code"),
        missing="delete",
    )
    return {insee for insee, _code in synced.touched}
