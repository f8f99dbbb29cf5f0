"""Writing down what was done."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from jalon.directory.models import Account, Organisation
from jalon.journal.models import Entry
from jalon.journal.rules.texts import LONGEST_LABEL, LONGEST_NAME, LONGEST_SAID, UNNAMED, cut
from jalon.territory.models import Territory


@transaction.atomic
def record(
    *,
    actor: Account | None,
    verb: str,
    thing: Model,
    said: str,
    organisation: Organisation | None = None,
    territories: Iterable[Territory] = (),
    why: str = "",
    changes: Mapping[str, tuple[str, str]] | None = None,
    within: bool = False,
) -> Entry:
    """Write one act down, in the transaction of the act itself; texts that are too long are cut.

    `actor` None: the installation itself. `verb`: room.thing.past participle. `said`: the act in French,
    without the actor. `changes`: label of a field → (before, after). Without `territories`, the line is read
    in those of the organisation. `within`: read by the actor and her organisation only (a draft). Raises
    ValueError for a thing that is not in the database: record before deleting it.
    """
    if thing.pk is None:
        raise ValueError(f"{verb}: a thing is recorded while it is in the database")
    entry = Entry.objects.create(
        at=timezone.now(),
        actor=actor,
        actor_name=cut(actor.name or UNNAMED, LONGEST_NAME) if actor else "",
        verb=verb,
        thing_kind=thing._meta.label_lower,
        thing_key=str(thing.pk),
        thing_label=cut(str(thing), LONGEST_LABEL),
        said=cut(said, LONGEST_SAID),
        why=why,
        changes=[[label, str(before), str(after)] for label, (before, after) in (changes or {}).items()],
        organisation=organisation,
        within=within,
    )
    where = list(territories) or (list(organisation.territories.all()) if organisation else [])
    entry.territories.set(where)
    return entry


def write_act(sender: Any, signal: Any, **act: Any) -> None:
    """Write down an act that a room below tells of (`directory.signals.acted`)."""
    record(**act)
