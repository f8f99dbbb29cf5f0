"""Who may read what people said, and run tests."""

from typing import Any

from jalon.directory.selectors.rights import rights_of


def can_read_opinions(user: Any) -> bool:
    """Opinions are for those who keep the site: administrators and Region officers.

    People wrote them for the team; a text may say more than its author meant to publish.
    """
    return rights_of(user).is_regional


def can_run_tests(user: Any) -> bool:
    """Tests are for those who keep the site: they invite people in its name, and read what these say."""
    return can_read_opinions(user)
