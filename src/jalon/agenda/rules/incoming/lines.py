"""Content lines of an iCalendar text, gathered event by event; nothing is evaluated here."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from jalon.agenda.rules.incoming.records import LONGEST_DESCRIPTION, LONGEST_LINE, MOST_COMPONENTS

LINE = re.compile(r"[^\r\n]+")
NAME = re.compile(r"[ \t]*([A-Za-z0-9-]{1,60})[ \t]*(?=[;:])")
PARAMETER = re.compile(r';[ \t]*([A-Za-z0-9-]{1,60})[ \t]*=[ \t]*("[^"]*"|[^";:]*)(?:,(?:"[^"]*"|[^";:,]*))*')
MOST_PARAMETERS = 30
MOST_LINES = 3_000  # of one event
LONGEST_HELD = 3 * LONGEST_DESCRIPTION
# What an event is read from; any other line of it is passed over unread.
READ = frozenset(
    (
        *("UID", "SUMMARY", "DESCRIPTION", "LOCATION", "URL", "GEO", "STATUS", "CLASS", "SEQUENCE"),
        *("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID"),
    )
)
TOO_MANY = f"Ce calendrier est trop grand : {MOST_COMPONENTS} éléments au plus."
CUT_SHORT = "Ce calendrier est incomplet : il s'arrête avant sa fin."


class Property(NamedTuple):
    """One line of an event: its value as written, escapes and all."""

    line: int
    name: str
    parameters: dict[str, str]
    value: str


@dataclass
class Component:
    """The lines of one event that are read; `problem` (line, field, reason) when some cannot be."""

    line: int
    properties: dict[str, list[Property]] = field(default_factory=dict)
    problem: tuple[int, str, str] | None = None
    lines: int = 0

    def first(self, name: str) -> Property | None:
        """Return the first line of a name."""
        found = self.properties.get(name)
        return found[0] if found else None

    def value(self, name: str) -> str:
        """Return the value of the first line of a name, "" without one."""
        found = self.first(name)
        return found.value if found else ""

    def refuse(self, line: int, name: str, reason: str) -> None:
        """Keep the first thing that is wrong."""
        self.problem = self.problem or (line, name, reason)


@dataclass
class Gathered:
    """The events of a text, what its time zones are called elsewhere, and its name."""

    components: list[Component] = field(default_factory=list)
    zones: dict[str, str] = field(default_factory=dict)
    name: str = ""
    problem: str = ""


def unfolded(text: str) -> Iterator[tuple[int, str]]:
    """Yield (number of its first line, content line); what is too long to be kept is cut."""
    number, seen, begun = 1, 0, 0
    parts: list[str] = []
    size = 0
    for match in LINE.finditer(text):
        start = match.start()
        number += max(text.count("\n", seen, start), text.count("\r", seen, start))
        seen = start
        line = match.group()
        if line[0] in " \t" and parts:
            if size < LONGEST_HELD:
                parts.append(line[1:])
            size += len(line) - 1
            continue
        if parts:
            yield begun, "".join(parts)[:LONGEST_HELD]
        begun, parts, size = number, [line], len(line)
    if parts:
        yield begun, "".join(parts)[:LONGEST_HELD]


def parsed(number: int, line: str) -> Property | None:
    """Split a content line into its parts; None when it is none."""
    name = NAME.match(line)
    if name is None:
        return None
    parameters: dict[str, str] = {}
    at, count = name.end(), 0
    while at < len(line) and line[at] == ";":
        match, count = PARAMETER.match(line, at), count + 1
        if match is None or count > MOST_PARAMETERS:
            return None
        parameters[match[1].upper()] = match[2].strip().strip('"')
        at = match.end()
    if at >= len(line) or line[at] != ":":
        return None
    return Property(number, name[1].upper(), parameters, line[at + 1 :])


class Gathering:
    """Goes down the lines of a text, knowing only whether it stands in an event or in a time zone."""

    def __init__(self) -> None:
        self.found = Gathered()
        self.event: Component | None = None
        self.within: list[str] = []  # at most what one event opens
        self.depth = self.count = 0
        self.closed = False
        self.zone = ""

    def take(self, number: int, line: str) -> None:
        """Take one content line."""
        mark = line[:80].strip().upper()
        if mark.startswith("BEGIN:"):
            self._begin(number, mark[6:].strip())
        elif mark.startswith("END:"):
            self._end(number, mark[4:].strip())
        elif self.event is not None:
            if not self.depth:
                self._take_property(self.event, number, line)
        else:
            self._take_around(number, line)

    def _begin(self, number: int, what: str) -> None:
        self.count += what != "VCALENDAR"
        if self.event is not None:
            self.depth += 1
        elif what == "VEVENT":
            self.event = Component(number)
        elif what == "VTIMEZONE":
            self.zone = ""
        elif what == "VCALENDAR":
            self.closed = False

    def _end(self, number: int, what: str) -> None:
        if what == "VCALENDAR":
            if self.event is not None:
                self.event.refuse(number, "END", "L'événement n'est pas fermé.")
                self._keep()
            self.closed = True
        elif self.event is None:
            self.zone = "" if what == "VTIMEZONE" else self.zone
        elif self.depth:
            self.depth -= 1
        else:
            if what != "VEVENT":
                self.event.refuse(number, "END", "L'événement est mal fermé.")
            self._keep()

    def _keep(self) -> None:
        if self.event is not None:
            self.found.components.append(self.event)
        self.event, self.depth = None, 0

    def _take_property(self, event: Component, number: int, line: str) -> None:
        name = NAME.match(line)
        known = name[1].upper() if name else ""
        if known not in READ:
            return
        event.lines += 1
        longest = LONGEST_HELD if known == "DESCRIPTION" else LONGEST_LINE
        if len(line) > longest:
            event.refuse(number, known, f"La ligne est trop longue : {LONGEST_LINE} signes au plus.")
        elif event.lines > MOST_LINES:
            event.refuse(number, known, "L'événement a trop de lignes.")
        elif (one := parsed(number, line)) is None:
            event.refuse(number, known, "La ligne est mal écrite.")
        else:
            event.properties.setdefault(known, []).append(one)

    def _take_around(self, number: int, line: str) -> None:
        """Take the name of the calendar, and where its time zones say they are."""
        head = line[:16].upper()
        if not head.startswith(("TZID", "X-LIC-LOCATION", "X-WR-CALNAME")) or len(line) > LONGEST_LINE:
            return
        one = parsed(number, line)
        if one is None:
            return
        if one.name == "TZID":
            self.zone = one.value.strip()
        elif one.name == "X-LIC-LOCATION" and self.zone:
            self.found.zones[self.zone] = one.value.strip()
        elif one.name == "X-WR-CALNAME" and not self.found.name:
            self.found.name = one.value

    def done(self) -> Gathered:
        """Return what was gathered."""
        if not self.closed:
            self.found.problem = CUT_SHORT
        return self.found


def gathered(text: str) -> Gathered:
    """Return the events of an iCalendar text, unread."""
    going = Gathering()
    for number, line in unfolded(text):
        going.take(number, line)
        if going.count > MOST_COMPONENTS:
            return Gathered(problem=TOO_MANY)
    return going.done()
