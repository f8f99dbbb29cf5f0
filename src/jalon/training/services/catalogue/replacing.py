"""A small catalogue written whole in the caller's transaction, as a region's folder is."""

from collections.abc import Iterable
from datetime import date
from itertools import islice

from jalon.sources.models import Source
from jalon.sources.services import Tally
from jalon.training.indexing import catalogue_changed
from jalon.training.models import Feed
from jalon.training.rules.packing import pack
from jalon.training.rules.records import Programme
from jalon.training.services.catalogue.versions import clear_unfinished, remove_feed, sweep, switch
from jalon.training.services.catalogue.writing import CatalogueWriter

BATCH = 200


def replace_catalogue(*, source: Source, records: Iterable[Programme], tally: Tally, today: date) -> Feed:
    """Make the catalogue of `source` hold exactly `records`; programmes no longer there are closed.

    In the caller's transaction. `tally` counts programmes; actions and sessions are told in its notes.
    """
    feed, _made = Feed.objects.get_or_create(source=source)
    clear_unfinished(feed)
    part = Tally()
    writer = CatalogueWriter(feed=feed, number=feed.current + 1, today=today, tally=part, file=source.slug)
    waiting = iter(records)
    while batch := [pack(record) for record in islice(waiting, BATCH)]:
        writer.write(batch)
    closed = writer.gone()
    if part.changed:
        switch(feed, number=writer.number, closed=closed, today=today)
        catalogue_changed(feed, writer.number)
        sweep(feed)
    for problem, count in part.grouped_rejects():
        for _one in range(count):
            tally.reject(problem)
    for name in ("read", "created", "updated", "unchanged", "withdrawn"):
        setattr(tally, name, getattr(tally, name) + getattr(part, name))
    for note in writer.notes():
        tally.note(note)
    return feed


def remove_catalogue(*, source: Source) -> None:
    """Remove the catalogue of `source`, if it has one. In the caller's transaction."""
    for feed in Feed.objects.filter(source=source):
        remove_feed(feed)
