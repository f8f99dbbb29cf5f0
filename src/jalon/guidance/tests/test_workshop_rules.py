"""What may be said of a group: nothing of fewer than five people, and nothing that gives one of them away."""

import datetime
from collections import defaultdict
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.guidance.rules import workshop as rules
from jalon.guidance.rules.answers import LETTERS
from jalon.guidance.rules.workshop import CELLS, CODE_SIGNS, FEWEST, Sent, Ticket

CODE = "BCDFG2"
TOKEN = "a-_Z" * 5 + "xy"
SECRET = "a" * 32
SECTORS = {
    "D1102": ["alimentation"],
    "J1501": ["sante"],
    "K1302": ["sante", "services"],
    "F1703": ["batiment"],
}

codes = st.text(CODE_SIGNS, min_size=6, max_size=6)
scores = st.dictionaries(st.sampled_from(LETTERS), st.sampled_from(range(0, 101, 5)), min_size=1)
sendings = st.builds(Sent, scores, st.lists(st.sampled_from(sorted(SECTORS)), unique=True, max_size=4))
groups = st.lists(sendings, min_size=FEWEST, max_size=40)
counts = st.lists(st.integers(0, 12), min_size=len(CELLS), max_size=len(CELLS))


def shares(total: int, cells: int) -> Iterator[tuple[int, ...]]:
    """Yield every way to share so many people between so many cells."""
    if cells == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in shares(total - first, cells - 1):
            yield (first, *rest)


class TestCodes:
    @given(codes)
    def test_a_code_is_read_however_it_is_typed(self, code):
        spoken = rules.spoken_code(code)
        for typed in (
            code,
            code.lower(),
            spoken,
            f"  {spoken.lower()} ",
            "-".join(code),
            f"/atelier/{code}/x",
        ):
            assert rules.code_in(typed) == code

    @pytest.mark.parametrize(
        "typed", ["", "BCDFG", "BCDFG22", "ABCDFG", "BCDFG0", "BCDFG1", "é" * 6, "\x00" * 6]
    )
    def test_what_is_not_a_code_is_nothing(self, typed):
        assert rules.code_in(typed) == ""

    def test_no_code_holds_a_sign_that_reads_as_another(self):
        assert not set("0O1IL") & set(CODE_SIGNS)
        assert not set("AEIOUY") & set(CODE_SIGNS)
        assert rules.strange_signs("o0b il") == "O0IL"
        assert rules.strange_signs("bcd fg2") == ""

    @given(st.text(max_size=600))
    def test_any_text_reads_as_a_code_or_as_nothing(self, typed):
        assert rules.code_in(typed) == "" or rules.CODE.fullmatch(rules.code_in(typed))
        rules.strange_signs(typed)

    def test_a_ticket_is_read_and_written_the_same(self):
        ticket = Ticket(CODE, TOKEN)
        assert rules.ticket_in(str(ticket)) == ticket
        for wrong in ("", CODE, f"{CODE}-", f"{CODE}-{TOKEN}x", f"{CODE.lower()}-{TOKEN}", f"ABCDEF-{TOKEN}"):
            assert rules.ticket_in(wrong) is None

    @given(st.text(max_size=60), st.text(max_size=60))
    def test_no_secret_and_no_token_stays_in_a_line_of_a_journal(self, before, after):
        line = f"{before}/atelier/mener/{SECRET}/{after} /quel-metier/?atelier={CODE}-{TOKEN}&n=12 "
        line += f"/atelier/{CODE}/envoi/{TOKEN}/retirer/ ?atelier={CODE}%2D{TOKEN}"
        assert SECRET not in rules.hidden(line)
        assert TOKEN not in rules.hidden(line)


@given(st.dates(max_value=datetime.date(9000, 1, 1)))
def test_a_workshop_of_one_day_ends_that_day(day):
    assert rules.last_day(day, 1) == day
    assert rules.last_day(day, 7) == day + datetime.timedelta(days=6)


