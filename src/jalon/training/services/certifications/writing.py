"""The national directory comes in: one transaction, only what differs is written."""

from pathlib import Path
from typing import Any

from django.db.models import Q

from jalon.sources.models import Source
from jalon.sources.rules import Problem, RefusedDataError
from jalon.sources.services import Progress, Tally, declare_source, loading, silent, sync_rows
from jalon.training.enums import AccessWay
from jalon.training.models import Certification, CertificationOccupation
from jalon.training.rules.certifications import vintage
from jalon.training.services.certifications.files import DirectoryFolder, find_directory
from jalon.training.services.certifications.reading import Directory, Facts, read_directory

FAMILY = "rncp"
DIRECTORY_ADDRESS = "https://www.data.gouv.fr/fr/datasets/repertoire-national-des-certifications-professionnelles-et-repertoire-specifique/"
WAYS = tuple(AccessWay.values)


def load_rncp(folder: Path, *, progress: Progress = silent, allow_older: bool = False) -> Tally:
    """Load a folder of the national directory, of the 2021 tables or of the present sheets.

    There is one directory: the newest load wins, certification by certification; those that its files do not
    name stay as an older load left them. Raises RefusedDataError, and writes nothing, when a file or a column
    is absent, a file is not in its encoding, or the version is older than the one in place (unless
    `allow_older`).
    """
    found: list[DirectoryFolder] = []

    def source() -> Source:
        return _declare(found[0])

    with loading(source=source, kind=FAMILY, origin=folder.resolve().name) as tally:
        found.append(find_directory(folder))
        _refuse_older(found[0], allow_older=allow_older)
        directory = read_directory(found[0], tally, progress)
        kit = _declare_kit(found[0])
        _Writing(directory, source(), kit, tally, progress).write()
    return tally


def _declare(folder: DirectoryFolder) -> Source:
    return declare_source(
        slug=f"{FAMILY}-{'-'.join(str(number) for number in vintage(folder.version))}",
        family=FAMILY,
        title="Répertoire national des certifications professionnelles (RNCP) et répertoire spécifique",
        producer="France compétences",
        licence="Licence Ouverte 2.0",
        version=folder.version,
        published_on=None if folder.tables else folder.known_on,
        url=DIRECTORY_ADDRESS,
        used_for="Diplômes, titres et certificats : niveau, validité, voies d'accès, métiers visés",
    )


def _declare_kit(folder: DirectoryFolder) -> Source | None:
    if folder.kit is None:
        return None
    return declare_source(
        slug=f"{FAMILY}-kit-{folder.kit.date.isoformat()}",
        family=FAMILY,
        title="Diplômes ouverts à l'apprentissage (kit apprentissage)",
        producer="France compétences",
        licence="Licence Ouverte 2.0",
        version=folder.kit.date.isoformat(),
        published_on=folder.kit.date,
        url=DIRECTORY_ADDRESS,
        used_for="Diplômes ouverts à l'apprentissage et leur date de fin de validité",
    )


def _refuse_older(folder: DirectoryFolder, *, allow_older: bool) -> None:
    versions = Source.objects.filter(family=FAMILY, pk__in=Certification.objects.values("source"))
    in_place = max(versions.values_list("version", flat=True), key=vintage, default="")
    if allow_older or vintage(folder.newest) >= vintage(in_place):
        return
    reason = (
        f"version {folder.newest} plus ancienne que celle en place ({in_place}) ; "
        "ajoutez --allow-older pour la charger quand même"
    )
    raise RefusedDataError([Problem("RNCP", 0, "", reason)])


class _Writing:
    """One load being written: what was read, its sources, its figures."""

    def __init__(
        self, directory: Directory, source: Source, kit: Source | None, tally: Tally, progress: Progress
    ):
        self.directory = directory
        self.source = source
        self.kit = kit
        self.sources = [source, kit] if kit else [source]
        self.tally = tally
        self.progress = progress

    def write(self) -> None:
        """Write certifications, then their occupations and what replaces them."""
        read = self.directory.certifications.keys()
        self._sync(
            Certification.objects.all(),
            {code: self._row(facts) for code, facts in self.directory.certifications.items()},
            key=["code"],
        )
        official = Certification.objects.filter(source__family=FAMILY).values_list("code", "source_id")
        kept = {code: source_id for code, source_id in official if code not in read}
        if kept:
            self.tally.note(
                f"{len(kept)} certifications d'un chargement précédent ne sont pas dans ces fichiers : "
                "gardées telles quelles, avec leur source."
            )
        # Kept ones of this very version (its files were cut since) keep what hangs on them.
        ours = {source.pk for source in self.sources}
        self.kept = [code for code, source_id in kept.items() if source_id in ours]
        self._write_occupations()
        self._write_successions()

    def _sync(self, queryset: Any, rows: dict[Any, dict[str, Any]], **options: Any) -> None:
        label = f"écriture {queryset.model._meta.db_table}"
        sync_rows(queryset, rows, tally=self.tally, progress=self.progress, label=label, **options)

    def _row(self, facts: Facts) -> dict[str, Any]:
        return {
            "title": facts.title,
            "kind": facts.kind,
            "kind_label": facts.kind_label,
            "level": facts.level,
            "active": facts.active,
            "expires_on": facts.expires_on,
            "nsf": [[code, label] for code, label in sorted(facts.nsf.items())],
            "access": sorted(facts.access, key=WAYS.index),
            "certifiers": facts.certifiers,
            "source_id": (self.kit if facts.from_kit and self.kit else self.source).pk,
        }

    def _write_occupations(self) -> None:
        owned = CertificationOccupation.objects.filter(certification__source__in=self.sources)
        self._sync(
            owned.exclude(certification__in=self.kept),
            {link: {"source_id": self.source.pk} for link in self.directory.occupations},
            key=["certification_id", "rome_code"],
            missing="delete",
        )

    def _write_successions(self) -> None:
        """Write what replaces what, as far as both codes are known; the others are counted."""
        known = set(Certification.objects.values_list("code", flat=True))
        rows: dict[tuple[str, str], dict[str, Any]] = {}
        for pair, (file, line) in self.directory.successions.items():
            if known.issuperset(pair):
                rows[pair] = {}
            else:
                reason = "certification remplacée ou remplaçante inconnue"
                self.tally.reject(Problem(file, line, "", reason))
        links = Certification.replaced_by.through.objects
        owned = links.filter(
            Q(from_certification__source__in=self.sources) | Q(to_certification__source__in=self.sources)
        )
        self._sync(
            owned.exclude(from_certification__in=self.kept).exclude(to_certification__in=self.kept),
            rows,
            key=["from_certification_id", "to_certification_id"],
            missing="delete",
        )
