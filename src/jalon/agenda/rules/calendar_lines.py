"""Lines of an iCalendar file (RFC 5545, 3.1): escaped, folded at 75 octets, the same bytes each time."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time

from jalon.agenda.rules.published import clean

LINE = 75  # octets


def escaped(text: str) -> str:
    r"""Return a text as the value of a TEXT property.

    >>> escaped("Tours, salle 2; étage\n1")
    'Tours\\, salle 2\\; étage\\n1'
    """
    text = clean(text).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return text.replace("\n", "\\n")


def quoted(text: str) -> str:
    """Return a text as the value of a parameter, its quotes told as RFC 6868 wants.

    >>> quoted('La « "Maison" »')
    '"La « ^\\'Maison^\\' »"'
    """
    text = clean(text).replace("^", "^^").replace('"', "^'").replace("\n", "^n")
    return f'"{text}"'


def folded(line: str) -> bytes:
    """Return a line as bytes, cut so that none is longer than 75 octets, no letter in two."""
    content = line.encode()
    if len(content) <= LINE:
        return content + b"\r\n"
    parts, start, room = [], 0, LINE
    while len(content) - start > room:
        end = start + room
        while content[end] & 0xC0 == 0x80:
            end -= 1
        parts.append(content[start:end])
        start, room = end, LINE - 1
    parts.append(content[start:])
    return b"\r\n ".join(parts) + b"\r\n"


def written(lines: Iterable[str]) -> bytes:
    """Return lines as the bytes of a file."""
    return b"".join(map(folded, lines))


def utc(moment: datetime) -> str:
    """Return a moment as a value in UTC, to the second."""
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def local(name: str, day: date, at: time | None, zone: str) -> str:
    """Return a property that holds a local day, or a local day and hour of a zone.

    >>> local("DTSTART", date(2026, 11, 24), time(14), "Europe/Paris")
    'DTSTART;TZID=Europe/Paris:20261124T140000'
    """
    if at is None:
        return f"{name};VALUE=DATE:{day:%Y%m%d}"
    if zone == "UTC":
        return f"{name}:{day:%Y%m%d}T{at:%H%M%S}Z"
    return f"{name};TZID={zone}:{day:%Y%m%d}T{at:%H%M%S}"
