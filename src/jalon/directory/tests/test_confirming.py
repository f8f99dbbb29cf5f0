"""When contacts are asked, and what is shown of those who do not answer; the same asked of queries."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import factories

from jalon.directory.enums import ContactState
from jalon.directory.models import Contact
from jalon.directory.rules import confirming
from jalon.directory.rules.confirming import Standing, is_due, is_forgotten, state_of, years_before
from jalon.directory.selectors.standing import due_to_ask, in_state, standing_of

DAY = datetime.timedelta(days=1)
TODAY = datetime.date(2026, 3, 2)
DAYS = st.dates(datetime.date(2018, 1, 1), datetime.date(2035, 12, 31))
STANDINGS = st.builds(
    Standing,
    identified=st.booleans(),
    has_address=st.booleans(),
    since=DAYS,
    asked_on=st.none() | DAYS,
    silent_since=st.none() | DAYS,
)


def known(since: datetime.date, **fields) -> Standing:
    return Standing(identified=True, has_address=True, since=since, **fields)


@given(day=DAYS, years=st.integers(1, 4))
def test_years_before_keeps_the_day(day, years):
    before = years_before(day, years)
    assert before.year == day.year - years
    assert (before.month, before.day) == (day.month, day.day) or (day.month, day.day) == (2, 29)


@given(standing=STANDINGS, today=DAYS)
def test_one_is_asked_at_most_once_a_year(standing, today):
    if not is_due(standing, today):
        return
    after = Standing(True, True, standing.since, asked_on=today, silent_since=today)
    assert not any(is_due(after, today + DAY * days) for days in range(1, 365))
    assert is_due(after, today + DAY * 366)


@given(standing=STANDINGS, today=DAYS)
def test_nobody_without_name_or_address_is_asked_and_nobody_who_was_right_this_year(standing, today):
    if is_due(standing, today):
        assert standing.identified
        assert standing.has_address
        assert standing.since <= years_before(today)


@given(since=DAYS)
def test_thirty_days_to_answer(since):
    asked = since + DAY * 366
    silent = known(since, asked_on=asked, silent_since=asked)
    assert state_of(silent, asked + DAY * 30) == ContactState.KNOWN
    assert state_of(silent, asked + DAY * 31) == ContactState.TO_CONFIRM


@given(since=DAYS, days=st.integers(31, 1500))
def test_who_stays_silent_stays_to_confirm_when_asked_again(since, days):
    first = since + DAY * 366
    again = first + DAY * days
    assert state_of(known(since, asked_on=again, silent_since=first), again) == ContactState.TO_CONFIRM


@given(today=DAYS, days=st.integers(0, 360))
def test_who_just_answered_is_known_and_left_in_peace(today, days):
    standing = known(today, asked_on=today - DAY)
    assert state_of(standing, today + DAY * days) == ContactState.KNOWN
    assert not is_due(standing, today + DAY * days)


@given(since=DAYS)
def test_who_cannot_be_asked_has_the_same_time(since):
    unreachable = Standing(identified=True, has_address=False, since=since)
    anniversary = next(since + DAY * days for days in (365, 366) if years_before(since + DAY * days) >= since)
    assert state_of(unreachable, anniversary + DAY * 29) == ContactState.KNOWN
    assert state_of(unreachable, anniversary + DAY * 33) == ContactState.TO_CONFIRM


@given(standing=STANDINGS, today=DAYS)
def test_without_a_name_a_contact_is_to_identify_and_only_then(standing, today):
    assert (state_of(standing, today) == ContactState.TO_IDENTIFY) == (not standing.identified)


@given(standing=STANDINGS, today=DAYS)
def test_what_is_forgotten_was_silent_three_years(standing, today):
    if is_forgotten(standing, today):
        assert standing.since <= years_before(today, 3)
        assert state_of(standing, today + DAY) == ContactState.TO_CONFIRM or standing.silent_since


def test_a_link_opens_for_half_a_year():
    assert confirming.link_opens(TODAY, TODAY)
    assert confirming.link_opens(TODAY - DAY * confirming.LINK_DAYS, TODAY)
    assert not confirming.link_opens(TODAY - DAY * (confirming.LINK_DAYS + 1), TODAY)
    assert not confirming.link_opens(None, TODAY)


@pytest.mark.django_db
def test_queries_say_what_the_rules_say():
    """Every mix of days around the limits, asked of both."""
    place = factories.organisation()
    marks = [0, 29, 30, 31, 364, 365, 366, 394, 395, 396, 397, 730, 1200]
    since = [None, *(TODAY - DAY * days for days in marks)]
    asked = [None, *(TODAY - DAY * days for days in (0, 30, 31, 365, 366))]
    Contact.objects.bulk_create(
        Contact(
            organisation=place,
            task="x",
            name=name,
            email=email,
            confirmed_on=day,
            asked_on=one,
            silent_since=silent,
        )
        for name, email in (("Ana", "a@b.fr"), ("Ana", ""), ("", "a@b.fr"))
        for day in since
        for one in asked
        for silent in (None, one)
    )
    written = datetime.datetime(2025, 1, 30, 23, 30, tzinfo=datetime.UTC)  # the 31st here
    Contact.objects.filter(pk__in=list(Contact.objects.values_list("pk", flat=True))[::2]).update(
        created_at=written
    )
    rows = list(Contact.objects.all())
    for state in ContactState:
        found = set(Contact.objects.filter(in_state(state, today=TODAY)))
        assert found == {one for one in rows if state_of(standing_of(one), TODAY) == state}
    due = set(Contact.objects.filter(due_to_ask(today=TODAY)))
    assert due == {one for one in rows if is_due(standing_of(one), TODAY)}
    assert due
