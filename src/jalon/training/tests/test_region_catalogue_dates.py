"""Intakes that come back: they never run out, fall on no day off, and stay the same from day to day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.training.enums import Recruitment
from jalon.training.rules.recurring import (
    AHEAD,
    BACK,
    FIXED_HOLIDAYS,
    Recurrence,
    Window,
    add_months,
    checked_on,
    easter_holidays,
    end_by_days,
    end_by_months,
    recruitment_on,
    starts,
)

days = st.dates(date(2024, 6, 1), date(2045, 12, 31))
days_of_year = st.dates(date(2024, 1, 1), date(2024, 12, 31)).map(lambda day: (day.month, day.day))
yearly = st.lists(days_of_year, min_size=1, max_size=4).map(lambda found: Recurrence(days=tuple(found)))
weekly = st.builds(Recurrence, weeks=st.integers(1, 52), shift=st.integers(0, 51))


@given(yearly, days)
def test_what_comes_back_every_year_has_begun_and_will_begin(recurrence, today):
    found = starts(recurrence, today=today)
    assert found[0] <= today < found[-1]
    assert found[-1] > today + timedelta(days=365)


@given(yearly | weekly, days)
def test_starts_are_working_days_in_order_within_the_horizon(recurrence, today):
    found = starts(recurrence, today=today)
    assert found == sorted(set(found))
    assert all(today - BACK <= start <= today + AHEAD for start in found)
    assert all(start.weekday() < 5 and (start.month, start.day) not in FIXED_HOLIDAYS for start in found)
    assert not any(start in easter_holidays(start.year) for start in found)


@given(yearly | weekly, days, st.integers(0, 300))
def test_the_same_intake_has_the_same_start_whatever_the_day(recurrence, today, later):
    now, then = (starts(recurrence, today=day) for day in (today, today + timedelta(days=later)))
    first, last = today + timedelta(days=later) - BACK, today + AHEAD
    assert [start for start in now if start >= first] == [start for start in then if start <= last]


@given(days, st.integers(1, 120), st.none() | days_of_year)
def test_a_course_ends_after_its_start_on_a_working_day(day, months, ends):
    start = starts(Recurrence(weeks=1), today=day)[0]
    end = end_by_months(start, months, ends=ends)
    assert start <= end <= add_months(start, months) + timedelta(days=45)
    assert end >= add_months(start, months) - timedelta(days=100)
    assert end == start or (end.weekday() < 5 and (end.month, end.day) not in FIXED_HOLIDAYS)


@given(days, st.integers(1, 60))
def test_days_in_a_row_are_counted_without_days_off(day, count):
    start = starts(Recurrence(weeks=1), today=day)[0]
    end = end_by_days(start, count)
    assert count - 1 <= (end - start).days <= 2 * count + 5


def test_easter_moves_with_the_moon():
    # Published dates of Easter Monday; 1981 and 2049 are the rule's corner cases.
    mondays = {1981: (4, 20), 2024: (4, 1), 2025: (4, 21), 2026: (4, 6), 2027: (3, 29), 2049: (4, 19)}
    for year, (month, day) in mondays.items():
        monday = date(year, month, day)
        assert easter_holidays(year) == {monday, monday + timedelta(days=38), monday + timedelta(days=49)}


def test_a_school_year_begun_in_september_ends_in_july():
    assert end_by_months(date(2026, 9, 1), 24, ends=(7, 3)) == date(2028, 7, 3)
    assert end_by_months(date(2026, 9, 1), 10, ends=(7, 3)) == date(2027, 7, 2)  # the 3rd is a Saturday
    assert end_by_months(date(2026, 9, 1), 18, ends=(7, 3)) == date(2028, 2, 29)  # no July is near


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (date(2026, 1, 31), Recruitment.UNKNOWN),
        (date(2026, 2, 1), Recruitment.OPEN),
        (date(2026, 3, 1), Recruitment.OPEN),
        (date(2026, 3, 2), Recruitment.FULL),
    ],
)
def test_a_provider_says_open_within_its_window_only(today, state):
    window = Window(opens=date(2026, 2, 1), closes=date(2026, 3, 1))
    assert recruitment_on(today, start=date(2026, 3, 9), window=window) == state


@given(days, st.text(min_size=1, max_size=20))
def test_what_is_checked_was_checked_within_a_fortnight(today, key):
    checked = checked_on(today, key=key)
    assert 0 <= (today - checked).days < 14
    assert checked_on(checked, key=key) == checked
