"""What the search is told of the catalogue: each way by its dates, and the titles."""

from datetime import timedelta

import pytest

from jalon.search.rules.occurrences import FAR, NEVER, Link, Occurrence
from jalon.training.enums import Recruitment
from jalon.training.indexing import (
    TITLES,
    UNKNOWN_LENGTH,
    every_occurrence,
    title_entries,
    touched_occurrences,
)
from jalon.training.rules import records
from jalon.training.tests.offered import TODAY, TOURS, action, ground, key_of, offer, programme, session

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def places():
    ground()


def day(days):
    return (TODAY + timedelta(days=days)).toordinal()


def links():
    return [one.link for one in every_occurrence()]


def test_a_way_is_told_with_what_it_borrows_and_its_days_as_numbers():
    feed = offer(
        programme(
            "P1", action(session(days=90), session("S2", days=5), mode="school", place=TOURS), level_in=1
        )
    )
    first, second = every_occurrence()
    assert first == Occurrence(
        item=key_of("P1"),
        ref=first.ref,
        link=Link(1, day(5), day(5), NEVER, last=False),
        names=("Formation P1", "CAP Boulanger"),
        words=("Boulanger / Boulangère", "Organisme d'essai", "TOURS"),
        facets=("domain:D", "in:1", "out:3", "mode:school", "rhythm:full", "length:year"),
        tags=("rome:D1102", "cert:RNCP1", "dep:37", f"feed:{feed.pk}"),
        place="37261",
        length=90,
        late=False,
    )
    assert second == first._replace(link=Link(0, day(90), day(90), day(5), last=True))


def test_what_is_not_known_is_left_out():
    offer(
        programme(
            "P1",
            action(place=records.Place())._replace(months=None, rhythms=(), accessible=False),
            rome=(),
            certifications=(),
            level_out=None,
        )
    )
    (one,) = every_occurrence()
    assert one.link == Link(None, NEVER, NEVER, NEVER, last=True)
    assert (one.facets, one.place, one.length) == (("mode:adult",), "", UNKNOWN_LENGTH)
    assert one.names == ("Formation P1",)
    assert one.words == ("Organisme d'essai",)
    assert len(one.tags) == 1


@pytest.mark.parametrize(
    ("sessions", "expected"),
    [
        ([], Link(0, NEVER, FAR, NEVER, last=True)),
        ([session(days=-30)], Link(0, day(-30), FAR, NEVER, last=True)),
        (
            [session(days=3, recruitment=Recruitment.SUSPENDED.value)],
            Link(None, NEVER, NEVER, NEVER, last=True),
        ),
    ],
)
def test_what_one_may_join_at_any_time_lasts_while_its_session_does(sessions, expected):
    offer(programme("P1", action(*sessions, permanent=True, accessible=True)))
    (one,) = every_occurrence()
    assert one.link == expected
    assert one.facets[-2:] == ("access:yes", "open:always")


def test_a_suspended_session_is_no_start():
    offer(
        programme(
            "P1", action(session(days=3, recruitment=Recruitment.SUSPENDED.value), session("S2", days=9))
        )
    )
    assert links() == [Link(0, day(9), day(9), NEVER, last=True)]


@pytest.mark.parametrize(
    ("windows", "expected"),
    [
        pytest.param([(None, None), (20, None)], [(NEVER, FAR)], id="open already, another one opens later"),
        pytest.param([(-30, -1), (20, 50)], [(-30, -1), (20, 50)], id="one is over, another is to come"),
        pytest.param([(5, 40), (10, 20)], [(5, 40)], id="one holds the other"),
        pytest.param([(20, 10)], [(20, 20)], id="an end before its start"),
    ],
)
def test_the_windows_of_what_starts_any_day_follow_each_other(windows, expected):
    def on(days):
        return None if days is None else TODAY + timedelta(days=days)

    sessions = [
        session(f"S{at}", days=start, end=on(end)) for at, (start, end) in enumerate(windows, start=1)
    ]
    offer(programme("P1", action(*sessions, permanent=True)))
    bounds = [tuple(one if one in (NEVER, FAR) else day(one) for one in pair) for pair in expected]
    assert [(link.start, link.until) for link in links()] == bounds


def test_distance_and_experience_come_after_what_begins():
    offer(
        programme("P1", action(mode="distance", permanent=True)),
        programme("P2", action(mode="adult", permanent=True)),
        programme("P3", action(session(), mode="distance")),
    )
    assert [one.late for one in every_occurrence()] == [True, False, False]


def test_a_load_s_programmes_are_told_again():
    feed = offer(programme("P1", action(session())), programme("P2", action()))
    told = dict(touched_occurrences([f"{feed.pk}:{feed.current}"]))
    assert told == {
        key_of(number): [one for one in every_occurrence() if one.item == key_of(number)]
        for number in ("P1", "P2")
    }


def test_a_title_is_told_once_with_the_occupations_of_its_certification():
    offer(
        programme("P1", action(), title="CAP Boulanger", rome=()),
        programme("P2", action(), title="Cap boulanger", rome=()),
        programme("P3", action(), title="CAP Boulanger", rome=()),
    )
    (one,) = title_entries(None)
    assert (one.kind, one.title, one.words) == (TITLES, "CAP Boulanger", "Boulanger / Boulangère")
    assert list(title_entries({"another"})) == []
