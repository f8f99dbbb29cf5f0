"""Files read with their line numbers, so that a refusal can say where."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

import yaml
from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from jalon.sources.rules import Problem, RefusedDataError, french_reason

Record = TypeVar("Record", bound=BaseModel)
DEEPEST = 20
MAX_BYTES = 64 * 1024 * 1024
ENCODING_NAMES = {"utf-8-sig": "UTF-8", "cp1252": "Windows-1252"}


@dataclass(frozen=True)
class Located(Generic[Record]):
    """A valid record, the line where it begins and those of its fields."""

    line: int
    value: Record
    lines: Mapping[str, int] = field(default_factory=dict)

    def at(self, name: str) -> int:
        """Return the line of a field, or the record's when the field is not written."""
        return self.lines.get(name, self.line)


def _undecodable(path: Path, encoding: str) -> Problem:
    """Say where a file stops being in its encoding."""
    raw = path.read_bytes()
    said = ENCODING_NAMES.get(encoding, encoding)
    reason = f"le fichier n'est pas en {said}"
    try:
        raw.decode(encoding)
    except UnicodeDecodeError as error:
        return Problem(path.name, raw[: error.start].count(b"\n") + 1, "", reason)
    return Problem(path.name, 0, "", reason)


def _open_text(path: Path) -> str:
    """Return a file's text; refuse a missing, oversized or non-UTF-8 one in plain words."""
    if not path.is_file():
        raise RefusedDataError([Problem(path.name, 0, "", "fichier absent")])
    if path.stat().st_size > MAX_BYTES:
        raise RefusedDataError([Problem(path.name, 0, "", "fichier trop gros (plus de 64 Mo)")])
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise RefusedDataError([Problem(path.name, line, "", "le fichier n'est pas en UTF-8")]) from error


# libyaml reads ten times faster; PyYAML's wheels have it, a build of one's own may not.
FastLoader: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class PlainLoader(FastLoader):
    """Safe YAML without repeated keys."""

    def construct_mapping(self, node, deep=False):
        seen = set()
        for key, _value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise yaml.MarkedYAMLError(problem="un nom de champ est attendu", problem_mark=key.start_mark)
            if key.value in seen:
                raise yaml.MarkedYAMLError(
                    problem=f"« {key.value} » écrit deux fois", problem_mark=key.start_mark
                )
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def _refuse_traps(text: str) -> None:
    """Refuse aliases (expansion bombs) and over-deep nesting, event by event, before anything is built."""
    depth = 0
    for event in yaml.parse(text, Loader=FastLoader):
        if isinstance(event, yaml.AliasEvent):
            raise yaml.MarkedYAMLError(
                problem="les renvois (*nom) ne sont pas acceptés", problem_mark=event.start_mark
            )
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST:
            raise yaml.MarkedYAMLError(problem="fichier trop imbriqué", problem_mark=event.start_mark)


def _line_of(node: yaml.Node, location: Sequence[str | int]) -> int:
    """Follow a validation error's location down the YAML tree; return the deepest known line."""
    line = node.start_mark.line + 1
    for step in location:
        if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
        elif isinstance(node, yaml.MappingNode):
            pairs = {key.value: (key, value) for key, value in node.value}
            if step not in pairs:
                continue
            key, node = pairs[step]
            line = key.start_mark.line + 1
            continue
        else:
            break
        line = node.start_mark.line + 1
    return line


def _lines(node: yaml.Node) -> dict[str, int]:
    """Return the line of each field of a mapping."""
    if not isinstance(node, yaml.MappingNode):
        return {}
    return {key.value: key.start_mark.line + 1 for key, _value in node.value}


def read_yaml(path: Path, schema: type[Record]) -> tuple[list[Located[Record]], list[Problem]]:
    """Read a YAML list (or one mapping) of `schema` records; return the valid ones and every problem."""
    text = _open_text(path)
    loader = None
    try:
        _refuse_traps(text)
        loader = PlainLoader(text)
        node = loader.get_single_node()
        if node is None:
            return [], []
        data = loader.construct_document(node)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        return [], [Problem(path.name, line, "", f"YAML illisible : {error.problem or error.context}")]
    except (yaml.YAMLError, ValueError) as error:
        return [], [Problem(path.name, 1, "", f"YAML illisible : {error}")]
    finally:
        if loader is not None:
            loader.dispose()
    nodes = node.value if isinstance(node, yaml.SequenceNode) else [node]
    values = data if isinstance(data, list) else [data]
    adapter = TypeAdapter(schema)
    records: list[Located[Record]] = []
    problems: list[Problem] = []
    for item, value in zip(nodes, values, strict=True):
        try:
            records.append(Located(item.start_mark.line + 1, adapter.validate_python(value), _lines(item)))
        except ValidationError as errors:
            for error in errors.errors():
                problems.append(Problem(path.name, _line_of(item, error["loc"]), *_said(error)))
    return records, problems


def _said(error: ErrorDetails) -> tuple[str, str]:
    """Return the field of a validation error, counted from 1, and what is wrong with it."""
    field = ".".join(str(step + 1 if isinstance(step, int) else step) for step in error["loc"])
    return field, french_reason(error["type"], error.get("ctx", {}))


def read_table(path: Path, schema: type[Record]) -> tuple[list[Located[Record]], list[Problem]]:
    """Read a CSV whose columns are exactly the fields of `schema`; an empty cell is a missing value.

    Return the valid rows and every problem. Raises RefusedDataError (missing file, not UTF-8, column absent).
    """
    columns = list(schema.model_fields)
    records: list[Located[Record]] = []
    problems: list[Problem] = []
    for line, row in read_csv(path, columns):
        given = {name: value for name, value in row.items() if value}
        try:
            records.append(Located(line, schema.model_validate(given)))
        except ValidationError as errors:
            problems += [Problem(path.name, line, *_said(error)) for error in errors.errors()]
    with path.open(encoding="utf-8-sig", newline="") as file:
        header = next(csv.reader(file), [])
    problems += [Problem(path.name, 1, name, "colonne inconnue") for name in header if name not in columns]
    return records, problems


def read_csv(
    path: Path,
    columns: Sequence[str],
    *,
    doubled_quotes: bool = False,
    delimiter: str = ",",
    encoding: str = "utf-8-sig",
) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield (line, row) of a CSV that has at least `columns`, and only those columns.

    `doubled_quotes`: `''` in a cell means `'`. Raises RefusedDataError (no file, not in `encoding`, no such
    column).
    Streams: one row in memory.
    """
    if not path.is_file():
        raise RefusedDataError([Problem(path.name, 0, "", "fichier absent")])
    with path.open(encoding=encoding, newline="") as file:
        reader = csv.DictReader(file, delimiter=delimiter)
        try:
            missing = [column for column in columns if column not in (reader.fieldnames or [])]
            if missing:
                raise RefusedDataError(
                    [Problem(path.name, 1, column, "colonne absente") for column in missing]
                )
            for row in reader:
                yield reader.line_num, {key: _cell(row.get(key), doubled_quotes) for key in columns}
        except UnicodeDecodeError as error:
            raise RefusedDataError([_undecodable(path, encoding)]) from error
        except csv.Error as error:
            raise RefusedDataError(
                [Problem(path.name, reader.line_num, "", f"CSV illisible : {error}")]
            ) from error


def _cell(value: str | None, doubled_quotes: bool) -> str:
    """Return a cell's text without surrounding spaces or NUL (which PostgreSQL refuses)."""
    text = (value or "").replace("\0", "").strip()
    return text.replace("''", "'") if doubled_quotes else text
