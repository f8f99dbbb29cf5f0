"""Values of calendars: texts, days and hours, time zones."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from html import unescape
from typing import NamedTuple
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from icalendar import vDuration
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from jalon.agenda.rules.incoming.records import LONGEST_DESCRIPTION, LONGEST_KEPT, LONGEST_LINK
from jalon.agenda.rules.schedule import EARLIEST, LATEST

MOMENT = re.compile(r"(\d{8})(?:T(\d{2})(\d{2})(\d{2})(Z?))?")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]+")
ESCAPE = re.compile(r"\\([\\;,nN])")
LOOKS_HTML = re.compile(
    r"</?(?:p|br|div|a|b|i|u|em|strong|ul|ol|li|span|h[1-6]|table|tr|td|html|body|font)\b[^<>]{0,1000}>", re.I
)
TAG = re.compile(r"<(/?)([A-Za-z!][A-Za-z0-9-]{0,20})?[^<>]{0,2000}>")
HIDDEN = frozenset(["script", "style", "head", "title"])
PARAGRAPHS = frozenset(["p", "div", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote"])
BLANKS = re.compile(r"[ \t\u00a0]+")
MANY_LINES = re.compile(r"\n{3,}")
FOLD = re.compile(rb"\r?\n[ \t]")
UTC_NAMES = frozenset(["utc", "etc/utc", "gmt", "etc/gmt", "z", "zulu"])


class ValueRefusedError(ValueError):
    """A value that cannot be read; its text is the reason, in French."""


class When(NamedTuple):
    """A day, and an hour in its zone; no hour: the whole day. `floating`: of whoever reads."""

    day: date
    at: time | None
    zone: str

    @property
    def moment(self) -> datetime:
        """Return the moment of a day with an hour (of its beginning without one)."""
        return datetime.combine(self.day, self.at or time(), ZoneInfo(self.zone))


# Signs that do not show and stand within words: soft hyphen, joiners.
UNSEEN = dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", "")


def decoded(content: bytes) -> str:
    """Return bytes as text, whatever they are: UTF-8, UTF-16 that says so, else the Western code page."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", errors="replace")
    for candidate in (content, FOLD.sub(b"", content)):  # some fold lines within a character
        try:
            return candidate.decode("utf-8-sig")
        except UnicodeDecodeError:
            continue
    return content.decode("cp1252", errors="replace")


def unescaped(value: str) -> str:
    """Return a TEXT value as it reads.

    >>> unescaped("Tours\\\\, Blois")
    'Tours, Blois'
    """
    return ESCAPE.sub(lambda match: "\n" if match[1] in "nN" else match[1], value)


def one_line(text: str, longest: int) -> str:
    """Return a text on one line, without signs that do not show, cut at a length."""
    shown = (one if one.isprintable() else UNSEEN.get(one, " ") for one in text[: longest * 20])
    line = " ".join("".join(shown).split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def plain_text(text: str) -> str:
    """Return a description as plain paragraphs, tags off when it is HTML, cut at its longest."""
    text = text[:LONGEST_DESCRIPTION]
    if LOOKS_HTML.search(text):
        text = _without_tags(text)
    text = CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    lines = (BLANKS.sub(" ", line).strip() for line in text.split("\n"))
    return MANY_LINES.sub("\n\n", "\n".join(lines)).strip()[:LONGEST_KEPT].rstrip()


def _without_tags(text: str) -> str:
    kept: list[str] = []
    at, hidden = 0, ""
    for match in TAG.finditer(text):
        if not hidden:
            kept.append(text[at : match.start()].replace("\n", " "))
        at = match.end()
        name, closing = (match[2] or "").lower(), bool(match[1])
        if hidden:
            hidden = "" if closing and name == hidden else hidden
        elif name in HIDDEN and not closing:
            hidden = name
        elif name == "br":
            kept.append("\n")
        elif name in PARAGRAPHS:
            kept.append("\n\n")
        elif name in ("li", "tr") and not closing:
            kept.append("\n– " if name == "li" else "\n")
    if not hidden:
        kept.append(text[at:].replace("\n", " "))
    return unescape("".join(kept))


def web_link(text: str) -> str:
    """Return a web address that a page may lead to; "" for anything else."""
    text = text.strip()
    if len(text) > LONGEST_LINK or not text.isprintable() or any(sign in text for sign in " <>\"'\\"):
        return ""
    try:
        parts = urlsplit(text)
        good = parts.scheme.lower() in ("http", "https") and parts.hostname and "@" not in parts.netloc
    except ValueError:
        return ""
    return text if good and re.fullmatch(r"[\w.-]+|\[[0-9a-f:.]+\]", parts.hostname or "") else ""


@cache
def _zones() -> Mapping[str, str]:
    """Return the time zones that this machine knows, by their name without case; Windows names too."""
    known = {name.lower(): name for name in available_timezones() if "/" in name}
    windows = {name.lower(): zone for name, zone in WINDOWS_TO_OLSON.items() if zone.lower() in known}
    return known | windows | dict.fromkeys(UTC_NAMES, "UTC")


def zone_named(name: str, elsewhere: Mapping[str, str]) -> str:
    """Return the IANA name of a zone, however the calendar calls it; "" when it is not known.

    `elsewhere`: where the zones that the calendar describes say they are.

    >>> zone_named("Romance Standard Time", {}), zone_named("/citadel.org/2018/Europe/Paris", {})
    ('Europe/Paris', 'Europe/Paris')
    """
    for candidate in (name, elsewhere.get(name, "")):
        low = candidate.strip().strip('"').lower()[:200]
        if found := _zones().get(low):
            return found
        parts = low.strip("/").split("/")
        for size in (2, 3):
            if len(parts) > size and (found := _zones().get("/".join(parts[-size:]))):
                return found
    return ""


def read_when(value: str, *, zone: str) -> When:
    """Read a day (20261123), or a day and an hour (20261123T140000, with Z in UTC).

    Raises ValueRefusedError. Seconds are dropped; 60 and 24:00 are not hours.
    """
    match = MOMENT.fullmatch(value.strip())
    if match is None:
        raise ValueRefusedError("La date n'est pas écrite comme une date de calendrier.")
    try:
        day = datetime.strptime(match[1], "%Y%m%d").replace(tzinfo=UTC).date()
        at = time(int(match[2]), int(match[3])) if match[2] else None
    except ValueError as error:
        raise ValueRefusedError("Ce jour ou cette heure n'existe pas.") from error
    return in_range(When(day, at, "UTC" if match[5] else zone))


def in_range(when: When) -> When:
    """Return a day that calendars count with. Raises ValueRefusedError for years far away."""
    if not EARLIEST + timedelta(2) <= when.day <= LATEST - timedelta(2):
        raise ValueRefusedError("Cette année est trop loin.")
    return when


def in_zone(when: When, zone: str) -> When:
    """Return the same moment as told in another zone; a whole day stays the same day."""
    if when.at is None or when.zone == zone:
        return When(when.day, when.at, zone)
    moment = when.moment.astimezone(ZoneInfo(zone))
    return When(moment.date(), moment.time().replace(fold=0), zone)


def read_duration(value: str) -> timedelta:
    """Read a duration (PT1H30M). Raises ValueRefusedError for what is none, negative or above a year."""
    try:
        found = vDuration.from_ical(value.strip()[:60])
    except (ValueError, OverflowError) as error:
        raise ValueRefusedError("La durée n'est pas écrite comme une durée.") from error
    if not timedelta(0) <= found <= timedelta(366):
        raise ValueRefusedError("La durée est négative, ou dépasse un an.")
    return found
