"""Which addresses may be asked for a calendar: plain values, nothing is resolved here."""

import ipaddress
from typing import NamedTuple
from urllib.parse import urlsplit

LONGEST = 1000  # characters of an address
USUAL_PORTS = {"http": 80, "https": 443}
CALENDAR_SCHEMES = {"webcal": "https", "webcals": "https"}
# What Python does not count as private and that leads, or may lead, inside: carriers' shared addresses,
# relays and translations that carry an IPv4 address of anyone's choice.
CLOSED = tuple(
    ipaddress.ip_network(text)
    for text in (
        "100.64.0.0/10",
        "192.0.0.0/24",
        "192.88.99.0/24",
        "198.18.0.0/15",
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "100::/64",
        "2001::/23",
        "2001:db8::/32",
        "2002::/16",
        "3fff::/20",
        "fec0::/10",
    )
)


class Target(NamedTuple):
    """Where a request goes: `path` with its query, as the request writes it."""

    scheme: str
    host: str
    port: int
    path: str


def calendar_address(text: str) -> str:
    """Return an address as typed or pasted, spaces off; `webcal:` means a calendar over https.

    >>> calendar_address(" webcal://agenda.example/a.ics ")
    'https://agenda.example/a.ics'
    """
    text = text.strip()
    scheme, colon, rest = text.partition(":")
    return f"{CALENDAR_SCHEMES.get(scheme.lower(), scheme)}{colon}{rest}"


def address_refusal(address: str, ports: frozenset[int] = frozenset(USUAL_PORTS.values())) -> str:
    """Return why an address is not asked, in French; "" when it may be (its name is still to be resolved).

    >>> address_refusal("ftp://agenda.example/")
    "L'adresse doit commencer par https:// ou http://."
    """
    if len(address) > LONGEST:
        return f"L'adresse est trop longue : {LONGEST} signes au plus."
    if not address.isprintable() or " " in address or "\\" in address:
        return "L'adresse contient un signe qui n'a pas sa place dans une adresse."
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return "Cette adresse n'est pas écrite comme une adresse du web."
    if parts.scheme.lower() not in USUAL_PORTS:
        return "L'adresse doit commencer par https:// ou http://."
    if "@" in parts.netloc:
        return "L'adresse ne doit contenir ni nom d'utilisateur ni mot de passe."
    if not parts.hostname:
        return "L'adresse ne dit pas quel site demander."
    if _ascii_host(parts.hostname) is None:
        return "Le nom du site n'est pas écrit comme un nom de site."
    if (port or USUAL_PORTS[parts.scheme.lower()]) not in ports:
        return f"Le port {port} n'est pas accepté : un calendrier se lit à une adresse du web ordinaire."
    return ""


def target_of(address: str) -> Target:
    """Return where to ask for an address that `address_refusal` let through."""
    parts = urlsplit(address)
    scheme = parts.scheme.lower()
    path = _ascii_path(parts.path or "/")
    if parts.query:
        path += f"?{_ascii_path(parts.query)}"
    return Target(scheme, _ascii_host(parts.hostname or "") or "", parts.port or USUAL_PORTS[scheme], path)


def is_public(text: str) -> bool:
    """Tell whether an IP address is one of the public network: neither private, local, reserved nor relayed.

    >>> is_public("127.0.0.1"), is_public("::ffff:10.0.0.1"), is_public("rubbish")
    (False, False, False)
    """
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    if "%" in text or getattr(address, "ipv4_mapped", None) is not None:
        return False
    if (
        address.is_private
        or address.is_loopback
        or address.is_link_local
        or address.is_multicast
        or address.is_reserved
        or address.is_unspecified
        or not address.is_global
    ):
        return False
    return not any(address.version == closed.version and address in closed for closed in CLOSED)


def _ascii_host(host: str) -> str | None:
    """Return a host as names are resolved, international names encoded; None for what names no host."""
    try:
        written = host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        return None
    if not written or len(written) > 253 or any(sign in written for sign in "/?#%<>\"'`{}|^;,"):
        return None
    return written


def _ascii_path(text: str) -> str:
    """Return the path or the query of an address with what is not ASCII encoded."""
    return "".join(
        sign if sign.isascii() else "".join(f"%{byte:02X}" for byte in sign.encode()) for sign in text
    )
