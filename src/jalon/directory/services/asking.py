"""Once a year, contacts are asked by mail whether they are still right; those long silent are forgotten."""

import logging
import secrets
from datetime import date, datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from jalon.directory.models import Contact, ImportDraft
from jalon.directory.rules.confirming import KEPT_YEARS, digest_of, is_due, is_forgotten, years_before
from jalon.directory.selectors.asked import contact_of_link
from jalon.directory.selectors.standing import due_to_ask, right_before, standing_of
from jalon.directory.services import contacts
from jalon.directory.services.contacts import ContactFacts
from jalon.outbox.services import UnusableMessageError, queue_mail, site_address
from jalon.sources.rules import agreed

logger = logging.getLogger(__name__)
MOST_A_DAY = 300  # a mail server takes a sudden thousand for an abuse; the others are asked the next days
DRAFT_LIFE = timedelta(days=1)


class LinkOverError(Exception):
    """This link opens nothing: unknown, already answered, or too old."""


def ask_due_contacts(*, today: date) -> int:
    """Write a mail to each contact whose year is over; return how many."""
    due = Contact.objects.filter(due_to_ask(today=today)).order_by("confirmed_on", "pk")
    keys = list(due.values_list("pk", flat=True)[:MOST_A_DAY])
    return sum(_ask(pk, today=today) for pk in keys)


@transaction.atomic
def _ask(pk: int, *, today: date) -> bool:
    """Ask one contact, unless another worker just did; tell whether a mail was written."""
    held = Contact.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=pk)
    if not is_due(standing_of(held), today):
        return False
    token = secrets.token_urlsafe(32)
    held.asked_on = today
    held.silent_since = held.silent_since or today
    held.ask_digest = digest_of(token)
    held.save()
    try:
        return queue_mail(
            key=f"directory.contact.{pk}.{today.isoformat()}",
            to=held.email,
            template="directory/mails/still_right",
            context={
                "contact": held,
                "place": held.organisation,
                "url": site_address(reverse("directory:still_right", args=[token])),
            },
            secret=True,
        )
    except UnusableMessageError:
        logger.warning("contact %s: its address takes no mail", pk)
        return False


def _opened(token: str, today: date) -> int:
    """Lock the contact of a link until the answer is written; return its key. Raises LinkOverError."""
    found = contact_of_link(token, today=today)
    if found is None or not Contact.objects.select_for_update().filter(
        pk=found.pk, ask_digest=digest_of(token)
    ):
        raise LinkOverError
    return found.pk


@transaction.atomic
def answer_right(*, token: str, today: date) -> Contact:
    """Note that all is right. Raises LinkOverError."""
    return contacts.confirm_contact(actor=None, contact=_opened(token, today), today=today)


@transaction.atomic
def answer_corrected(*, token: str, facts: ContactFacts, today: date) -> Contact:
    """Take the corrections of the person herself. Raises LinkOverError."""
    return contacts.change_contact(actor=None, contact=_opened(token, today), facts=facts, today=today)


@transaction.atomic
def answer_left(*, token: str, today: date) -> Contact:
    """Note that she is no longer the one: nothing is kept of her. Raises LinkOverError."""
    return contacts.leave_contact(contact=_opened(token, today))


def forget_silent_contacts(*, today: date) -> int:
    """Erase the name and addresses of contacts that nobody has said right for years; return how many."""
    limit = years_before(today, KEPT_YEARS) + timedelta(days=1)
    silent = Contact.objects.in_use().filter(right_before(limit)).exclude(name="")
    forgotten = [one.pk for one in silent if is_forgotten(standing_of(one), today)]
    return sum(contacts.forget_contact(contact=pk) for pk in forgotten)


def forget_drafts(*, now: datetime) -> int:
    """Remove the files that were read and never confirmed; return how many."""
    return ImportDraft.objects.filter(made_at__lt=now - DRAFT_LIFE).delete()[0]


def ask() -> str:
    """Do the day's asking; return what was done, in French."""
    asked = ask_due_contacts(today=timezone.localdate())
    return f"{agreed(asked, 'contact interrogé,contacts interrogés')}."


def clean() -> str:
    """Erase what is no longer kept of contacts and of files sent; return what was done, in French."""
    forgotten = forget_silent_contacts(today=timezone.localdate())
    drafts = forget_drafts(now=timezone.now())
    return (
        f"{agreed(forgotten, 'contact sans nouvelle effacé,contacts sans nouvelle effacés')}, "
        f"{agreed(drafts, 'fichier non confirmé effacé,fichiers non confirmés effacés')}."
    )
