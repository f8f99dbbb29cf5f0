"""What may follow what."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from jalon.agenda.enums import EventState
from jalon.agenda.rules.states import (
    FINAL,
    FOLLOWING,
    is_over,
    move_refusal,
    possible_moves,
)

TODAY = date(2026, 11, 23)
states = st.sampled_from(EventState.values)
days = st.none() | st.integers(-400, 400).map(lambda days: TODAY + timedelta(days))


@given(states, days)
def test_there_is_always_a_way_on_but_from_what_is_over(state, last_day):
    assert bool(possible_moves(state, last_day=last_day, today=TODAY)) == (state not in FINAL)


@given(states, states, days)
def test_a_move_is_refused_in_words_or_possible(state, target, last_day):
    refusal = move_refusal(state, target, last_day=last_day, today=TODAY, why="La salle est prise")
    assert (refusal == "") == (target in possible_moves(state, last_day=last_day, today=TODAY))
    assert refusal == "" or refusal.endswith(".")


def test_each_state_can_be_reached_from_the_first():
    reached, new = set(), {EventState.IDEA}
    while new:
        reached |= new
        new = {after for state in new for after in FOLLOWING[state]} - reached
    assert reached == set(EventState.values)


def test_cancelling_asks_why():
    asked = {"last_day": TODAY, "today": TODAY}
    assert "pourquoi" in move_refusal("open", "cancelled", **asked, why="  ")
    assert move_refusal("open", "cancelled", **asked, why="Grève") == ""


def test_nothing_is_held_before_its_last_day_is_past():
    assert move_refusal("open", "held", last_day=TODAY, today=TODAY)
    assert move_refusal("open", "held", last_day=TODAY - timedelta(1), today=TODAY) == ""


@given(states, days)
def test_what_is_past_is_over_but_ideas_and_what_did_not_take_place(state, last_day):
    over = is_over(state, last_day=last_day, today=TODAY)
    past = last_day is not None and last_day < TODAY
    assert over == (past and state in ("save-the-date", "open", "closed"))
