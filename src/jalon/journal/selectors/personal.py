"""What the journal holds about someone."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from jalon.directory.models import Account
from jalon.directory.rules.personal import Part
from jalon.journal.models import Entry
from jalon.journal.rules.keeping import ENTRY_YEARS, NAME_YEARS
from jalon.journal.selectors.entries import said_changes


def lines_about(sender: Any, account: Account, **signal: Any) -> list[Part]:
    """Return what someone did, and what was done about her account (`directory.signals.asked_for_data`)."""
    heads = ("jour", "acte", "raison", "changements")
    done = Entry.objects.filter(actor=account)
    undergone = Entry.objects.filter(thing_kind=account._meta.label_lower, thing_key=str(account.pk))
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
            title="Ce qui a été fait sur votre compte",
            why="savoir qui vous a donné ou retiré un rôle",
            kept=kept,
            head=heads,
            rows=tuple(_row(entry, str(entry)) for entry in undergone.exclude(actor=account)),
        ),
    ]


def _row(entry: Entry, act: str) -> tuple[str, ...]:
    return (f"{timezone.localtime(entry.at):%d/%m/%Y %H:%M}", act, entry.why, said_changes(entry))
