"""The demonstration catalogue: every mode, level, département and occupation, alive whatever the day."""

from collections import defaultdict
from datetime import date, timedelta

import pytest
import yaml
from django.conf import settings

from jalon.training.enums import Funding, Mode, Recruitment, Rhythm
from jalon.training.services.region.building import Town, programme_records
from jalon.training.services.region.reading import read_training

pytestmark = pytest.mark.django_db

DAYS = [date(2026, 11, 22), date(2027, 3, 1), date(2028, 8, 31)]


@pytest.fixture
def training():
    """What the demonstration region's folder says."""
    found, problems = read_training(settings.JALON_REGION)
    assert problems == []
    return found


def records_on(training, today):
    """Return the records drawn on a day, in towns without a name."""
    towns = {code: Town("", "", 47.0, 1.0) for code in training.communes}
    return programme_records(training, towns, today=today)


def read_list(name: str) -> list[dict]:
    """Return a YAML list of the demonstration folder."""
    return yaml.safe_load((settings.JALON_REGION / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("today", DAYS)
def test_it_is_large_and_alive_on_any_day(training, today):
    records = records_on(training, today)
    actions = [action for record in records for action in record.actions]
    sessions = [session for action in actions for session in action.sessions]
    assert len(records) >= 190
    assert len(sessions) >= 520
    assert all(
        action.permanent or any(session.start > today for session in action.sessions) for action in actions
    )
    assert {session.recruitment for session in sessions} == set(Recruitment.values)
    assert sum(session.recruitment == Recruitment.OPEN for session in sessions) >= 30
    assert all(0 <= (today - session.updated_on).days < 14 for session in sessions)
    assert all(session.start <= session.end for session in sessions)


def test_numbers_are_unique(training):
    records = records_on(training, DAYS[0])
    numbers = [record.number for record in records]
    numbers += [action.number for record in records for action in record.actions]
    numbers += [s.number for record in records for action in record.actions for s in action.sessions]
    assert len(numbers) == len(set(numbers))


def test_the_next_day_few_programmes_differ(training):
    before, after = (
        {record.number: record for record in records_on(training, day)}
        for day in (DAYS[0], DAYS[0] + timedelta(days=1))
    )
    assert before.keys() == after.keys()
    assert sum(before[number] != after[number] for number in before) < len(before) / 4


def test_every_mode_level_rhythm_funding_and_departement_is_there(training):
    records = records_on(training, DAYS[0])
    actions = [action for record in records for action in record.actions]
    assert {mode for action in actions for mode in action.modes} == set(Mode.values)
    assert {rhythm for action in actions for rhythm in action.rhythms} == set(Rhythm.values)
    assert {way for action in actions for way in action.funding} == set(Funding.values)
    assert {record.level_out for record in records} == {None, 3, 4, 5, 6, 7, 8}
    assert {record.level_in for record in records} >= {0, 3, 4, 5, 6, 7}
    assert {action.place.commune[:2] for action in actions} == {"18", "28", "36", "37", "41", "45"}
    assert {action.accessible for action in actions} == {True, False, None}
    assert any(action.permanent for action in actions)


def test_every_occupation_of_the_region_has_a_programme(training):
    occupations = {
        sheet["code"]
        for path in (settings.JALON_REGION / "occupations").glob("*.yaml")
        for sheet in read_list(f"occupations/{path.name}")
    }
    learnt = {code for programme in training.programmes for code in programme.rome}
    assert learnt == occupations


def test_many_certifications_are_reached_in_several_ways(training):
    modes, places = defaultdict(set), defaultdict(set)
    for record in records_on(training, DAYS[0]):
        for code in record.certifications[:1]:
            modes[code] |= {mode for action in record.actions for mode in action.modes}
            places[code] |= {action.place.commune for action in record.actions}
    assert sum(len(modes[code]) > 1 and len(places[code]) > 1 for code in modes) >= 40


def test_certifications_that_programmes_name_are_described_with_their_level(training):
    described = {one["code"]: one for one in read_list("training/certifications.yaml")}
    for programme in training.programmes:
        for code in programme.certifications:
            assert described[code].get("level") == (int(programme.level) if programme.level else None), code
    named = {code for programme in training.programmes for code in programme.certifications}
    assert all(one.get("replaced_by") for code, one in described.items() if code not in named)


def test_nothing_of_it_could_be_taken_for_a_real_body(training):
    assert all(provider.demonstration for provider in training.providers.values())
    assert all("exemple" in provider.name for provider in training.providers.values())
