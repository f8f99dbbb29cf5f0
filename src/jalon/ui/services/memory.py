"""A memory that forgets: what is too old is taken out at each new thing kept, not only no longer given."""

import time
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.locmem import LocMemCache


class ForgettingMemory(LocMemCache):
    """Django's memory of one process, which would hold what has expired until it is full."""

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        now = time.time()
        with self._lock:
            for old in [one for one, expires in self._expire_info.items() if expires and expires <= now]:
                self._delete(old)
        super().set(key, value, timeout, version)
