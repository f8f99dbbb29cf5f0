"""The yearly hiring survey (enquête Besoins en main-d'œuvre) comes in, in one transaction."""

from collections import Counter
from pathlib import Path

from jalon.occupations.enums import LinkQuality, Status
from jalon.occupations.models import Occupation
from jalon.occupations.rules.families import Link, links_2009
from jalon.occupations.services.labour.files import Survey, crosswalk, read_survey
from jalon.occupations.services.labour.writing import write_families, write_figures, write_links
from jalon.sources.models import Source
from jalon.sources.rules import Problem, RefusedDataError
from jalon.sources.services import Progress, Tally, declare_source, loading, silent
from jalon.territory.models import EmploymentArea

KIND = "bmo"
NAMED = 12
LICENCE = "Licence Ouverte 2.0"


def load_bmo(folder: Path, *, progress: Progress = silent) -> Tally:
    """Load a folder of the survey: figures of one or more years, labels, passage from ROME.

    Each year is a source of its own and stays beside the others. Raises RefusedDataError, and writes
    nothing, when a file or a column is absent or the region's employment areas are not loaded.
    """
    sources: list[Source] = []
    with loading(source=lambda: sources[-1], kind=KIND, origin=folder.resolve().name) as tally:
        areas = set(EmploymentArea.objects.values_list("code", flat=True))
        if not areas:
            reason = "aucun bassin d'emploi connu : chargez d'abord le dossier de la région"
            raise RefusedDataError([Problem(folder.name, 0, "", reason)])
        survey = read_survey(folder, areas=areas, tally=tally, progress=progress)
        sources += [_declare(year) for year in survey.years]
        _write(survey, dict(zip(survey.years, sources, strict=True)), tally)
    return tally


def _declare(year: int) -> Source:
    return declare_source(
        slug=f"bmo-{year}",
        family=KIND,
        title="Enquête Besoins en main-d'œuvre (BMO)",
        producer="France Travail",
        licence=LICENCE,
        version=str(year),
        url="https://statistiques.francetravail.org/bmo",
        used_for="Projets d'embauche par famille de métiers et par bassin d'emploi",
    )


def _declare_families() -> Source:
    return declare_source(
        slug="fap-rome",
        family="fap",
        title="Familles professionnelles (FAP) et leur passage avec le ROME",
        producer="Dares",
        licence=LICENCE,
        used_for="Rattacher chaque métier à la famille dont on compte les embauches",
    )


def _write(survey: Survey, by_year: dict[int, Source], tally: Tally) -> None:
    source = _declare_families()
    keys: dict[tuple[str, str], int] = {}
    for vintage in sorted(survey.vintages):
        labels = {code: label for (of, code), label in survey.labels.items() if of == vintage}
        families = write_families(vintage, labels, source=source, tally=tally)
        keys |= {(vintage, code): pk for code, pk in families.items()}
        links = _links(vintage, survey)
        write_links(vintage, links, families, source=source, tally=tally)
        _say_what_joined(vintage, links, survey, tally)
    for year, year_source in by_year.items():
        figures = {
            (key.year, keys[key.vintage, key.family], (key.area, key.departement)): figure
            for key, figure in survey.figures.items()
            if key.year == year
        }
        write_figures(figures, source=year_source, tally=tally)
        hidden = sum(figure.projects is None for figure in figures.values())
        tally.note(f"Chiffres de {year} : {len(figures)}. Non publiés (*), gardés comme tels : {hidden}.")
    if survey.elsewhere:
        tally.note(f"Lignes d'autres bassins d'emploi, laissées de côté : {survey.elsewhere}.")


def _links(vintage: str, survey: Survey) -> dict[str, list[Link]]:
    if vintage == "2009":
        return {rome: links_2009(old) for rome, old in survey.passage.items()}
    table = crosswalk()
    return {rome: table.links_2021(rome, old) for rome, old in survey.passage.items()}


def _quality(links: list[Link]) -> str:
    if not links:
        return "none"
    return LinkQuality.EXACT if all(link.quality == LinkQuality.EXACT for link in links) else "approximate"


def _say_what_joined(vintage: str, links: dict[str, list[Link]], survey: Survey, tally: Tally) -> None:
    """Note how many occupations joined a family, and name those and the families that did not."""
    counts = Counter(_quality(found) for found in links.values())
    tally.note(
        f"Métiers ROME rattachés aux familles FAP {vintage} : {counts['exact']} exactement, "
        f"{counts['approximate']} de façon approchée, {counts['none']} sans famille sur {len(links)}."
    )
    alone = sorted(rome for rome, found in links.items() if not found)
    if alone:
        tally.note(f"Métiers sans famille, la FAP 2021 ne les dit pas : {', '.join(alone)}.")
    known = Occupation.objects.filter(official=True, status=Status.ACTIVE)
    absent = sorted(
        code
        for code, parent in known.values_list("code", "parent_id")
        if code not in links and parent not in links
    )
    if absent:
        more = f" et {len(absent) - NAMED} autres" if len(absent) > NAMED else ""
        tally.note(f"Métiers absents de la table officielle : {', '.join(absent[:NAMED])}{more}.")
    linked = {link.family for found in links.values() for link in found}
    counted = {key.family for key in survey.figures if key.vintage == vintage}
    if unlinked := sorted(counted - linked):
        tally.note(f"Familles de l'enquête sans métier rattaché : {', '.join(unlinked)}.")
