"""Loading a LHÉO file: versions written in small transactions, then shown by one short one."""

import re
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from jalon.sources.enums import LoadState
from jalon.sources.models import Source
from jalon.sources.rules import Problem, RefusedDataError, agreed
from jalon.sources.services import Tally, keep_report
from jalon.training.indexing import catalogue_changed
from jalon.training.models import Feed
from jalon.training.services.catalogue.places import settle_communes
from jalon.training.services.catalogue.versions import abandon, clear_unfinished, mark_examples, sweep, switch
from jalon.training.services.catalogue.writing import CatalogueWriter
from jalon.training.services.feeds.batches import (
    LARGE_FILE,
    VERY_LARGE_FILE,
    Batch,
    HalvesError,
    halves_to_read,
    read_batches,
    read_halves,
)
from jalon.training.services.feeds.locking import only_load
from jalon.training.services.feeds.thrift import thrift
from jalon.training.services.lheo import NumberFinder

KIND = "lheo"
LONGEST_NAME = 35
DAYS = re.compile(
    r"(?<!\d)\d{4}[-_.]?\d{2}[-_.]?\d{2}(?:[-_T]?\d{4,6})?(?!\d)|(?<!\d)\d{2}[-_.]\d{2}[-_.]\d{4}(?!\d)"
)
EXTENSIONS = re.compile(r"(?:\.xml|\.gz|\.lheo)+$", re.IGNORECASE)


def sender_name(file_name: str) -> str:
    """Return a sender's name from the name of its file, without its date.

    >>> sender_name("Offre_Alfa-Centre_2024-01-15.xml.gz")
    'offre-alfa-centre'
    """
    stem = DAYS.sub(" ", EXTENSIONS.sub("", file_name))
    return slugify(stem.replace("_", " ").replace(".", " "))[:LONGEST_NAME].strip("-") or "flux"


@dataclass(frozen=True)
class Options:
    """How to take a file. `full`: it holds the whole offer, so that what it lacks is closed.

    `large`, `very_large`: bytes from which another process reads it, from which two do.
    """

    full: bool = False
    dry_run: bool = False
    accept_shrink: bool = False
    large: int = LARGE_FILE
    very_large: int = VERY_LARGE_FILE


def load_lheo(
    path: Path,
    *,
    sender: str,
    today: date,
    origin: str = "",
    options: Options = Options(),
    advance: Callable[[int], Any] = lambda position: None,
) -> Tally:
    """Load a file of a sender; return the figures, in programmes, with the rest in notes.

    `origin`: where the file came from, as shown. `advance` is told how many bytes are read.
    Raises RefusedDataError when nothing was taken; a report is kept then too, but for a dry run.
    """
    origin = (origin or path.name)[:200]
    facts = {"kind": KIND, "origin": origin, "started_at": timezone.now()}
    tally = Tally()
    try:
        with only_load(f"{KIND}-{sender}"), thrift():
            _load(
                _feed(sender, options),
                path,
                tally,
                today=today,
                facts=facts,
                options=options,
                advance=advance,
            )
    except RefusedDataError as refusal:
        if not options.dry_run:
            refused = Tally(read=tally.read)
            for problem in refusal.problems:
                refused.reject(problem)
            keep_report(refused, LoadState.REFUSED, source=None, **facts)
        raise
    return tally


def _feed(sender: str, options: Options) -> Feed:
    """Return the feed of a sender, made if needed; a dry run makes nothing."""
    slug = f"{KIND}-{sender}"
    facts = {
        "family": slug[:40],
        "title": f"Flux LHÉO « {sender} »",
        "producer": sender,
        "licence": "non précisée",
        "used_for": "Formations, sessions, lieux",
    }
    known = Feed.objects.select_related("source").filter(source__slug=slug).first()
    if known or options.dry_run:
        return known or Feed(source=Source(slug=slug, **facts))
    with transaction.atomic():
        source, _made = Source.objects.get_or_create(slug=slug, defaults=facts)
        return Feed.objects.create(source=source)


