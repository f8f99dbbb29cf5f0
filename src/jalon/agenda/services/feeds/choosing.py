"""What someone chooses for each event of a partner's calendar."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from jalon.agenda.enums import EventState, FeedItemState
from jalon.agenda.models import Feed, FeedItem
from jalon.agenda.permissions import can_change_event
from jalon.agenda.rules.following import FOLLOWED, told_values
from jalon.agenda.rules.incoming import from_written
from jalon.agenda.rules.states import FINAL
from jalon.agenda.services.acts import locked
from jalon.agenda.services.errors import RefusedEventError
from jalon.agenda.services.feeds.reading import AT_A_TIME, MOST_TAKEN, PERIOD, batched, new_items
from jalon.agenda.services.feeds.subscribing import held_feed
from jalon.agenda.services.feeds.taking import apply_values, take_item
from jalon.agenda.services.states import cancel_event
from jalon.directory.models import Account
from jalon.directory.selectors.rights import rights_of

TAKE, LINK, LEAVE, KEEP, CANCEL = "prendre", "lier", "laisser", "garder", "annuler"


class Chosen(NamedTuple):
    """What came of choices: how many of each, and (title, reason) of those that could not be done."""

    taken: int = 0
    linked: int = 0
    left: int = 0
    refused: tuple[tuple[str, str], ...] = ()


@transaction.atomic
def choose_items(*, actor: Account, now: datetime, feed: Feed | int, choices: Mapping[int, str]) -> Chosen:
    """Do what someone chose for AT_A_TIME items at most, by their keys; the calendar is followed from then.

    New: `prendre`, `lier` (to the event it resembles), `laisser`. Edited here and there: `prendre`, `garder`.
    Gone: `annuler`, `garder`. What makes no sense for an item is left. Raises NotAllowedError.
    """
    found = held_feed(feed, actor)
    counts = {TAKE: 0, LINK: 0, LEAVE: 0}
    refused: list[tuple[str, str]] = []
    for item in found.items.filter(pk__in=list(choices)[:AT_A_TIME]).select_related("event"):
        try:
            with transaction.atomic():
                done = _do(item, found, choices[item.pk], actor, now)
        except RefusedEventError as refusal:
            refused.append((item.title, str(refusal)))
        else:
            counts[done] = counts.get(done, 0) + 1
    _begin(found, actor, now)
    return Chosen(counts[TAKE], counts[LINK], counts[LEAVE], tuple(refused))


def take_all(*, actor: Account, now: datetime, feed: Feed) -> Chosen:
    """Take new events that resemble none of ours, MOST_TAKEN at most, some at a time. Raises NotAllowedError.

    Several short transactions: whoever else writes waits for none of them long.
    """
    keys = new_items(feed).values_list("pk", flat=True)[:MOST_TAKEN]
    taken, refused = 0, ()
    for batch in batched(list(keys)) or [[]]:
        done = choose_items(actor=actor, now=now, feed=feed, choices=dict.fromkeys(batch, TAKE))
        taken, refused = taken + done.taken, refused + done.refused
    return Chosen(taken=taken, refused=refused)


def _begin(feed: Feed, actor: Account, now: datetime) -> None:
    """Follow a calendar from now on, with the rights of who chose."""
    if feed.begun_at is not None:
        return
    feed.begun_at, feed.paused, feed.added_by = now, False, actor
    feed.next_at = now + PERIOD if feed.address else None
    feed.save(update_fields=["begun_at", "paused", "added_by", "next_at"])


def _do(item: FeedItem, feed: Feed, choice: str, actor: Account, now: datetime) -> str:
    """Do one choice; return which was done, "" for none."""
    if item.state == FeedItemState.NEW:
        return _do_new(item, feed, choice, actor, now)
    if item.state == FeedItemState.CHANGED and choice in (TAKE, KEEP):
        if choice == TAKE:
            _take_theirs(item, feed, actor, now)
        item.state = FeedItemState.TAKEN
        item.save(update_fields=["state"])
        return choice
    if item.state == FeedItemState.GONE and choice in (CANCEL, KEEP):
        if choice == CANCEL and item.event is not None and item.event.state not in FINAL:
            why = f"Il n'est plus dans le calendrier « {feed.name} »."
            cancel_event(actor=actor, now=now, event=item.event, why=why)
        item.delete()
        return choice
    return ""


def _do_new(item: FeedItem, feed: Feed, choice: str, actor: Account, now: datetime) -> str:
    if choice == TAKE:
        take_item(item, feed, actor=actor, by=actor, now=now)
    elif choice == LINK and item.event_id is not None:
        item.state = FeedItemState.LINKED
        item.save(update_fields=["state"])
    elif choice == LEAVE:
        item.state, item.event = FeedItemState.LEFT_OUT, None
        item.save(update_fields=["state", "event"])
    else:
        return ""
    return choice


def _take_theirs(item: FeedItem, feed: Feed, actor: Account, now: datetime) -> None:
    """Write over an event all that its calendar says, its state apart when it is over."""
    if item.event is None:
        return
    event = locked(item.event)
    if not can_change_event(rights_of(actor), event):
        raise RefusedEventError("Vous ne pouvez pas modifier cet événement.")
    values = told_values(from_written(item.record))
    if event.state in FINAL or values["state"] == event.state:
        del values["state"]
    elif values["state"] not in (EventState.CANCELLED, EventState.POSTPONED):
        del values["state"]  # opening again is decided on the event's own page
    apply_values(event, values, tuple(FOLLOWED), feed, actor=actor, by=actor, now=now)
