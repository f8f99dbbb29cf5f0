"""Hours in a line: « 14h-17h », « de 9 à 12 h », « à partir de 18h30 », « 9h-12h et 14h-17h »."""

import re
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from jalon.agenda.rules.quick.line import MONTH, Line

MOST_SPANS = 4
# « 14h30 », « 14 h 30 », « 14:30 »; in « 14h 20 septembre », 20 is a day.
MINUTES = rf"(?:[0-5]\d(?!\d)| [0-5]\d(?![\d/.:h]|-\d\d?-\d| ?(?:er )?{MONTH}))"
BARE = r"(?<![\w/.:,])(?:[01]?\d|2[0-3])"
HOUR = rf"(?:{BARE}(?: ?h(?:eures?)?(?![a-z]){MINUTES}?|:[0-5]\d)(?!\w)|(?<![-\w])midi\b)"
TO = r"(?:-|>|/|->|\ba\b|\bet\b|\bjusqu'a\b)"
# In « 2026-11-23 à 9h », 23 is a day.
SPAN = re.compile(
    rf"(?:\b(?:de|entre|des) )?(?<!\d-)(?P<from>{HOUR}|{BARE}) ?{TO} ?(?P<to>{HOUR}|\bminuit\b)"
)
LASTS = re.compile(
    rf"(?P<from>{HOUR})[ ,]*\(?(?:pendant|duree(?: de)?|pour) ?"
    r"(?P<hours>\d{1,2}) ?h(?:eures?)?(?P<minutes>[0-5]\d)?\)?"
)
UNTIL = re.compile(rf"\bjusqu'a (?P<to>{HOUR})")
FROM = re.compile(rf"(?:\b(?:a partir de|des|a|de|vers) )?(?P<from>{HOUR})")
WHOLE_DAY = re.compile(r"\b(?:toute la journee|journee entiere|en journee)\b")
VAGUE = re.compile(r"\b(?:le |en |dans la |l')?(?:(?:fin de )?matinee?|apres-midi|soiree|soir|matin)\b")


class Span(NamedTuple):
    """Hours of a date; no end when none was said. `later`: it ends the day after."""

    start: time
    end: time | None = None
    later: bool = False


def _time(words: str) -> time:
    if "midi" in words:
        return time(12)
    if "minuit" in words:
        return time(0)
    hour, *minute = re.findall(r"\d+", words)
    return time(int(hour), int(minute[0]) if minute else 0)


def _span(start: time, end: time) -> Span | None:
    if start == end:
        return None
    return Span(start, end, end < start)


def read_spans(line: Line) -> tuple[list[Span], list[str]]:
    """Take the hours out of a line; return them, and what was not understood of them, in French."""
    spans: list[Span] = []
    if match := line.take(LASTS):
        start = _time(match["from"])
        lasts = timedelta(hours=int(match["hours"]), minutes=int(match["minutes"] or 0))
        over = datetime.combine(date(2000, 1, 1), start) + lasts
        spans.append(Span(start, over.time(), over.date() > date(2000, 1, 1)))
    while len(spans) < MOST_SPANS and (match := line.take(SPAN)):
        span = _span(_time(match["from"]), _time(match["to"]))
        spans += [span] if span else []
    if not spans and (match := line.take(FROM)):
        start, end = _time(match["from"]), line.take(UNTIL)
        spans.append((end and _span(start, _time(end["to"]))) or Span(start))
    line.take(WHOLE_DAY)
    if not spans and (vague := line.take(VAGUE)):
        return spans, [f"« {line.typed(vague)} » n'est pas une heure : précisez-la si vous la connaissez."]
    return sorted(set(spans)), []
