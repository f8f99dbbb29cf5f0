"""Writing contacts by hand: add, change, withdraw, say that one is right.

Each act is told (`signals.acted`) as an act on the organisation, with the task but never the name or the
addresses: what is told is kept longer than they are.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.db import transaction

from jalon.directory.models import Account, Contact, Organisation
from jalon.directory.signals import acted
from jalon.territory.models import Territory

LABELS = {
    "name": "Nom",
    "task": "Fonction",
    "email": "Adresse professionnelle",
    "phone": "Téléphone professionnel",
}


PRIVATE = frozenset(["name", "email", "phone"])


class ContactGoneError(Exception):
    """This contact was withdrawn meanwhile."""


class ContactFacts(NamedTuple):
    """What is written of a contact; without a name she is still to be identified."""

    task: str
    name: str = ""
    email: str = ""
    phone: str = ""


def _said_changes(before: ContactFacts, after: ContactFacts) -> dict[str, tuple[str, str]]:
    """Return label → (before, after); of a name or an address, only that it changed."""
    changes = {}
    for name, old, new in zip(ContactFacts._fields, before, after, strict=True):
        if old == new:
            continue
        if name in PRIVATE:
            old, new = (
                ("renseigné" if old else "vide"),
                ("modifié" if old and new else "renseigné" if new else "vide"),
            )
        changes[LABELS[name]] = (old, new)
    return changes


def _held(pk: int) -> Contact:
    """Lock a contact in use; raise ContactGoneError."""
    found = Contact.objects.in_use().select_for_update().filter(pk=pk).first()
    if found is None:
        raise ContactGoneError
    return found


def answered(contact: Contact, *, today: date) -> None:
    """Note that a contact is right from this day; the link that asked opens nothing any more."""
    contact.confirmed_on = today
    contact.silent_since = None
    contact.ask_digest = ""


def _tell(
    contact: Contact, *, actor: Account | None, verb: str, said: str, changes: dict | None = None
) -> None:
    acted.send(
        sender=Contact,
        actor=actor,
        verb=f"directory.contact.{verb}",
        thing=contact.organisation,
        said=f"{said} « {contact.task} » de {contact.organisation.name}",
        organisation=contact.organisation,
        changes=changes or {},
    )


@transaction.atomic
def add_contact(
    *,
    actor: Account,
    organisation: Organisation,
    facts: ContactFacts,
    territories: Sequence[Territory] = (),
    today: date,
) -> Contact:
    """Write a contact down."""
    made = Contact.objects.create(organisation=organisation, confirmed_on=today, **facts._asdict())
    made.territories.set(territories)
    _tell(made, actor=actor, verb="added", said="a ajouté le contact")
    return made


@transaction.atomic
def change_contact(
    *,
    actor: Account | None,
    contact: int,
    facts: ContactFacts,
    territories: Sequence[Territory] | None = None,
    today: date,
) -> Contact:
    """Correct a contact, which says by the same act that the rest is right; None leaves the territories.

    Raises ContactGoneError.
    """
    held = _held(contact)
    before = ContactFacts(held.task, held.name, held.email, held.phone)
    changes = _said_changes(before, facts)
    for name, value in facts._asdict().items():
        setattr(held, name, value)
    answered(held, today=today)
    held.save()
    if territories is not None:
        was = sorted(one.name for one in held.territories.all())
        held.territories.set(territories)
        now = sorted(one.name for one in territories)
        if was != now:
            changes["Territoires"] = (", ".join(was), ", ".join(now))
    if changes:
        said = "a corrigé le contact" if actor else "a reçu une correction du contact"
        _tell(held, actor=actor, verb="changed", said=said, changes=changes)
    return held


@transaction.atomic
def withdraw_contact(*, actor: Account, contact: int) -> Organisation:
    """Take a contact away: her name and addresses are erased at once.

    A row that the region's folder lists stays, empty, so that the folder does not bring it back before it
    changes. Raises ContactGoneError.
    """
    held = _held(contact)
    _tell(held, actor=actor, verb="withdrawn", said="a retiré le contact")
    if held.source_id is None:
        held.delete()
    else:
        empty_contact(held)
        held.withdrawn = True
        held.save()
        held.territories.clear()
    return held.organisation


def empty_contact(contact: Contact) -> None:
    """Erase who a contact is, not what she did: « à identifier » again. The caller saves."""
    contact.name = contact.email = contact.phone = contact.ask_digest = ""
    contact.account = contact.silent_since = contact.asked_on = None


@transaction.atomic
def confirm_contact(*, actor: Account | None, contact: int, today: date) -> Contact:
    """Say that a contact is right as written. Raises ContactGoneError."""
    held = _held(contact)
    answered(held, today=today)
    held.save()
    said = "a dit juste le contact" if actor else "a reçu la confirmation du contact"
    _tell(held, actor=actor, verb="confirmed", said=said)
    return held


@transaction.atomic
def leave_contact(*, contact: int) -> Contact:
    """Note that someone is no longer the one: the task is to be identified anew. Raises ContactGoneError."""
    held = _held(contact)
    _tell(held, actor=None, verb="left", said="a vu partir le contact")
    empty_contact(held)
    held.save()
    return held


@transaction.atomic
def forget_contact(*, contact: int) -> bool:
    """Erase who a contact was, nobody having said her right for years; tell whether there was one."""
    held = Contact.objects.in_use().select_for_update().filter(pk=contact).first()
    if held is None:
        return False
    empty_contact(held)
    held.save()
    _tell(held, actor=None, verb="forgotten", said="a effacé, resté des années sans nouvelle, le contact")
    return True
