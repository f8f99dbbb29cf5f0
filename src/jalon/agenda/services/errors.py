"""Why a write of the calendar is refused."""

from collections.abc import Mapping


class RefusedEventError(Exception):
    """What was said of an event cannot be kept: field → reason in French, "" for the whole."""

    def __init__(self, reasons: Mapping[str, str] | str):
        self.reasons = dict(reasons) if isinstance(reasons, Mapping) else {"": reasons}
        super().__init__(" ".join(self.reasons.values()))


class NotAllowedError(Exception):
    """Who acts may not do this to this event."""


class StaleEventError(Exception):
    """Someone else changed the event meanwhile: what was seen is no longer what there is."""
