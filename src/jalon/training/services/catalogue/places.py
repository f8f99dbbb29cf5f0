"""Places and providers: values that are never changed, one row each, found again by their digest."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from jalon.sources.services import bulk_insert
from jalon.territory.models import Commune, PostalCode
from jalon.training import models as tables
from jalon.training.indexing import places_changed
from jalon.training.rules.keys import digest
from jalon.training.rules.places import departement_of, folded_town
from jalon.training.rules.records import Contact, Place, Provider
from jalon.training.rules.rows import (
    NO_PLACE,
    PLACE_COLUMNS,
    PROVIDER_COLUMNS,
    Row,
    place_row,
    provider_row,
)

Written = tuple[str, str, str]  # code of the commune, postal code, town: as a sender writes them
KEPT = 20_000
ASKED = 400


class Register:
    """Gives the primary key of each place and provider, writing those that are new. In a transaction.

    Places and providers may be given as plain tuples: they are equal to the records.
    """

    def __init__(self) -> None:
        self._places: dict[Row, int | None] = {NO_PLACE: None}
        self._providers: dict[Row, int] = {}
        self._communes: dict[Written, str | None] = {}
        self.lost: Counter[str] = Counter()
        """Towns of new places whose commune is not known, and how many places are there."""

    def places(self, wanted: Collection[Row]) -> dict[Row, int | None]:
        """Return the key of each place; None for the one that says nothing."""
        missing = {place for place in wanted if place not in self._places}
        if missing:
            if len(self._places) > KEPT:
                missing = set(wanted) - {NO_PLACE}
                self._places = {NO_PLACE: None}
            records = {Place(*place) for place in missing}
            self._places |= self._found_or_made(tables.Place, PLACE_COLUMNS, records, self._place_rows)
        return self._places

    def providers(self, wanted: Collection[Row]) -> dict[Row, int]:
        """Return the key of each provider."""
        missing = {provider for provider in wanted if provider not in self._providers}
        if missing:
            if len(self._providers) > KEPT:
                missing = set(wanted)
                self._providers = {}
            records = {Provider(*facts, Place(*seat), Contact(*to)) for *facts, seat, to in missing}
            places = self.places({provider.place for provider in records})

            def rows(new: list[tuple[str, Provider]]) -> list[Row]:
                return [(key, places[one.place], *provider_row(one)) for key, one in new]

            self._providers |= self._found_or_made(tables.Provider, PROVIDER_COLUMNS, records, rows)
        return self._providers

    def _found_or_made(
        self,
        table: Any,
        columns: Sequence[str],
        wanted: set[Any],
        rows: Callable[[list[tuple[str, Any]]], list[Row]],
    ) -> dict[Any, int]:
        by_digest = {digest(tuple(record)): record for record in wanted}
        known = _keys(table, by_digest)
        if new := [(key, record) for key, record in by_digest.items() if key not in known]:
            # Another load may write the same value at the same moment: the first one stays.
            bulk_insert(table, columns, rows(new), ignore_conflicts=True)
            known |= _keys(table, [key for key, _record in new])
        return {record: known[key] for key, record in by_digest.items()}

    def _communes_of(self, written: Sequence[Written]) -> list[str | None]:
        if len(self._communes) > KEPT:
            self._communes = {}
        if missing := [place for place in dict.fromkeys(written) if place not in self._communes]:
            self._communes |= zip(missing, communes_of(missing), strict=True)
        return [self._communes[place] for place in written]

    def _place_rows(self, new: list[tuple[str, Place]]) -> list[Row]:
        written = [(place.commune, place.postal_code, place.town) for _key, place in new]
        communes = self._communes_of(written)
        rows: list[Row] = []
        for (key, place), commune in zip(new, communes, strict=True):
            if commune is None and len(self.lost) < KEPT:
                self.lost[f"{place.commune or place.postal_code} {place.town}".strip()] += 1
            departement = departement_of(commune or place.commune, place.postal_code)
            rows.append((key, commune, departement, *place_row(place)))
        return rows


def _keys(table: Any, digests: Iterable[str]) -> dict[str, int]:
    digests = list(digests)
    found: dict[str, int] = {}
    for start in range(0, len(digests), ASKED):
        found |= dict(
            table.objects.filter(digest__in=digests[start : start + ASKED]).values_list("digest", "pk")
        )
    return found


def communes_of(places: Sequence[Written]) -> list[str | None]:
    """Return the INSEE code of the commune of each (code, postal code, town), None when it is not known.

    By its code; a postal code written in its stead is told by the town's name. Else by postal code and town.
    """
    codes = {code for code, _postal, _town in places if code}
    names = {
        code: folded_town(name)
        for code, name in Commune.objects.filter(pk__in=codes).values_list("insee_code", "name")
    }
    told = [
        code if code in names and (code != postal or names[code] == folded_town(town)) else None
        for code, postal, town in places
    ]
    untold = {code for place, found in zip(places, told, strict=True) if not found for code in place[:2]}
    by_postal = _communes_by_postal_code(untold - {""})

    def by_town(code: str, postal: str, town: str) -> str | None:
        near = by_postal.get(postal) or by_postal.get(code) or []
        town = folded_town(town)
        named = [insee for name, insee in near if name == town]
        if len(named) == 1:
            return named[0]
        return near[0][1] if len(near) == 1 and not town else None

    return [found or by_town(*place) for place, found in zip(places, told, strict=True)]


def _communes_by_postal_code(codes: Collection[str]) -> dict[str, list[tuple[str, str]]]:
    """Return the (folded name, INSEE code) of the communes of each postal code."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    links = PostalCode.objects.filter(code__in=codes, commune__withdrawn=False)
    for postal, code, name in links.values_list("code", "commune_id", "commune__name"):
        found[postal].append((folded_town(name), code))
    return found


