"""A LHÉO file as batches of packed programmes, read here or in a process of its own.

Reading costs as much as writing: a large file is read by a second process, so that two cores share the work.
No model is imported here: that process knows no database.
"""

import marshal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from struct import Struct
from typing import IO, Any, NamedTuple

from jalon.sources.rules import Problem, RefusedDataError
from jalon.training.rules.packing import Packed, pack
from jalon.training.rules.records import Programme
from jalon.training.services.lheo import Rejected, iter_programmes, open_feed

PROGRAMMES = 200
LARGE_FILE = 8 * 1024 * 1024
LENGTH = Struct("<I")


class Batch(NamedTuple):
    """Some programmes, what was left out of the file meanwhile, and how far the reading is, in bytes."""

    programmes: list[Packed]
    rejected: list[tuple[str, Problem]]
    """Programmes left out, with their number."""
    omitted: list[Problem]
    """Sessions and facts left out of programmes that are kept."""
    position: int


def read_batches(path: Path, *, name: str, large: int = LARGE_FILE) -> Iterator[Batch]:
    """Yield the content of a file, in order. Raises RefusedDataError when it cannot be taken as a whole.

    `name`: what problems call the file. `large`: bytes from which another process reads it.
    """
    if path.is_file() and path.stat().st_size >= large:
        return _read_apart(path, name)
    return _read_here(path, name)


def _read_here(path: Path, name: str) -> Iterator[Batch]:
    with open_feed(path) as file:
        batch = Batch([], [], [], 0)
        for item in iter_programmes(file, name=name):
            if isinstance(item, Programme):
                batch.programmes.append(pack(item))
            elif isinstance(item, Rejected):
                batch.rejected.append((item.number, item.problem))
            else:
                batch.omitted.append(item.problem)
            if len(batch.programmes) + len(batch.rejected) + len(batch.omitted) >= PROGRAMMES:
                yield batch._replace(position=file.tell())
                batch = Batch([], [], [], 0)
        yield batch._replace(position=file.tell())


def _read_apart(path: Path, name: str) -> Iterator[Batch]:
    """Let another process read; it ends when this one does, since nobody takes what it writes."""
    command = [sys.executable, "-m", __spec__.name, str(path.resolve()), name]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as reader:  # noqa: S603 - our own module, no shell
        try:
            yield from _received(reader.stdout)
        finally:
            reader.stdout.close()
            reader.terminate()


def _received(pipe: IO[bytes]) -> Iterator[Batch]:
    while header := pipe.read(LENGTH.size):
        kind, value = marshal.loads(pipe.read(LENGTH.unpack(header)[0]))  # noqa: S302 - what our own process wrote
        if kind == "end":
            return
        if kind == "refused":
            raise RefusedDataError([Problem(*problem) for problem in value])
        programmes, rejected, omitted, position = value
        yield Batch(
            [Packed(*packed) for packed in programmes],
            [(number, Problem(*problem)) for number, problem in rejected],
            [Problem(*problem) for problem in omitted],
            position,
        )
    raise RuntimeError("la lecture du fichier s'est interrompue")


def _plain(problem: Problem) -> tuple[Any, ...]:
    return (problem.file, problem.line, problem.field, problem.reason)


def _messages(path: Path, name: str) -> Iterator[tuple[str, Any]]:
    try:
        with closing(_read_here(path, name)) as batches:
            for batch in batches:
                yield (
                    "batch",
                    (
                        [tuple(packed) for packed in batch.programmes],
                        [(number, _plain(problem)) for number, problem in batch.rejected],
                        [_plain(problem) for problem in batch.omitted],
                        batch.position,
                    ),
                )
    except RefusedDataError as refusal:
        yield "refused", [_plain(problem) for problem in refusal.problems]
    else:
        yield "end", None


def _send(messages: Iterable[tuple[str, Any]], pipe: IO[bytes]) -> None:
    """Write messages; stop without a word when nobody reads any more."""
    try:
        for message in messages:
            body = marshal.dumps(message)
            pipe.write(LENGTH.pack(len(body)) + body)
            pipe.flush()
    except BrokenPipeError:
        sys.exit(1)


if __name__ == "__main__":
    _send(_messages(Path(sys.argv[1]), sys.argv[2]), sys.stdout.buffer)
