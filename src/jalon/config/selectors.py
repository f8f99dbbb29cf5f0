"""How an installation is: one line a topic, each saying what to do when something is not well."""

import os
from collections.abc import Iterator

import django
from django.conf import settings
from django.core.checks import Warning as CheckWarning
from django.core.checks import run_checks
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from jalon.config.rules import Line, State, freshness
from jalon.config.services import region_is_current
from jalon.outbox.selectors.standing import Standing, goes_somewhere, standing
from jalon.search.selectors.reader import UnusableIndexError
from jalon.search.selectors.status import index_status
from jalon.search.services import kinds
from jalon.search.services.upkeep import behind
from jalon.sources.enums import LoadState
from jalon.sources.models import Load
from jalon.sources.rules import agreed
from jalon.territory.models import Region

ENGINES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def inspect_installation() -> list[Line]:
    """Look at everything; a topic that cannot be looked at because of another one says so."""
    lines = [*configuration()]
    database = [*database_lines()]
    lines += database
    if any(line.state is State.ERROR for line in database):
        return [*lines, Line("données", State.ERROR, "non vérifiées", "réparez d'abord la base de données")]
    return [*lines, *region_lines(), *index_lines(), *freshness_lines(), *worker_lines()]


def configuration() -> Iterator[Line]:
    """Settings, state folder, static files."""
    problems = run_checks()
    for problem in problems:
        state = State.WARNING if isinstance(problem, CheckWarning) else State.ERROR
        yield Line("configuration", state, str(problem.msg), str(problem.hint or ""))
    if not problems:
        hosts = ", ".join(settings.ALLOWED_HOSTS)
        yield Line("configuration", State.OK, f"Django {django.__version__}, adresses servies : {hosts}")
    home = settings.JALON_HOME
    if os.access(home, os.W_OK | os.X_OK):
        yield Line("dossier d'état", State.OK, f"{home} (accessible en écriture)")
    else:
        yield Line(
            "dossier d'état", State.ERROR, f"{home} n'est pas accessible en écriture",
            "donnez-le au compte qui fait tourner Jalon, ou changez JALON_HOME",
        )  # fmt: skip
    if not settings.DEBUG and not (settings.STATIC_ROOT / "staticfiles.json").is_file():
        yield Line("fichiers statiques", State.ERROR, "pas encore rassemblés", "lancez jalon prepare")


def database_lines() -> Iterator[Line]:
    """Reachable, which engine, migrations applied."""
    engine = ENGINES.get(connection.vendor, connection.vendor)
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT sqlite_version()" if connection.vendor == "sqlite" else "SHOW server_version"
            )
            version = cursor.fetchone()[0].split()[0]
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except (DatabaseError, OSError) as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        yield Line(
            "base de données", State.ERROR, f"{engine} ne répond pas ({reason})",
            "vérifiez DATABASE_URL et que le serveur de base de données tourne",
        )  # fmt: skip
        return
    if missing:
        text = f"{engine} {version} répond, {len(missing)} migration(s) manquante(s)"
        yield Line("base de données", State.ERROR, text, "lancez jalon prepare (ou jalon migrate)")
    else:
        yield Line("base de données", State.OK, f"{engine} {version} répond, migrations à jour")


def region_lines() -> Iterator[Line]:
    """Which region is loaded, and whether its folder changed since."""
    region = Region.objects.first()
    folder = settings.JALON_REGION
    if region is None:
        yield Line(
            "région",
            State.ERROR,
            "aucune région chargée",
            "lancez jalon prepare (ou jalon load region DOSSIER)",
        )
        return
    shown = f"{region.name}{' (données de démonstration)' if region.demonstration else ''}"
    if not folder.is_dir():
        yield Line(
            "région", State.WARNING, f"{shown}, mais le dossier {folder} est absent", "vérifiez JALON_REGION"
        )
    elif not region_is_current(folder):
        yield Line(
            "région", State.WARNING, f"{shown}, mais son dossier a changé depuis", "lancez jalon prepare"
        )
    else:
        yield Line("région", State.OK, f"{shown}, chargée depuis {folder.name}")


