"""Measuring lists of close occupations on judged ones."""

import json

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st
from tests import factories

from jalon.occupations.models import Relation
from jalon.occupations.rules.recall import Found, read_judged, recalls

codes = st.sampled_from([f"A000{at}" for at in range(6)])


def test_a_table_is_read_with_or_without_its_heading():
    assert read_judged("code\tclose\nA0001\tA0002|A0003\n\n") == {"A0001": ["A0002", "A0003"]}
    assert read_judged("A0001\tA0002\nA0001\tA0003") == {"A0001": ["A0002", "A0003"]}


@pytest.mark.parametrize("line", ["A0001", "A0001\t", "\tA0002"])
def test_a_line_without_its_two_columns_is_named(line):
    with pytest.raises(ValueError, match="ligne 2"):
        read_judged(f"code\tclose\n{line}")


@given(
    st.dictionaries(codes, st.lists(codes, max_size=4)),
    st.dictionaries(codes, st.lists(codes, max_size=4)),
    st.sets(codes),
)
def test_a_recall_is_a_share_of_what_could_be_found(judged, listed, known):
    for code, one in recalls(judged, listed, known).items():
        assert 0 <= one.recall <= 1
        assert code in known
        assert set(one.missed) <= set(judged[code]) & known - {code}


def test_only_the_first_ten_count_and_unknown_codes_are_left_out():
    judged = {"A1": ["B1", "B2", "Z9"], "Z9": ["B1"], "B1": ["B1"]}
    listed = {"A1": ["B1", *(f"C{at}" for at in range(9)), "B2"]}
    assert recalls(judged, listed, {"A1", "B1", "B2"}) == {"A1": Found(0.5, ("B2",))}


@pytest.mark.django_db
def test_the_command_measures_what_is_stored(tmp_path, capsys):
    one, two, three = (factories.occupation(code, code) for code in ("A1101", "A1201", "A1202"))
    Relation.objects.create(occupation=one, related=two, rank=1, score=0.5, reasons=["a"])
    file = tmp_path / "judged.tsv"
    file.write_text(f"{one.code}\t{two.code}|{three.code}\nZ9999\tA1101\n", encoding="utf-8")
    call_command("evaluate_related", file, as_json=True)
    assert json.loads(capsys.readouterr().out) == {
        "occupations": 1,
        "left_out": 1,
        "recall_at_10": 0.5,
        "nothing_found": 0,
    }
    call_command("evaluate_related", file, misses=True)
    out = capsys.readouterr().out
    assert "A1101: 0.50 missed A1202" in out
    assert "recall at 10: 0.500" in out


@pytest.mark.django_db
def test_the_command_says_what_is_wrong_with_the_file(tmp_path):
    with pytest.raises(CommandError, match="fichier illisible"):
        call_command("evaluate_related", tmp_path / "absent.tsv")
    file = tmp_path / "judged.tsv"
    file.write_text("A1101\n", encoding="utf-8")
    with pytest.raises(CommandError, match="ligne 1"):
        call_command("evaluate_related", file)
