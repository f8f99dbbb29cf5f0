"""A region is a folder of data; each room declares the part of it that it reads."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.db.models import ProtectedError

from jalon.sources.enums import LoadState
from jalon.sources.models import Load, Source
from jalon.sources.rules import Problem, RefusedDataError
from jalon.sources.services.loading import Tally, loading


@dataclass(frozen=True)
class Part:
    """One part of a region's folder: read everything first, write only if no part has a problem."""

    name: str
    order: int
    read: Callable[[Path], tuple[Any, list[Problem]]]
    write: Callable[[Any, Source, Tally], None]
    clear: Callable[[Source], None]
    stale: Callable[[date], bool]


def _always_fresh(today: date) -> bool:
    """What a part whose rows do not depend on the day answers."""
    return False


def _keep_all(source: Source) -> None:
    """What a part does by default when another region replaces its own: its next write settles it."""


_parts: dict[str, Part] = {}


def region_part(
    *,
    name: str,
    order: int,
    read: Callable[[Path], tuple[Any, list[Problem]]],
    write: Callable[[Any, Source, Tally], None],
    clear: Callable[[Source], None] = _keep_all,
    stale: Callable[[date], bool] = _always_fresh,
) -> None:
    """Declare a part, from a room's AppConfig.ready; lower orders are read and written first.

    `clear(source)` removes what the part wrote for another region, before this one replaces it; higher
    orders are cleared first. `stale(today)` says, in one short query, that what was written depends on the
    day and is no longer today's: the same folder is then loaded again.
    """
    _parts[name] = Part(name, order, read, write, clear, stale)


def stale_parts(today: date) -> list[str]:
    """Return the names of the parts to load again although the folder did not change."""
    return [part.name for part in _parts.values() if part.stale(today)]


def _loaded_before(slug: str) -> Source | None:
    """Return the source of the region in place when it is another one than `slug`."""
    last = Load.objects.filter(kind="region", state=LoadState.DONE).select_related("source").first()
    return last.source if last and last.source and last.source.slug != slug else None


def _forget(source: Source, tally: Tally) -> None:
    """Leave no trace of a replaced region but what another load still rests on."""
    source.loads.all().delete()
    try:
        source.delete()
    except ProtectedError:
        tally.note(f"Des données de « {source.title} » restent : elles ne viennent pas de son seul dossier.")


def _read(parts: Sequence[Part], folder: Path) -> tuple[dict[str, Any], list[Problem]]:
    """Let every part read the folder, so that all the problems are said at once."""
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for part in parts:
        try:
            values[part.name], found = part.read(folder)
        except RefusedDataError as refusal:
            found = refusal.problems
        problems += found
    return values, problems


def load_region(folder: Path, *, replace: bool = False) -> Tally:
    """Load a region's folder: all of it, or nothing and a RefusedDataError that lists every problem.

    One installation serves one region: another one's folder is refused unless `replace`.
    """
    slug = f"region-{folder.name}"[:80]
    parts = sorted(_parts.values(), key=lambda part: part.order)

    if not folder.is_dir():
        raise RefusedDataError([Problem(folder.name, 0, "", "dossier absent")])

    def source() -> Source:
        # Created bare; the territory room completes it from region.yaml, which knows producer and licence.
        return Source.objects.get_or_create(slug=slug, defaults={"family": "region", "title": folder.name})[0]

    with loading(source=source, kind="region", origin=folder.name) as tally:
        values, problems = _read(parts, folder)
        before = _loaded_before(slug)
        if before and not replace:
            reason = f"la région « {before.title} » est déjà chargée ; pour la remplacer, ajoutez --replace"
            problems.append(Problem(folder.name, 0, "", reason))
        if problems:
            raise RefusedDataError(problems)
        if before:
            for part in reversed(parts):
                part.clear(before)
        origin = source()
        for part in parts:
            part.write(values[part.name], origin, tally)
        if before:
            _forget(before, tally)
    return tally
