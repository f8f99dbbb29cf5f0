"""The national directory comes in: one transaction, only what differs is written."""

from pathlib import Path
from typing import Any, NamedTuple

from django.db.models import Q

from jalon.sources.models import Source
from jalon.sources.rules import Problem, RefusedDataError
from jalon.sources.services import Progress, Tally, declare_source, loading, silent, sync_rows
from jalon.training.enums import AccessWay
from jalon.training.indexing import certifications_changed
from jalon.training.models import Certification, CertificationOccupation
from jalon.training.rules.certifications import vintage
from jalon.training.services.certifications.files import DirectoryFolder, find_directory
from jalon.training.services.certifications.reading import Directory, Facts, read_directory

FAMILY = "rncp"
# What the apprenticeship list alone tells is thin: anything else that is said of the same code comes first.
THIN_FAMILY = "rncp-kit"
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
        _Writing(directory, _declare_all(found[0], source()), tally, progress).write()
        if tally.changed:
            certifications_changed()
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


class Sources(NamedTuple):
    """Where the facts of one load come from; without an apprenticeship list all four are the directory."""

    directory: Source
    dates: Source  # the list says until when; the directory says the rest
    thin: Source  # the list says all
    inherited: Source  # occupations of a certification of the same name


def _declare_all(folder: DirectoryFolder, directory: Source) -> Sources:
    if folder.kit is None:
        return Sources(directory, directory, directory, directory)
    day = folder.kit.date.isoformat()
    kit = {
        "producer": "France compétences",
        "licence": "Licence Ouverte 2.0",
        "version": day,
        "published_on": folder.kit.date,
    }
    dates = declare_source(
        slug=f"{FAMILY}-dates-{day}",
        family=FAMILY,
        title="Diplômes ouverts à l'apprentissage (kit apprentissage) : dates de fin",
        used_for="Ce qui est encore en vigueur parmi les certifications des tables",
        **kit,
    )
    thin = declare_source(
        slug=f"{THIN_FAMILY}-{day}",
        family=THIN_FAMILY,
        title="Diplômes ouverts à l'apprentissage (kit apprentissage)",
        used_for="Diplômes et titres plus récents que les tables : nom, niveau, date de fin",
        **kit,
    )
    inherited = declare_source(
        slug=f"{FAMILY}-homonyms",
        family=f"{FAMILY}-homonyms",
        title="Métiers repris d'une certification de même type, même nom et même niveau",
        producer="Jalon, d'après France compétences",
        licence="Licence Ouverte 2.0",
        used_for="Métiers visés par les certifications récentes dont la liste ne nomme aucun métier",
    )
    return Sources(directory, dates, thin, inherited)


def _refuse_older(folder: DirectoryFolder, *, allow_older: bool) -> None:
    used = Certification.objects.values("source")
    versions = Source.objects.filter(family__in=(FAMILY, THIN_FAMILY), pk__in=used)
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

    def __init__(self, directory: Directory, sources: Sources, tally: Tally, progress: Progress):
        self.directory = directory
        self.sources = sources
        self.ours = {source.pk for source in sources}
        self.tally = tally
        self.progress = progress
        self.kept: list[str] = []

    def write(self) -> None:
        """Write certifications, then their occupations and what replaces them."""
        known = {
            code: (source_id, family)
            for code, source_id, family in Certification.objects.values_list(
                "code", "source_id", "source__family"
            )
        }
        rows = {
            code: self._row(facts)
            for code, facts in self.directory.certifications.items()
            if not (facts.only_kit and known.get(code, ("", THIN_FAMILY))[1] != THIN_FAMILY)
        }
        self._sync(Certification.objects.all(), rows, key=["code"])
        absent = [
            code
            for code, (_source, family) in known.items()
            if family in {FAMILY, THIN_FAMILY} and code not in rows
        ]
        if absent:
            self.tally.note(
                "Certifications d'un chargement précédent qui ne sont pas dans ces fichiers, gardées telles "
                f"quelles avec leur source : {len(absent)}."
            )
        # Kept ones of this very version (its files were cut since) keep what hangs on them.
        self.kept = [code for code in absent if known[code][0] in self.ours]
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
            "source_id": self._source(facts).pk,
        }

    def _source(self, facts: Facts) -> Source:
        if facts.only_kit:
            return self.sources.thin
        return self.sources.dates if facts.from_kit else self.sources.directory

    def _write_occupations(self) -> None:
        owned = CertificationOccupation.objects.filter(certification__source__in=self.ours)
        stated, inherited = self.sources.directory.pk, self.sources.inherited.pk
        rows = {link: {"source_id": inherited} for link in self.directory.inherited}
        rows |= {link: {"source_id": stated} for link in self.directory.occupations}
        self._sync(
            owned.exclude(certification__in=self.kept),
            rows,
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
            Q(from_certification__source__in=self.ours) | Q(to_certification__source__in=self.ours)
        )
        self._sync(
            owned.exclude(from_certification__in=self.kept).exclude(to_certification__in=self.kept),
            rows,
            key=["from_certification_id", "to_certification_id"],
            missing="delete",
        )
