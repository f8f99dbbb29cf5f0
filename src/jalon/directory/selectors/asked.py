"""The contact that a mail's link opens."""

import re
from datetime import date

from jalon.directory.models import Contact
from jalon.directory.rules.confirming import digest_of, link_opens

TOKEN = re.compile(r"[A-Za-z0-9_-]{20,64}")


def contact_of_link(token: str, *, today: date) -> Contact | None:
    """Return the contact of a link that still opens, or None."""
    if not TOKEN.fullmatch(token):
        return None
    found = (
        Contact.objects.in_use()
        .filter(ask_digest=digest_of(token))
        .select_related("organisation__commune")
        .first()
    )
    return found if found and link_opens(found.asked_on, today) else None
