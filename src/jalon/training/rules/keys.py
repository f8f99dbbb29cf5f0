"""Stable short keys: what addresses and the index call a programme and a session."""

from hashlib import blake2b


def short_key(*parts: str) -> str:
    """Return 12 hexadecimal digits that only depend on the parts.

    >>> short_key("lheo-essai", "F1") == short_key("lheo-essai", "F1")
    True
    """
    return blake2b("\x1f".join(parts).encode(), digest_size=6).hexdigest()


def digest(value: object) -> str:
    """Return 32 hexadecimal digits of a plain value (records, tuples, text, numbers, dates)."""
    return blake2b(repr(value).encode(), digest_size=16).hexdigest()
