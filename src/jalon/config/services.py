"""Preparing an installation: database, region, static files, index. Each step does only what is missing."""

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from jalon.config import fingerprints
from jalon.directory.services.accounts import forget_expired
from jalon.outbox.services.jobs import know_jobs
from jalon.search.services import ensure_index, reindex
from jalon.sources.enums import LoadState
from jalon.sources.models import Load
from jalon.sources.services import load_region, report_lines, stale_parts

Say = Callable[[str], None]
LOADING_ROOMS = ("directory", "occupations", "sources", "territory", "training")


def prepare(*, say: Say) -> None:
    """Do every step in order; the second time nothing is done again.

    Raises RefusedDataError when the region's folder has a problem: then nothing of it was loaded.
    """
    migrate(say=say)
    forget_expired()
    collect_static_files(say=say)
    loaded = prepare_region(folder=settings.JALON_REGION, say=say)
    prepare_index(anew=loaded, say=say)
    know_jobs(now=timezone.now())


def migrate(*, say: Say) -> None:
    """Apply the migrations that are missing."""
    executor = MigrationExecutor(connection)
    if missing := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say(f"Base de données : {len(missing)} migration(s) à appliquer")
        call_command("migrate", verbosity=0, interactive=False)


def collect_static_files(*, say: Say) -> None:
    """Gather the static files where whitenoise serves them, when one of them changed."""
    if settings.DEBUG:
        return
    found = fingerprints.of_static_files()
    if fingerprints.kept().get("static") == found and (settings.STATIC_ROOT / "staticfiles.json").is_file():
        return
    say("Fichiers statiques : rassemblés")
    call_command("collectstatic", verbosity=0, interactive=False)
    fingerprints.keep(static=found)


def region_fingerprint(folder: Path) -> str:
    """Return what a region's folder is, read by this version of the loaders."""
    return f"{fingerprints.of_contents(folder)}-{fingerprints.of_code(*LOADING_ROOMS)}"


def region_is_current(folder: Path) -> bool:
    """Tell whether this folder, as it is now, is what the database's last region load took."""
    last = Load.objects.filter(kind="region", state=LoadState.DONE).order_by("-pk").first()
    before = fingerprints.kept().get("region")
    return last is not None and before == [str(folder), region_fingerprint(folder), last.pk]


def prepare_region(*, folder: Path, say: Say) -> bool:
    """Load the region's folder when it changed, or when rows of it depend on a day that is past.

    Tells whether the folder changed: rows that only follow the day are announced to the index one by one.
    """
    known = folder.is_dir() and region_is_current(folder)
    if known and not stale_parts(timezone.localdate()):
        return False
    say(f"Région : lecture de {folder.name}")
    tally = load_region(folder)
    for line in report_lines(tally, origin=folder.name):
        say(line)
    last = Load.objects.filter(kind="region", state=LoadState.DONE).latest("pk")
    fingerprints.keep(region=[str(folder), region_fingerprint(folder), last.pk])
    return not known


def prepare_index(*, anew: bool, say: Say) -> None:
    """Make the search index when asked, when the lexicons or the database changed; else let it catch up."""
    where = connection.settings_dict
    words = [fingerprints.of_package_data(), str(where["HOST"]), str(where["PORT"]), str(where["NAME"])]
    if not anew and fingerprints.kept().get("words") == words:
        ensure_index()
        return
    say("Recherche : index en cours de construction")
    counts = reindex()
    say("Recherche : " + ", ".join(f"{count} {kind}" for kind, count in sorted(counts.items())))
    fingerprints.keep(words=words)
