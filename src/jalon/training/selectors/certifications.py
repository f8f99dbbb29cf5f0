"""Reading certifications: one, those of an occupation, the occupations of one, what came before and after."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from jalon.occupations.enums import Level, Status
from jalon.occupations.models import Occupation
from jalon.search.rules import fold
from jalon.sources.models import Source
from jalon.training.enums import AccessWay
from jalon.training.models import Certification, CertificationOccupation
from jalon.training.rules.certifications import (
    Neighbours,
    Standing,
    list_order,
    shown_name,
    standing_on,
    trace,
)

OFFICIAL_FAMILIES = {"rncp", "rncp-kit"}
THIN_FAMILY = "rncp-kit"
OFFICIAL_PAGE = "https://www.francecompetences.fr/recherche/{kind}/{number}/"
WAY_ICONS: dict[str, str] = {
    AccessWay.SCHOOL: "school",
    AccessWay.APPRENTICESHIP: "hammer",
    AccessWay.PROFESSIONAL_CONTRACT: "briefcase",
    AccessWay.CONTINUING: "users",
    AccessWay.INDIVIDUAL: "user",
    AccessWay.EXPERIENCE: "badge-check",
}
WAY_NOTES: dict[str, str] = {
    AccessWay.SCHOOL: "Vous suivez les cours au lycée, dans une école ou à l'université.",
    AccessWay.APPRENTICESHIP: "Vous apprenez en entreprise et dans un centre, et vous êtes payé.",
    AccessWay.PROFESSIONAL_CONTRACT: "Vous travaillez et vous vous formez, avec un salaire.",
    AccessWay.CONTINUING: "Vous vous formez comme adulte, en emploi ou en recherche d'emploi.",
    AccessWay.INDIVIDUAL: "Vous préparez l'examen par vous-même et vous vous y inscrivez.",
    AccessWay.EXPERIENCE: "Vous faites reconnaître ce que vous savez déjà faire.",
}


@dataclass(frozen=True)
class CertificationState:
    """How a certification stands on a day. `until`: the end that the source gives, past or to come."""

    standing: Standing
    until: date | None
    successors: tuple[Certification, ...] = ()


@dataclass(frozen=True)
class CertificationLine:
    """A certification as lists show it; `ways` in words. `shared`: others of the list bear its name."""

    code: str
    name: str
    url: str
    kind_label: str
    level: int | None
    level_label: str
    standing: Standing
    until: date | None
    ways: list[str]
    shared: bool = False


@dataclass(frozen=True)
class CertificationsOf:
    """The certifications that lead to an occupation: those in force first, then by level.

    `given_by`: the wider occupation that they are known for, when the occupation itself has none.
    `lines` may be cut; the counts are whole.
    """

    lines: list[CertificationLine]
    total: int
    in_force: int
    given_by: Occupation | None
    sources: list[Source]

    def standing(self, standing: str) -> list[CertificationLine]:
        """Return the lines that stand so."""
        return [line for line in self.lines if line.standing == standing]


@dataclass(frozen=True)
class OccupationsOf:
    """The occupations in use that a certification leads to, and the codes that no loaded list knows."""

    in_use: list[Occupation]
    unknown: list[str]


@dataclass(frozen=True)
class LineageOf:
    """What a certification replaced, the nearest first, and what replaced it; `living`: the one for today."""

    before: list[CertificationLine]
    after: list[CertificationLine]
    living: CertificationLine | None


@dataclass(frozen=True)
class CertificationPage:
    """All that the page of a certification shows, but programmes. `ways`: (icon, words, what it means)."""

    certification: Certification
    name: str
    noun: str
    state: CertificationState
    lineage: LineageOf
    occupations: OccupationsOf
    ways: list[tuple[str, str, str]]
    only_apprenticeship: bool  # the source speaks of no other way
    sources: list[Source]
    official_url: str


def certification_state(certification: Certification, today: date) -> CertificationState:
    """Return how a certification stands on `today`, and what replaces it (one query unless prefetched)."""
    return CertificationState(
        standing=_standing(certification, today),
        until=certification.expires_on,
        successors=tuple(certification.replaced_by.all()),
    )


def _standing(certification: Certification, today: date) -> Standing:
    return standing_on(registered=certification.active, expires_on=certification.expires_on, today=today)


def _line(certification: Certification, today: date, *, shared: bool = False) -> CertificationLine:
    level = certification.level
    return CertificationLine(
        code=certification.code,
        name=shown_name(certification.kind, certification.title),
        url=certification.get_absolute_url(),
        kind_label=certification.kind_label,
        level=level,
        level_label=Level(level).label if level else "",
        standing=_standing(certification, today),
        until=certification.expires_on,
        ways=[AccessWay(way).label for way in certification.access if way in WAY_ICONS],
        shared=shared,
    )


def certifications_of(rome_code: str, *, today: date, limit: int | None = None) -> CertificationsOf:
    """Return the certifications that lead to an occupation, in one query.

    A code of ROME 4 for which none is known takes those of the older code that it details (two more queries).
    """
    found, given_by = _linked_to(rome_code), None
    if not found:
        occupation = Occupation.objects.select_related("parent").filter(code=rome_code).first()
        if occupation is not None and occupation.parent is not None:
            found = _linked_to(occupation.parent.code)
            given_by = occupation.parent if found else None
    standings = {one.code: _standing(one, today) for one in found}
    found.sort(
        key=lambda one: list_order(
            standings[one.code], one.level, shown_name(one.kind, one.title), one.expires_on
        )
    )
    names = {one.code: fold(shown_name(one.kind, one.title)) for one in found}
    borne = Counter(names.values())
    shown = found if limit is None else found[:limit]
    return CertificationsOf(
        lines=[_line(one, today, shared=borne[names[one.code]] > 1) for one in shown],
        total=len(found),
        in_force=sum(standing == Standing.IN_FORCE for standing in standings.values()),
        given_by=given_by,
        sources=_distinct(one.source for one in shown),
    )


def _linked_to(rome_code: str) -> list[Certification]:
    linked = Certification.objects.filter(occupation_links__rome_code=rome_code)
    return list(linked.select_related("source").order_by())


def _distinct(sources: Iterable[Source]) -> list[Source]:
    return list({source.pk: source for source in sources}.values())


def occupations_of(certification: Certification) -> OccupationsOf:
    """Return where a certification leads, in three queries.

    What replaces a withdrawn occupation stands for it.
    """
    codes = list(certification.occupation_links.values_list("rome_code", flat=True))
    known = {
        one.code: one for one in Occupation.objects.filter(code__in=codes).prefetch_related("replaced_by")
    }
    in_use: dict[str, Occupation] = {}
    for code in codes:
        if code in known:
            occupation = known[code]
            withdrawn = occupation.status == Status.WITHDRAWN
            for one in occupation.replaced_by.all() if withdrawn else [occupation]:
                if one.status == Status.ACTIVE:
                    in_use[one.code] = one
    return OccupationsOf(
        in_use=sorted(in_use.values(), key=lambda one: one.sort_name),
        unknown=[code for code in codes if code not in known],
    )


def _neighbours(of: str, to: str) -> Neighbours:
    """Return what gives, for codes at one end of the successions, those at the other end."""
    links = Certification.replaced_by.through.objects

    def neighbours(codes: Collection[str]) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for code, other in links.filter(**{f"{of}__in": codes}).values_list(of, to):
            found.setdefault(code, []).append(other)
        return found

    return neighbours


def lineage(certification: Certification, *, today: date) -> LineageOf:
    """Return what came before and after, one query a step; loops end where they began."""
    old, new = "from_certification_id", "to_certification_id"
    traced = trace(certification.code, replaces=_neighbours(new, old), replaced_by=_neighbours(old, new))
    codes = [*traced.before, *traced.after]
    lines = (
        {one.code: _line(one, today) for one in Certification.objects.filter(code__in=codes)} if codes else {}
    )
    after = [lines[code] for code in traced.after]
    return LineageOf(before=[lines[code] for code in traced.before], after=after, living=_living(after))


def _living(after: Sequence[CertificationLine]) -> CertificationLine | None:
    """Return the nearest one in force, else the nearest one that may still be."""
    for standing in (Standing.IN_FORCE, Standing.TO_CHECK):
        for line in after:
            if line.standing == standing:
                return line
    return None


def certification_page(code: str, *, today: date) -> CertificationPage | None:
    """Return all that is known of a certification, or None."""
    certification = Certification.objects.select_related("source").filter(code=code).first()
    if certification is None:
        return None
    links = CertificationOccupation.objects.filter(certification=certification).select_related("source")
    return CertificationPage(
        certification=certification,
        name=shown_name(certification.kind, certification.title),
        noun=_noun(certification),
        state=certification_state(certification, today),
        lineage=lineage(certification, today=today),
        occupations=occupations_of(certification),
        ways=[
            (WAY_ICONS[way], AccessWay(way).label, WAY_NOTES[way])
            for way in certification.access
            if way in WAY_ICONS
        ],
        only_apprenticeship=certification.source.family == THIN_FAMILY,
        sources=_distinct([certification.source, *(link.source for link in links)]),
        official_url=_official_url(certification),
    )


def _noun(certification: Certification) -> str:
    """Return the plain word for a certification: a short certificate, a title or a diploma."""
    if certification.code.startswith("RS"):
        return "certificat"
    return "titre" if certification.kind in {"", "TP"} else "diplôme"


def _official_url(certification: Certification) -> str:
    """Return the address of the official sheet; nothing for a region's example."""
    if certification.source.family not in OFFICIAL_FAMILIES:
        return ""
    kind = "rs" if certification.code.startswith("RS") else "rncp"
    return OFFICIAL_PAGE.format(kind=kind, number=certification.code.removeprefix(kind.upper()))
