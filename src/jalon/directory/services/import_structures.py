"""The rows of a file of organisations, each compared with what is in place."""

import re
from collections.abc import Mapping
from typing import Any

from jalon.directory.enums import OrganisationKind
from jalon.directory.models import Account, Organisation
from jalon.directory.permissions.network import can_edit_organisation, can_place_in
from jalon.directory.rules.entries import position_problem
from jalon.directory.rules.exchange import STRUCTURES, read_row, shown_services
from jalon.directory.rules.roles import Rights
from jalon.directory.selectors.alikes import all_known, known_of
from jalon.directory.selectors.communes import Communes
from jalon.directory.selectors.territories import territory_by_commune
from jalon.directory.services.facts import LABELS, add_organisation, change_organisation
from jalon.directory.services.planning import (
    CHANGE,
    NEW,
    SAME,
    PlannedRow,
    RowRefusedError,
    Territories,
    said_names,
)
from jalon.search.rules import fold
from jalon.territory.models import Commune, Territory
from jalon.territory.rules import coordinates_problem, distance_km

NEEDED = {"name": "nom", "kind": "typologie", "commune": "commune"}
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
NOT_FACTS = ("slug", "summary", "territories")


def _shown(name: str, value: Any) -> str:
    """Return a value as the preview says it."""
    if name == "kind":
        return str(OrganisationKind(value).label) if value in OrganisationKind.values else str(value)
    return " ; ".join(value) if isinstance(value, list) else str(value)


class StructurePlans:
    """Understands rows one after the other; everything in place is read once."""

    def __init__(self, rights: Rights):
        self._rights = rights
        held = Organisation.objects.select_related("commune").prefetch_related("territories")
        self._by_slug = {one.slug: one for one in held}
        self._by_siret = {one.siret: one for one in self._by_slug.values() if one.siret}
        self._by_name = {
            (fold(one.name), one.commune_id): one for one in self._by_slug.values() if not one.withdrawn
        }
        self._alikes = all_known()
        self._communes = Communes()
        self._territories = Territories()
        self._own: dict[str, Territory] | None = None
        self._lines: dict[object, int] = {}

    def plan(self, line: int, row: Mapping[str, str]) -> PlannedRow:
        """Return what a row would do; raise RowRefusedError."""
        given, faults = read_row(STRUCTURES, row)
        if faults:
            raise RowRefusedError(*faults)
        facts = {name: value for name, value in given.items() if name not in NOT_FACTS}
        commune = self._commune(row)
        found = self._found(given, commune)
        if commune is not None:
            facts["commune"] = commune
        self._check_place(facts, commune or (found.commune if found else None))
        self._check_twice(line, found.slug if found else (fold(given.get("name", "")), commune))
        acts_in = self._territories.find(given["territories"]) if "territories" in given else None
        if found is None:
            return self._new(line, given, facts, acts_in)
        return self._change(line, found, facts, acts_in)

    def _commune(self, row: Mapping[str, str]) -> Commune | None:
        insee, postal, name = (row.get(column, "") for column in ("code_insee", "code_postal", "commune"))
        if not (insee or postal or name):
            return None
        try:
            # A spreadsheet takes 01001 for 1001.
            return self._communes.find(
                insee=insee.zfill(5) if insee else "", postal=postal.zfill(5) if postal else "", name=name
            )
        except ValueError as error:
            raise RowRefusedError(("commune", str(error))) from error

    def _found(self, given: Mapping[str, Any], commune: Commune | None) -> Organisation | None:
        """Return the organisation that a row speaks of: by its id, its SIRET, or its name and commune."""
        by_name = (fold(given.get("name", "")), commune.pk if commune else "")
        return (
            self._by_slug.get(given.get("slug", ""))
            or self._by_siret.get(given.get("siret", ""))
            or self._by_name.get(by_name)
        )

    @staticmethod
    def _check_place(facts: Mapping[str, Any], commune: Commune | None) -> None:
        if ("latitude" in facts) != ("longitude" in facts):
            raise RowRefusedError(("latitude", "latitude et longitude vont ensemble"))
        if "latitude" not in facts or commune is None:
            return
        latitude, longitude = facts["latitude"], facts["longitude"]
        reason = coordinates_problem(latitude, longitude) or position_problem(
            distance_km(commune.latitude, commune.longitude, latitude, longitude)
        )
        if reason:
            raise RowRefusedError(("latitude", reason))

    def _check_twice(self, line: int, key: object) -> None:
        first = self._lines.setdefault(key, line)
        if first != line:
            raise RowRefusedError(("", f"la même structure est déjà à la ligne {first}"))

    def _own_territory(self, commune: Commune) -> Territory | None:
        if self._own is None:
            self._own = territory_by_commune(set(Commune.objects.values_list("pk", flat=True)))
        return self._own.get(commune.pk)

    def _new(
        self, line: int, given: Mapping[str, Any], facts: dict[str, Any], acts_in: list[Territory] | None
    ) -> PlannedRow:
        missing = [(column, "obligatoire") for name, column in NEEDED.items() if not facts.get(name)]
        if missing:
            raise RowRefusedError(*missing)
        own = self._own_territory(facts["commune"])
        wanted = acts_in or ([own] if own else [])
        if not self._rights.is_regional and not (
            wanted and all(can_place_in(self._rights, one.pk) for one in wanted)
        ):
            raise RowRefusedError(("territoires", "hors de vos territoires"))
        if "services" not in facts and given.get("summary"):
            facts["services"] = shown_services(given["summary"])
        known = known_of(facts, key=f"ligne {line}")
        alikes = self._alikes.of(known)[:1]
        self._alikes.add(known)
        slug = given.get("slug", "").lower()
        usable = slug if SLUG.fullmatch(slug) else ""

        def apply(actor: Account) -> None:
            add_organisation(actor=actor, facts=facts, territories=wanted, slug=usable)

        return PlannedRow(
            line,
            NEW,
            f"{facts['name']}, {facts['commune'].name}",
            apply,
            alike="".join(f"{self._name(key)} : {reason}" for key, reason in alikes),
        )

    def _name(self, key: str) -> str:
        """Return what an organisation is called, or which line of the file it is."""
        return self._by_slug[key].name if key in self._by_slug else key

    def _change(
        self, line: int, found: Organisation, facts: dict[str, Any], acts_in: list[Territory] | None
    ) -> PlannedRow:
        before = list(found.territories.all())
        if not can_edit_organisation(
            self._rights, organisation=found.pk, territories=[one.pk for one in before]
        ):
            raise RowRefusedError(("id", "cette structure n'est pas de vos territoires"))
        differ = {name: value for name, value in facts.items() if getattr(found, name) != value}
        changes = [
            (LABELS[name], _shown(name, getattr(found, name)), _shown(name, value))
            for name, value in differ.items()
            if name in LABELS
        ]
        if {"latitude", "longitude"} & differ.keys():
            changes.append(("Position", "", "corrigée"))
        moved = acts_in is not None and set(acts_in) != set(before)
        if moved:
            if not self._rights.is_regional:
                raise RowRefusedError(("territoires", "seule la Région change les territoires"))
            changes.append(("Territoires", said_names(before), said_names(acts_in or [])))

        def apply(actor: Account) -> None:
            change_organisation(
                actor=actor, organisation=found.pk, facts=differ, territories=acts_in if moved else None
            )

        return PlannedRow(line, CHANGE if changes else SAME, found.name, apply, changes)
