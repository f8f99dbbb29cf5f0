"""The region's own words: sectors, domains and occupation sheets, from its folder to the tables."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jalon.occupations.enums import SHEET_PREFIX, SkillKind, TitleKind
from jalon.occupations.models import (
    Domain,
    Occupation,
    OccupationCondition,
    OccupationSkill,
    Sector,
    Sheet,
    Skill,
    Title,
    WayIn,
)
from jalon.occupations.rules.titles import split_title
from jalon.occupations.services.lexicon import read_lexicon
from jalon.occupations.services.relating import relate_occupations
from jalon.occupations.services.schemas import DomainRecord, SectorRecord, SheetRecord
from jalon.occupations.services.settling import settle_occupations
from jalon.search.rules import fold
from jalon.search.services import changed
from jalon.sources.models import Source
from jalon.sources.rules import Problem, RefusedDataError
from jalon.sources.services import Located, Tally, read_yaml, sync_rows

CODE_LENGTH = 120
NOT_A_SLUG = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class RegionOccupations:
    """What a region's folder says about occupations."""

    domains: list[DomainRecord]
    sectors: list[SectorRecord]
    sheets: list[SheetRecord]

    @property
    def count(self) -> int:
        """How many entries were read."""
        return len(self.domains) + len(self.sectors) + len(self.sheets)


def slug_of(text: str) -> str:
    """Return `text` folded into a-z, 0-9 and dashes, short enough for a code."""
    return NOT_A_SLUG.sub("-", fold(text)).strip("-")[:100]


def read_occupations(folder: Path) -> tuple[RegionOccupations, list[Problem]]:
    """Read `domains.yaml`, `sectors.yaml`, `occupations/*.yaml`: what they say, and every problem.

    The region's own `words/*.yaml` are checked here and read by the search index.
    """
    problems: list[Problem] = []
    domains = _read(folder / "domains.yaml", DomainRecord, problems)
    sectors = _read(folder / "sectors.yaml", SectorRecord, problems)
    sheets: list[tuple[str, Located[SheetRecord]]] = []
    for path in sorted((folder / "occupations").glob("*.yaml")):
        sheets += ((path.name, located) for located in _read(path, SheetRecord, problems))
    problems += read_lexicon(sorted((folder / "words").glob("*.yaml")))[1]
    problems += _repeated("domains.yaml", "code", ((d.line, d.value.code) for d in domains))
    problems += _repeated("sectors.yaml", "slug", ((s.line, s.value.slug) for s in sectors))
    domain_codes = {domain.value.code for domain in domains}
    problems += [
        Problem("domains.yaml", domain.line, "code", f"grand domaine inconnu ({domain.value.code[0]})")
        for domain in domains
        if domain.value.code[0] not in domain_codes
    ]
    problems += _crossed(sheets, {sector.value.slug for sector in sectors}, domain_codes)
    found = RegionOccupations(
        [domain.value for domain in domains],
        [sector.value for sector in sectors],
        [located.value for _file, located in sheets],
    )
    return found, problems


def _read(path: Path, schema: Any, problems: list[Problem]) -> list[Located]:
    try:
        records, found = read_yaml(path, schema)
    except RefusedDataError as refusal:
        records, found = [], refusal.problems
    problems += found
    return records


def _repeated(file: str, field: str, keys: Iterable[tuple[int, str]]) -> list[Problem]:
    first: dict[str, int] = {}
    problems = []
    for line, key in keys:
        if key in first:
            reason = f"« {key} » est déjà écrit ligne {first[key]}"
            problems.append(Problem(file, line, field, reason))
        first.setdefault(key, line)
    return problems


