"""Files read with their lines: what is refused, and where."""

import pytest
from pydantic import BaseModel, ConfigDict, Field

from jalon.sources.rules import Problem, RefusedDataError
from jalon.sources.services import read_csv, read_yaml


class Fruit(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=2)
    seeds: int = 0
    colours: list[str] = []


def written(tmp_path, text, name="fruits.yaml"):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_records_come_with_the_line_where_they_begin(tmp_path):
    records, problems = read_yaml(
        written(tmp_path, "# fruits\n- name: poire\n\n- name: prune\n  seeds: 1\n"), Fruit
    )
    assert problems == []
    assert [(record.line, record.value.name) for record in records] == [(2, "poire"), (4, "prune")]


@pytest.mark.parametrize(
    ("text", "line", "field", "reason"),
    [
        ("- name: poire\n  peel: yes\n", 2, "peel", "champ inconnu"),
        ("- seeds: 3\n", 1, "name", "champ obligatoire absent"),
        ("- name: poire\n  seeds: beaucoup\n", 2, "seeds", "un nombre entier est attendu"),
        ("- name: x\n", 1, "name", "texte trop court (au moins 2 caractères)"),
        ("- name: poire\n  colours:\n    - vert\n    - [3]\n", 4, "colours.2", "un texte est attendu"),
        ("- poire\n", 1, "", "un groupe de champs est attendu"),
    ],
)
def test_a_wrong_field_is_told_with_its_line(tmp_path, text, line, field, reason):
    records, problems = read_yaml(written(tmp_path, text), Fruit)
    assert records == []
    assert problems == [Problem("fruits.yaml", line, field, reason)]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("- name: poire\n- name: [\n", 3, "YAML illisible"),
        ("- name: poire\n  name: prune\n", 2, "« name » écrit deux fois"),
        ("- &a\n  name: poire\n- *a\n", 3, "renvois"),
        ("- ? [a, b]\n  : 1\n", 1, "un nom de champ est attendu"),
        ("- !!python/object:os.system x\n", 1, "YAML illisible"),
        ("- name: a\x07b\n", 1, "YAML illisible"),
        ("[" * 5000, 1, "imbriqué"),
    ],
)
def test_yaml_that_cannot_be_read_is_one_problem(tmp_path, text, line, words):
    records, problems = read_yaml(written(tmp_path, text), Fruit)
    assert records == []
    assert [problem.line for problem in problems] == [line]
    assert words in problems[0].reason


def test_an_empty_yaml_says_nothing(tmp_path):
    assert read_yaml(written(tmp_path, "# rien\n"), Fruit) == ([], [])


@pytest.mark.parametrize(
    "read", [lambda path: read_yaml(path, Fruit), lambda path: list(read_csv(path, ["a"]))]
)
def test_a_missing_file_is_refused(tmp_path, read):
    with pytest.raises(RefusedDataError, match="fichier absent"):
        read(tmp_path / "nowhere")


@pytest.mark.parametrize(
    "read", [lambda path: read_yaml(path, Fruit), lambda path: list(read_csv(path, ["a"]))]
)
def test_a_file_in_another_encoding_is_refused_with_its_line(tmp_path, read):
    path = written(tmp_path, b"a\nun\n" + "été\n".encode("latin-1"))
    with pytest.raises(RefusedDataError) as refusal:
        read(path)
    assert refusal.value.problems == [Problem("fruits.yaml", 3, "", "le fichier n'est pas en UTF-8")]


def test_csv_rows_keep_their_line_and_only_the_columns_asked(tmp_path):
    path = written(tmp_path, '\ufeffa,b,c\n1," l\'\'eau ",x\n"deux\nlignes",,\n4\n', "t.csv")
    rows = list(read_csv(path, ["a", "b"], doubled_quotes=True))
    assert rows == [
        (2, {"a": "1", "b": "l'eau"}),
        (4, {"a": "deux\nlignes", "b": ""}),
        (5, {"a": "4", "b": ""}),
    ]


def test_every_missing_column_is_told(tmp_path):
    with pytest.raises(RefusedDataError) as refusal:
        list(read_csv(written(tmp_path, "a,b\n1,2\n", "t.csv"), ["a", "c", "d"]))
    assert [(problem.line, problem.field) for problem in refusal.value.problems] == [(1, "c"), (1, "d")]


def test_a_nul_character_does_not_pass(tmp_path):
    assert list(read_csv(written(tmp_path, b"a\nx\0y\n", "t.csv"), ["a"])) == [(2, {"a": "xy"})]


def test_a_cell_too_long_to_be_honest_is_refused(tmp_path):
    with pytest.raises(RefusedDataError, match="CSV illisible"):
        list(read_csv(written(tmp_path, "a\n" + "x" * 200_000 + "\n", "t.csv"), ["a"]))
