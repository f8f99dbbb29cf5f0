"""A LHÉO file as batches of packed programmes, read here or by processes of their own.

Reading costs more than writing: a large file is read by another process, a very large one by two, half each.
No model is imported here: those processes know no database.
"""

import gc
import marshal
import os
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from queue import Queue
from struct import Struct
from threading import Thread
from typing import IO, Any, NamedTuple

from jalon.sources.rules import Problem, RefusedDataError
from jalon.training.rules.packing import Packed, pack
from jalon.training.rules.records import Programme
from jalon.training.services.lheo import Half, Rejected, halves_of, iter_programmes, open_feed

PROGRAMMES = 400
LARGE_FILE = 8 * 1024 * 1024
VERY_LARGE_FILE = 32 * 1024 * 1024
PIPE = 1 << 20  # bytes: about one batch
AHEAD = 3  # batches that a reader keeps for whoever writes: neither waits for the other
# Millions of small tuples, hardly a cycle among them: looking for cycles every 700 takes a tenth of the time.
COLLECTED_EVERY = 50_000
LENGTH = Struct("<I")


class HalvesError(Exception):
    """A file cannot be taken in halves: it is to be read as a whole, which says why if it must."""


class InterruptedReadingError(Exception):
    """The process that read a file ended before its end."""


class Batch(NamedTuple):
    """Some programmes, what was left out of the file meanwhile, and how far the reading is, in bytes."""

    programmes: list[Packed]
    rejected: list[tuple[str, Problem]]
    """Programmes left out, with their number."""
    omitted: list[Problem]
    """Sessions and facts left out of programmes that are kept."""
    position: int
    half: int = 0
    """0 for the first half of the file, or the whole of it; 1 for the second."""

    def numbers(self) -> Iterator[str]:
        """Yield the numbers of the programmes, kept or left out."""
        yield from (packed.number for packed in self.programmes)
        yield from (number for number, _problem in self.rejected)


def read_batches(path: Path, *, name: str, large: int = LARGE_FILE) -> Iterator[Batch]:
    """Yield the content of a file, in order. Raises RefusedDataError when it cannot be taken as a whole.

    `name`: what problems call the file. `large`: bytes from which another process reads it.
    """
    if path.is_file() and path.stat().st_size >= large:
        return _read_apart(path, name)
    return _read_here(path, name)


def halves_to_read(path: Path, *, large: int = VERY_LARGE_FILE) -> tuple[Half, Half] | None:
    """Return the halves that two processes had better read; None when one is enough, or all that can be.

    `large`: bytes from which there are two of them.
    """
    if (os.cpu_count() or 1) < 2 or not path.is_file() or path.stat().st_size < large:
        return None
    return halves_of(path)


def read_halves(path: Path, halves: tuple[Half, Half], *, name: str) -> Iterator[Batch]:
    """Yield the content of both halves of a file, in turn, each in order.

    Raises HalvesError when a half cannot be taken: what was yielded must then be forgotten.
    """
    positions = [0, 0]
    with ExitStack() as stack:
        readers = deque(
            (rank, stack.enter_context(_reader(path, name, half))) for rank, half in enumerate(halves)
        )
        while readers:
            rank, batches = readers.popleft()
            try:
                batch = next(batches, None)
            except (RefusedDataError, InterruptedReadingError) as error:
                raise HalvesError from error
            if batch is not None:
                positions[rank] = batch.position
                yield batch._replace(half=rank, position=sum(positions))
                readers.append((rank, batches))


def _read_here(path: Path, name: str, half: Half | None = None) -> Iterator[Batch]:
    with open_feed(path, half=half) as file:
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
    with _reader(path, name) as batches:
        yield from batches


@contextmanager
def _reader(path: Path, name: str, half: Half | None = None) -> Iterator[Iterator[Batch]]:
    """Let another process read; it ends when this one does, since nobody takes what it writes."""
    command = [sys.executable, "-m", __spec__.name, str(path.resolve()), name]
    command += [str(int(bound)) for bound in half or ()]
    with subprocess.Popen(command, stdout=subprocess.PIPE, pipesize=PIPE) as reader:  # noqa: S603 - our own module, no shell
        try:
            yield _received(reader.stdout)
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
    raise InterruptedReadingError("la lecture du fichier s'est interrompue")


def _plain(problem: Problem) -> tuple[Any, ...]:
    return (problem.file, problem.line, problem.field, problem.reason)


def _messages(path: Path, name: str, half: Half | None) -> Iterator[tuple[str, Any]]:
    try:
        with closing(_read_here(path, name, half)) as batches:
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
    """Write messages, reading on meanwhile; stop without a word when nobody takes them any more."""
    waiting: Queue[bytes | None] = Queue(maxsize=AHEAD)

    def write() -> None:
        try:
            while body := waiting.get():
                pipe.write(LENGTH.pack(len(body)) + body)
                pipe.flush()
        except BrokenPipeError:
            os._exit(1)

    writer = Thread(target=write)
    writer.start()
    try:
        for message in messages:
            waiting.put(marshal.dumps(message))
    finally:
        waiting.put(None)
        writer.join()


def _main(path: str, name: str, *bounds: str) -> None:
    gc.set_threshold(COLLECTED_EVERY)
    half = Half(int(bounds[0]), int(bounds[1]), second=bounds[2] == "1") if bounds else None
    _send(_messages(Path(path), name, half), sys.stdout.buffer)


if __name__ == "__main__":
    _main(*sys.argv[1:])