def _crossed(
    sheets: Iterable[tuple[str, Located[SheetRecord]]], sectors: set[str], domains: set[str]
) -> list[Problem]:
    """Check sheets against each other, the sectors and the domains."""
    problems: list[Problem] = []
    codes: dict[str, str] = {}
    spellings: dict[str, tuple[str, str]] = {}
    for file, located in sheets:
        sheet = located.value

        def wrong(name: str, reason: str, at: str = file, record: Located = located) -> None:
            problems.append(Problem(at, record.at(name), name, reason))

        if sheet.code in codes:
            wrong("code", f"{sheet.code} est déjà décrit ({codes[sheet.code]})")
        codes.setdefault(sheet.code, f"{file}, ligne {located.line}")
        if sheet.code[:3] not in domains:
            wrong("code", f"domaine inconnu ({sheet.code[:3]})")
        for slug in sheet.sectors:
            if slug not in sectors:
                wrong("sectors", f"secteur inconnu ({slug})")
        for label in sheet.skills:
            known, where = spellings.setdefault(
                slug_of(label), (label, f"{file}, ligne {located.at('skills')}")
            )
            if known != label:
                wrong("skills", f"« {label} » s'écrit « {known} » ailleurs ({where})")
    return problems


def write_occupations(found: RegionOccupations, source: Source, tally: Tally) -> None:
    """Make the region's rows those of `found`; what the region no longer says goes, nothing official does."""
    tally.read += found.count
    _write_domains(found.domains, source, tally)
    sectors = sync_rows(
        Sector.objects.all(),
        {
            sector.slug: {
                "name": sector.name,
                "summary": sector.summary,
                "icon": sector.icon,
                "priority": sector.priority,
                "domains": sector.domains,
                "source_id": source.pk,
            }
            for sector in found.sectors
        },
        key=["slug"],
        tally=tally,
        missing="delete",
    )
    touched, skills = _write_sheets(found.sheets, source, tally)
    touched |= settle_occupations()
    changed(kind="sector", keys=sectors.touched)
    changed(kind="skill", keys=skills)
    changed(kind="occupation", keys=touched)
    if touched:
        relate_occupations()


def _write_domains(domains: list[DomainRecord], source: Source, tally: Tally) -> None:
    """Write the region's wording of domains; it wins over the official one, whose codes it keeps."""
    rows = {
        domain.code: {
            "label": domain.label,
            "parent_id": domain.code[0] if len(domain.code) > 1 else None,
            "source_id": source.pk,
        }
        for domain in sorted(domains, key=lambda domain: len(domain.code))
    }
    sync_rows(Domain.objects.all(), rows, key=["code"], tally=tally)


def _write_sheets(sheets: list[SheetRecord], source: Source, tally: Tally) -> tuple[set[str], frozenset[str]]:
    """Write sheets and what hangs on them; return the codes of occupations touched and of skills touched."""
    codes = {sheet.code for sheet in sheets}
    known = set(Occupation.objects.values_list("code", flat=True))
    domains = set(Domain.objects.values_list("code", flat=True))
    added = {
        sheet.code: {
            "label": _main_title(sheet),
            "domain_id": sheet.code[:3] if sheet.code[:3] in domains else None,
            "source_id": source.pk,
        }
        for sheet in sheets
        if sheet.code not in known
    }
    sync_rows(Occupation.objects.filter(code__in=added), added, key=["code"])
    dropped = set(Sheet.objects.exclude(occupation_id__in=codes).values_list("occupation_id", flat=True))
    touched = set(
        sync_rows(
            Sheet.objects.all(),
            {sheet.code: _sheet_row(sheet, source) for sheet in sheets},
            key=["occupation_id"],
            tally=tally,
            missing="delete",
        ).touched
    )
    touched |= _write_ways_in(sheets)
    touched |= {
        code.split(":")[1]
        for code in sync_rows(
            Title.objects.filter(kind=TitleKind.SHEET),
            _title_rows(sheets, source),
            key=["code"],
            tally=tally,
            missing="delete",
        ).touched
    }
    skills, linked = _write_skills(sheets, source, tally)
    touched |= linked | _write_stated_conditions(sheets, source)
    Occupation.objects.filter(code__in=dropped, official=False).delete()
    return touched | dropped, skills


