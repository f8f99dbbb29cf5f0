"""Providers' texts as blocks, said once; and the keys of sessions."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from jalon.training.rules.blocks import BULLETS, blocks, first_clause, said_by_line, said_once
from jalon.training.rules.session_keys import Numbered, session_keys

lines = st.sampled_from(["peindre", "- poser", "• vendre", "", "  ", "Dossier :", "-"])
texts = st.lists(lines, max_size=6).map("\n".join)
labelled = st.lists(st.tuples(st.sampled_from(["École", "CFA", "VAE"]), texts), max_size=4)


@given(texts)
def test_blocks_lose_no_line_and_keep_the_order(text):
    found = [line for block in blocks(text) for line in block.lines]
    wanted = [line.strip() for line in text.splitlines() if line.strip()]
    assert found == [line[2:].strip() if line.startswith(BULLETS) else line for line in wanted]


@given(st.text())
def test_blocks_take_any_text(text):
    for block in blocks(text):
        assert block.lines
        assert block.listed or len(block.lines) == 1


@given(st.text(alphabet="ab ;,.(\n", max_size=30), st.integers(1, 30))
def test_the_first_clause_begins_the_text_and_fits(text, longest):
    found = first_clause(text, longest)
    assert len(found) <= longest
    assert text.strip().startswith(found.strip())
    assert found or len(text) > longest or not text


@given(labelled)
def test_each_text_is_said_once_and_of_those_that_say_it(pairs):
    found = said_once(pairs)
    assert len({said.text for said in found}) == len(found)
    assert {said.text for said in found} == {text for _label, text in pairs if text}
    for said in found:
        of = {label for label, text in pairs if text == said.text}
        assert said.of == () or set(said.of) == of
        if not said.of:
            assert all(text == said.text for _label, text in pairs)


@given(labelled)
def test_line_by_line_nothing_is_lost_nor_given_to_all_by_mistake(pairs):
    found = said_by_line(pairs)
    told = [line for said in found for line in said.text.split("\n")]
    assert sorted(told) == sorted(
        {line.strip() for _label, text in pairs for line in text.splitlines()} - {""}
    )
    for said in found:
        if not said.of:
            for line in said.text.split("\n"):
                assert all(line in map(str.strip, text.splitlines()) for _label, text in pairs)


def test_what_all_say_comes_first():
    found = said_by_line([("École", "Dossier\nAvoir 15 ans"), ("CFA", "Avoir 15 ans\nEmployeur")])
    assert [(said.text, said.of) for said in found] == [
        ("Avoir 15 ans", ()),
        ("Dossier", ("École",)),
        ("Employeur", ("CFA",)),
    ]


DAY, OTHER = date(2026, 9, 1), date(2026, 9, 8)


def test_a_date_that_moves_keeps_its_key():
    before = session_keys("p", [Numbered("A1", "S1", DAY), Numbered("A1", "S2", OTHER)])
    after = session_keys("p", [Numbered("A1", "S2", DAY), Numbered("A1", "S1", OTHER)])
    assert before == after[::-1]
    assert len(set(before)) == 2


def test_sessions_that_a_sender_does_not_tell_apart_are_told_apart_by_their_day():
    same = [Numbered("A1", "1", DAY), Numbered("A1", "1", OTHER), Numbered("A1", "", None)]
    assert len(set(session_keys("p", same))) == 3
    assert session_keys("p", same)[0] != session_keys("q", same)[0]
