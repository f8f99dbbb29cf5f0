"""Addresses that pages repeat, each worked out once for each place of installation."""

from functools import lru_cache

from django.urls import get_script_prefix, reverse


@lru_cache(maxsize=4096)
def _address(_prefix: str, name: str, values: tuple[str, ...]) -> str:
    return reverse(name, args=values)


def address_of(name: str, *values: object) -> str:
    """Return what `reverse` gives for a route and what it takes in its place."""
    return _address(get_script_prefix(), name, tuple(str(value) for value in values))
