from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from jalon.config.rules import FRESH_DAYS, Line, State, freshness, worst

TODAY = date(2026, 11, 1)


@given(st.sampled_from([*FRESH_DAYS, "autre"]), st.integers(min_value=-2, max_value=5000))
def test_old_data_is_a_warning_that_says_what_to_do_and_never_an_error(family, age):
    line = freshness("x", family=family, loaded_on=TODAY - timedelta(days=age), today=TODAY)
    assert line.state is (State.WARNING if age > FRESH_DAYS.get(family, 400) else State.OK)
    assert bool(line.advice) is (line.state is State.WARNING)


@given(st.lists(st.sampled_from(list(State))))
def test_the_worst_line_decides(states):
    lines = [Line("x", state, "") for state in states]
    expected = (
        State.ERROR if State.ERROR in states else State.WARNING if State.WARNING in states else State.OK
    )
    assert worst(lines) is expected


def test_a_line_reads_as_mark_topic_text_advice():
    assert str(Line("région", State.ERROR, "absente", "lancez jalon prepare")) == (
        "✗ région : absente → lancez jalon prepare"
    )
