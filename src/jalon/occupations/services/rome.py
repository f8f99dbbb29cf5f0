"""The official list of occupations (ROME) comes in: one transaction, only what differs is written."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.utils import timezone

from jalon.occupations.enums import SHEET_PREFIX, Status, TitleKind
from jalon.occupations.models import (
    Domain,
    Environment,
    Occupation,
    OccupationEnvironment,
    OccupationSkill,
    OccupationText,
    Skill,
    Title,
)
from jalon.occupations.rules import split_title
from jalon.occupations.services.relating import relate_occupations
from jalon.occupations.services.rome_files import Rome, RomeFolder, find_files, read_rome
from jalon.occupations.services.settling import settle_occupations
from jalon.search.services import changed
from jalon.sources.enums import LoadState
from jalon.sources.models import Load, Source
from jalon.sources.rules import Problem, RefusedDataError
from jalon.sources.services import Progress, Tally, declare_source, loading, silent, sync_rows

KIND = "rome"


def load_rome(folder: Path, *, progress: Progress = silent, allow_older: bool = False) -> Tally:
    """Load a folder of official files, of the 3.x layout or of the 4.0 tree.

    Raises RefusedDataError, and writes nothing, when a file or a column is absent, a file is not UTF-8, or
    the version is older than the one in place (unless `allow_older`).
    """
    found: list[RomeFolder] = []

    def source() -> Source:
        return _declare(found[0])

    with loading(source=source, kind=KIND, origin=folder.resolve().name) as tally:
        found.append(find_files(folder))
        _refuse_older(found[0], allow_older=allow_older)
        rome = read_rome(found[0], tally, progress)
        _Writing(source(), tally, progress).write(rome, found[0])
    return tally


def _declare(folder: RomeFolder) -> Source:
    what = "codes, appellations et arborescence"
    if not folder.is_tree_only:
        what = "métiers, appellations, textes, compétences, environnements et centres d'intérêt"
    return declare_source(
        slug=f"rome-{folder.version_name}",
        family=KIND,
        title="Répertoire opérationnel des métiers et des emplois (ROME)",
        producer="France Travail",
        licence="Licence Ouverte 2.0",
        version=folder.version_name,
        url="https://www.data.gouv.fr/fr/datasets/repertoire-operationnel-des-metiers-et-des-emplois-rome/",
        used_for=f"Fiches métiers : {what}",
    )


def _refuse_older(folder: RomeFolder, *, allow_older: bool) -> None:
    last = Load.objects.filter(kind=KIND, state=LoadState.DONE).select_related("source").first()
    if last is None or last.source is None or allow_older:
        return
    in_place = tuple(int(part) for part in last.source.version.split("."))
    if folder.version < in_place:
        reason = (
            f"version {folder.version_name} plus ancienne que celle en place ({last.source.version}) ; "
            "ajoutez --allow-older pour la charger quand même"
        )
        raise RefusedDataError([Problem("ROME", 0, "", reason)])


class _Writing:
    """One load being written: its source, its figures, and the codes it touched."""

    def __init__(self, source: Source, tally: Tally, progress: Progress):
        self.source = source
        self.tally = tally
        self.progress = progress
        self.touched: set[str] = set()
        self.touched_skills: set[str] = set()

    def write(self, rome: Rome, folder: RomeFolder) -> None:
        """Write everything, settle what the screens show, tell the index, relate again when facts changed."""
        self._domains(rome)
        # Where titles stood before tells what replaces a code that goes.
        stood = dict(Title.objects.filter(kind=TitleKind.OFFICIAL).values_list("code", "occupation_id"))
        self._occupations(rome, with_sheets=not folder.is_tree_only)
        self._titles(rome)
        self._withdraw(rome, stood)
        if not folder.is_tree_only:
            self._texts(rome)
            self._skills(rome)
            self._settings(rome)
        self.touched |= settle_occupations()
        changed(kind="occupation", keys=self.touched)
        changed(kind="skill", keys=self.touched_skills)
        if self.touched:
            relate_occupations(progress=self.progress)

    def _sync(self, queryset: Any, rows: Mapping[Any, Mapping[str, Any]], **options: Any) -> frozenset[Any]:
        named = {key: {**values, "source_id": self.source.pk} for key, values in rows.items()}
        label = f"écriture {queryset.model._meta.db_table}"
        synced = sync_rows(queryset, named, tally=self.tally, progress=self.progress, label=label, **options)
        return synced.touched

    def _domains(self, rome: Rome) -> None:
        """Write the official wording of domains that the region does not word itself."""
        regional = set(Domain.objects.exclude(source__family=KIND).values_list("code", flat=True))
        rows = {
            code: {"label": label, "parent_id": parent}
            for code, (label, parent) in sorted(rome.domains.items())
            if code not in regional
        }
        self._sync(Domain.objects.filter(source__family=KIND), rows, key=["code"])

    def _occupations(self, rome: Rome, *, with_sheets: bool) -> None:
        domains = set(Domain.objects.values_list("code", flat=True))
        known = set(Occupation.objects.values_list("code", flat=True)) | rome.occupations.keys()
        rows: dict[str, dict[str, Any]] = {}
        for code, label in rome.occupations.items():
            parent = rome.parents.get(code)
            rows[code] = {
                "label": label,
                "domain_id": code[:3] if code[:3] in domains else None,
                "status": Status.ACTIVE.value,
                "withdrawn_on": None,
                "parent_id": parent if parent != code and parent in known else None,
                "official": True,
            }
            if with_sheets:
                rows[code] |= {
                    "official_interests": "".join(rome.interests.get(code, ())),
                    "activities": rome.activities.get(code, {}),
                }
        self.touched |= self._sync(Occupation.objects.all(), rows, key=["code"])

    def _titles(self, rome: Rome) -> None:
        rows: dict[str, dict[str, Any]] = {}
        for title, (label, code) in rome.titles.items():
            masculine, feminine = split_title(label)
            rows[title] = {
                "occupation_id": code,
                "label": label,
                "masculine": masculine,
                "feminine": feminine,
                "kind": TitleKind.OFFICIAL.value,
            }
        official = Title.objects.filter(kind=TitleKind.OFFICIAL)
        stood = dict(official.values_list("code", "occupation_id"))
        titles = self._sync(official, rows, key=["code"], missing="withdraw")
        self.touched |= {stood[title] for title in titles if title in stood}
        self.touched |= {rows[title]["occupation_id"] for title in titles if title in rows}

    def _withdraw(self, rome: Rome, stood: Mapping[str, str]) -> None:
        """Withdraw the codes that the list no longer has; say what replaces them; keep their pages."""
        replacements = Occupation.replaced_by.through
        replacements.objects.filter(from_occupation__status=Status.ACTIVE).delete()
        gone = list(
            Occupation.objects.filter(official=True, status=Status.ACTIVE)
            .exclude(code__in=rome.occupations)
            .values_list("code", flat=True)
        )
        if not gone:
            return
        Occupation.objects.filter(code__in=gone).update(
            status=Status.WITHDRAWN, withdrawn_on=timezone.localdate()
        )
        for code in gone:
            new = {child for child, parent in rome.parents.items() if parent == code}
            if not new:
                new = {
                    rome.titles[title][1]
                    for title, at in stood.items()
                    if at == code and title in rome.titles
                }
            replacements.objects.bulk_create(
                [replacements(from_occupation_id=code, to_occupation_id=to) for to in sorted(new)]
            )
        self.tally.withdrawn += len(gone)
        self.touched |= set(gone)

    def _texts(self, rome: Rome) -> None:
        rows = {key: {"text": text} for key, text in rome.texts.items()}
        texts = self._sync(
            OccupationText.objects.all(), rows, key=["occupation_id", "kind", "position"], missing="delete"
        )
        self.touched |= {code for code, _kind, _position in texts}

    def _skills(self, rome: Rome) -> None:
        rows = {code: {"label": label} for code, label in rome.skills.items()}
        official = Skill.objects.exclude(code__startswith=SHEET_PREFIX)
        self.touched_skills |= self._sync(official, rows, key=["code"], missing="delete")
        links = {
            key: {"kind": kind, "position": position} for key, (kind, position) in rome.skill_links.items()
        }
        linked = self._sync(
            OccupationSkill.objects.exclude(skill__code__startswith=SHEET_PREFIX),
            links,
            key=["occupation_id", "skill_id"],
            missing="delete",
        )
        self.touched |= {code for code, _skill in linked}
        self.touched_skills |= {skill for _code, skill in linked}

    def _settings(self, rome: Rome) -> None:
        rows = {code: {"label": label, "kind": kind} for code, (label, kind) in rome.settings.items()}
        self._sync(Environment.objects.all(), rows, key=["code"], missing="delete")
        links: dict[tuple[str, str], dict[str, Any]] = {key: {} for key in sorted(rome.setting_links)}
        linked = self._sync(
            OccupationEnvironment.objects.all(),
            links,
            key=["occupation_id", "environment_id"],
            missing="delete",
        )
        self.touched |= {code for code, _setting in linked}