def settle_communes(*, batch: int = 2_000) -> int:
    """Give their commune to the places whose commune was not loaded when they came; return how many.

    The search is told: ways are then found near it.
    """
    settled: dict[tuple[str, str], list[int]] = defaultdict(list)
    last = 0
    lacking = tables.Place.objects.filter(~Q(commune_code="") | ~Q(postal_code=""), commune=None).order_by(
        "pk"
    )
    while rows := list(
        lacking.filter(pk__gt=last).values_list("pk", "commune_code", "postal_code", "town")[:batch]
    ):
        communes = communes_of([row[1:] for row in rows])
        for (pk, _code, postal, _town), commune in zip(rows, communes, strict=True):
            if commune:
                settled[commune, departement_of(commune, postal)].append(pk)
        last = rows[-1][0]
    if settled:
        with transaction.atomic():
            for (commune, departement), pks in settled.items():
                for start in range(0, len(pks), ASKED):
                    tables.Place.objects.filter(pk__in=pks[start : start + ASKED]).update(
                        commune_id=commune, departement_code=departement
                    )
            places_changed()
    return sum(map(len, settled.values()))


def share_places() -> None:
    """Keep the places and providers that this transaction finds from being swept before it ends."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE training_place, training_provider IN ROW SHARE MODE")


def sweep_places() -> None:
    """Remove places and providers that nothing names any more. In a short transaction of its own."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Waits for the batches under way (`share_places`), and they wait for this one.
            cursor.execute("LOCK TABLE training_place, training_provider IN EXCLUSIVE MODE")
        cursor.execute(
            "DELETE FROM training_provider WHERE NOT EXISTS"
            " (SELECT 1 FROM training_programme WHERE provider_id = training_provider.id)"
        )
        cursor.execute(
            "DELETE FROM training_place WHERE"
            " NOT EXISTS (SELECT 1 FROM training_action WHERE place_id = training_place.id)"
            " AND NOT EXISTS (SELECT 1 FROM training_provider WHERE place_id = training_place.id)"
        )
