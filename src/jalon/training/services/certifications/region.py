"""The region's own certifications (`training/certifications.yaml`), shown until the directory is loaded."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any

from django.db.models import Q
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator

from jalon.occupations.enums import Level
from jalon.sources.models import Source
from jalon.sources.rules import Problem, RefusedDataError
from jalon.sources.services import Located, Tally, read_yaml, sync_rows
from jalon.training.enums import AccessWay
from jalon.training.indexing import certifications_changed
from jalon.training.models import Certification, CertificationOccupation
from jalon.training.rules.certifications import shown_kind
from jalon.training.services.certifications.writing import FAMILY, THIN_FAMILY

FILE = Path("training") / "certifications.yaml"
CERTIFICATION_CODE = r"^(RNCP|RS)[0-9]{1,6}$"
ROME_CODE = r"^[A-Z][0-9]{4}$"
OFFICIAL = (FAMILY, THIN_FAMILY)
NSF_CODE = r"^[0-9]{1,3}[a-z]?$"


def text(longest: int) -> object:
    """Return the type of a text of 1 to `longest` characters."""
    return Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=longest)]


class CertificationRecord(BaseModel):
    """One entry of `training/certifications.yaml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str = Field(pattern=CERTIFICATION_CODE)
    title: text(600)
    kind: text(40) | None = None
    kind_label: text(200) | None = None
    level: Level | None = None
    access: list[AccessWay] = Field(min_length=1, max_length=len(AccessWay))
    rome: list[Annotated[str, Field(pattern=ROME_CODE)]] = Field(max_length=30)
    nsf: list[tuple[Annotated[str, Field(pattern=NSF_CODE)], text(200)]] = Field(default=[], max_length=10)
    certifiers: list[text(200)] = Field(default=[], max_length=10)
    expires_on: date | None = None
    replaced_by: Annotated[str, Field(pattern=CERTIFICATION_CODE)] | None = None

    @field_validator("level")
    @classmethod
    def a_level_reached(cls, level: Level | None) -> Level | None:
        """Check that the level is one that a certification gives."""
        if level == Level.NONE:
            raise ValueError("un niveau de 3 à 8 est attendu")
        return level

    @field_validator("access", "rome", "certifiers")
    @classmethod
    def no_repeat(cls, values: list[str]) -> list[str]:
        """Check that nothing is written twice."""
        repeated = [value for at, value in enumerate(values) if value in values[:at]]
        if repeated:
            raise ValueError(f"« {repeated[0]} » écrit deux fois")
        return values


def read_certifications(folder: Path) -> tuple[list[CertificationRecord], list[Problem]]:
    """Read the file when there is one: what it says, and every problem."""
    path = folder / FILE
    if not path.exists():
        return [], []
    try:
        found, problems = read_yaml(path, CertificationRecord)
    except RefusedDataError as refusal:
        return [], refusal.problems
    return [located.value for located in found], [*problems, *_crossed(path.name, found)]


def _crossed(file: str, found: list[Located[CertificationRecord]]) -> list[Problem]:
    """Check that a code stands once, and that what replaces it stands too."""
    problems = []
    first: dict[str, int] = {}
    for located in found:
        code = located.value.code
        if code in first:
            reason = f"« {code} » est déjà écrit ligne {first[code]}"
            problems.append(Problem(file, located.at("code"), "code", reason))
        first.setdefault(code, located.line)
    for located in found:
        new = located.value.replaced_by
        if new is not None and (new not in first or new == located.value.code):
            reason = f"« {new} » n'est pas une autre certification de ce fichier"
            problems.append(Problem(file, located.at("replaced_by"), "replaced_by", reason))
    return problems


def write_certifications(found: list[CertificationRecord], source: Source, tally: Tally) -> None:
    """Make the region's certifications those of `found`; those of the official directory stay as it says."""
    tally.read += len(found)
    official = set(Certification.objects.filter(source__family=FAMILY).values_list("code", flat=True))
    ours = [record for record in found if record.code not in official]
    if len(ours) < len(found):
        tally.note(
            "Certifications du dossier qui sont dans le répertoire national, car c'est lui qui est montré : "
            f"{len(found) - len(ours)}."
        )
    others = Certification.objects.exclude(source__family=FAMILY)
    codes = [record.code for record in ours]
    entries = sync_rows(
        others.exclude(Q(source__family=THIN_FAMILY) & ~Q(code__in=codes)),
        {record.code: _row(record, source) for record in ours},
        key=["code"],
        tally=tally,
        missing="delete",
    )
    links = sync_rows(
        CertificationOccupation.objects.exclude(certification__source__family__in=OFFICIAL),
        {(record.code, rome): {"source_id": source.pk} for record in ours for rome in record.rome},
        key=["certification_id", "rome_code"],
        tally=tally,
        missing="delete",
    )
    sync_rows(
        Certification.replaced_by.through.objects.exclude(from_certification__source__family__in=OFFICIAL),
        {(record.code, record.replaced_by): {} for record in ours if record.replaced_by},
        key=["from_certification_id", "to_certification_id"],
        missing="delete",
    )
    if entries.touched or links.touched:
        certifications_changed()


def _row(record: CertificationRecord, source: Source) -> dict[str, Any]:
    return {
        "title": record.title,
        "kind": shown_kind(record.kind or "", record.kind_label or ""),
        "kind_label": record.kind_label or "",
        "level": int(record.level) if record.level else None,
        "active": True,
        "expires_on": record.expires_on,
        "nsf": [list(pair) for pair in record.nsf],
        "access": [way.value for way in record.access],
        "certifiers": record.certifiers,
        "source_id": source.pk,
    }


def clear_certifications(source: Source) -> None:
    """Remove the certifications of a region that another one replaces."""
    Certification.objects.filter(source=source).delete()
