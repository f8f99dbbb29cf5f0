"""Fixtures that every room's tests may use; `tests/settings.py` gives the throw-away state folder."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management.commands import flush
from django.db import transaction

from jalon.guidance.selectors.routes import forget_ways
from jalon.journal.services.keeping import opened_journal
from jalon.search.services import reindex
from jalon.sources.services import load_region
from jalon.territory.selectors import forget_ground
from jalon.ui.services.attempts import forget_every_attempt

REPOSITORY = Path(__file__).resolve().parent
SHARED = REPOSITORY.parent / "shared" / "data"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests by what they need, so that `-m 'not shared'` leaves out those that read the open data."""
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        if "shared_data" in fixtures:
            item.add_marker(pytest.mark.shared)
        if "live_region" in fixtures:
            item.add_marker(pytest.mark.django_db)


@pytest.fixture(scope="session", autouse=True)
def journal_empties_between_tests() -> Iterator[None]:
    """Let tests that commit empty the journal when they end: SQLite triggers refuse a plain flush."""
    empty = flush.Command.handle

    def empty_all(command: flush.Command, **options) -> None:
        with opened_journal():
            empty(command, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flush.Command, "handle", empty_all)
        yield


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Folder of open data beside the repository (ROME, communes, …); the test is skipped without it."""
    if not SHARED.is_dir():
        pytest.skip(f"the open data folder is absent: {SHARED}")
    return SHARED


@pytest.fixture(autouse=True)
def fresh_state(request: pytest.FixtureRequest) -> None:
    """Start each test without anything cached or indexed, unless its module keeps a region of its own."""
    if "live_region" not in request.fixturenames:
        forget_everything()


def forget_everything() -> None:
    """Empty the caches and the counts, and throw the search index away."""
    cache.clear()
    forget_ground()
    forget_ways()
    forget_every_attempt()
    shutil.rmtree(settings.JALON_HOME / "index", ignore_errors=True)


@pytest.fixture(scope="module")
def live_region(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The demonstration region, loaded and indexed once for a module of reading tests.

    The whole module is one transaction, undone at its end; each test is another one inside it.
    """
    forget_everything()
    with django_db_blocker.unblock(), transaction.atomic():
        load_region(settings.JALON_REGION)
        reindex()
        yield
        transaction.set_rollback(True)
    forget_everything()
