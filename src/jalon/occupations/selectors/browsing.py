"""Browsing occupations: by letter, by domain, by sector."""

import string
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Q
from django.db.models.functions import Lower, Substr
from django.urls import reverse

from jalon.occupations.enums import Status
from jalon.occupations.models import Domain, Occupation, Sector
from jalon.occupations.rules.facets import Filters
from jalon.occupations.selectors.atlas import LEVEL_NAMES, Atlas, current_facts
from jalon.occupations.selectors.filters import CONDITION_NAMES
from jalon.occupations.selectors.pictures import CONDITION_ICONS, DOMAIN_ICONS

FREQUENT_CONDITIONS = 8
IN_FORCE = Q(status=Status.ACTIVE)


@dataclass(frozen=True)
class Line:
    """One occupation in a long list: its everyday name, then the official one when it differs."""

    name: str
    official: str
    url: str


@dataclass(frozen=True)
class LetterLink:
    letter: str
    count: int


@dataclass(frozen=True)
class DomainLine:
    """A broad domain (one letter) with its icon and how many occupations it holds."""

    code: str
    label: str
    icon: str
    count: int


@dataclass(frozen=True)
class DomainPage:
    """A domain with its occupations, sub-domain by sub-domain (one group for a sub-domain itself)."""

    domain: Domain
    icon: str
    groups: list[tuple[Domain, list[Line]]]
    total: int


@dataclass(frozen=True)
class LevelRow:
    """How many occupations of a list are entered at one level; `share` in percent of the highest row."""

    value: str
    label: str
    count: int
    share: int
    chosen: bool


@dataclass(frozen=True)
class SectorPage:
    """A sector, the codes of its occupations at the levels asked for, and what all of them share.

    `conditions`: (icon, name, number of occupations), the most frequent first.
    """

    sector: Sector
    codes: list[str]
    atlas: Atlas
    total: int
    levels: list[LevelRow]
    level_unknown: int
    conditions: list[tuple[str, str, int]]


def _lines(occupations) -> list[tuple[str, Line]]:
    rows = occupations.order_by("sort_name", "code").values_list("code", "name", "label", "domain_id")
    return [
        (
            domain,
            Line(name, label if label != name else "", reverse("occupations:occupation", args=[code])),
        )
        for code, name, label, domain in rows
    ]


def letters() -> list[LetterLink]:
    """Return the 26 letters, each with the number of occupations whose name begins with it."""
    rows = (
        Occupation.objects.filter(IN_FORCE)
        .annotate(letter=Lower(Substr("sort_name", 1, 1)))
        .order_by()
        .values("letter")
        .annotate(count=Count("pk"))
        .values_list("letter", "count")
    )
    counts = dict(rows)
    return [LetterLink(letter, counts.get(letter, 0)) for letter in string.ascii_lowercase]


def beginning_with(letter: str) -> list[Line]:
    """Return the occupations in force whose folded name begins with `letter`, A–Z."""
    return [
        line for _domain, line in _lines(Occupation.objects.filter(IN_FORCE, sort_name__startswith=letter))
    ]


def broad_domains() -> list[DomainLine]:
    """Return the broad domains with their number of occupations, in the order of their codes."""
    counts: dict[str, int] = defaultdict(int)
    rows = Occupation.objects.filter(IN_FORCE, domain__isnull=False).order_by().values("domain_id")
    for domain, count in rows.annotate(count=Count("pk")).values_list("domain_id", "count"):
        counts[domain[:1]] += count
    return [
        DomainLine(domain.code, domain.label, DOMAIN_ICONS.get(domain.code, "folder"), counts[domain.code])
        for domain in Domain.objects.filter(parent__isnull=True)
    ]


def domain_page(code: str) -> DomainPage | None:
    """Return a domain with all its occupations, or None when no domain has this code."""
    domains = list(Domain.objects.filter(Q(code=code) | Q(parent_id=code)).select_related("parent", "source"))
    domain = next((one for one in domains if one.code == code), None)
    if domain is None:
        return None
    groups: dict[str, list[Line]] = defaultdict(list)
    codes = [one.code for one in domains]
    for owner, line in _lines(Occupation.objects.filter(IN_FORCE, domain_id__in=codes)):
        groups[owner].append(line)
    return DomainPage(
        domain=domain,
        icon=DOMAIN_ICONS.get(code[:1], "folder"),
        groups=[(one, groups[one.code]) for one in domains if groups[one.code]],
        total=sum(len(lines) for lines in groups.values()),
    )


def sectors_with_counts() -> tuple[list[Sector], list[Sector]]:
    """Return the region's priorities, then the other sectors, A–Z, each with `count` (occupations)."""
    in_force = Count("occupations", filter=Q(occupations__status=Status.ACTIVE))
    every = list(Sector.objects.annotate(count=in_force).select_related("source"))
    return [one for one in every if one.priority], [one for one in every if not one.priority]


def level_rows(counts: dict[int, int], chosen: frozenset[int]) -> list[LevelRow]:
    """Return one row a level that has occupations, with the length of its bar."""
    highest = max(counts.values(), default=0)
    return [
        LevelRow(str(level), label, counts[level], round(100 * counts[level] / highest), level in chosen)
        for level, label in LEVEL_NAMES.items()
        if counts.get(level)
    ]


def sector_page(slug: str, levels: frozenset[int]) -> SectorPage | None:
    """Return a sector, its occupations at `levels` (all when empty) and what they have in common."""
    sector = Sector.objects.select_related("source").filter(slug=slug).first()
    if sector is None:
        return None
    atlas = current_facts()
    facts = atlas.facts
    mask = facts.sectors.get(slug, 0)
    counts = facts.counts(mask, Filters())
    frequent = sorted(CONDITION_NAMES, key=lambda value: -counts.wanted.get(value, 0))[:FREQUENT_CONDITIONS]
    return SectorPage(
        sector=sector,
        codes=facts.pick(facts.matching(mask, Filters(levels=levels)), None),
        atlas=atlas,
        total=counts.total,
        levels=level_rows(counts.levels, levels),
        level_unknown=counts.total - sum(counts.levels.values()),
        conditions=[
            (CONDITION_ICONS.get(value, ""), CONDITION_NAMES[value], counts.wanted[value])
            for value in frequent
            if counts.wanted.get(value)
        ],
    )
