import json
from datetime import timedelta
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import timezone

from jalon.config import selectors
from jalon.config.rules import State
from jalon.sources.enums import LoadState
from jalon.sources.models import Load, Source
from jalon.territory.models import Region
from jalon.training.models import Feed

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def home(settings, tmp_path):
    """A state folder of this test's own."""
    settings.JALON_HOME = tmp_path / "home"
    settings.STATIC_ROOT = settings.JALON_HOME / "static"
    settings.JALON_HOME.mkdir()
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    return settings.JALON_HOME


def prepared() -> str:
    out = StringIO()
    call_command("prepare", stdout=out)
    return out.getvalue()


def checked(*arguments: str) -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("check_installation", *arguments, stdout=out)
    except SystemExit as end:
        return int(end.code or 0), out.getvalue()
    return 0, out.getvalue()


def test_an_empty_installation_fails_and_every_broken_line_says_what_to_do(home):
    code, text = checked()
    assert code == 1
    broken = [line for line in text.splitlines() if line.startswith("✗")]
    assert {line.split(" : ")[0] for line in broken} >= {"✗ fichiers statiques", "✗ région", "✗ recherche"}
    assert all(" → " in line for line in broken)


def test_prepare_makes_everything_ready_and_the_second_time_does_nothing(home):
    first = prepared()
    assert "Région : lecture de" in first
    assert Region.objects.count() == 1
    assert prepared().splitlines() == ["Jalon est prêt."]
    code, text = checked()
    assert code == 0, text
    assert "✗" not in text


def test_the_next_day_prepare_draws_the_intakes_again_without_a_new_index(home):
    prepared()
    Feed.objects.update(loaded_on=timezone.localdate() - timedelta(days=1))
    text = prepared()
    assert "Région : lecture de" in text
    assert "index en cours de construction" not in text
    assert prepared().splitlines() == ["Jalon est prêt."]


def test_prepare_says_what_is_wrong_with_a_folder_and_loads_nothing(home, settings, tmp_path):
    settings.JALON_REGION = tmp_path / "vide"
    settings.JALON_REGION.mkdir()
    errors = StringIO()
    with pytest.raises(CommandError):
        call_command("prepare", stdout=StringIO(), stderr=errors)
    assert "region.yaml" in errors.getvalue()
    assert not Region.objects.exists()


def test_the_report_is_also_json(home):
    code, text = checked("--json")
    lines = json.loads(text)
    assert code == 1
    assert {"topic", "state", "text", "advice"} == set(lines[0])
    assert "base de données" in {line["topic"] for line in lines}


def test_a_database_that_does_not_answer_is_one_plain_line(home, monkeypatch):
    def refuse(*arguments, **options):
        raise OSError("connection refused")

    monkeypatch.setattr(selectors.connection, "cursor", refuse)
    lines = list(selectors.database_lines())
    assert [line.state for line in lines] == [State.ERROR]
    assert "connection refused" in lines[0].text
    assert "DATABASE_URL" in lines[0].advice


def test_a_damaged_index_is_seen_and_not_repaired_in_silence(home):
    prepared()
    (settings.JALON_HOME / "index" / "current.json").write_text("{", encoding="utf-8")
    lines = list(selectors.index_lines())
    assert [line.state for line in lines] == [State.ERROR]
    assert "jalon reindex" in lines[0].advice


def test_old_data_and_a_later_refusal_are_warnings():
    long_ago = timezone.now() - timedelta(days=900)
    source = Source.objects.create(slug="rome-1", family="rome", title="ROME", version="1")
    Load.objects.create(source=source, kind="rome", origin="a", state=LoadState.DONE, started_at=long_ago)
    Load.objects.create(
        kind="rome", origin="b", state=LoadState.REFUSED, started_at=timezone.now(), rejected=3
    )
    lines = list(selectors.freshness_lines())
    assert [line.state for line in lines] == [State.WARNING, State.WARNING]
    assert "900 jours" in lines[0].text
    assert "3 problèmes" in lines[1].text
