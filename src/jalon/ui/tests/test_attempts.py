"""Attempts are counted in memory, for a quarter of an hour, and hold no address."""

from datetime import UTC, datetime, timedelta

import pytest

from jalon.ui.services.attempts import MOST_KEPT, Attempts, TooManyError, forget_every_attempt

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def test_a_network_waits_after_too_many():
    attempts = Attempts("a test", 2)
    for seconds in (0, 60):
        assert not attempts.left("a", NOW)
        attempts.add("a", NOW + timedelta(seconds=seconds))
    assert attempts.left("a", NOW + timedelta(minutes=2)) == timedelta(minutes=13)
    assert not attempts.left("a", NOW + timedelta(minutes=16))
    assert not attempts.left("b", NOW)


def test_insisting_does_not_lengthen_the_wait():
    attempts = Attempts("a test", 1)
    attempts.note("a", NOW)
    for minutes in (1, 14):
        with pytest.raises(TooManyError) as refusal:
            attempts.note("a", NOW + timedelta(minutes=minutes))
        assert refusal.value.wait == timedelta(minutes=15 - minutes)
    attempts.note("a", NOW + timedelta(minutes=15))


def test_two_counts_are_apart():
    attempts, others = Attempts("a test", 1), Attempts("another", 1)
    attempts.note("a", NOW)
    assert not others.left("a", NOW)


def test_one_that_cannot_be_read_never_waits():
    attempts = Attempts("a test", 1)
    attempts.note("", NOW)
    attempts.note("", NOW)


def test_no_address_is_held(caplog):
    attempts = Attempts("a test", 1)
    attempts.add("203.0.113.9", NOW)
    assert "203.0.113.9" not in "".join(attempts._made)
    assert "a test" in caplog.text
    assert "203.0.113.9" not in caplog.text


def test_memory_stays_small():
    attempts = Attempts("a test", 1)
    for number in range(MOST_KEPT + 10):
        attempts.add(str(number), NOW)
    assert len(attempts._made) == MOST_KEPT
    assert not attempts.left("0", NOW)
    assert attempts.left(str(MOST_KEPT), NOW)
    forget_every_attempt()
    assert not attempts.left(str(MOST_KEPT), NOW)
