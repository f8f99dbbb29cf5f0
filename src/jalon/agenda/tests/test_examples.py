"""Example events: some are always to come, those that people changed are left as they are."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from tests import factories

from jalon.agenda.enums import EventState
from jalon.agenda.models import Event
from jalon.agenda.rules.examples import DAYS_AHEAD, DAYS_BACK, days_around, nth_weekday
from jalon.agenda.services.examples import EVENTS, read_examples, write_examples
from jalon.sources.services import Tally

FILE = """
- slug: forum
  title: Forum d'exemple
  kind: forum
  when: {month: %s, week: 2, day: jeudi, start: "10:00", end: "16:00"}
- slug: idee
  title: Une idée
  kind: other
  when: {month: %s, week: 1, day: mardi}
  state: idea
"""


@given(
    st.dates(date(2020, 1, 1), date(2060, 1, 1)),
    st.integers(1, 12),
    st.integers(1, 5),
    st.integers(0, 6),
)
def test_a_day_told_by_month_and_week_is_always_to_come(today, month, week, weekday):
    days = list(days_around(today, month=month, week=week, weekday=weekday))
    assert any(day >= today for day in days)
    assert all(day.weekday() == weekday and day.month == month for day in days)
    assert all(-DAYS_BACK <= (day - today).days <= DAYS_AHEAD for day in days)
    assert days == sorted(set(days))
    assert nth_weekday(today.year, month, 5, weekday).day > 21


@pytest.fixture
def said(tmp_path):
    """Read a folder of two examples, both in next month."""
    (tmp_path / "agenda").mkdir()
    month = (timezone.localdate().replace(day=1) + timedelta(days=40)).month
    (tmp_path / EVENTS).write_text(FILE % (month, month), encoding="utf-8")
    rows, problems = read_examples(tmp_path)
    assert not problems
    return rows


@pytest.mark.django_db
def test_examples_are_made_once_for_each_year_and_then_left_to_people(said):
    source = factories.source(demonstration=True)
    write_examples(said, source, Tally())
    forums = Event.objects.filter(title="Forum d'exemple")
    states = set(forums.values_list("state", flat=True))
    assert EventState.HELD in states
    assert states & {EventState.OPEN, EventState.SAVE_THE_DATE}
    assert all(forums.values_list("demonstration", flat=True))
    assert not Event.objects.filter(state=EventState.IDEA, occurrences__first_day__lt=timezone.localdate())
    count = Event.objects.count()
    forums.update(title="Changé à la main")
    tally = Tally()
    write_examples(said, source, tally)
    assert (Event.objects.count(), tally.created) == (count, 0)
    assert Event.objects.filter(title="Changé à la main").exists()


@pytest.mark.django_db
def test_a_region_that_is_no_demonstration_gets_no_example(said):
    write_examples(said, factories.source(demonstration=False), Tally())
    assert not Event.objects.exists()


def test_what_is_wrong_is_said_with_its_line(tmp_path):
    (tmp_path / "agenda").mkdir()
    wrong = (FILE % (13, 2)).replace("idee", "forum")
    (tmp_path / EVENTS).write_text(wrong, encoding="utf-8")
    _rows, problems = read_examples(tmp_path)
    assert problems
    assert all(problem.line > 0 and problem.reason for problem in problems)
