"""Forgetting people: when their time is over, or when they ask."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from jalon.agenda.enums import PartState
from jalon.agenda.models import Attachment, Event, Participation
from jalon.agenda.rules.clashes import person
from jalon.agenda.rules.keeping import files_until, names_until
from jalon.directory.models import Account


class Cleaned(NamedTuple):
    """How many names, public contacts and files were erased."""

    names: int
    contacts: int
    files: int


def _over_before(day: Any) -> QuerySet[Event]:
    return Event.objects.annotate(last=Max("occurrences__last_day")).filter(last__lt=day).values("pk")


@transaction.atomic
def clean_events(*, now: datetime) -> Cleaned:
    """Erase names of events over for 3 years, and files of those over for 2; the events stay."""
    today = timezone.localdate(now)
    old = _over_before(names_until(today))
    names = Participation.objects.filter(event__in=old).exclude(name="").update(name="")
    contacts = Event.objects.filter(pk__in=old).exclude(contact="").update(contact="")
    _rows, by_model = Attachment.objects.filter(event__in=_over_before(files_until(today))).delete()
    return Cleaned(names, contacts, by_model.get(Attachment._meta.label, 0))


def clean_events_today() -> str:
    """Do today's cleaning, and say it."""
    done = clean_events(now=timezone.now())
    return f"Noms effacés : {done.names} ; contacts : {done.contacts} ; fichiers supprimés : {done.files}."


def forget_person(sender: Any, account: Account, words: Collection[str], **signal: Any) -> None:
    """Erase someone from events: her parts, contacts that name her (`directory.signals.account_erased`)."""
    hers = {person(word) for word in words if word.strip()}
    named = Participation.objects.exclude(name="").values_list("pk", "name")
    found = [key for key, name in named.iterator(chunk_size=1000) if person(name) in hers]
    Participation.objects.filter(pk__in=found).update(name="", state=PartState.TO_IDENTIFY)
    sure = [word for word in words if "@" in word or " " in word.strip()]
    if sure:
        said = Q()
        for word in sure:
            said |= Q(contact__icontains=word.strip())
        Event.objects.filter(said).update(contact="")
