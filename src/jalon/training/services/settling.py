"""Places that came before their commune find it when communes are loaded."""

from typing import Any

from jalon.training.services.catalogue.places import settle_communes


def follow_communes(**_sent: Any) -> None:
    """Give their commune to the places that lacked it."""
    settle_communes()
