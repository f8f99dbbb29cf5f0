"""What is stored is what was given, to the last field; what differs has another digest."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jalon.sources.services import Tally, declare_source
from jalon.training.models import Programme
from jalon.training.rules.keys import programme_digest
from jalon.training.rules.records import Action, Session
from jalon.training.rules.records import Programme as Record
from jalon.training.services.catalogue import replace_catalogue, stored_records
from jalon.training.tests.catalogue_records import actions, programme, programmes, sessions

DAY = date(2030, 1, 15)
TIMED = settings(
    deadline=None,
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def demonstration():
    """Return the source of an invented catalogue."""
    facts = {"family": "essai", "title": "Essai", "producer": "Essai", "licence": "Essai"}
    return declare_source(slug="catalogue-essai", **facts)


def keep(records):
    """Replace the catalogue of the demonstration source; return its feed and the figures."""
    tally = Tally()
    feed = replace_catalogue(source=demonstration(), records=records, tally=tally, today=DAY)
    return feed, tally


@pytest.mark.django_db
@TIMED
@given(st.lists(programmes, max_size=3, unique_by=lambda one: one.number))
def test_stored_records_are_those_given(records):
    feed, tally = keep(records)
    assert {one.number: one for one in stored_records(feed)} == {one.number: one for one in records}
    assert (tally.read, tally.rejected) == (len(records), 0)


@pytest.mark.django_db
def test_the_same_records_again_change_nothing():
    keep([programme("F1"), programme("F2")])
    feed, tally = keep([programme("F2"), programme("F1")])
    assert (tally.unchanged, tally.changed, feed.current) == (2, False, 1)
    assert Programme.objects.count() == 2


@pytest.mark.parametrize("name", [name for name in Record._fields if name != "actions"])
@TIMED
@given(first=programmes, second=programmes)
def test_any_other_fact_of_a_programme_changes_its_digest(name, first, second):
    other = first._replace(**{name: getattr(second, name)})
    assert (programme_digest(first) == programme_digest(other)) == (first == other)


@pytest.mark.parametrize("name", Action._fields)
@TIMED
@given(first=actions, second=actions)
def test_any_other_fact_of_an_action_changes_the_digest(name, first, second):
    other = first._replace(**{name: getattr(second, name)})
    one, two = (programme("F1")._replace(actions=(action,)) for action in (first, other))
    assert (programme_digest(one) == programme_digest(two)) == (first == other)


@pytest.mark.parametrize("name", Session._fields)
@TIMED
@given(first=sessions, second=sessions)
def test_any_other_fact_of_a_session_changes_the_digest(name, first, second):
    other = first._replace(**{name: getattr(second, name)})
    one, two = (
        programme("F1")._replace(actions=(Action("A1", sessions=(session,)),)) for session in (first, other)
    )
    assert (programme_digest(one) == programme_digest(two)) == (first == other)
