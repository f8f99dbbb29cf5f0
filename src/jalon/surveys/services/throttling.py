"""Slowing down who sends a lot. Nothing is written: each process counts in memory, a quarter of an hour."""

import logging

from django.core.cache import cache
from django.utils.crypto import salted_hmac

logger = logging.getLogger(__name__)
WINDOW_SECONDS = 15 * 60


class TooManyError(Exception):
    """Too much was sent from there lately."""


def note_sending(*, what: str, network: str, most: int) -> None:
    """Count one more sending from a network (`directory.rules.sign_in.network_of`; "" is not counted).

    Raises TooManyError past `most` in the window. The memory holds a keyed digest, never the address.
    """
    if not network:
        return
    digest = salted_hmac(f"jalon.surveys.{what}", network, algorithm="sha256").hexdigest()
    key = f"surveys-{what}-{digest}"
    cache.add(key, 0, WINDOW_SECONDS)
    try:
        count = cache.incr(key)
    except ValueError:  # it was forgotten just now
        return
    if count > most:
        if count == most + 1:
            logger.warning("too much sent from one network to surveys: %s is refused for a while", what)
        raise TooManyError