def index_lines() -> Iterator[Line]:
    """Present, readable, up to date, how many entries of each kind."""
    try:
        status = index_status(kinds())
    except UnusableIndexError as error:
        yield Line("recherche", State.ERROR, f"index inutilisable ({error})", "lancez jalon reindex")
        return
    held = ", ".join(f"{count} {kind}" for kind, count in status.entries.items()) or "aucune entrée"
    if late := behind():
        yield Line(
            "recherche", State.WARNING, f"{held} ; {late} changement(s) en retard", "lancez jalon reindex"
        )
    elif not any(status.entries.values()):
        yield Line(
            "recherche", State.ERROR, "l'index est vide", "chargez une région, puis lancez jalon reindex"
        )
    else:
        yield Line("recherche", State.OK, f"index à jour : {held}")


def freshness_lines() -> Iterator[Line]:
    """The last successful load of each source in use, its age, and a refusal since."""
    today = timezone.localdate()
    families: dict[str, Load] = {}
    loads = Load.objects.filter(state=LoadState.DONE).select_related("source").order_by("-started_at", "-pk")
    for load in loads:
        if load.source is not None:
            families.setdefault(load.source.family, load)
    for family, load in sorted(families.items()):
        moment = load.finished_at or load.started_at
        topic = f"données « {load.source} »"
        yield freshness(topic, family=family, loaded_on=timezone.localdate(moment), today=today)
        refused = Load.objects.filter(kind=load.kind, state=LoadState.REFUSED, started_at__gt=load.started_at)
        if last := refused.order_by("-started_at").first():
            problems = agreed(last.rejected, "problème,problèmes")
            text = f"le dernier chargement ({last.origin}) a été refusé : {problems}"
            yield Line(topic, State.WARNING, text, "corrigez le fichier et chargez-le de nouveau")
    if not families:
        yield Line("données", State.WARNING, "aucun chargement réussi", "lancez jalon prepare")


def worker_lines() -> Iterator[Line]:
    """Whether messages leave and jobs are done."""
    found = standing(now=timezone.now())
    yield _mail_line(found)
    late, failed = ", ".join(found.late_jobs), ", ".join(found.failed_jobs)
    if late:
        yield Line("tâches", State.ERROR, f"en retard : {late}", "lancez jalon worker, et laissez-le tourner")
    elif found.never_run:
        yield Line("tâches", State.WARNING, "aucune n'a encore été faite", "lancez jalon worker")
    elif failed:
        yield Line("tâches", State.WARNING, f"en échec : {failed}", "lisez le journal de jalon worker")
    else:
        yield Line("tâches", State.OK, "à l'heure")


def _mail_line(found: Standing) -> Line:
    waiting = agreed(found.waiting, "message,messages") + " en attente"
    if not goes_somewhere():
        return Line(
            "courrier", State.WARNING, f"aucun serveur réglé, {waiting}",
            "donnez JALON_SMTP_URL et JALON_MAIL_FROM (JALON_MAIL_FOLDER pour développer)",
        )  # fmt: skip
    if found.late_since:
        since = timezone.localtime(found.late_since)
        return Line(
            "courrier", State.ERROR, f"{waiting} depuis le {since:%d/%m/%Y à %H:%M}",
            "voyez /equipe/messages/ : le travailleur tourne-t-il, le serveur répond-il ?",
        )  # fmt: skip
    if found.failed:
        text = agreed(found.failed, "message,messages") + " en échec"
        return Line("courrier", State.WARNING, text, "les motifs sont sur /equipe/messages/")
    where = f"serveur {settings.EMAIL_HOST}" if settings.EMAIL_HOST else f"dossier {settings.MAIL_FOLDER}"
    return Line("courrier", State.OK, f"{where}, {waiting}")
