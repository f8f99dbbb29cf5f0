"""What we give out, read in again: a partner that runs Jalon too gets the same dates."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jalon.agenda.enums import EventState
from jalon.agenda.rules.incoming import read_incoming
from jalon.agenda.rules.schedule import ChangeFacts, SlotFacts, dated, original_of
from jalon.agenda.tests.test_icalendar import PARIS, REUNION, content, event, slot

FIRST, LAST = date(2026, 1, 1), date(2029, 12, 31)
DAYS = st.dates(date(2026, 2, 1), date(2027, 12, 31))
HOURS = st.times().map(lambda at: at.replace(second=0, microsecond=0, fold=0))
RULES = st.sampled_from(
    ["", "FREQ=DAILY;COUNT=9", "FREQ=WEEKLY;INTERVAL=2", "FREQ=WEEKLY;COUNT=40", "FREQ=YEARLY"]
)


@st.composite
def slots(draw) -> SlotFacts:
    """A slot of any length, repeated or not, some of whose dates are left out, cancelled or moved."""
    day, start = draw(DAYS), draw(st.none() | HOURS)
    last = day + timedelta(draw(st.integers(0, 4)))
    end = None if start is None else max(start, draw(HOURS)) if last == day else draw(HOURS)
    one = SlotFacts(day, start, last, end, draw(RULES))
    if not one.rule:
        return one
    step = 1 if "DAILY" in one.rule else 14 if "INTERVAL" in one.rule else 7 if "WEEKLY" in one.rule else 0
    changes = []
    for rank in draw(st.sets(st.integers(1, 6), max_size=3)) if step else ():
        original = original_of(day + timedelta(rank * step), start)
        moved = day + timedelta(rank * step + 1)
        what = draw(st.sampled_from(["left out", "cancelled", "moved"]))
        changes.append(
            ChangeFacts(original, left_out=True)
            if what == "left out"
            else ChangeFacts(original, cancelled=True)
            if what == "cancelled"
            else ChangeFacts(original, first_day=moved, last_day=moved + (last - day), title="Autrement")
        )
    return replace(one, changes=tuple(changes))


def moments(facts: tuple[SlotFacts, ...], zone: str) -> list[tuple]:
    return sorted(
        (one.starts_at, one.ends_at, one.cancelled, one.all_day)
        for slot in facts
        for one in dated(slot, zone, first=FIRST, last=LAST)
    )


@settings(deadline=None)
@given(st.lists(slots(), min_size=1, max_size=2), st.sampled_from([PARIS, REUNION]))
def test_the_dates_that_come_back_are_those_that_went(facts, zone):
    told = event(*(slot_of(one) for one in facts), zone=zone)
    reading = read_incoming(content(told), zone=zone)
    assert reading.refusals == ()
    back = tuple(one for record in reading.records for one in record.slots)
    assert {record.zone for record in reading.records} <= {zone, "UTC"}
    assert moments(back, zone) == moments(tuple(facts), zone)


def slot_of(facts: SlotFacts):
    return slot(facts.first_day, facts.start, facts.last_day, facts.end, facts.rule, facts.changes)


@pytest.mark.parametrize(
    ("state", "read"),
    [
        (EventState.OPEN, EventState.OPEN),
        (EventState.CLOSED, EventState.OPEN),
        (EventState.SAVE_THE_DATE, EventState.SAVE_THE_DATE),
        (EventState.CANCELLED, EventState.CANCELLED),
        (EventState.POSTPONED, EventState.CANCELLED),
    ],
)
def test_the_words_that_come_back_are_those_that_went(state, read):
    told = event(slot(), state=state, title="Forum, salon ; « fête »", description="Un\n\ndeux, trois")
    (record,) = read_incoming(content(told), zone=PARIS).records
    assert record.uid == told.uid
    assert record.state == read
    assert record.title.endswith("Forum, salon ; « fête »")
    assert "Un\n\ndeux, trois" in record.description
    assert "Halle" in record.place_name
    assert (record.latitude, record.longitude) == (told.latitude, told.longitude)
    assert record.slots == (SlotFacts(date(2026, 11, 23), time(14), date(2026, 11, 23), time(17)),)