def _load(
    feed: Feed,
    path: Path,
    tally: Tally,
    *,
    today: date,
    facts: dict[str, Any],
    options: Options,
    advance: Callable[[int], Any],
) -> None:
    if not options.dry_run:
        if clear_unfinished(feed):
            tally.note("Un chargement précédent s'était interrompu : ce qu'il avait laissé est effacé.")
        settle_communes()
    try:
        with closing(NumberFinder(path)) as finder:
            writer = CatalogueWriter(
                feed=feed,
                number=feed.current + 1,
                today=today,
                tally=tally,
                file=facts["origin"],
                dry_run=options.dry_run,
                lines_of=finder.lines_of,
            )
            _read(path, writer, options=options, advance=advance)
        closed = _closed(writer, options, file=facts["origin"])
    except RefusedDataError:
        if not options.dry_run:
            abandon(feed)
        raise
    for note in writer.notes():
        tally.note(note)
    if options.dry_run:
        return
    with transaction.atomic():
        keep_report(tally, LoadState.DONE, source=feed.source, **facts)
        if tally.changed:
            switch(feed, number=writer.number, closed=closed, today=today)
            mark_examples(feed)
            catalogue_changed(feed, writer.number)
        else:
            Feed.objects.filter(pk=feed.pk).update(loaded_on=today)
    sweep(feed)


def _read(path: Path, writer: CatalogueWriter, *, options: Options, advance: Callable[[int], Any]) -> None:
    """Write what the file holds, not shown yet."""
    omitted = _read_in_halves(path, writer, options=options, advance=advance)
    if omitted is None:
        omitted = 0
        for batch in read_batches(path, name=writer.file, large=options.large):
            omitted += _write(batch, writer)
            advance(batch.position)
    if omitted:
        writer.tally.note(
            f"Rejets : {agreed(omitted, 'concerne,concernent')} une session ou une information, la formation "
            "est gardée."
        )


def _read_in_halves(
    path: Path, writer: CatalogueWriter, *, options: Options, advance: Callable[[int], Any]
) -> int | None:
    """Write what both halves of a very large file hold; None when it is to be read as a whole, from nothing.

    A number that both halves bear is such a case: only the order of the file says which one is kept.
    """
    halves = halves_to_read(path, large=options.very_large)
    if halves is None:
        return None
    parts = writer.parts()
    omitted = 0
    try:
        with closing(read_halves(path, halves, name=writer.file)) as batches:
            for batch in batches:
                if parts[1].tally.full or parts[1 - batch.half].met(batch.numbers()):
                    raise HalvesError
                omitted += _write(batch, parts[batch.half])
                advance(batch.position)
    except HalvesError:
        if not writer.dry_run:
            clear_unfinished(writer.feed)
        return None
    for part in parts:
        writer.take(part)
    return omitted


def _write(batch: Batch, writer: CatalogueWriter) -> int:
    """Write some programmes; return how many sessions and facts are left out of them."""
    for number, problem in batch.rejected:
        writer.leave_out(number, problem)
    for problem in batch.omitted:
        writer.tally.reject(problem)
    writer.write(batch.programmes)
    return len(batch.omitted)


def _closed(writer: CatalogueWriter, options: Options, *, file: str) -> list[int]:
    """Return the versions to close: what a full file no longer holds; refuse to close more than half."""
    if not options.full:
        return []
    closed = writer.gone()
    shown = writer.shown().count()
    if len(closed) * 2 > shown and not options.accept_shrink:
        held = agreed(len(closed), "formation,formations")
        reason = (
            f"le fichier complet fermerait {held} sur {shown}, plus de la moitié : rien n'a été changé. S'il "
            "est juste, ajoutez --accept-shrink ; s'il n'est pas complet, retirez --full"
        )
        raise RefusedDataError([Problem(file, 0, "", reason)])
    return closed
