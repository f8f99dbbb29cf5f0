"""Rules of waiting, of lateness, of refusals and of names."""

from datetime import UTC, datetime, timedelta
from email.utils import parseaddr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.outbox.enums import Trouble
from jalon.outbox.rules.backoff import MOST_ATTEMPTS, WAITS, wait_after
from jalon.outbox.rules.identity import message_id, named_sender
from jalon.outbox.rules.punctuality import due_at, is_late, late_after
from jalon.outbox.rules.troubles import LONGEST_REPLY, content_refused, recipient_refused, said_reply

PACES = st.timedeltas(min_value=timedelta(seconds=1), max_value=timedelta(days=400))
MOMENTS = st.integers(0, 10**7).map(
    lambda number: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=number)
)


def test_the_waits_are_those_announced():
    minutes = [wait_after(number).total_seconds() / 60 for number in range(1, MOST_ATTEMPTS)]
    assert minutes == [1, 5, 30, 120, 480, 1440]


@given(st.integers(min_value=1, max_value=10_000))
def test_waits_only_grow_and_end(attempts):
    wait, following = wait_after(attempts), wait_after(attempts + 1)
    if wait is None:
        assert attempts >= MOST_ATTEMPTS
        assert following is None
    else:
        assert wait in WAITS
        assert following is None or following > wait


@given(st.integers(max_value=0))
def test_nothing_is_waited_for_before_an_attempt(attempts):
    with pytest.raises(ValueError, match="nothing was tried"):
        wait_after(attempts)


@given(st.integers(min_value=-1, max_value=999), st.binary(max_size=600))
def test_a_reply_is_one_printable_line(code, reply):
    said = said_reply(code, reply)
    assert said.isprintable()
    assert len(said) <= LONGEST_REPLY


@given(st.integers(min_value=400, max_value=599), st.text(max_size=40))
def test_only_5xx_is_for_good(code, reply):
    for judge in (recipient_refused, content_refused):
        verdict = judge(code, reply)
        assert verdict.for_good == (code >= 500)
        assert (verdict.trouble == Trouble.SERVER) == (code == 421)
        assert verdict.words.endswith(".")


@given(st.text(min_size=1, max_size=200), st.text(min_size=1, max_size=200))
def test_two_messages_never_share_a_name(one, other):
    names = {message_id(key=key, sender="Étape <bonjour@etape.example>") for key in (one, other)}
    assert len(names) == (1 if one == other else 2)
    assert all(name.isascii() and name.isprintable() and " " not in name for name in names)


def test_the_domain_of_a_name_is_the_senders():
    assert message_id(key="a", sender="bonjour@métiers.example").endswith("@xn--mtiers-bva.example>")
    assert message_id(key="a", sender="").endswith("@localhost>")


@given(st.text(max_size=60))
def test_a_sender_shows_the_services_name_on_one_line(name):
    shown = named_sender("bonjour@etape.example", name=name)
    assert shown.isprintable()
    assert parseaddr(shown)[1] == "bonjour@etape.example"
    assert named_sender("Étape <bonjour@etape.example>", name=name) == "Étape <bonjour@etape.example>"


@given(PACES)
def test_a_job_is_late_after_three_times_its_pace_and_half_an_hour_at_least(every):
    assert late_after(every) == max(3 * every, timedelta(minutes=30))


@given(PACES, MOMENTS, st.booleans())
def test_a_job_on_time_is_due_before_it_is_late(every, started, ok):
    due = due_at(started_at=started, ok=ok, every=every)
    assert started < due <= started + every
    assert not is_late(since=started, every=every, now=due)


@given(PACES, MOMENTS)
def test_lateness_begins_once_and_stays(every, since):
    limit = since + late_after(every)
    assert not is_late(since=since, every=every, now=limit)
    assert is_late(since=since, every=every, now=limit + timedelta(seconds=1))


def test_a_job_that_failed_is_tried_again_within_half_an_hour():
    started = datetime(2026, 11, 23, 3, tzinfo=UTC)
    daily = timedelta(days=1)
    assert due_at(started_at=started, ok=False, every=daily) == started + timedelta(minutes=30)
    assert due_at(started_at=None, ok=True, every=daily) is None
