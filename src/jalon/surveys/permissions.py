"""Who may read what people said, and run tests."""

from typing import Any


def can_read_opinions(user: Any) -> bool:
    """Opinions are for those who keep the site.

    People wrote them for the team; a text may say more than its author meant to publish.
    """
    return bool(user.is_authenticated and user.is_active and user.is_staff)


def can_run_tests(user: Any) -> bool:
    """Tests are for those who keep the site: they invite people in its name, and read what these say."""
    return can_read_opinions(user)
