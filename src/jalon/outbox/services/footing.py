"""Who writes: the foot of every mail, given by a room above; and whole addresses of this site's pages."""

from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import urljoin

from django.conf import settings


class Foot(NamedTuple):
    """Who writes, and how to answer, one line each; the colours of the one button of a mail.

    `answers` is the address where an answer goes, "" for the sender's own.
    """

    name: str = "Jalon"
    lines: tuple[str, ...] = ()
    accent: str = "#1d3f72"
    accent_ink: str = "#ffffff"
    answers: str = ""


_feet: list[Callable[[], Foot]] = []


def declare_foot(foot: Callable[[], Foot]) -> None:
    """Say who writes; the last word counts. Called once, when Django starts."""
    _feet[:] = [foot]


def foot() -> Foot:
    """Return who writes."""
    return _feet[0]() if _feet else Foot()


def site_address(path: str = "/") -> str:
    """Return the whole address of a path of this site, for a mail made without a request."""
    return urljoin(settings.SITE_URL, path)
