"""The files that come with events: their bytes are read only when one is asked for."""

from jalon.agenda.models import Attachment, Event
from jalon.directory.rules.roles import Rights


def attachments_of(event: Event) -> list[Attachment]:
    """Return the files of an event, without their content."""
    return list(Attachment.objects.filter(event=event).defer("content"))


def attachment_for(rights: Rights, key: str) -> Attachment | None:
    """Return a file with its content, when someone may see its event; None else, as for no file."""
    return Attachment.objects.filter(key=key, event__in=Event.objects.visible_to(rights)).first()
