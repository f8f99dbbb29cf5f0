"""A partner's calendar brought from its address, without ever reaching inside our own network.

The name is resolved once, every address it leads to must be public, and the connection goes to the very
address that was checked: a name that changes its mind between the check and the connection gains nothing.
Why http.client and not a package: docs/decisions/0011-feeds-in.md.
"""

import http.client
import io
import queue
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import urljoin

from django.conf import settings

from jalon.agenda.rules.addresses import Target, address_refusal, is_public, target_of
from jalon.outbox.services import site_address

MOST_BYTES = 20_000_000  # once unpacked
MOST_REDIRECTS = 3
STEP_SECONDS = 10.0  # for a connection, or a silence
WHOLE_SECONDS = 30.0
CHUNK = 65_536
ACCEPTED = "text/calendar, application/json;q=0.9, */*;q=0.1"
REDIRECTS = frozenset([301, 302, 303, 307, 308])
NO_CALENDAR = ("image/", "video/", "audio/", "font/", "application/pdf", "application/zip")
PAGE = (
    "Cette adresse donne une page web, pas un calendrier. Cherchez sur cette page un lien « s'abonner », "
    "« iCal » ou « .ics », et copiez son adresse."
)
SAID = {
    401: "Ce calendrier demande un mot de passe : seul un calendrier ouvert peut être lu.",
    403: "Le site du partenaire refuse de donner ce calendrier.",
    404: "Il n'y a rien à cette adresse : le calendrier a peut-être changé de place.",
    410: "Ce calendrier n'existe plus.",
    429: "Le site du partenaire demande d'attendre avant de lire encore.",
}


class FetchRefusedError(Exception):
    """The calendar was not brought; the message says why, in French, and names no address."""


class Fetched(NamedTuple):
    """What came: `content` None when nothing changed since the last time."""

    content: bytes | None
    etag: str = ""
    last_modified: str = ""


