"""Attempts counted in this process and nowhere else, so that reading a page never writes to the database."""

from collections import OrderedDict
from datetime import datetime, timedelta
from threading import Lock

from jalon.directory.rules.sign_in import wait

MOST_NETWORKS = 5_000


class Attempts:
    """What each network tried in the last minutes; the oldest network is forgotten when there are too many.

    Each process of the server counts for itself: with two of them, twice `most` may pass.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self._made: OrderedDict[str, list[datetime]] = OrderedDict()
        self._lock = Lock()

    def left(self, network: str, now: datetime) -> timedelta:
        """Return how long this network must wait; nothing when it need not, or when it is not known."""
        with self._lock:
            return wait(self._made.get(network, ()), most=self.most, now=now)

    def add(self, network: str, now: datetime) -> None:
        """Count one attempt."""
        if not network:
            return
        with self._lock:
            made = self._made.setdefault(network, [])
            made.append(now)
            del made[: -self.most]
            self._made.move_to_end(network)
            while len(self._made) > MOST_NETWORKS:
                self._made.popitem(last=False)

    def forget(self) -> None:
        """Forget everything, as a restart does."""
        with self._lock:
            self._made.clear()
