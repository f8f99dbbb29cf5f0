"""Why a partner's calendar is not taken in, or not read now."""


class RefusedFeedError(Exception):
    """A calendar that cannot be taken in: field of the form ("" for the whole), and the reason in French."""

    def __init__(self, field: str, reason: str):
        self.field, self.reason = field, reason
        super().__init__(reason)


class BusyFeedError(Exception):
    """The calendar was read a moment ago, or is being read."""
