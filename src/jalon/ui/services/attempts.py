"""Attempts counted in this process and nowhere else: nothing is written, reading a page stays reading."""

import logging
from collections import OrderedDict
from datetime import datetime, timedelta
from threading import Lock

from django.utils.crypto import salted_hmac

from jalon.ui.rules.senders import wait

logger = logging.getLogger(__name__)
MOST_KEPT = 5_000
_every: list["Attempts"] = []


class TooManyError(Exception):
    """Too much came from there lately; `wait` is how long to leave it."""

    def __init__(self, wait: timedelta):
        self.wait = wait
        super().__init__(str(wait))


class Attempts:
    """What each one tried in the last quarter of an hour, `most` times at the most.

    `who` is a network (`posting.network`) or the digest of a thing; "" is not known, and never waits. Only a
    keyed digest is held, never the address; the oldest is forgotten when there are too many. Each process of
    the server counts for itself: with two of them, twice `most` may pass.
    """

    def __init__(self, what: str, most: int) -> None:
        self.what, self.most = what, most
        self._made: OrderedDict[str, list[datetime]] = OrderedDict()
        self._lock = Lock()
        _every.append(self)

    def _key(self, who: str) -> str:
        return salted_hmac(f"jalon.attempts.{self.what}", who, algorithm="sha256").hexdigest()

    def left(self, who: str, now: datetime) -> timedelta:
        """Return how long to wait; nothing when one need not."""
        if not who:
            return timedelta(0)
        with self._lock:
            return wait(self._made.get(self._key(who), ()), most=self.most, now=now)

    def add(self, who: str, now: datetime) -> None:
        """Count one attempt."""
        if not who:
            return
        with self._lock:
            made = self._made.setdefault(key := self._key(who), [])
            made.append(now)
            del made[: -self.most]
            self._made.move_to_end(key)
            while len(self._made) > MOST_KEPT:
                self._made.popitem(last=False)
            full = bool(wait(made, most=self.most, now=now))
        if full:
            logger.warning("as many as allowed came from one place: %s is refused for a while", self.what)

    def note(self, who: str, now: datetime) -> None:
        """Count one attempt, or raise TooManyError; insisting does not lengthen the wait."""
        if left := self.left(who, now):
            raise TooManyError(left)
        self.add(who, now)

    def forget(self) -> None:
        """Forget what was counted."""
        with self._lock:
            self._made.clear()


def forget_every_attempt() -> None:
    """Forget everything that this process counted, as a restart does."""
    for attempts in _every:
        attempts.forget()
