"""Who may see what `sources` keeps beyond the public page of sources."""

from typing import Any


def can_see_loads(user: Any) -> bool:
    """Loads are for those who keep the installation: administrators and Region officers.

    A report quotes the sender's file (names of files, values that were refused), which the sender did not
    publish; and it helps nobody else. This room stands below the roles: the account itself answers.
    """
    return bool(user.is_authenticated and user.is_regional)
