"""How far contacts may be relied on: `rules.confirming`, for one contact and as conditions of queries."""

from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone

from jalon.directory.enums import ContactState
from jalon.directory.models import Contact
from jalon.directory.rules.confirming import ANSWER_DAYS, Standing, state_of, years_before


def standing_of(contact: Contact) -> Standing:
    """Return what the rules need of a contact."""
    return Standing(
        identified=bool(contact.name),
        has_address=bool(contact.email),
        since=contact.confirmed_on or timezone.localdate(contact.created_at),
        asked_on=contact.asked_on,
        silent_since=contact.silent_since,
    )


def contact_state(contact: Contact, *, today: date) -> ContactState:
    """Return what is shown of a contact."""
    return state_of(standing_of(contact), today)


def right_before(day: date) -> Q:
    """Match the contacts that nobody has said right since this day, the day left out."""
    return Q(confirmed_on__lt=day) | Q(confirmed_on=None, created_at__date__lt=day)


def in_state(state: str, *, today: date) -> Q:
    """Match the contacts in this state."""
    if state == ContactState.TO_IDENTIFY:
        return Q(name="")
    grace = timedelta(days=ANSWER_DAYS)
    late = Q(silent_since__lt=today - grace) | (
        Q(silent_since=None) & right_before(years_before(today) - grace)
    )
    return ~Q(name="") & (late if state == ContactState.TO_CONFIRM else ~late)


def due_to_ask(*, today: date) -> Q:
    """Match the contacts to ask today (`rules.confirming.is_due`); never examples, whom no mail reaches."""
    limit = years_before(today)
    return (
        ~Q(name="")
        & ~Q(email="")
        & Q(withdrawn=False, demonstration=False, organisation__withdrawn=False)
        & right_before(limit + timedelta(days=1))
        & (Q(asked_on=None) | Q(asked_on__lte=limit))
    )
