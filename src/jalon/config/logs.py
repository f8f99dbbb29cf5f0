"""What the journals may not say: secret addresses."""

import logging

from jalon.agenda.rules import calendar_keys
from jalon.directory.rules import confirming, inviting, sign_in
from jalon.guidance.rules import dossier, workshop
from jalon.surveys.rules import keeping

HIDING = (
    *(calendar_keys.hidden, confirming.hidden, dossier.hidden, workshop.hidden, keeping.hidden),
    *(sign_in.hidden, inviting.hidden),
)


class HiddenSecrets(logging.Filter):
    """Writes each line without the secrets that addresses hold, then lets it pass."""

    def filter(self, record: logging.LogRecord) -> bool:
        line = record.getMessage()
        kept = line
        for hide in HIDING:
            kept = hide(kept)
        if kept != line:
            record.msg, record.args = kept, ()
        return True
