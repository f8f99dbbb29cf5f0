"""Reading the programmes of a region's folder, checked one file against the other."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from jalon.sources.rules import Problem
from jalon.sources.services import Located, read_yaml
from jalon.territory.rules import coordinates_problem
from jalon.territory.services import KnownPlaces, known_places
from jalon.training.services.region.schemas import (
    ProgrammeRecord,
    ProviderRecord,
    Strict,
    UsualWayRecord,
    WayRecord,
)

FOLDER = "training"
PROVIDERS = "providers.yaml"
WAYS = "ways.yaml"
PROGRAMMES = "programmes"
FICTION_PHONES = ("01 99 00", "02 61 91", "03 53 01", "04 65 71", "05 36 49", "06 39 98")

Row = TypeVar("Row", bound=Strict)


@dataclass(frozen=True)
class RegionTraining:
    """What a region's folder says about its programmes."""

    region: str = ""
    providers: dict[str, ProviderRecord] = field(default_factory=dict)
    ways: dict[str, UsualWayRecord] = field(default_factory=dict)
    programmes: list[ProgrammeRecord] = field(default_factory=list)

    @property
    def communes(self) -> set[str]:
        """INSEE codes that providers and ways name."""
        ways = (way.commune for programme in self.programmes for way in programme.ways)
        return {provider.commune for provider in self.providers.values()} | set(filter(None, ways))


def read_training(folder: Path) -> tuple[RegionTraining, list[Problem]]:
    """Return the programmes of `folder/training`, and every problem; a region may have none."""
    where = folder / FOLDER
    if not (where / PROGRAMMES).is_dir():
        return RegionTraining(folder.name), []
    known = known_places(folder)
    providers, problems = read_yaml(where / PROVIDERS, ProviderRecord)
    ways, found = read_yaml(where / WAYS, UsualWayRecord)
    problems += found
    problems += _repeated(PROVIDERS, "slug", ((row.at("slug"), row.value.slug) for row in providers))
    problems += _repeated(WAYS, "name", ((row.at("name"), row.value.name) for row in ways))
    for row in providers:
        problems += [Problem(PROVIDERS, row.at(name), name, why) for name, why in _faults(row.value, known)]
    whole = not problems  # else every way would be said to name something unknown
    usual = {row.value.name: row.value for row in ways}
    bodies = {row.value.slug: row.value for row in providers}
    programmes: list[ProgrammeRecord] = []
    first: dict[str, str] = {}
    for path in sorted((where / PROGRAMMES).glob("*.yaml")):
        rows, found = read_yaml(path, ProgrammeRecord)
        problems += found
        for one in rows:
            programmes.append(one.value)
            said = first.setdefault(one.value.slug, f"{path.name}, ligne {one.line}")
            if said != f"{path.name}, ligne {one.line}":
                reason = f"« {one.value.slug} » est déjà écrit ({said})"
                problems.append(Problem(path.name, one.at("slug"), "slug", reason))
            if whole:
                problems += _way_problems(path.name, one, bodies, usual, known)
    return RegionTraining(folder.name, bodies, usual, programmes), problems


def _repeated(file: str, name: str, keys: Iterable[tuple[int, str]]) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for line, key in keys:
        if first.setdefault(key, line) != line:
            yield Problem(file, line, name, f"« {key} » est déjà à la ligne {first[key]}")


def _faults(record: ProviderRecord, known: KnownPlaces) -> Iterator[tuple[str, str]]:
    """Yield what the schema cannot see in a provider: field and reason."""
    if reason := known.problem(record.commune):
        yield "commune", reason
    if (record.latitude is None) != (record.longitude is None):
        yield "latitude", "latitude et longitude vont ensemble"
    elif record.latitude is not None and (
        reason := coordinates_problem(record.latitude, record.longitude or 0)
    ):
        yield "latitude", reason
    if not record.demonstration:
        return
    if record.phone and not record.phone.startswith(FICTION_PHONES):
        yield "phone", "une démonstration n'a que des numéros de fiction (02 61 91 …)"
    hosts = {"email": record.email, "website": record.website.rstrip("/")}
    for name, value in hosts.items():
        if value and not value.endswith(".example"):
            yield name, "une démonstration n'a que des adresses en .example"


def _way_problems(
    file: str,
    located: Located[ProgrammeRecord],
    providers: dict[str, ProviderRecord],
    usual: dict[str, UsualWayRecord],
    known: KnownPlaces,
) -> Iterator[Problem]:
    """Yield what is wrong between a programme's ways and the other files."""
    seen: set[tuple[Any, ...]] = set()
    for position, way in enumerate(located.value.ways, start=1):
        for name, reason in _way_faults(way, providers, usual, known):
            yield Problem(file, located.at("ways"), f"ways.{position}.{name}", reason)
        key = (way.usual, way.at, way.commune, way.site)
        if key in seen:
            reason = "la même façon au même endroit est déjà écrite : distinguez-les par « site »"
            yield Problem(file, located.at("ways"), f"ways.{position}.as", reason)
        seen.add(key)


def _way_faults(
    way: WayRecord,
    providers: dict[str, ProviderRecord],
    usual: dict[str, UsualWayRecord],
    known: KnownPlaces,
) -> Iterator[tuple[str, str]]:
    if way.at not in providers:
        yield "at", f"organisme inconnu : « {way.at} » n'est pas dans {PROVIDERS}"
    if way.commune and (reason := known.problem(way.commune)):
        yield "commune", reason
    if way.usual not in usual:
        yield "as", f"façon inconnue : « {way.usual} » n'est pas dans {WAYS}"
        return
    base = usual[way.usual]
    if not (way.sessions or base.sessions or way.permanent or base.permanent):
        yield "sessions", "dites quand elle commence (sessions) ou qu'on y entre toute l'année (permanent)"
    if (way.sessions or base.sessions) and not (way.months or way.days or base.months or base.days):
        yield "months", "dites combien de temps elle dure : months ou days"
