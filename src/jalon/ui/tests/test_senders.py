"""Who sends a form, and when it must wait."""

from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.ui.rules.senders import WINDOW, network_of, wait, whole_minutes

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
AGES = st.integers(min_value=0, max_value=3_600)
ADDRESSES = st.one_of(
    st.integers(0, 2**32 - 1).map(IPv4Address), st.integers(0, 2**128 - 1).map(IPv6Address)
).map(str)


@given(st.lists(AGES, max_size=30), st.integers(1, 10))
def test_waiting_ends_when_few_attempts_are_left_in_the_window(ages, most):
    attempts = [NOW - timedelta(seconds=age) for age in ages]
    time = wait(attempts, most=most, now=NOW)
    recent = [at for at in attempts if at > NOW - WINDOW]
    assert (time > timedelta(0)) == (len(recent) >= most)
    assert time <= WINDOW
    assert wait(attempts, most=most, now=NOW + time) == timedelta(0)
    if time:
        assert wait(attempts, most=most, now=NOW + time - timedelta(microseconds=1)) > timedelta(0)


@given(st.integers(1, 3_600))
def test_minutes_are_enough_and_not_too_many(seconds):
    time = timedelta(seconds=seconds)
    assert timedelta(minutes=whole_minutes(time) - 1) < time <= timedelta(minutes=whole_minutes(time))


@given(ADDRESSES, ADDRESSES, ADDRESSES)
def test_what_the_visitor_writes_in_a_header_changes_nothing(remote, forged, seen):
    assert network_of(remote, forged, 0) == network_of(remote, "", 0)
    assert network_of(remote, f"{forged}, {seen}", 1) == network_of(seen, "", 0)
    assert network_of(remote, f"{forged}, {seen}, {remote}", 2) == network_of(seen, "", 0)


@given(ADDRESSES)
def test_the_network_holds_the_address(text):
    address = ip_address(text)
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    assert address in ip_network(network_of(text, "", 0))


@pytest.mark.parametrize("text", ["", "unix:", "1.2.3", "::1/64", "a" * 5_000])
def test_what_is_not_an_address_is_nobody(text):
    assert network_of(text, "", 0) == ""
