"""What may stand in for a way to learn: never anything else than the same diploma or the same job."""

from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from jalon.training.rules.equivalents import Kinship, Offer, equivalents, kinship

offers = st.builds(
    Offer,
    key=st.integers(1, 6),
    certification=st.sampled_from(["", "RNCP1", "RNCP2"]),
    occupations=st.frozensets(st.sampled_from(["D1102", "D1104", "G1602"]), max_size=2),
    level=st.none() | st.sampled_from([3, 4]),
    modes=st.frozensets(st.sampled_from(["school", "adult", "distance"]), max_size=2),
    km=st.none() | st.floats(0, 500),
    start=st.none() | st.dates(date(2026, 1, 1), date(2028, 1, 1)),
    catchable=st.booleans(),
)
lists = st.lists(offers, max_size=6, unique_by=lambda offer: offer.key)


@given(offers, lists)
def test_only_kin_stand_in_and_never_itself(wanted, others):
    found = equivalents(wanted, others)
    assert {one.offer for one in found} == {
        other for other in others if other.key != wanted.key and kinship(wanted, other) is not None
    }


@given(offers, lists)
def test_the_best_comes_first(wanted, others):
    for one, after in pairwise(equivalents(wanted, others)):
        assert one.kinship <= after.kinship
        if one.kinship is not after.kinship:
            continue
        assert one.offer.catchable >= after.offer.catchable
        if one.offer.catchable is not after.offer.catchable:
            continue
        assert one.same_mode >= after.same_mode
        if one.same_mode is after.same_mode and None not in (one.offer.km, after.offer.km):
            assert one.offer.km <= after.offer.km


@given(offers, lists, st.randoms())
def test_the_order_given_does_not_matter(wanted, others, random):
    shuffled = random.sample(others, len(others))
    assert equivalents(wanted, shuffled) == equivalents(wanted, others)


def test_a_known_distance_comes_before_an_unknown_one_and_any_time_before_a_date():
    wanted = Offer(1, "RNCP1")
    far, unknown = Offer(2, "RNCP1", km=200.0), Offer(3, "RNCP1")
    later, now = Offer(4, "RNCP1", km=5.0, start=date(2026, 9, 1)), Offer(5, "RNCP1", km=5.0)
    found = equivalents(wanted, [unknown, far, later, now])
    assert [one.offer.key for one in found] == [5, 4, 2, 3]


def test_the_same_diploma_needs_no_level_and_the_same_job_needs_one():
    one = Offer(1, "RNCP1", frozenset({"D1102"}))
    assert kinship(one, Offer(2, "RNCP1", level=4)) is Kinship.CERTIFICATION
    assert kinship(one, Offer(2, "RNCP2", frozenset({"D1102"}))) is None
    assert kinship(one._replace(level=3), Offer(2, "RNCP2", frozenset({"D1102"}), 3)) is Kinship.OCCUPATION
    assert kinship(Offer(1), Offer(2)) is None, "nothing said is nothing shared"
