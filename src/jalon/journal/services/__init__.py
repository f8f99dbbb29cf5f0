"""Every write of the journal."""

from jalon.journal.services.recording import record, write_act

__all__ = ["record", "write_act"]
