"""Time zones as iCalendar tells them (VTIMEZONE), worked out from the offsets of the zone itself."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
YEARS_AHEAD = 10


class Shift(NamedTuple):
    """A change of hour: its local time by the old offset, both offsets, and whether summer time begins."""

    at: datetime
    before: timedelta
    after: timedelta
    summer: bool
    name: str


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()


def _shift(zone: ZoneInfo, low: datetime, high: datetime) -> Shift:
    """Return the change between two moments (UTC), to the minute."""
    before = _offset(zone, low)
    while high - low > timedelta(minutes=1):
        middle = low + (high - low) // 2
        middle = middle.replace(second=0, microsecond=0)
        if middle <= low:
            break
        if _offset(zone, middle) == before:
            low = middle
        else:
            high = middle
    local = high.astimezone(zone)
    return Shift(
        (high + before).replace(tzinfo=None),
        before,
        _offset(zone, high),
        bool(local.dst()),
        local.tzname() or "",
    )


def _shifts(zone: ZoneInfo, year: int) -> list[Shift]:
    """Return the changes of hour of a year."""
    moment, end = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
    found = []
    while moment < end:
        following = moment + timedelta(days=1)
        if _offset(zone, moment) != _offset(zone, following):
            found.append(_shift(zone, moment, following))
        moment = following
    return found


def _pattern(shift: Shift) -> tuple[object, ...]:
    """Return what is the same each year: month, which weekday of it from its end, hour, offsets."""
    following = (shift.at.replace(day=1) + timedelta(days=32)).replace(day=1)
    from_end = (following - timedelta(days=1)).day - shift.at.day
    week = -1 if from_end < 7 else (shift.at.day - 1) // 7 + 1
    return shift.at.month, week, shift.at.weekday(), shift.at.time(), shift.before, shift.after, shift.summer


def _signed(offset: timedelta) -> str:
    minutes = round(offset.total_seconds()) // 60
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}{abs(minutes) % 60:02}"


def _part(shift: Shift, rule: str) -> list[str]:
    kind = "DAYLIGHT" if shift.summer else "STANDARD"
    return [
        f"BEGIN:{kind}",
        f"DTSTART:{shift.at:%Y%m%dT%H%M%S}",
        f"TZOFFSETFROM:{_signed(shift.before)}",
        f"TZOFFSETTO:{_signed(shift.after)}",
        f"TZNAME:{shift.name}",
        *([f"RRULE:{rule}"] if rule else []),
        f"END:{kind}",
    ]


def _parts(zone: ZoneInfo, first_year: int, last_year: int) -> Iterable[list[str]]:
    """Yield the parts of a zone: two rules where every year is alike, else one part for each change."""
    years = [_shifts(zone, year) for year in range(first_year, last_year + 1)]
    patterns = {tuple(map(_pattern, shifts)) for shifts in years}
    if len(patterns) == 1:
        for shift in years[0]:
            month, week, weekday = _pattern(shift)[:3]
            yield _part(shift, f"FREQ=YEARLY;BYMONTH={month};BYDAY={week}{DAYS[weekday]}")
        if years[0]:
            return
    local = datetime(first_year, 1, 1, tzinfo=zone)
    start = local.utcoffset() or timedelta()
    begin = local.replace(tzinfo=None)
    yield _part(Shift(begin, start, start, bool(local.dst()), local.tzname() or ""), "")
    if len(patterns) > 1:
        for shift in (one for shifts in years for one in shifts):
            yield _part(shift, "")


@lru_cache(maxsize=256)
def zone_lines(name: str, first_year: int, last_year: int) -> tuple[str, ...]:
    """Return the lines of a VTIMEZONE right from the year before `first_year` to ten years after `last_year`.

    Zones that change their hours alike each year (Europe/Paris) are told by rules, and so stay right after.
    """
    zone = ZoneInfo(name)
    found = ["BEGIN:VTIMEZONE", f"TZID:{name}"]
    for part in _parts(zone, first_year - 1, last_year + YEARS_AHEAD):
        found += part
    return (*found, "END:VTIMEZONE")
