"""Addresses that a page of results repeats by the dozen, worked out once for each place of installation."""

from functools import lru_cache

from django.urls import get_script_prefix, reverse

ANY_KEY = "0" * 12


@lru_cache(maxsize=8)
def _search(_prefix: str) -> str:
    return reverse("training:search")


@lru_cache(maxsize=8)
def _programme(_prefix: str) -> str:
    return reverse("training:programme", args=[ANY_KEY])


@lru_cache(maxsize=8)
def _certification(_prefix: str) -> str:
    return reverse("training:certification", args=[ANY_KEY])


def search_address() -> str:
    """Return the address of the search page."""
    return _search(get_script_prefix())


def programme_address(key: str) -> str:
    """Return the address of a programme's page."""
    return _programme(get_script_prefix()).replace(ANY_KEY, key)


def certification_address(code: str) -> str:
    """Return the address of a certification's page."""
    return _certification(get_script_prefix()).replace(ANY_KEY, code)
