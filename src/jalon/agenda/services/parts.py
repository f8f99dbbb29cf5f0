"""Who takes part in an event, and the files that come with it."""

import secrets
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from jalon.agenda.enums import PartState
from jalon.agenda.models import Attachment, Event, Participation
from jalon.agenda.rules.attachments import MOST_FILES, attachment_refusal, kept_name, mimetype_of
from jalon.agenda.rules.facts import MOST_PARTS, PartFacts, parts_refusal
from jalon.agenda.services.acts import changeable, keep, tell
from jalon.agenda.services.errors import RefusedEventError
from jalon.directory.models import Account


def new_attachment_key() -> str:
    """Return the end of a file's address."""
    return secrets.token_urlsafe(16)


def _said_of(part: Participation) -> str:
    return str(part.organisation or part.name or "contact à identifier")


@transaction.atomic
def add_participation(
    *, actor: Account, now: datetime, event: Event | int, facts: PartFacts
) -> Participation:
    """Add someone who takes part, last. Raises RefusedEventError, NotAllowedError."""
    found, _rights = changeable(event, actor)
    if refusal := parts_refusal([facts]):
        raise RefusedEventError({"participations": refusal})
    if found.participations.count() >= MOST_PARTS:
        raise RefusedEventError({"participations": f"{MOST_PARTS} participants au plus."})
    last = found.participations.aggregate(last=Max("position"))["last"]
    made = Participation.objects.create(
        event=found,
        organisation_id=facts.organisation,
        name=facts.name.strip(),
        subject=facts.subject.strip(),
        part=facts.part,
        state=facts.state,
        position=0 if last is None else last + 1,
    )
    keep(found, [], now=now)
    said = f"a ajouté {_said_of(made)} ({made.get_part_display()}) à « {found.title} »"
    tell(found, actor=actor, what="changed", said=said)
    return made


@transaction.atomic
def change_participation_state(
    *, actor: Account, now: datetime, event: Event | int, participation: int, state: str
) -> Participation:
    """Note that someone agreed, declined, is asked, or is still to be found."""
    found, _rights = changeable(event, actor)
    part = Participation.objects.filter(event=found, pk=participation).first()
    if part is None or state not in PartState.values:
        raise RefusedEventError({"participations": "Cette participation n'existe pas."})
    before = str(part.get_state_display())
    if part.state == state:
        return part
    part.state = state
    part.save(update_fields=["state"])
    keep(found, [], now=now)
    changes = {_said_of(part): (before, str(part.get_state_display()))}
    said = f"a noté la réponse de {_said_of(part)} pour « {found.title} »"
    tell(found, actor=actor, what="changed", said=said, changes=changes)
    return part


@transaction.atomic
def remove_participation(*, actor: Account, now: datetime, event: Event | int, participation: int) -> None:
    """Take someone off those who take part; nothing when she is already."""
    found, _rights = changeable(event, actor)
    part = Participation.objects.filter(event=found, pk=participation).first()
    if part is None:
        return
    said = f"a retiré {_said_of(part)} de « {found.title} »"
    part.delete()
    keep(found, [], now=now)
    tell(found, actor=actor, what="changed", said=said)


@transaction.atomic
def add_attachment(
    *, actor: Account, now: datetime, event: Event | int, name: str, content: bytes
) -> Attachment:
    """Keep a file that comes with an event, once it is what its name says. Raises RefusedEventError."""
    found, _rights = changeable(event, actor)
    if refusal := attachment_refusal(name, content):
        raise RefusedEventError({"attachment": refusal})
    if found.attachments.count() >= MOST_FILES:
        raise RefusedEventError({"attachment": f"{MOST_FILES} fichiers au plus : retirez-en un."})
    made = Attachment.objects.create(
        event=found,
        key=new_attachment_key(),
        name=kept_name(name),
        mimetype=mimetype_of(name),
        content=content,
        size=len(content),
        added_by=actor,
        added_at=now,
    )
    keep(found, [], now=now)
    tell(found, actor=actor, what="changed", said=f"a joint « {made.name} » à « {found.title} »")
    return made


@transaction.atomic
def remove_attachment(*, actor: Account, now: datetime, event: Event | int, key: str) -> None:
    """Delete a file, at once; nothing when it is gone already."""
    found, _rights = changeable(event, actor)
    file = Attachment.objects.filter(event=found, key=key).only("pk", "name").first()
    if file is None:
        return
    said = f"a retiré « {file.name} » de « {found.title} »"
    file.delete()
    keep(found, [], now=now)
    tell(found, actor=actor, what="changed", said=said)
