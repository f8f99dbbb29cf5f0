"""What the journal holds about someone."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from jalon.directory.models import Account, Contact
from jalon.directory.rules.personal import Part
from jalon.directory.selectors.personal import contacts_of
from jalon.journal.models import Entry
from jalon.journal.rules.keeping import ENTRY_YEARS, NAME_YEARS
from jalon.journal.selectors.entries import said_changes


def lines_about(sender: Any, account: Account, **signal: Any) -> list[Part]:
    """Return what someone did, and what was done about her account (`directory.signals.asked_for_data`)."""
    heads = ("jour", "acte", "raison", "changements")
    done = Entry.objects.filter(actor=account)
    her = Q(thing_kind=account._meta.label_lower, thing_key=str(account.pk))
    contacts = [str(contact.pk) for contact in contacts_of(account)]
    her |= Q(thing_kind=Contact._meta.label_lower, thing_key__in=contacts)
    undergone = Entry.objects.filter(her)
    kept = f"votre nom {NAME_YEARS} ans, l'acte {ENTRY_YEARS} ans"
    return [
        Part(
            name="journal-vos-actes",
            title="Ce que vous avez fait",
            why="savoir qui a fait quoi, quand on travaille à plusieurs",
            kept=kept,
            head=heads,
            rows=tuple(_row(entry, entry.said) for entry in done),
            link=("Le journal de vos actes", reverse("journal:own")),
        ),
        Part(
            name="journal-votre-compte",
            title="Ce que d'autres ont fait sur votre compte ou vos contacts",
            why="savoir qui vous a donné un rôle, ou a corrigé ce qui est écrit de vous",
            kept=kept,
            head=heads,
            rows=tuple(_row(entry, str(entry)) for entry in undergone if entry.actor_id != account.pk),
        ),
    ]


def _row(entry: Entry, act: str) -> tuple[str, ...]:
    return (f"{timezone.localtime(entry.at):%d/%m/%Y %H:%M}", act, entry.why, said_changes(entry))
