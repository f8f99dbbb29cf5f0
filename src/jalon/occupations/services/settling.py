"""What the screens show of an occupation, settled from the region's sheet and the official facts."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from jalon.occupations.enums import EnvironmentKind, Status, TextKind
from jalon.occupations.models import (
    Occupation,
    OccupationCondition,
    OccupationEnvironment,
    OccupationText,
    Sector,
    Sheet,
)
from jalon.occupations.rules import entry_level, read_conditions
from jalon.search.rules import fold
from jalon.sources.services import sync_rows

OCCUPATION_FIELDS = (
    "code", "label", "parent_id", "domain_id", "official", "status",
    "official_interests", "source_id",
)  # fmt: skip


@dataclass
class Official:
    """What the official data says of one occupation, in words."""

    definition: list[str] = field(default_factory=list)
    access: list[str] = field(default_factory=list)
    conditions: list[str] = field(default_factory=list)
    source_id: int | None = None


def settle_occupations() -> set[str]:
    """Settle names, summaries, levels, interests, sectors and conditions of every occupation.

    The sheet comes first, then the official facts; a code of ROME 4 that says nothing of its own takes
    what its parent's texts say. Returns the codes whose row, sectors or conditions changed.
    """
    occupations = {row["code"]: row for row in Occupation.objects.values(*OCCUPATION_FIELDS)}
    sheets = {sheet.occupation_id: sheet for sheet in Sheet.objects.all()}
    official = _official_words()
    nothing = Official()

    def words_of(code: str) -> Official:
        return official.get(code) or official.get(occupations[code]["parent_id"]) or nothing

    rows = {
        code: _shown(row, sheets.get(code), words_of(code), occupations.get(row["parent_id"]))
        for code, row in occupations.items()
    }
    touched = set(sync_rows(Occupation.objects.all(), rows, key=["code"]).touched)
    touched |= _settle_sectors(occupations, sheets)
    stated = set(OccupationCondition.objects.filter(derived=False).values_list("occupation_id", "condition"))
    derived: dict[tuple[str, str], dict[str, Any]] = {}
    for code in occupations:
        words = words_of(code)
        for condition in read_conditions(definition=words.definition, conditions=words.conditions):
            if (code, condition) not in stated:
                derived[code, condition] = {"derived": True, "source_id": words.source_id}
    synced = sync_rows(
        OccupationCondition.objects.filter(derived=True),
        derived,
        key=["occupation_id", "condition"],
        missing="delete",
    )
    return touched | {code for code, _condition in synced.touched}


def _official_words() -> dict[str, Official]:
    found: dict[str, Official] = defaultdict(Official)
    texts = OccupationText.objects.order_by("occupation_id", "kind", "position")
    for code, kind, text, source_id in texts.values_list("occupation_id", "kind", "text", "source_id"):
        words = found[code]
        words.source_id = source_id
        {
            TextKind.DEFINITION: words.definition,
            TextKind.ACCESS: words.access,
            TextKind.CONDITIONS: words.conditions,
        }[TextKind(kind)].append(text)
    settings = OccupationEnvironment.objects.filter(environment__kind=EnvironmentKind.CONDITION)
    for code, label, source_id in settings.values_list("occupation_id", "environment__label", "source_id"):
        found[code].conditions.append(label)
        found[code].source_id = found[code].source_id or source_id
    return dict(found)


def _shown(
    row: dict[str, Any], sheet: Sheet | None, words: Official, parent: dict[str, Any] | None
) -> dict[str, Any]:
    """Return the settled fields of one occupation."""
    letters = row["official_interests"] or (parent["official_interests"] if parent else "")
    if sheet is not None:
        letters = sheet.interest_major + sheet.interest_minor
    derived = entry_level(words.access) if sheet is None else None
    name = _name(row, sheet)
    return {
        "name": name,
        "sort_name": fold(name),
        "summary": sheet.summary if sheet else " ".join(words.definition),
        "level": sheet.level if sheet else derived,
        "level_derived": derived is not None,
        "interest_major": letters[:1],
        "interest_minor": letters[1:2],
    }


def _name(row: dict[str, Any], sheet: Sheet | None) -> str:
    if sheet is None:
        return row["label"]
    if sheet.masculine == sheet.feminine:
        return sheet.masculine
    return f"{sheet.masculine} / {sheet.feminine}"


def _settle_sectors(occupations: dict[str, dict[str, Any]], sheets: dict[str, Sheet]) -> set[str]:
    """Give an occupation the sectors that its sheet names and those that its domain or code belongs to."""
    by_part: dict[str, set[str]] = defaultdict(set)
    slugs = set()
    for slug, parts in Sector.objects.values_list("slug", "domains"):
        slugs.add(slug)
        for part in parts:
            by_part[part].add(slug)
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for code, row in occupations.items():
        if row["status"] == Status.WITHDRAWN:
            continue
        named = slugs.intersection(sheets[code].sectors) if code in sheets else set()
        for slug in named.union(*(by_part[part] for part in (code, code[:3], row["parent_id"]))):
            rows[code, slug] = {}
    synced = sync_rows(
        Occupation.sectors.through.objects.all(),
        rows,
        key=["occupation_id", "sector_id"],
        missing="delete",
    )
    return {code for code, _slug in synced.touched}
