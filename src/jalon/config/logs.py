"""What the journals may not say: the secret address of a dossier."""

import logging

from jalon.guidance.rules.dossier import hidden


class HiddenSecrets(logging.Filter):
    """Writes each line without the secret of any dossier, then lets it pass."""

    def filter(self, record: logging.LogRecord) -> bool:
        line = record.getMessage()
        if "/dossier/" in line:
            record.msg, record.args = hidden(line), ()
        return True
