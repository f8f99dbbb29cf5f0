"""Nights of a feed: what is shown is always one night's set, whatever stops a load, wherever it stops."""

import threading
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from pathlib import Path

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jalon.sources.enums import LoadState
from jalon.sources.models import Load
from jalon.sources.rules import RefusedDataError
from jalon.training.models import Action, Feed, Place, Programme, Session
from jalon.training.rules.packing import pack
from jalon.training.services.catalogue import stored_records
from jalon.training.services.feeds import loading
from jalon.training.services.feeds.batches import Batch
from jalon.training.services.feeds.loading import Options, load_lheo
from jalon.training.services.feeds.locking import only_load
from jalon.training.tests.catalogue_records import programme

DAY = date(2030, 1, 15)
FULL = Options(full=True, accept_shrink=True)
SENDERS = count()

pytestmark = pytest.mark.django_db


class StoppedError(Exception):
    """What stands for a kill in the middle of a load."""


def batches(records, *, size=2, stop_after=None):
    """Return what stands for a file's reading: batches of records; stops after some of them."""

    def read(path: Path, *, name: str, large: int) -> Iterator[Batch]:
        for start in range(0, len(records), size):
            if stop_after is not None and start >= stop_after:
                raise StoppedError
            yield Batch([pack(record) for record in records[start : start + size]], [], [], start)
        if stop_after is not None:
            raise StoppedError

    return read


