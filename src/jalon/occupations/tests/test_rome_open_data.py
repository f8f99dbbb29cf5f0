"""The real ROME files, when the open data folder stands beside the repository."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from jalon.occupations.enums import Status, TitleKind
from jalon.occupations.models import Occupation, OccupationSkill, OccupationText, Relation, Skill, Title
from jalon.occupations.services import load_rome

pytestmark = pytest.mark.django_db

JUDGED = Path(__file__).resolve().parents[4] / "tests" / "data" / "related.tsv"


def recall_of_related():
    """Measure the ten closest on the judged set."""
    out = StringIO()
    call_command("evaluate_related", JUDGED, as_json=True, stdout=out)
    return json.loads(out.getvalue())["recall_at_10"]


def test_rome_3_then_rome_4(shared_data):
    tally = load_rome(shared_data / "rome-v347")
    assert Occupation.objects.count() == 532
    assert Title.objects.count() == 10_990
    assert Skill.objects.count() == 4_947 + 2
    assert OccupationText.objects.count() == 5_037
    assert OccupationSkill.objects.count() == 12_109 + 98
    assert tally.rejected == 13_353
    assert len(tally.grouped_rejects()) == 1
    assert Occupation.objects.get(code="L1510").label == "Films d'animation et effets spéciaux"
    assert not Title.objects.filter(label__contains="''").exists()
    assert Occupation.objects.exclude(level=None).count() >= 515
    assert Occupation.objects.filter(condition_links__isnull=False).distinct().count() >= 470
    assert Relation.objects.count() == 532 * 15
    assert not Relation.objects.filter(reasons=[]).exists()
    near = Relation.objects.filter(occupation_id="J1501").values_list("related_id", flat=True)
    assert {"J1304", "J1506", "J1301"} == set(near[:3])
    assert {"K1301", "K1302"} <= set(near[:10])
    assert recall_of_related() >= 0.71
    assert not load_rome(shared_data / "rome-v347").changed

    tally = load_rome(shared_data / "rome-v460")
    assert tally.rejected == 0
    assert Occupation.objects.filter(status=Status.ACTIVE).count() == 1_584
    assert Title.objects.filter(kind=TitleKind.OFFICIAL, withdrawn=False).count() == 13_120
    assert OccupationText.objects.filter(source__version="3.47").count() == 5_037
    assert Occupation.objects.exclude(parent=None).count() == 1_584 - 532
    assert not load_rome(shared_data / "rome-v460").changed
    assert recall_of_related() >= 0.6
