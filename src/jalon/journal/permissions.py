"""Who opens the journal, and which lines each reads."""

from typing import Any

from jalon.directory.selectors.rights import rights_of
from jalon.journal.models import Entry
from jalon.journal.rules.reading import may_read


def can_open_journal(user: Any) -> bool:
    """The journal is for members of the network: each finds there the lines that concern her.

    Someone without any role reads her own lines with her data (`can_read_own_entries`).
    """
    return rights_of(user).is_member


def can_read_own_entries(user: Any) -> bool:
    """Anyone with an open account may see what the journal says she did: it is about her."""
    return rights_of(user).account is not None


def can_read_entry(user: Any, entry: Entry) -> bool:
    """A line is read by those whom the act concerns: `rules.reading` says who, and why."""
    return may_read(
        rights_of(user),
        actor=entry.actor_id,
        organisation=entry.organisation_id,
        territories=[one.pk for one in entry.territories.all()],
        within=entry.within,
    )
