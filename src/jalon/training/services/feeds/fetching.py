"""A feed's file brought from a web address, with bounds."""

import http.client
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any
from urllib.parse import unquote, urlsplit

from django.conf import settings

from jalon.sources.rules import Problem, RefusedDataError

SCHEMES = ("http", "https")
MAX_BYTES = 4 * 1024**3
SILENCE_SECONDS = 60
WHOLE_SECONDS = 3600
CHUNK = 1 << 20
ELSEWHERE = "l'adresse renvoie vers autre chose que http ou https"


class _WebRedirects(urllib.request.HTTPRedirectHandler):
    """Follows an address to another web address only."""

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        if urlsplit(newurl).scheme not in SCHEMES:
            raise urllib.error.URLError(ELSEWHERE)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def is_address(text: str) -> bool:
    """Tell a web address from the path of a file."""
    return "://" in text


def shown_address(url: str) -> str:
    """Return an address without what may be secret in it: user, password, query."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.hostname or ''}{parts.path}"


def file_name(text: str) -> str:
    """Return the last part of a path or of an address."""
    return Path(unquote(urlsplit(text).path) if is_address(text) else text).name


@contextmanager
def fetched(url: str, *, most: int = MAX_BYTES) -> Iterator[Path]:
    """Bring a file from the web to the state folder, for the time of the block.

    Raises RefusedDataError: not http(s), no answer, too long, too large.
    """
    if urlsplit(url).scheme not in SCHEMES:
        raise _refused(url, "seules les adresses http:// et https:// sont acceptées")
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        urllib.request.UnknownHandler(),
        _WebRedirects(),
    ):
        opener.add_handler(handler)
    with tempfile.NamedTemporaryFile(dir=settings.JALON_HOME, prefix="feed-") as file:
        try:
            with opener.open(url, timeout=SILENCE_SECONDS) as answer:
                _copy(answer, file, url, most)
        except urllib.error.HTTPError as error:
            # a redirection that is not followed is an answer of its own
            led = ELSEWHERE if 300 <= error.code < 400 else f"le serveur répond {error.code} ({error.reason})"
            raise _refused(url, led) from error
        except (OSError, http.client.HTTPException) as error:
            raise _refused(url, f"fichier non reçu : {getattr(error, 'reason', error)}") from error
        yield Path(file.name)


def _copy(answer: Any, file: IO[bytes], url: str, most: int) -> None:
    until = time.monotonic() + WHOLE_SECONDS
    expected = int(answer.headers.get("Content-Length") or 0)
    received = 0
    while chunk := answer.read(CHUNK):
        received += len(chunk)
        if received > most:
            raise _refused(url, f"fichier trop gros (plus de {most // 1024**2} Mo)")
        if time.monotonic() > until:
            raise _refused(url, f"fichier trop long à venir (plus de {WHOLE_SECONDS // 60} minutes)")
        file.write(chunk)
    if received < expected:
        raise _refused(url, f"fichier reçu en partie : {received} octets sur {expected}")
    file.flush()


def _refused(url: str, reason: str) -> RefusedDataError:
    return RefusedDataError([Problem(shown_address(url), 0, "", reason)])
