"""What an intake holds: exactly what begins inside its window, counted so that the figures add up."""

from datetime import date

import pytest
from tests import factories

from jalon.territory.models import Departement
from jalon.training.enums import Mode, Recruitment
from jalon.training.rules.intakes import Intake, Narrowed
from jalon.training.rules.records import Session as Record
from jalon.training.rules.truth import State
from jalon.training.selectors import intakes, labels
from jalon.training.selectors.intake_rows import rows_of
from jalon.training.tests.offered import BLOIS, TOURS, action, ground, offer, programme

pytestmark = pytest.mark.django_db
AUTUMN = Intake(2027, 9)
TODAY = date(2027, 3, 2)
SEPTEMBER = Record("S1", date(2027, 9, 1))


@pytest.fixture
def blois_and_tours():
    Departement.objects.create(code="37", name="Indre-et-Loire", region=factories.region())
    ground()
    factories.domain("A", label="Nature")
    factories.domain("D", label="Commerce")
    labels._domains_kept.cache_clear()
    yield
    labels._domains_kept.cache_clear()


def titles(sheet):
    return sorted(line.title for line in sheet.dated)


@pytest.mark.parametrize(
    ("start", "held"),
    [
        (date(2027, 8, 14), False),
        (date(2027, 8, 15), True),
        (date(2027, 10, 31), True),
        (date(2027, 11, 1), False),
        (None, False),
    ],
)
@pytest.mark.parametrize("today", [date(2026, 11, 1), date(2027, 9, 20), date(2028, 2, 1)])
def test_only_what_begins_inside_the_window_is_held_whatever_the_day(blois_and_tours, start, held, today):
    others = (Record("S0", date(2025, 1, 6)), Record("S9", date(2029, 1, 8)))
    offer(programme("F1", action(Record("S1", start), *others)))
    sheet = intakes.sheet(AUTUMN, Narrowed(), today=today)
    assert titles(sheet) == (["Formation F1"] if held else [])
    assert intakes.how_many(AUTUMN) == len(sheet.dated)
    assert [row.start.day for row in rows_of(sheet.lines, AUTUMN, today=today)] == ([start] if held else [])


def test_a_suspended_start_is_not_open(blois_and_tours):
    stopped = Record("S1", date(2027, 9, 1), recruitment=Recruitment.SUSPENDED.value)
    real = Record("S2", date(2027, 9, 15))
    offer(programme("F1", action(stopped)), programme("F2", action(stopped, real)))
    sheet = intakes.sheet(AUTUMN, Narrowed(), today=TODAY)
    assert titles(sheet) == ["Formation F2"]
    assert [row.start.day for row in rows_of(sheet.lines, AUTUMN, today=TODAY)] == [date(2027, 9, 15)]


def test_several_starts_of_one_way_are_one_way_and_several_rows(blois_and_tours):
    offer(programme("F1", action(SEPTEMBER, Record("S2", date(2027, 10, 4)))))
    sheet = intakes.sheet(AUTUMN, Narrowed(), today=TODAY)
    assert sheet.counts.total == 1
    assert len(list(rows_of(sheet.lines, AUTUMN, today=TODAY))) == 2


def test_what_one_may_start_at_any_time_is_apart_and_left_out_of_the_past(blois_and_tours):
    offer(programme("F1", action(SEPTEMBER)), programme("F2", action(permanent=True, mode="vae")))
    sheet = intakes.sheet(AUTUMN, Narrowed(), today=TODAY)
    assert titles(sheet) == ["Formation F1"]
    assert [line.title for line in sheet.anytime] == ["Formation F2"]
    assert [row.start.state for row in rows_of(sheet.anytime, AUTUMN, today=TODAY)] == [State.ANY_TIME]
    assert intakes.sheet(AUTUMN, Narrowed(), today=date(2027, 11, 1)).anytime == []


def test_a_state_is_that_of_the_day(blois_and_tours):
    opened = Record("S1", date(2027, 9, 1), registration_until=date(2027, 6, 30))
    offer(programme("F1", action(opened)))
    sheet = intakes.sheet(AUTUMN, Narrowed(), today=TODAY)

    def words(today):
        return [row.start.words for row in rows_of(sheet.lines, AUTUMN, today=today)]

    assert words(TODAY) == ["Inscriptions ouvertes"]
    assert words(date(2027, 7, 1)) == ["Inscriptions closes"]
    assert words(date(2027, 9, 2)) == ["Passée"]


def test_filters_keep_what_they_say_and_count_the_rest(blois_and_tours):
    offer(
        programme("F1", action(SEPTEMBER, mode="school")),
        programme("F2", action(SEPTEMBER, place=TOURS, mode="adult"), level_out=4, rome=("A1203", "A1204")),
        programme("F3", action(SEPTEMBER, place=TOURS, mode="school")),
    )
    sheet = intakes.sheet(AUTUMN, Narrowed(departement="37", mode="school"), today=TODAY)
    assert titles(sheet) == ["Formation F3"]
    counted = {one.name: {choice.value: choice.count for choice in one.choices} for one in sheet.selects}
    assert counted["departement"] == {"37": 1, "41": 1}
    assert counted["par"] == {"school": 1, "adult": 1}
    assert counted["domaine"] == {"D": 1}
    assert sheet.active == [
        ("departement", "37", "Indre-et-Loire"),
        ("par", "school", Mode.SCHOOL.label),
    ]


def test_an_unknown_place_or_domain_is_counted_too(blois_and_tours):
    nowhere = BLOIS._replace(town="", postal_code="", commune="", latitude=None, longitude=None)
    offer(programme("F1", action(SEPTEMBER, place=nowhere), rome=(), certifications=(), level_out=None))
    counts = intakes.sheet(AUTUMN, Narrowed(), today=TODAY).counts
    assert [(row.domain, row.total) for row in counts.rows] == [("autre", 1)]
    assert counts.totals[-1] == ("ailleurs", "À distance ou ailleurs", 1)


def test_a_new_load_shows_at_once(blois_and_tours):
    offer(programme("F1", action(SEPTEMBER)))
    factories.load()
    assert titles(intakes.sheet(AUTUMN, Narrowed(), today=TODAY)) == ["Formation F1"]
    offer(programme("F2", action(SEPTEMBER)))
    factories.load()
    assert titles(intakes.sheet(AUTUMN, Narrowed(), today=TODAY)) == ["Formation F2"]
