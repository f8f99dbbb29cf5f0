"""A region is a folder of data; each room declares the part of it that it reads."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jalon.sources.models import Source
from jalon.sources.rules import Problem, RefusedDataError
from jalon.sources.services.loading import Tally, loading


@dataclass(frozen=True)
class Part:
    """One part of a region's folder: read everything first, write only if no part has a problem."""

    name: str
    order: int
    read: Callable[[Path], tuple[Any, list[Problem]]]
    write: Callable[[Any, Source, Tally], None]


_parts: dict[str, Part] = {}


def region_part(
    *,
    name: str,
    order: int,
    read: Callable[[Path], tuple[Any, list[Problem]]],
    write: Callable[[Any, Source, Tally], None],
) -> None:
    """Declare a part, from a room's AppConfig.ready; lower orders are read and written first."""
    _parts[name] = Part(name, order, read, write)


def load_region(folder: Path) -> Tally:
    """Load a region's folder: all of it, or nothing and a RefusedDataError that lists every problem."""
    parts = sorted(_parts.values(), key=lambda part: part.order)

    if not folder.is_dir():
        raise RefusedDataError([Problem(folder.name, 0, "", "dossier absent")])

    def source() -> Source:
        # Created bare; the territory room completes it from region.yaml, which knows producer and licence.
        return Source.objects.get_or_create(
            slug=f"region-{folder.name}"[:80], defaults={"family": "region", "title": folder.name}
        )[0]

    with loading(source=source, kind="region", origin=folder.name) as tally:
        values: dict[str, Any] = {}
        problems: list[Problem] = []
        for part in parts:
            try:
                values[part.name], found = part.read(folder)
            except RefusedDataError as refusal:
                found = refusal.problems
            problems += found
        if problems:
            raise RefusedDataError(problems)
        origin = source()
        for part in parts:
            part.write(values[part.name], origin, tally)
    return tally
