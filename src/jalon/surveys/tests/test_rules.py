"""What is masked, how long things are kept, what is drawn, which task comes next."""

import datetime
import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.surveys.rules import keeping, tallies, tasks, texts
from jalon.surveys.rules.texts import ADDRESS_MASK, NUMBER_MASK, clean, masked

# Written apart from the rule: what people and programs know as an address and as a French number.
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
PHONE = re.compile(r"(?:(?:\+|00)\s?33\s?(?:\(0\)\s?)?|0)[1-9](?:[\s./-]{0,3}\d{2}){4}")
DAYS = st.dates(min_value=datetime.date(2000, 1, 1), max_value=datetime.date(2200, 1, 1))
COUNTS = st.tuples(*[st.integers(0, 10_000)] * 3)


@st.composite
def phones(draw) -> str:
    """A French number as people write it."""
    pairs = [f"{draw(st.integers(0, 99)):02}" for _ in range(4)]
    gap = draw(st.sampled_from(["", " ", ".", "-", "/", "\u00a0", " . ", "\u2009", "\u200b", "\n"]))
    start = draw(st.sampled_from(["0", "+33", "+33 ", "0033", "+33 (0)", "+33(0)"]))
    return f"{start}{draw(st.integers(1, 9))}{gap}{gap.join(pairs)}"


@st.composite
def emails(draw) -> str:
    """An address, sometimes with the signs that people use to hide it from programs."""
    name = draw(st.from_regex(r"[a-z]{1,8}(\.[a-z]{1,8})?", fullmatch=True))
    host = draw(st.from_regex(r"[a-z]{1,10}\.(fr|com|org)", fullmatch=True))
    around = draw(st.sampled_from(["@", " @ ", "(at)", " arobase ", "[at]", "\uff20", "\ufe6b"]))
    return f"{name}{around}{host}"


class TestMasking:
    @given(st.text(max_size=60), phones(), st.text(max_size=60))
    def test_no_french_number_survives(self, before, phone, after):
        kept = masked(f"{before} {phone} {after}")
        assert not PHONE.search(kept)
        assert NUMBER_MASK in kept or ADDRESS_MASK in kept

    @given(st.text(max_size=60), emails(), st.text(max_size=60))
    def test_no_address_survives(self, before, email, after):
        kept = masked(f"{before} {email} {after}")
        assert "@" not in kept
        assert not EMAIL.search(kept)
        assert ADDRESS_MASK in kept

    @given(st.text(max_size=200))
    def test_masking_again_changes_nothing(self, text):
        assert masked(masked(text)) == masked(text)

    @given(st.text(max_size=200))
    def test_a_clean_text_has_no_invisible_sign(self, text):
        assert all(sign == "\n" or sign.isprintable() for sign in clean(text))

    @pytest.mark.parametrize(
        "text",
        [
            "La page dit 12 000 € et 35 h, mais le CAP dure 2 ans.",
            "Je voudrais voir Tours (37000) et Blois (41000).",
            "Au lycée : 3e, puis bac pro.",
        ],
    )
    def test_what_reaches_nobody_stays(self, text):
        assert masked(text) == text

    @pytest.mark.parametrize(
        ("text", "kept"),
        [
            ("06 12 34 56 78", NUMBER_MASK),
            ("tél.0612345678 svp", f"tél.{NUMBER_MASK} svp"),
            ("+33 (0)6.12.34.56.78", NUMBER_MASK),
            ("٠٦١٢٣٤٥٦٧٨", NUMBER_MASK),
            ("Ana.B@ac-orleans.fr !", f"{ADDRESS_MASK} !"),
            ("moi arobase exemple.fr", ADDRESS_MASK),
        ],
    )
    def test_known_ways_of_writing(self, text, kept):
        assert masked(text) == kept

    def test_a_text_is_measured_as_it_is_seen(self):
        assert not texts.is_too_long("a\r\n" * 250)
        assert texts.is_too_long("a" * 501)
        assert texts.is_too_long(" " * 5_000)


class TestKeeping:
    @given(DAYS, st.integers(0, 60))
    def test_months_before(self, day, months):
        before = keeping.months_before(day, months)
        assert before.day <= day.day
        assert (day.year - before.year) * 12 + day.month - before.month == months

    @given(DAYS)
    def test_an_open_test_is_open_through_its_last_day(self, day):
        assert keeping.is_open(day, day)
        assert not keeping.is_open(day, day + datetime.timedelta(days=1))

    @given(st.text(max_size=60), st.text(max_size=60))
    def test_no_token_stays_in_a_line_of_a_journal(self, before, after):
        token = "aB3-" * 8
        assert token not in keeping.hidden(f"{before}/essai/{'c' * 22}/{token}/{after}")


class TestTallies:
    @given(st.lists(st.tuples(st.text(max_size=5), COUNTS), max_size=8))
    def test_bars_follow_the_counts(self, found):
        drawn = tallies.rows(found)
        highest = max((sum(counts) for _label, counts in found), default=0)
        for row, (_label, counts) in zip(drawn, found, strict=True):
            assert row.total == sum(counts)
            assert len(row.parts) == sum(1 for count in counts if count)
            length = sum(float(part.width) for part in row.parts)
            assert length == pytest.approx(100 * row.total / highest if highest else 0, abs=0.02)

    @given(st.dictionaries(DAYS.map(lambda day: day.replace(day=1)), COUNTS, max_size=4))
    def test_no_month_is_left_out(self, found):
        months = tallies.every_month(found)
        assert {month: counts for month, counts in months if month in found} == found
        assert all(
            after == keeping.months_before(before, 1)
            for (before, _), (after, _) in itertools.pairwise(months)
        )


class TestTasks:
    def test_a_task_a_line(self):
        assert tasks.read_tasks(" Trouvez  un CAP \n\nTrouvez un CAP\r\nPuis un lieu\n") == [
            "Trouvez un CAP",
            "Puis un lieu",
        ]

    def test_what_is_wrong_is_said(self):
        assert tasks.tasks_problem(["a"] * tasks.MOST_TASKS) == ""
        assert "au moins une" in tasks.tasks_problem([])
        assert "11" in tasks.tasks_problem([str(n) for n in range(11)])
        assert "La tâche 2" in tasks.tasks_problem(["a", "b" * 301])

    @given(st.sets(st.integers(1, 6)), st.integers(1, 6))
    def test_going_on_never_shows_a_task_already_answered(self, answered, after):
        found = tasks.next_task(range(1, 7), answered, after)
        assert found is None or (found > after and found not in answered)
        first = tasks.step_of(range(1, 7), answered, None)
        assert first is None or first not in answered
        assert tasks.step_of(range(1, 7), answered, after) == after
