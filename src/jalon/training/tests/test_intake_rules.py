"""The windows of intakes: apart from each other, listed around any day."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from jalon.training.rules.intakes import (
    AHEAD,
    KEPT,
    Intake,
    Narrowed,
    intakes_around,
    main_domain,
    narrowed_pairs,
    read_intake,
    read_narrowed,
    runs,
)

todays = st.dates(date(2020, 1, 1), date(2090, 1, 1))
years = st.integers(2010, 2099)
narrowings = st.builds(
    Narrowed,
    *(st.sampled_from(values) for values in (("", "37"), ("", "A", "N"), ("", "0", "3"), ("", "school"))),
)


def test_windows_are_those_that_people_say():
    assert (Intake(2027, 9).first, Intake(2027, 9).last) == (date(2027, 8, 15), date(2027, 10, 31))
    assert (Intake(2028, 1).first, Intake(2028, 1).last) == (date(2027, 12, 15), date(2028, 2, 29))


@given(years)
def test_windows_never_overlap(year):
    every = [Intake(one, month) for one in (year, year + 1) for month in (1, 9)]
    assert all(before.last < after.first for before, after in pairwise(every))
    assert all(intake.first < intake.last for intake in every)


@given(todays)
@example(date(2021, 3, 1))
@example(date(2026, 11, 22))
def test_what_comes_is_listed_first_and_what_is_past_stays_a_year(today):
    listed = intakes_around(today)
    coming, past = listed[:AHEAD], listed[AHEAD:]
    assert len(set(listed)) == len(listed)
    assert all(intake.last >= today for intake in coming)
    assert coming == sorted(coming)
    assert coming[0].first <= today + timedelta(days=366)
    assert all(today - KEPT <= intake.last < today for intake in past)
    assert past == sorted(past, reverse=True)
    assert len(past) in {2, 3}, "three when a window ended a year ago to the day"
    assert [one.is_now(today) for one in listed[1:]] == [False] * (len(listed) - 1)


@given(todays)
def test_no_intake_is_missing_between_those_listed(today):
    listed = sorted(intakes_around(today))
    months = [(one.year * 2 + (one.month == 9)) for one in listed]
    assert months == list(range(months[0], months[0] + len(months)))


@given(years, st.sampled_from([1, 9]))
def test_an_address_is_read_back(year, month):
    intake = Intake(year, month)
    assert read_intake(intake.slug) == intake


@given(st.text(max_size=12))
def test_any_other_text_names_no_intake(slug):
    found = read_intake(slug)
    assert found is None or found.slug == slug


def test_other_months_and_centuries_have_no_intake():
    assert [read_intake(slug) for slug in ("2027-02", "1927-09", "2027-9", "٢٠٢٧-09", "")] == [None] * 5


@given(narrowings)
def test_what_is_asked_is_read_back(narrowed):
    values = dict(narrowed_pairs(narrowed))
    known = {"departement": ("37",), "domain": ("A", "N"), "level": ("0", "3"), "mode": ("school",)}
    assert read_narrowed(lambda name: values.get(name, ""), known.__getitem__) == narrowed


@given(st.text(max_size=8))
def test_a_value_that_is_not_known_is_left_out(value):
    assert read_narrowed(lambda _name: value, lambda _field: ()) == Narrowed()


@given(st.lists(st.sampled_from(["A1203", "G1602", "K1304", "Z9999", "", "a1"]), max_size=6))
def test_a_programme_stands_under_one_of_its_domains(codes):
    letter = main_domain(codes)
    letters = {code[0] for code in codes if code[:1] in set("AGK")}
    assert letter in letters if letters else letter == ""


def test_the_first_domain_named_wins_a_tie():
    assert main_domain(["K1304", "A1203"]) == "K"


@given(st.sets(st.integers(1, 60)))
def test_runs_hold_exactly_their_numbers(numbers):
    found = runs(sorted(numbers))
    assert [number for first, last in found for number in range(first, last + 1)] == sorted(numbers)
    assert all(before[1] + 1 < after[0] for before, after in pairwise(found))