def load(sender, records, *, options=FULL, stop_after=None, advance=lambda position: None, day=DAY):
    """Load records as one night of a sender."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loading, "read_batches", batches(records, stop_after=stop_after))
        return load_lheo(Path("nuit.xml"), sender=sender, today=day, options=options, advance=advance)


def shown(sender):
    """Return the records shown of a sender, by number; each once."""
    feed = Feed.objects.filter(source__slug=f"lheo-{sender}").first()
    records = list(stored_records(feed)) if feed else []
    assert len({record.number for record in records}) == len(records)
    assert {one.number for one in Programme.objects.seen().filter(feed=feed)} == {
        one.number for one in records
    }
    return {record.number: record for record in records}


nights = st.tuples(
    st.dictionaries(st.sampled_from("ABCDEF"), st.integers(0, 2)),
    st.booleans(),
    st.none() | st.integers(0, 6),
)


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(nights, min_size=1, max_size=7))
def test_what_is_shown_is_always_one_night(story):
    sender = f"essai-{next(SENDERS)}"
    expected, closed = {}, set()
    for at, (held, full, stop_after) in enumerate(story):
        day = DAY + timedelta(days=at)
        records = [programme(number, title=f"Titre {version}") for number, version in held.items()]
        before = dict(expected)

        def unchanged(position, before=before):
            assert shown(sender) == before

        options = Options(full=full, accept_shrink=True)
        if stop_after is not None:
            with pytest.raises(StoppedError):
                load(sender, records, options=options, stop_after=stop_after, advance=unchanged, day=day)
            assert shown(sender) == before
            continue
        load(sender, records, options=options, advance=unchanged, day=day)
        night = {record.number: record for record in records}
        if full:
            closed |= set(expected) - set(night)
        expected = night if full else expected | night
        closed -= set(expected)
        assert shown(sender) == expected
        versions = Programme.objects.filter(feed__source__slug=f"lheo-{sender}")
        assert {number for number in "ABCDEF" if is_closed(versions, number)} == closed
        # at most the shown, the closed, and what this last load replaced
        assert versions.count() <= len(expected) + len(closed) + len(before) + len(closed)


def is_closed(versions, number):
    """Tell whether the page of a programme says that it is closed."""
    last = versions.ever_seen().filter(number=number).first()
    return last is not None and last.closed_on is not None


def test_a_closed_programme_keeps_its_last_version_and_the_day():
    load("a", [programme("F1"), programme("F2")])
    tally = load("a", [programme("F1")], day=DAY + timedelta(days=1))
    assert (tally.withdrawn, tally.unchanged) == (1, 1)
    last = Programme.objects.ever_seen().get(number="F2")
    assert last.closed_on == DAY + timedelta(days=1)
    assert last.actions.count() == 1
    assert "Sessions : 2 lues, 0 créée, 0 modifiée, 2 inchangées, 2 fermées." in tally.notes


def test_a_partial_file_closes_nothing():
    load("a", [programme("F1"), programme("F2")])
    tally = load("a", [programme("F3")], options=Options())
    assert (tally.created, tally.withdrawn) == (1, 0)
    assert set(shown("a")) == {"F1", "F2", "F3"}


def test_figures_of_actions_and_sessions_tell_what_changed_in_them():
    load("a", [programme("F1", sessions=3)])
    tally = load("a", [programme("F1", seats=20, sessions=2)])
    assert (tally.updated, tally.created) == (1, 0)
    assert tally.notes[:2] == [
        "Actions : 1 lue, 0 créée, 1 modifiée, 0 inchangée, 0 fermée.",
        "Sessions : 2 lues, 0 créée, 2 modifiées, 0 inchangée, 1 fermée.",
    ]


def test_replaced_versions_stay_one_night_then_go_with_what_they_held():
    for title in ("un", "deux"):
        load("a", [programme("F1", title=title)])
    assert Programme.objects.count() == 2
    load("a", [programme("F1", title="trois")])
    assert sorted(Programme.objects.values_list("title", flat=True)) == ["deux", "trois"]
    assert (Action.objects.count(), Session.objects.count(), Place.objects.count()) == (2, 4, 1)


def test_numbers_are_never_given_again():
    load("a", [programme("F1", title="un")])
    last = Session.objects.latest("pk").pk
    with pytest.raises(StoppedError):
        load("a", [programme("F1", title="deux")], stop_after=2)
    load("a", [programme("F1", title="trois")])
    assert (
        min(Session.objects.filter(action__programme__title="trois").values_list("pk", flat=True)) > last + 2
    )


def test_what_a_dead_load_left_is_cleared_and_said():
    load("a", [programme("F1")])
    with pytest.raises(StoppedError):
        load("a", [programme("F1", title="autre"), programme("F2")], stop_after=2)
    assert Programme.objects.filter(since=2).count() == 2
    tally = load("a", [programme("F1")])
    assert tally.unchanged == 1
    assert not Programme.objects.filter(since=2).exists()
    assert "interrompu" in tally.notes[0]


def test_a_full_file_that_lost_more_than_half_is_refused():
    load("a", [programme(f"F{at}") for at in range(5)])
    with pytest.raises(RefusedDataError, match="fermerait 3 formations sur 5"):
        load("a", [programme("F0", title="autre"), programme("F1")], options=Options(full=True))
    assert len(shown("a")) == 5
    assert Programme.objects.count() == 5
    refused = Load.objects.get(state=LoadState.REFUSED)
    assert "--accept-shrink" in refused.rejects.get().reason
    load("a", [programme("F0"), programme("F1")])
    assert len(shown("a")) == 2


def test_a_dry_run_tells_and_writes_nothing():
    load("a", [programme("F1"), programme("F2")])
    rows = [model.objects.count() for model in (Feed, Programme, Session, Load)]
    dry = Options(full=True, accept_shrink=True, dry_run=True)
    tally = load("a", [programme("F1", title="autre"), programme("F3")], options=dry)
    assert (tally.created, tally.updated, tally.withdrawn) == (1, 1, 1)
    tally = load("nouveau", [programme("F1")], options=dry)
    assert tally.created == 1
    assert [model.objects.count() for model in (Feed, Programme, Session, Load)] == rows


def test_the_same_number_twice_in_a_file_is_rejected():
    tally = load("a", [programme("F1"), programme("F2"), programme("F1", title="autre")])
    assert (tally.read, tally.created, tally.rejected) == (3, 2, 1)
    assert "écrite deux fois" in tally.grouped_rejects()[0][0].reason
    assert shown("a")["F1"].title == "Cuisine"


def test_a_number_no_database_takes_is_rejected():
    long, many = programme("F" * 201), programme("F2", seats=2**31)
    tally = load("a", [long, many, programme("F3")])
    assert (tally.read, tally.created, tally.rejected) == (3, 1, 2)


def test_two_loads_of_one_feed_at_a_time_are_refused():
    held, done = threading.Event(), threading.Event()

    def hold():
        try:
            with only_load("lheo-a"):
                held.set()
                done.wait(30)
        finally:
            connection.close()

    other = threading.Thread(target=hold)
    other.start()
    try:
        assert held.wait(30)
        with pytest.raises(RefusedDataError, match="en cours"):
            load("a", [programme("F1")])
        assert load("b", [programme("F1")]).created == 1
    finally:
        done.set()
        other.join()
    assert load("a", [programme("F1")]).created == 1