class TestShownCounts:
    @given(counts)
    def test_no_shown_count_is_of_fewer_than_five(self, counts):
        for count, shown in zip(counts, rules.shown_counts(counts), strict=True):
            assert shown is None or (shown == count and shown >= FEWEST)

    @given(counts)
    def test_what_is_left_of_the_total_is_never_one_to_four(self, counts):
        shown = rules.shown_counts(counts)
        left = sum(counts) - sum(count for count in shown if count is not None)
        if any(count is not None for count in shown):
            assert left == 0 or left >= FEWEST
            assert shown.count(None) != 1

    @pytest.mark.parametrize(("cells", "most"), [(3, 45), (4, 30), (7, 13)])
    def test_knowing_the_rule_does_not_give_a_hidden_count_away(self, cells, most):
        """Among all groups that would show the same, each hidden count is two numbers or more."""
        for total in range(1, most + 1):
            alike = defaultdict(list)
            for counts in shares(total, cells):
                alike[tuple(rules.shown_counts(counts))].append(counts)
            for shown, groups in alike.items():
                for rank, count in enumerate(shown):
                    if count is None:
                        assert len({group[rank] for group in groups}) > 1, (shown, groups)

    def test_large_groups_show_most_of_what_they_say(self):
        assert rules.shown_counts([3, 4, 6, 7, 3, 2, 0]) == [None, None, 6, 7, None, None, None]
        assert rules.shown_counts([9, 8, 7, 6, 5, 5, 5]) == [9, 8, 7, 6, 5, 5, 5]


class TestPublished:
    @given(st.lists(sendings, max_size=FEWEST - 1))
    def test_nothing_is_said_of_fewer_than_five(self, sent):
        assert rules.published(sent, SECTORS) is None

    @given(groups, st.randoms(use_true_random=False))
    def test_who_sent_first_changes_nothing(self, sent, random):
        mixed = random.sample(sent, len(sent))
        assert rules.published(mixed, SECTORS) == rules.published(sent, SECTORS)

    @given(groups)
    def test_what_is_published_was_said_by_five_people_or_more(self, sent):
        group = rules.published(sent, SECTORS)
        assert group.count == len(sent)
        for letter in LETTERS:
            said = [one.scores[letter] for one in sent if letter in one.scores]
            assert (group.means[letter] is None) == (len(said) < FEWEST)
        for cell, count in group.first.items():
            people = sum(rules.first_letter(one.scores) == cell for one in sent)
            assert count is None or count == people >= FEWEST
        for code in group.occupations:
            assert sum(code in one.occupations for one in sent) >= FEWEST
        for sector in group.sectors:
            assert sum(any(sector in SECTORS[code] for code in one.occupations) for one in sent) >= FEWEST

    @given(groups)
    def test_what_five_people_have_in_common_is_published(self, sent):
        group = rules.published([*sent, *[Sent({"R": 100}, ["J1501", "K1302"])] * FEWEST], SECTORS)
        assert {"J1501", "K1302"} <= set(group.occupations)
        assert "sante" in group.sectors

    @given(groups)
    def test_nothing_published_is_anything_but_plain_values(self, sent):
        said = rules.published(sent, SECTORS).as_json()
        assert set(said) == {"count", "means", "first", "occupations", "sectors"}
        assert all(len(name) < 2 for name in (*said["means"], *said["first"]))


class TestMeans:
    @given(st.lists(st.sampled_from(range(0, 101, 5)), min_size=FEWEST, max_size=50))
    def test_a_mean_is_by_fives_near_the_true_one_and_away_from_both_ends(self, said):
        mean = rules.mean(said)
        assert mean % rules.STEP == 0
        assert rules.EDGE <= mean <= 100 - rules.EDGE
        true = min(max(sum(said) / len(said), rules.EDGE), 100 - rules.EDGE)
        assert abs(mean - true) <= rules.STEP / 2

    @given(st.lists(st.sampled_from(range(0, 101, 5)), max_size=FEWEST - 1))
    def test_fewer_than_five_have_no_mean(self, said):
        assert rules.mean(said) is None

    @given(st.floats(0, 1))
    def test_a_score_is_sent_by_fives(self, share):
        assert rules.rounded(share) % rules.STEP == 0
        assert abs(rules.rounded(share) - 100 * share) <= rules.STEP / 2 + 1e-9

    def test_the_first_letter_is_alone_or_tied(self):
        assert rules.first_letter({"R": 80, "I": 75}) == "R"
        assert rules.first_letter({"R": 80, "I": 80}) == rules.TIED
        assert rules.first_letter({}) == rules.TIED
