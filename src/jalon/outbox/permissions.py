"""Who may see what the outbox keeps."""

from typing import Any


def can_keep_messages(user: Any) -> bool:
    """Messages and jobs are for administrators alone.

    A line tells who is written to and about what, which colleagues need not know. This room stands below the
    roles: the account itself answers.
    """
    return bool(user.is_authenticated and user.is_administrator)