def resolved(host: str, port: int) -> list[str]:
    """Return the IP addresses of a name, as the machine resolves them; raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


@dataclass(frozen=True)
class Way:
    """How to go out; production has only the default, tests bring their own servers and clocks."""

    resolve: Callable[[str, int], list[str]] = resolved
    may_reach: Callable[[str], bool] = is_public
    ports: frozenset[int] | None = None  # None: those of the settings
    step: float = STEP_SECONDS
    whole: float = WHOLE_SECONDS
    trust: ssl.SSLContext | None = None

    def ports_open(self) -> frozenset[int]:
        """Return the ports that may be asked."""
        return frozenset(settings.FEED_PORTS) if self.ports is None else self.ports


def fetch(
    address: str, *, etag: str = "", last_modified: str = "", most: int = MOST_BYTES, way: Way | None = None
) -> Fetched:
    """Bring a calendar. Raises FetchRefusedError with the reason in plain French."""
    way = way or Way()
    deadline = _Deadline(way)
    for _ in range(MOST_REDIRECTS + 1):
        target = _checked(address, way)
        asked = {
            "User-Agent": f"Jalon (+{site_address()})",
            "Accept": ACCEPTED,
            "Accept-Encoding": "gzip",
            "Connection": "close",
        }
        if etag:
            asked["If-None-Match"] = etag
        if last_modified:
            asked["If-Modified-Since"] = last_modified
        try:
            with _connected(target, way, deadline) as connection:
                connection.request("GET", target.path, headers=asked)
                answer = connection.getresponse()
                if answer.status not in REDIRECTS:
                    return _read(answer, most)
                onward = urljoin(address, answer.headers.get("Location") or "")
        except TimeoutError as error:
            raise FetchRefusedError("Le site du partenaire met trop de temps à répondre.") from error
        except ssl.SSLError as error:
            raise FetchRefusedError("Le certificat de sécurité du site n'est pas valable.") from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise FetchRefusedError("Le site du partenaire ne répond pas comme il faut.") from error
        if target.scheme == "https" and not onward.lower().startswith("https:"):
            raise FetchRefusedError("L'adresse sûre (https) renvoie vers une adresse qui ne l'est pas.")
        address = onward
    raise FetchRefusedError(f"L'adresse renvoie trop de fois ailleurs (plus de {MOST_REDIRECTS}).")


class _Deadline:
    """When everything must be over, whatever the other end does."""

    def __init__(self, way: Way) -> None:
        self.step, self.end = way.step, time.monotonic() + way.whole

    def left(self) -> float:
        """Return how long the next wait may last, in seconds; raises TimeoutError when it is over."""
        left = self.end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return min(self.step, left)


class _TimedReader(io.RawIOBase):
    """Reads a socket; each wait is cut by the deadline, so a slow drip ends too."""

    def __init__(self, wire: socket.socket, deadline: _Deadline) -> None:
        self.wire, self.deadline = wire, deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self.wire.settimeout(self.deadline.left())
        return self.wire.recv_into(buffer)


class _Wire:
    """The part of a socket that http.client asks for, under the deadline."""

    def __init__(self, wire: socket.socket, deadline: _Deadline) -> None:
        self.wire, self.deadline = wire, deadline

    def sendall(self, data: bytes) -> None:
        self.wire.settimeout(self.deadline.left())
        self.wire.sendall(data)

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(_TimedReader(self.wire, self.deadline), CHUNK)

    def close(self) -> None:
        """Leave it open: http.client lets go of it before the answer is read; `_connected` closes."""


def _checked(address: str, way: Way) -> Target:
    if refusal := address_refusal(address, way.ports_open()):
        raise FetchRefusedError(refusal)
    return target_of(address)


@contextmanager
def _connected(target: Target, way: Way, deadline: _Deadline) -> Iterator[http.client.HTTPConnection]:
    """Connect to the address that was checked, for the time of the block."""
    wire = _opened(_addresses(target, way, deadline), target, way, deadline)
    try:
        kind = http.client.HTTPSConnection if target.scheme == "https" else http.client.HTTPConnection
        connection = kind(target.host, target.port)
        connection.sock = _Wire(wire, deadline)
        yield connection
    finally:
        wire.close()


def _addresses(target: Target, way: Way, deadline: _Deadline) -> list[str]:
    """Return the addresses of a name, all of them public."""
    answers: queue.SimpleQueue[list[str] | Exception] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(way.resolve(target.host, target.port))
        except Exception as error:  # noqa: BLE001 - handed to the thread that waits
            answers.put(error)

    threading.Thread(target=ask, daemon=True).start()  # resolving has no time limit of its own
    try:
        found = answers.get(timeout=deadline.left())
    except queue.Empty as error:
        raise TimeoutError from error
    if isinstance(found, Exception) or not found:
        raise FetchRefusedError("Le site de cette adresse n'existe pas ou ne répond pas.")
    if not all(way.may_reach(one) for one in found):
        raise FetchRefusedError("Cette adresse mène à un réseau privé : elle n'est pas lue.")
    return found


def _opened(found: list[str], target: Target, way: Way, deadline: _Deadline) -> socket.socket:
    """Connect to the first address that answers; for https, the certificate must be that of the name."""
    failure: OSError = OSError("no address")
    for address in found:
        try:
            wire = socket.create_connection((address, target.port), timeout=deadline.left())
        except OSError as error:
            failure = error
            continue
        if target.scheme != "https":
            return wire
        try:
            wire.settimeout(deadline.left())
            return (way.trust or ssl.create_default_context()).wrap_socket(wire, server_hostname=target.host)
        except BaseException:
            wire.close()
            raise
    raise failure


def _read(answer: http.client.HTTPResponse, most: int) -> Fetched:
    """Return the content of an answer, or say why it is none."""
    if answer.status == http.HTTPStatus.NOT_MODIFIED:
        return Fetched(None)
    if answer.status != http.HTTPStatus.OK:
        default = (
            "Le site du partenaire est en panne."
            if answer.status >= 500
            else "Le site du partenaire ne donne pas ce calendrier."
        )
        raise FetchRefusedError(f"{SAID.get(answer.status, default)} (réponse {answer.status})")
    kind = (answer.headers.get("Content-Type") or "").strip().lower()
    if kind.startswith("text/html"):
        raise FetchRefusedError(PAGE)
    if kind.startswith(NO_CALENDAR):
        raise FetchRefusedError("Cette adresse donne un autre fichier qu'un calendrier.")
    content = _unpacked(answer, most)
    if content[:500].lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith((b"<!doctype html", b"<html")):
        raise FetchRefusedError(PAGE)
    return Fetched(content, _kept(answer, "ETag", 200), _kept(answer, "Last-Modified", 100))


def _kept(answer: http.client.HTTPResponse, name: str, longest: int) -> str:
    """Return a header that is sent back at the next reading; "" when it could not be."""
    value = answer.headers.get(name) or ""
    return value if value.isascii() and value.isprintable() and len(value) <= longest else ""


def _unpacked(answer: http.client.HTTPResponse, most: int) -> bytes:
    too_much = FetchRefusedError(f"Le calendrier est trop gros : {most // 1_000_000} Mo au plus.")
    coding = (answer.headers.get("Content-Encoding") or "identity").strip().lower()
    if coding not in ("identity", "gzip", "x-gzip"):
        raise FetchRefusedError("Le calendrier est compressé d'une façon que Jalon ne lit pas.")
    unpack = zlib.decompressobj(wbits=31) if coding != "identity" else None
    if (answer.length or 0) > most:
        raise too_much
    received, content = 0, bytearray()
    while chunk := answer.read(CHUNK):
        received += len(chunk)
        try:
            content += unpack.decompress(chunk, most + 1 - len(content)) if unpack else chunk
        except zlib.error as error:
            raise FetchRefusedError("Le calendrier est abîmé : il ne se décompresse pas.") from error
        if received > most or len(content) > most or (unpack and unpack.unconsumed_tail):
            raise too_much
        if unpack and unpack.unused_data:
            raise FetchRefusedError("Le calendrier est compressé d'une façon que Jalon ne lit pas.")
    if answer.length or (unpack and not unpack.eof):
        raise FetchRefusedError("Le calendrier est arrivé incomplet.")
    return bytes(content)
