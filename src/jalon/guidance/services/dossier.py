"""What changes a dossier. Each change locks the dossier, then checks, then writes, and tells its history.

`label` is what an adviser wished to be called; the person's own changes carry none.
"""

import logging
import secrets
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from jalon.guidance.enums import Act, Lifetime, Side
from jalon.guidance.models import Dossier, DossierAct, DossierItem, DossierNote, DossierStart
from jalon.guidance.rules.dossier import (
    LONGEST_LABEL,
    LONGEST_NOTE,
    MOST_ACTS,
    MOST_ITEMS,
    MOST_NOTES,
    SECRET_BYTES,
    Thing,
    adviser_secret,
    clean,
    digest_of,
    expiry,
    moved,
    one_line,
)
from jalon.guidance.selectors.dossier import opened_by
from jalon.ui.rules.senders import WINDOW, wait
from jalon.ui.services.attempts import TooManyError

logger = logging.getLogger(__name__)
MOST_STARTS = 120  # in a quarter of an hour, from one network: three classes of one school


class NoDossierError(Exception):
    """No dossier has this address: it never had, it was deleted, or its time is over. Which is never said."""


class FullDossierError(Exception):
    """A dossier holds no more items, or no more notes."""


class EmptyNoteError(Exception):
    """A note says nothing."""


class NotTheirsError(Exception):
    """This address does not give the right to do this."""


def begin_dossier(*, lifetime: int, network: str, now: datetime, thing: Thing | None = None) -> str:
    """Make a dossier, with a first thing if any; return its secret, that is kept nowhere.

    `network` is who asks (`ui.services.posting.network`), "" when unknown. Raises TooManyError.
    """
    today = timezone.localdate(now)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    with transaction.atomic():
        _count_start(network, now)
        dossier = Dossier.objects.create(
            digest=digest_of(secret),
            made_on=today,
            changed_at=now,
            lifetime=lifetime,
            expires_on=expiry(today, lifetime),
        )
        _tell(dossier, Side.PERSON, Act.BEGUN, now)
        if thing:
            _add(dossier, thing, Side.PERSON, "", now)
    return secret


def _count_start(network: str, now: datetime) -> None:
    DossierStart.objects.filter(at__lte=now - WINDOW).delete()
    if not network:
        return
    key = salted_hmac("jalon.guidance.dossier", network, algorithm="sha256").hexdigest()
    before = list(DossierStart.objects.filter(key=key).values_list("at", flat=True))
    if left := wait(before, most=MOST_STARTS, now=now):
        logger.warning("too many dossiers begun from one network: one was not made")
        raise TooManyError(left)
    DossierStart.objects.create(key=key, at=now)


def _locked(secret: str, now: datetime) -> tuple[Dossier, Side]:
    """Return the dossier of this secret, locked, and whose secret it is; raises NoDossierError."""
    locked = Dossier.objects.select_for_update()
    opened = opened_by(secret, today=timezone.localdate(now), among=locked)
    if opened is None:
        raise NoDossierError
    return opened


def _tell(dossier: Dossier, side: Side, act: Act, now: datetime, *, label: str = "", title: str = "") -> None:
    """Write a line of the history and note the change; the oldest lines of a long one are forgotten."""
    DossierAct.objects.create(dossier=dossier, side=side, label=label, act=act, title=title, at=now)
    kept = DossierAct.objects.filter(dossier=dossier).values_list("pk", flat=True)[:MOST_ACTS]
    DossierAct.objects.filter(dossier=dossier, pk__lt=min(kept)).delete()
    _touch(dossier, now)


def _touch(dossier: Dossier, now: datetime) -> None:
    dossier.changed_at = now
    dossier.save(update_fields=["changed_at"])


def _only(allowed: Side, side: Side) -> None:
    if side is not allowed:
        raise NotTheirsError


def _called(side: Side, label: str) -> str:
    return one_line(label, LONGEST_LABEL) if side is Side.ADVISER else ""


def _add(dossier: Dossier, thing: Thing, side: Side, label: str, now: datetime) -> DossierItem:
    items = list(dossier.items.all())
    for item in items:
        if (item.kind, item.key) == (thing.kind, thing.key):
            if side is Side.PERSON and item.proposed:
                _accept(dossier, item, now)
            return item
    if len(items) >= MOST_ITEMS:
        raise FullDossierError
    act = Act.KEPT if side is Side.PERSON else Act.PROPOSED
    _tell(dossier, side, act, now, label=label, title=thing.title)
    return DossierItem.objects.create(
        dossier=dossier,
        kind=thing.kind,
        key=thing.key,
        title=thing.title,
        path=thing.path,
        facts=[list(pair) for pair in thing.facts],
        origin=thing.origin,
        day=thing.day,
        position=max((item.position for item in items), default=-1) + 1,
        side=side,
        label=label,
        added_at=now,
    )


def _accept(dossier: Dossier, item: DossierItem, now: datetime) -> None:
    item.accepted_at = now
    item.save(update_fields=["accepted_at"])
    _tell(dossier, Side.PERSON, Act.ACCEPTED, now, title=item.title)


@transaction.atomic
def add_item(*, secret: str, thing: Thing, now: datetime, label: str = "") -> DossierItem:
    """Keep a thing, last in the list; one already kept stays as it was. An adviser proposes it.

    A person who keeps what was proposed accepts it. Raises FullDossierError.
    """
    dossier, side = _locked(secret, now)
    return _add(dossier, thing, side, _called(side, label), now)