def _main_title(sheet: SheetRecord) -> str:
    title = sheet.title
    if title.masculine == title.feminine:
        return title.masculine
    return f"{title.masculine} / {title.feminine}"


def _sheet_row(sheet: SheetRecord, source: Source) -> dict[str, Any]:
    return {
        "masculine": sheet.title.masculine,
        "feminine": sheet.title.feminine,
        "summary": sheet.summary,
        "day": sheet.day,
        "you_like": sheet.you_like,
        "hard": sheet.hard,
        "prospects": sheet.prospects,
        "people_say": sheet.people_say,
        "interest_major": sheet.interests[0],
        "interest_minor": sheet.interests[1],
        "level": int(sheet.level),
        "sectors": sheet.sectors,
        "source_id": source.pk,
    }


def _write_ways_in(sheets: list[SheetRecord]) -> set[str]:
    owners = dict(Sheet.objects.values_list("occupation_id", "pk"))
    codes = {pk: code for code, pk in owners.items()}
    rows = {
        (owners[sheet.code], position): {
            "diploma": way.diploma,
            "level": int(way.level),
            "modes": [str(mode) for mode in way.by],
            "months": way.months,
            "note": way.note,
        }
        for sheet in sheets
        for position, way in enumerate(sheet.ways_in)
    }
    synced = sync_rows(WayIn.objects.all(), rows, key=["sheet_id", "position"], missing="delete")
    return {codes[sheet_id] for sheet_id, _position in synced.touched}


def _title_rows(sheets: list[SheetRecord], source: Source) -> dict[str, dict[str, Any]]:
    rows: dict[str, dict[str, Any]] = {}
    for sheet in sheets:
        names = [(_main_title(sheet), sheet.title.masculine, sheet.title.feminine)]
        names += [(label, *split_title(label)) for label in sheet.other_titles]
        for label, masculine, feminine in names:
            code = f"{SHEET_PREFIX}{sheet.code}:{slug_of(label)}"[:CODE_LENGTH]
            rows.setdefault(
                code,
                {
                    "occupation_id": sheet.code,
                    "label": label,
                    "masculine": masculine,
                    "feminine": feminine,
                    "kind": TitleKind.SHEET.value,
                    "source_id": source.pk,
                },
            )
    return rows


def _write_skills(sheets: list[SheetRecord], source: Source, tally: Tally) -> tuple[frozenset[str], set[str]]:
    labels: dict[str, str] = {}
    links: dict[tuple[str, str], Mapping[str, Any]] = {}
    for sheet in sheets:
        for position, label in enumerate(sheet.skills):
            code = SHEET_PREFIX + slug_of(label)
            labels[code] = label
            links[sheet.code, code] = {
                "kind": SkillKind.CORE.value,
                "position": position,
                "source_id": source.pk,
            }
    skills = sync_rows(
        Skill.objects.filter(code__startswith=SHEET_PREFIX),
        {code: {"label": label, "source_id": source.pk} for code, label in labels.items()},
        key=["code"],
        tally=tally,
        missing="delete",
    )
    linked = sync_rows(
        OccupationSkill.objects.filter(skill__code__startswith=SHEET_PREFIX),
        links,
        key=["occupation_id", "skill_id"],
        missing="delete",
    )
    return skills.touched | {skill for _code, skill in linked.touched}, {code for code, _s in linked.touched}


def _write_stated_conditions(sheets: list[SheetRecord], source: Source) -> set[str]:
    """Write the conditions that sheets state; a stated one replaces the same one read in a text."""
    rows = {
        (sheet.code, str(condition)): {"derived": False, "source_id": source.pk}
        for sheet in sheets
        for condition in sheet.conditions
    }
    stale = OccupationCondition.objects.filter(derived=False)
    known = set(stale.values_list("occupation_id", "condition"))
    for code, condition in known - set(rows):
        stale.filter(occupation_id=code, condition=condition).delete()
    synced = sync_rows(OccupationCondition.objects.all(), rows, key=["occupation_id", "condition"])
    return {code for code, _condition in synced.touched | (known - set(rows))}
