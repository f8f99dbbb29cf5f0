"""What can be joined around a commune, counted for every occupation at once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jalon.search.selectors.occurrences import finding
from jalon.training.rules.asking import Asked
from jalon.training.selectors.around import joinable_by_occupation
from jalon.training.selectors.searching import count_found

TOURS = "37261"
pytestmark = pytest.mark.usefixtures("live_region")


def test_each_count_is_what_the_search_lists():
    today = timezone.localdate()
    near = joinable_by_occupation(TOURS, 30, today=today)
    assert len(near) > 20
    for code in [*sorted(near)[:15], "Z9999"]:
        listed = count_found(Asked(occupation=code, commune=TOURS, radius=30), today=today)
        assert near.get(code, 0) == listed, code


def test_farther_is_never_less_and_everywhere_is_most():
    today = timezone.localdate()
    totals = [sum(joinable_by_occupation(TOURS, km, today=today).values()) for km in (10, 30, 100, None)]
    assert totals == sorted(totals)
    assert totals[0] < totals[-1]


def test_what_has_begun_is_no_more_counted():
    today = timezone.localdate()
    now = joinable_by_occupation(TOURS, None, today=today)
    later = joinable_by_occupation(TOURS, None, today=today + timedelta(days=3_000))
    assert sum(later.values()) < sum(now.values())


def test_an_unknown_commune_is_unknown_not_zero():
    assert joinable_by_occupation("99999", 30, today=timezone.localdate()) is None


def test_the_same_question_is_asked_once_of_the_index(monkeypatch):
    today = timezone.localdate()
    first = joinable_by_occupation(TOURS, 50, today=today)
    monkeypatch.setattr(finding, "_asking", None)
    assert joinable_by_occupation(TOURS, 50, today=today) == first
