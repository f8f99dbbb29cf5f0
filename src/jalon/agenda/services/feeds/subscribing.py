"""Taking a partner's calendar in: it is fetched, read and shown before anything enters ours."""

import hashlib
from datetime import datetime

from django.conf import settings
from django.db import transaction

from jalon.agenda.enums import Visibility
from jalon.agenda.models import Feed
from jalon.agenda.permissions import can_subscribe_feed
from jalon.agenda.rules.addresses import address_refusal, calendar_address
from jalon.agenda.rules.incoming import MOST_BYTES, Reading, read_incoming
from jalon.agenda.services.errors import NotAllowedError
from jalon.agenda.services.feeds.errors import RefusedFeedError
from jalon.agenda.services.feeds.reading import take_reading
from jalon.agenda.services.feeds.taking import feed_territories
from jalon.agenda.services.fetching import Fetched, FetchRefusedError, Way, fetch
from jalon.directory.models import Account, Organisation
from jalon.directory.selectors.rights import rights_of
from jalon.journal.services import record

SHOWN = (Visibility.ORGANISATION, Visibility.NETWORK, Visibility.PUBLIC)
EMPTY = "Ce calendrier n'a aucun événement que Jalon puisse lire."


def subscribe(
    *,
    actor: Account,
    now: datetime,
    organisation: Organisation,
    name: str = "",
    address: str = "",
    content: bytes | None = None,
    visibility: str = Visibility.NETWORK,
    takes_new: bool = True,
    way: Way | None = None,
) -> Feed:
    """Fetch or read a calendar and keep it paused, for someone to choose what enters; no event is made.

    Raises RefusedFeedError with the field and the reason, NotAllowedError.
    """
    territories = tuple(organisation.territories.values_list("pk", flat=True))
    if not can_subscribe_feed(rights_of(actor), organisation.pk, territories):
        raise NotAllowedError
    if visibility not in SHOWN:
        raise RefusedFeedError("visibility", "Dites qui verra ces événements.")
    address = calendar_address(address)
    if bool(address) == (content is not None):
        raise RefusedFeedError("address", "Donnez l'adresse du calendrier, ou son fichier : l'un des deux.")
    came = Fetched(content) if content is not None else _fetched(address, organisation, way)
    reading = _read(came.content or b"", "content" if content is not None else "address")
    with transaction.atomic():
        feed = Feed.objects.create(
            organisation=organisation,
            name=" ".join(name.split())[:150] or reading.name or f"Calendrier de {organisation.name}"[:150],
            kind=reading.kind,
            address=address,
            visibility=visibility,
            takes_new=takes_new and bool(address),
            etag=came.etag,
            last_modified=came.last_modified,
            digest=hashlib.sha256(came.content or b"").hexdigest(),
            read_at=now,
            paused=True,
            added_by=actor,
            added_at=now,
        )
        feed.territories.set(territories)
        take_reading(feed, reading, now=now)
        feed.save(update_fields=["report"])
        _tell(feed, actor, "added", f"a ajouté le calendrier « {feed.name} »")
    return feed


def renew_feed(*, actor: Account, now: datetime, feed: Feed | int, content: bytes) -> Feed:
    """Read a newer file of a calendar that came as a file. Raises RefusedFeedError, NotAllowedError."""
    with transaction.atomic():
        found = held_feed(feed, actor)
    if found.address:
        raise RefusedFeedError("content", "Ce calendrier est lu à son adresse.")
    reading = _read(content, "content")
    found.digest, found.kind, found.read_at = hashlib.sha256(content).hexdigest(), reading.kind, now
    found.added_by = actor
    take_reading(found, reading, now=now)
    found.save(update_fields=["digest", "kind", "read_at", "added_by", "report"])
    _tell(found, actor, "renewed", f"a envoyé une version plus récente du calendrier « {found.name} »")
    return found


def held_feed(feed: Feed | int, actor: Account) -> Feed:
    """Return a calendar that someone may keep, held until the transaction ends. Raises NotAllowedError."""
    key = feed if isinstance(feed, int) else feed.pk
    found = (
        Feed.objects.select_for_update(of=("self",)).select_related("organisation", "added_by").get(pk=key)
    )
    if not can_subscribe_feed(rights_of(actor), found.organisation_id, feed_territories(found)):
        raise NotAllowedError
    return found


def _tell(feed: Feed, actor: Account, what: str, said: str) -> None:
    record(actor=actor, verb=f"agenda.feed.{what}", thing=feed, said=said, organisation=feed.organisation)


def _fetched(address: str, organisation: Organisation, way: Way | None) -> Fetched:
    if refusal := address_refusal(address, (way or Way()).ports_open()):
        raise RefusedFeedError("address", refusal)
    if Feed.objects.filter(organisation=organisation, address=address, begun_at__isnull=False).exists():
        raise RefusedFeedError("address", "Ce calendrier est déjà lu pour cette structure.")
    try:
        return fetch(address, way=way)
    except FetchRefusedError as refusal:
        raise RefusedFeedError("address", str(refusal)) from refusal


def _read(content: bytes, field: str) -> Reading:
    if len(content) > MOST_BYTES:
        raise RefusedFeedError(field, f"Ce calendrier est trop gros : {MOST_BYTES // 1_000_000} Mo au plus.")
    reading = read_incoming(content, zone=settings.TIME_ZONE)
    if reading.problem or not (reading.records or reading.refusals):
        raise RefusedFeedError(field, reading.problem or EMPTY)
    return reading
