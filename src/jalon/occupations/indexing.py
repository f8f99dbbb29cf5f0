"""What the room declares to the search index: occupations by all their names, sectors, skills."""

import re
from collections.abc import Collection, Iterator

from django.db.models import Count, Prefetch, Q
from django.urls import reverse

from jalon.occupations.enums import Status
from jalon.occupations.models import Occupation, OccupationSkill, Sector, Skill, Title
from jalon.occupations.services.lexicon import Lexicon, current_lexicon
from jalon.search.rules import fold
from jalon.search.services import Entry, Name, declare

ACRONYM = re.compile(r"(?:-\s?([A-Z][A-Z0-9]{1,7})\s?-|\(([A-Z][A-Z0-9]{1,7})\))")
OFFICIAL_LABEL, SHEET_SAYS, ACRONYM_WEIGHT, PART_WEIGHT = 0.97, 0.93, 0.97, 0.6
DOMAIN_NAME = 0.55
SHEET_PRIOR = 0.06
SAID = "Vos mots désignent souvent ce métier"


def _title_names(titles: list[Title]) -> Iterator[Name]:
    for title in titles:
        why = f"Nom : {title.label}"
        without = ACRONYM.sub(" ", title.masculine)
        yield Name(without, 1.0, why, label=title.label)
        yield Name(ACRONYM.sub(" ", title.feminine), 1.0, why, label=title.label)
        for found in ACRONYM.finditer(title.label):
            acronym = found[1] or found[2]
            # « … de travaux publics -BTP- » is about BTP; only « Agent territorial … -ATSEM- » is an ATSEM.
            whole = fold(acronym)[:1] == fold(title.label)[:1]
            yield Name(acronym, ACRONYM_WEIGHT if whole else PART_WEIGHT, why, label=title.label)


def _occupation_names(occupation: Occupation, lexicon: Lexicon) -> Iterator[Name]:
    titles = [title for title in occupation.titles.all() if not title.withdrawn]
    yield from _title_names(titles)
    yield Name(occupation.label, OFFICIAL_LABEL, f"Métier : {occupation.label}")
    yield Name(occupation.code, 1.0, "Code ROME")
    sheet = getattr(occupation, "sheet", None)
    for phrase in sheet.people_say if sheet else ():
        yield Name(phrase, SHEET_SAYS, f"On dit aussi : {phrase}")
    for phrase, weight in lexicon.said_for([title.label for title in titles]).items():
        yield Name(phrase, weight, SAID, shown=False)
    if occupation.domain:
        yield Name(occupation.domain.label, DOMAIN_NAME, f"Domaine : {occupation.domain.label}")


def _chosen(field: str, codes: Collection[str] | None) -> Q:
    return Q() if codes is None else Q(**{f"{field}__in": list(codes)})


def occupation_entries(codes: Collection[str] | None) -> Iterator[Entry]:
    """Yield the occupations in force with every way to say them."""
    lexicon = current_lexicon()
    occupations = (
        Occupation.objects.filter(_chosen("code", codes), status=Status.ACTIVE)
        .select_related("domain", "sheet")
        .prefetch_related(
            "titles",
            "sectors",
            "texts",
            "environment_links__environment",
            Prefetch("skill_links", OccupationSkill.objects.select_related("skill")),
        )
    )
    for occupation in occupations.iterator(chunk_size=300):
        sheet = getattr(occupation, "sheet", None)
        told = [*sheet.day, *sheet.you_like, sheet.summary] if sheet else []
        yield Entry(
            kind="occupation",
            code=occupation.code,
            title=occupation.name,
            url=occupation.get_absolute_url(),
            names=list(_occupation_names(occupation, lexicon)),
            detail=occupation.label if occupation.label != occupation.name else "",
            words=" ; ".join(
                [link.skill.label for link in occupation.skill_links.all()]
                + [link.environment.label for link in occupation.environment_links.all()]
                + [sector.name for sector in occupation.sectors.all()]
            ),
            text=" ".join([*told, *(text.text for text in occupation.texts.all())]),
            prior=SHEET_PRIOR if sheet else 0.0,
            member_of=[f"sector:{sector.slug}" for sector in occupation.sectors.all()],
        )


def sector_entries(codes: Collection[str] | None) -> Iterator[Entry]:
    """Yield the sectors with the words said for each as a whole."""
    lexicon = current_lexicon()
    for sector in Sector.objects.filter(_chosen("slug", codes)):
        said = lexicon.by_sector.get(sector.slug, ())
        yield Entry(
            kind="sector",
            code=sector.slug,
            title=sector.name,
            url=sector.get_absolute_url(),
            names=[Name(sector.name, 1.0, "Secteur"), *(Name(p, 0.95, "Secteur", shown=False) for p in said)],
            detail=sector.summary,
            gathers=True,
        )


def skill_entries(codes: Collection[str] | None) -> Iterator[Entry]:
    """Yield the skills that at least one occupation in force asks for."""
    skills = Skill.objects.filter(_chosen("code", codes)).annotate(
        used=Count("occupation_links", filter=Q(occupation_links__occupation__status=Status.ACTIVE))
    )
    for skill in skills.filter(used__gt=0).iterator(chunk_size=500):
        yield Entry(
            kind="skill",
            code=skill.code,
            title=skill.label,
            url=reverse("occupations:skill", args=[skill.code]),
            names=[Name(skill.label, 1.0, "Compétence")],
            detail=f"{skill.used} métier{'s' if skill.used > 1 else ''}",
        )


def declare_entries() -> None:
    """Tell the search room what this room makes findable."""
    declare(kind="occupation", entries=occupation_entries)
    declare(kind="sector", entries=sector_entries)
    declare(kind="skill", entries=skill_entries)
