"""Who sends a form: from which site, from which network, and when too much of it must wait."""

import math
from collections.abc import Sequence
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address

WINDOW = timedelta(minutes=15)
IPV6_PREFIX = 64  # one subscriber holds that many addresses


def sent_by_another_site(*, site: str, origin: str, host: str) -> bool:
    """Tell whether a browser says that a form was sent by a page of another site.

    `site` and `origin` are the headers Sec-Fetch-Site and Origin, "" or "null" when absent; `host` is ours.

    >>> sent_by_another_site(site="", origin="https://exemple.fr", host="jalon.fr")
    True
    """
    if site:
        return site in {"cross-site", "same-site"}
    return origin not in {"", "null"} and origin.partition("://")[2] != host


def network_of(remote: str, forwarded: str, proxies: int) -> str:
    """Return who is at the other end: an IPv4 address, the /64 of an IPv6 one, or "" when it cannot be read.

    `remote` is the connection's address; `forwarded` the X-Forwarded-For header, to which each of our own
    `proxies` added what it saw. What stands before those was written by the visitor, and is not believed.

    >>> network_of("127.0.0.1", "6.6.6.6, 203.0.113.9", 1)
    '203.0.113.9'
    >>> network_of("2001:db8::1:2:3:4", "", 0)
    '2001:db8::/64'
    """
    seen = [part.strip() for part in forwarded.split(",") if part.strip()] if proxies else []
    text = seen[-min(proxies, len(seen))] if seen else remote
    try:
        address = ip_address(text)
    except ValueError:
        return ""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        kept = int(address) >> (128 - IPV6_PREFIX) << (128 - IPV6_PREFIX)
        return f"{IPv6Address(kept)}/{IPV6_PREFIX}"
    return str(address)


def wait(attempts: Sequence[datetime], *, most: int, now: datetime) -> timedelta:
    """Return how long to wait before another attempt: nothing while under `most` in the window."""
    recent = sorted(at for at in attempts if at > now - WINDOW)
    if len(recent) < most:
        return timedelta(0)
    return recent[-most] + WINDOW - now


def whole_minutes(time: timedelta) -> int:
    """Return a wait in minutes, never less than one.

    >>> whole_minutes(timedelta(seconds=61))
    2
    """
    return max(1, math.ceil(time.total_seconds() / 60))
