"""From the days and hours that people write to dates with their moments: local words first, UTC last."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from jalon.agenda.rules.repeating import chooses, read_rule, repeated, rule_refusal

__all__ = [
    "ChangeFacts",
    "Dated",
    "SlotFacts",
    "dated",
    "horizon",
    "moment",
    "original_of",
    "rule_refusal",
    "slot_refusal",
]
MOST_DATES = 1000
LONGEST_DAYS = 366
EARLIEST, LATEST = date(1970, 1, 1), date(2199, 12, 31)


@dataclass(frozen=True)
class ChangeFacts:
    """What differs on one date of a repeated slot; None or "": as on the others."""

    original: str
    left_out: bool = False
    cancelled: bool = False
    first_day: date | None = None
    start: time | None = None
    last_day: date | None = None
    end: time | None = None
    title: str = ""
    place_name: str = ""


@dataclass(frozen=True)
class SlotFacts:
    """Days and hours as people say them, in the event's zone; no start: all day, last day included."""

    first_day: date
    start: time | None
    last_day: date
    end: time | None
    rule: str = ""
    changes: tuple[ChangeFacts, ...] = ()


@dataclass(frozen=True)
class Dated:
    """One date: its local days, its moments (UTC), and what it has of its own."""

    original: str
    first_day: date
    last_day: date
    starts_at: datetime
    ends_at: datetime
    all_day: bool
    cancelled: bool = False
    title: str = ""
    place_name: str = ""


def original_of(day: date, start: time | None) -> str:
    """Return the name of a date within its slot: its local start by the rule.

    >>> original_of(date(2026, 11, 23), time(14))
    '2026-11-23T14:00'
    """
    return day.isoformat() if start is None else f"{day.isoformat()}T{start:%H:%M}"


def moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Return the moment of a local day and hour, in UTC.

    As RFC 5545 (3.3.5) wants: an hour that comes twice is the first one, and an hour that is skipped is told
    with the offset before the gap (02:30 then is 03:30 of the new time).
    """
    return datetime.combine(day, at.replace(fold=0), zone).astimezone(UTC)


def slot_refusal(slot: SlotFacts) -> str:
    """Return why days and hours cannot be kept, in French; "" when they can.

    >>> slot_refusal(SlotFacts(date(2026, 11, 23), time(14), date(2026, 11, 23), time(12)))
    "L'heure de fin est avant l'heure de début."
    """
    if not EARLIEST <= slot.first_day <= LATEST or not EARLIEST <= slot.last_day <= LATEST:
        return "Cette année est trop loin."
    if slot.last_day < slot.first_day:
        return "Le dernier jour est avant le premier."
    if (slot.last_day - slot.first_day).days > LONGEST_DAYS:
        return "Un événement dure un an au plus : faites-en plusieurs, ou répétez-le."
    if slot.end is not None and slot.start is None:
        return "Il manque l'heure de début."
    if slot.start and slot.end and slot.first_day == slot.last_day and slot.end < slot.start:
        return "L'heure de fin est avant l'heure de début."
    return rule_refusal(slot.rule) or _start_refusal(slot)


def _start_refusal(slot: SlotFacts) -> str:
    """Return why a repetition does not begin where it says: its first day must be one of its dates."""
    if not slot.rule:
        return ""
    rule = read_rule(slot.rule)
    if slot.start is None and (rule.of("BYHOUR") or rule.of("BYMINUTE")):
        return "Une répétition de journées entières n'a pas d'heures."
    until = rule.until.date() if isinstance(rule.until, datetime) else rule.until
    if until and until < slot.first_day:
        return "La répétition finit avant de commencer."
    if not chooses(slot.rule, datetime.combine(slot.first_day, slot.start or time())):
        return "Le premier jour n'est pas une des dates de la répétition."
    return ""


def horizon(slot: SlotFacts, today: date) -> tuple[date, date]:
    """Return the days between which the dates of a slot are worked out.

    From a year back to two years ahead of today; of its own days when it begins later or is over.
    """
    if not slot.rule:
        return slot.first_day, slot.last_day
    until = read_rule(slot.rule).until
    over = until.date() if isinstance(until, datetime) else until
    back = max(slot.first_day, min(today, over) if over else today)
    ahead = max(slot.first_day, today)
    return back - timedelta(366), max(ahead, slot.last_day) + timedelta(731)


def _is_past(start: datetime, starts_at: datetime, until: date | datetime | None) -> bool:
    """Tell whether a date comes after the end of its repetition: a day that counts, or a moment."""
    if isinstance(until, datetime):
        return starts_at > until
    return until is not None and start.date() > until


def _local_days(slot: SlotFacts, original: datetime, change: ChangeFacts) -> tuple[date, date]:
    first_day = change.first_day or original.date()
    last_day = change.last_day or first_day + (slot.last_day - slot.first_day)
    return first_day, max(first_day, last_day)


def _local_end(slot: SlotFacts, original: datetime, begin: datetime, change: ChangeFacts) -> datetime | None:
    """Return the local end of a date that begins at `begin`; None when no hour of end is known."""
    end = change.end or slot.end
    if end is None:
        return None
    _first_day, last_day = _local_days(slot, original, change)
    if slot.start is None or slot.end is None:
        return max(begin, datetime.combine(last_day, end))
    lasts = datetime.combine(slot.last_day, slot.end) - datetime.combine(slot.first_day, slot.start)
    usual = original + lasts
    if not change.last_day:
        last_day = begin.date() + (usual.date() - original.date())
    found = datetime.combine(last_day, change.end or usual.time())
    return found if found >= begin else begin + lasts


def _placed(slot: SlotFacts, original: datetime, change: ChangeFacts, zone: ZoneInfo) -> Dated:
    """Give a date its days and its moments, its change applied."""
    own = None if slot.start is None else original.time()
    name, start = original_of(original.date(), own), change.start or own
    first_day, last_day = _local_days(slot, original, change)
    kept = (change.cancelled, change.title, change.place_name)
    midnight_after = moment(last_day + timedelta(1), time(), zone)
    if start is None:
        return Dated(name, first_day, last_day, moment(first_day, time(), zone), midnight_after, True, *kept)
    begin = datetime.combine(first_day, start)
    starts_at, end = moment(first_day, start, zone), _local_end(slot, original, begin, change)
    if end is None:
        ends_at = starts_at if last_day == first_day else midnight_after
    else:
        last_day, ends_at = end.date(), moment(end.date(), end.time(), zone)
        if ends_at < starts_at:  # it began within an hour that was skipped
            ends_at = starts_at + (end - begin)
    return Dated(name, first_day, last_day, starts_at, ends_at, False, *kept)


def _originals(slot: SlotFacts, zone: ZoneInfo, first: date, last: date) -> Iterator[datetime]:
    begin = datetime.combine(slot.first_day, slot.start or time())
    if not slot.rule:
        yield begin
        return
    until = read_rule(slot.rule).until
    for one in repeated(slot.rule, begin, first=first, last=last):
        if _is_past(one, moment(one.date(), one.time(), zone), until):
            return
        yield one


def dated(slot: SlotFacts, zone: str, *, first: date, last: date, most: int = MOST_DATES) -> list[Dated]:
    """Return the dates of a slot that touch the days from `first` to `last`, in order, `most` at most.

    `zone` is an IANA name. Dates left out do not come; cancelled and moved ones do, by the days they have
    now. A change of no date of the slot counts for nothing. Raises RuleError for a rule that is refused.
    """
    place = ZoneInfo(zone)
    changes: Mapping[str, ChangeFacts] = {change.original: change for change in slot.changes}
    span = max(1, (slot.last_day - slot.first_day).days + 1)
    moved = [
        date.fromisoformat(change.original[:10])
        for change in slot.changes
        if change.first_day or change.last_day
    ]
    low, high = min([first - timedelta(span), *moved]), max([last, *moved])
    found = []
    for original in _originals(slot, place, low, high):
        name = original_of(original.date(), None if slot.start is None else original.time())
        change = changes.get(name)
        if change is not None and change.left_out:
            continue
        one = _placed(slot, original, change or ChangeFacts(name), place)
        if one.first_day <= last and one.last_day >= first:
            found.append(one)
            if len(found) == most and original.date() > max(moved, default=date.min):
                break
    return sorted(found, key=lambda one: (one.starts_at, one.original))[:most]
