"""Telling a structure by mail what became of the event that it proposed to everybody."""

from django.urls import reverse

from jalon.agenda.enums import EventState, Moderation
from jalon.agenda.models import Event
from jalon.directory.enums import Role
from jalon.directory.models import Account
from jalon.outbox.services import queue_mail, site_address


def tell_moderated(*, event: Event, actor: Account) -> int:
    """Write to those who publish for the event's structure, but who acted; return how many are told.

    In the caller's transaction; once a person and version of the event.
    """
    if event.organisation_id is None:
        return 0
    told = Account.objects.filter(
        is_active=True,
        memberships__role=Role.PARTNER_EDITOR,
        memberships__organisation=event.organisation_id,
    ).exclude(pk=actor.pk)
    context = {
        # A subject holds no invisible character, that a title copied from elsewhere may.
        "title": "".join(one for one in event.title if one.isprintable()),
        "accepted": event.moderation == Moderation.ACCEPTED,
        "idea": event.state == EventState.IDEA,
        "why": event.moderation_note,
        "url": site_address(reverse("agenda:network_event", args=[event.key])),
    }
    return sum(
        queue_mail(
            key=f"agenda-moderated-{event.pk}-{event.sequence}-{account.pk}",
            to=account.email,
            template="agenda/mails/moderated",
            context=context,
        )
        for account in told.distinct()
    )