@transaction.atomic
def accept_item(*, secret: str, item: int, now: datetime) -> None:
    """Take what an adviser proposed: from then on it is the person's. Raises NotTheirsError."""
    dossier, side = _locked(secret, now)
    _only(Side.PERSON, side)
    found = dossier.items.filter(pk=item).first()
    if found and found.proposed:
        _accept(dossier, found, now)


@transaction.atomic
def remove_item(*, secret: str, item: int, now: datetime, label: str = "") -> None:
    """Take a thing out with its notes; an adviser, only a proposal not taken yet. Unknown: nothing."""
    dossier, side = _locked(secret, now)
    found = dossier.items.filter(pk=item).first()
    if found is None:
        return
    if side is Side.ADVISER and not found.proposed:
        raise NotTheirsError
    found.delete()
    _tell(dossier, side, Act.REMOVED, now, label=_called(side, label), title=found.title)


@transaction.atomic
def move_item(*, secret: str, item: int, step: int, now: datetime) -> None:
    """Move a thing up (-1) or down (1) the list. Raises NotTheirsError for an adviser."""
    dossier, side = _locked(secret, now)
    _only(Side.PERSON, side)
    items = {one.pk: one for one in dossier.items.all()}
    for position, pk in enumerate(moved(list(items), item, step)):
        items[pk].position = position
    DossierItem.objects.bulk_update(items.values(), ["position"])
    _touch(dossier, now)


def _write(
    dossier: Dossier, side: Side, text: str, label: str, now: datetime, item: int | None
) -> DossierNote:
    text, label = clean(text, LONGEST_NOTE), _called(side, label)
    if not text:
        raise EmptyNoteError
    if dossier.notes.count() >= MOST_NOTES:
        raise FullDossierError
    about = dossier.items.filter(pk=item).first() if item is not None else None
    _tell(dossier, side, Act.NOTED, now, label=label, title=about.title if about else "")
    return DossierNote.objects.create(
        dossier=dossier, item=about, side=side, label=label, text=text, written_at=now
    )


@transaction.atomic
def write_note(
    *, secret: str, text: str, now: datetime, item: int | None = None, label: str = ""
) -> DossierNote:
    """Write a note on a thing or on the whole. Raises EmptyNoteError or FullDossierError."""
    dossier, side = _locked(secret, now)
    return _write(dossier, side, text, label, now, item)


@transaction.atomic
def remove_note(*, secret: str, note: int, now: datetime, label: str = "") -> None:
    """Take a note out; an adviser only takes out those of an adviser. Unknown: nothing."""
    dossier, side = _locked(secret, now)
    found = dossier.notes.select_related("item").filter(pk=note).first()
    if found is None:
        return
    if side is Side.ADVISER and found.side != Side.ADVISER:
        raise NotTheirsError
    about = found.item.title if found.item else ""
    found.delete()
    _tell(dossier, side, Act.UNNOTED, now, label=_called(side, label), title=about)


@transaction.atomic
def hand_back(*, secret: str, now: datetime, text: str = "", label: str = "", leave: bool = False) -> None:
    """Say that the adviser is done, with a note if there is one; `leave`: their address opens nothing more.

    Raises NotTheirsError for the person, FullDossierError.
    """
    dossier, side = _locked(secret, now)
    _only(Side.ADVISER, side)
    if clean(text, LONGEST_NOTE):
        _write(dossier, side, text, label, now, None)
    _tell(dossier, side, Act.HANDED_BACK, now, label=_called(side, label))
    if leave:
        _close(dossier)


@transaction.atomic
def choose_lifetime(*, secret: str, lifetime: int, now: datetime) -> None:
    """Keep the dossier so many days from today. Raises NotTheirsError for an adviser."""
    dossier, side = _locked(secret, now)
    _only(Side.PERSON, side)
    dossier.lifetime = Lifetime(lifetime)
    dossier.expires_on = expiry(timezone.localdate(now), lifetime)
    dossier.save(update_fields=["lifetime", "expires_on"])
    _tell(dossier, side, Act.PROLONGED, now, title=dossier.get_lifetime_display())


@transaction.atomic
def open_to_adviser(*, secret: str, now: datetime) -> None:
    """Make an adviser's address; the one before, if any, opens nothing any more."""
    dossier, side = _locked(secret, now)
    _only(Side.PERSON, side)
    dossier.adviser_salt = secrets.token_hex(16)
    dossier.adviser_digest = digest_of(adviser_secret(secret, dossier.adviser_salt))
    dossier.save(update_fields=["adviser_salt", "adviser_digest"])
    _tell(dossier, side, Act.OPENED, now)


@transaction.atomic
def close_to_adviser(*, secret: str, now: datetime) -> None:
    """Take the adviser's address back: it opens nothing any more; what was written stays."""
    dossier, side = _locked(secret, now)
    _only(Side.PERSON, side)
    _close(dossier)
    _tell(dossier, side, Act.CLOSED, now)


def _close(dossier: Dossier) -> None:
    dossier.adviser_salt, dossier.adviser_digest = "", ""
    dossier.save(update_fields=["adviser_salt", "adviser_digest"])


@transaction.atomic
def delete_dossier(*, secret: str, now: datetime) -> None:
    """Delete a dossier and all that is in it, at once. Raises NotTheirsError for an adviser."""
    dossier, side = _locked(secret, now)
    _only(Side.PERSON, side)
    dossier.delete()


@transaction.atomic
def delete_expired_dossiers(*, today: date) -> int:
    """Delete the dossiers whose last day is past; return how many."""
    _rows, by_model = Dossier.objects.filter(expires_on__lt=today).delete()
    return by_model.get(Dossier._meta.label, 0)
