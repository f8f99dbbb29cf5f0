"""What is stored is what was given, to the last field; what differs has another digest."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jalon.sources.services import Tally, declare_source
from jalon.training.models import Programme
from jalon.training.rules.packing import pack, rows_of, unpack
from jalon.training.rules.records import Action, Session
from jalon.training.rules.records import Programme as Record
from jalon.training.services.catalogue import replace_catalogue, stored_records
from jalon.training.tests.catalogue_records import actions, programme, programmes, sessions

DAY = date(2030, 1, 15)
TIMED = settings(
    deadline=None,
    max_examples=60,
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


@TIMED
@given(programmes)
def test_a_packed_programme_is_unpacked_as_its_rows(record):
    packed = pack(record)
    assert unpack(packed) == rows_of(record)
    assert (packed.number, packed.actions) == (record.number, len(record.actions))
    assert packed.sessions == sum(len(action.sessions) for action in record.actions)


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


@TIMED
@given(programmes, programmes, st.sampled_from([name for name in Record._fields if name != "actions"]))
def test_any_other_fact_of_a_programme_changes_its_digest(first, second, name):
    other = first._replace(**{name: getattr(second, name)})
    assert (pack(first).digest() == pack(other).digest()) == (first == other)


@TIMED
@given(actions, actions, st.sampled_from(Action._fields))
def test_any_other_fact_of_an_action_changes_the_digest(first, second, name):
    other = first._replace(**{name: getattr(second, name)})
    one, two = (programme("F1")._replace(actions=(action,)) for action in (first, other))
    assert (pack(one).digest() == pack(two).digest()) == (first == other)


@TIMED
@given(sessions, sessions, st.sampled_from(Session._fields))
def test_any_other_fact_of_a_session_changes_the_digest(first, second, name):
    other = first._replace(**{name: getattr(second, name)})
    one, two = (
        programme("F1")._replace(actions=(Action("A1", sessions=(session,)),)) for session in (first, other)
    )
    assert (pack(one).digest() == pack(two).digest()) == (first == other)
