"""What becomes of a repetition, and of what differs on its dates, when it is moved or cut."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from jalon.agenda.rules.repeating import DAYS, Rule, RuleError, read_rule, repeated
from jalon.agenda.rules.schedule import ChangeFacts, SlotFacts, original_of, slot_refusal


def plain_slot(slot: SlotFacts) -> SlotFacts:
    """Return a slot without what differs on some dates."""
    return replace(slot, changes=())


def start_of(original: str) -> datetime:
    """Return the local start that names a date. Raises ValueError.

    >>> start_of("2026-11-23T14:00")
    datetime.datetime(2026, 11, 23, 14, 0)
    """
    return datetime.fromisoformat(original)


def is_date_of(slot: SlotFacts, original: str) -> bool:
    """Tell whether a name is one of the dates of a slot by its rule, left out or not."""
    try:
        start = start_of(original)
    except ValueError:
        return False
    begin = datetime.combine(slot.first_day, slot.start or time())
    if original != original_of(start.date(), None if slot.start is None else start.time()):
        return False
    if not slot.rule:
        return start == begin
    if until := read_rule(slot.rule).until:
        last = until.date() if isinstance(until, datetime) else until
        if start.date() > last:
            return False
    return start in repeated(slot.rule, begin, first=start.date(), last=start.date())


def carried_changes(before: SlotFacts, after: SlotFacts) -> tuple[ChangeFacts, ...]:
    """Return what differs on the dates of a slot that was changed, under the names of its new dates.

    Dates follow the days and the hour by which the whole was moved; what names no date any more is dropped.
    """
    shift = after.first_day - before.first_day
    kept = {}
    for change in before.changes:
        start = start_of(change.original)
        at = None if after.start is None else _moved_hour(before, after, start)
        for days in (shift, timedelta()):
            name = original_of(start.date() + days, at)
            if is_date_of(after, name):
                kept.setdefault(name, replace(change, original=name))
                break
    return tuple(kept.values())


def _moved_hour(before: SlotFacts, after: SlotFacts, start: datetime) -> time:
    same = before.start is None or start.time() == before.start
    return (after.start or start.time()) if same else start.time()


def written_rule(rule: Rule) -> str:
    """Return a rule as the value of an RRULE."""
    parts = [f"FREQ={rule.frequency}"]
    if rule.interval != 1:
        parts.append(f"INTERVAL={rule.interval}")
    if rule.days:
        parts.append("BYDAY=" + ",".join(f"{nth or ''}{DAYS[day]}" for nth, day in rule.days))
    parts += [f"{name}=" + ",".join(map(str, values)) for name, values in sorted(rule.numbers.items())]
    if rule.week_start:
        parts.append(f"WKST={DAYS[rule.week_start]}")
    if rule.count:
        parts.append(f"COUNT={rule.count}")
    if isinstance(rule.until, datetime):
        parts.append(f"UNTIL={rule.until:%Y%m%dT%H%M%SZ}")
    elif rule.until:
        parts.append(f"UNTIL={rule.until:%Y%m%d}")
    return ";".join(parts)


def cut_slot(slot: SlotFacts, original: str) -> tuple[SlotFacts | None, SlotFacts]:
    """Cut a repetition at one of its dates: what comes before (None: nothing), and it and what follows.

    Raises RuleError for what is no date of the slot.
    """
    if not is_date_of(slot, original):
        raise RuleError("Ce n'est pas une des dates de cette répétition.")
    start = start_of(original)
    begin = datetime.combine(slot.first_day, slot.start or time())
    if start == begin or not slot.rule:
        return None, slot
    rule = read_rule(slot.rule)
    earlier = [
        one for one in repeated(slot.rule, begin, first=begin.date(), last=start.date()) if one < start
    ]
    if earlier[-1].date() == start.date():
        raise RuleError(
            "Cette répétition a plusieurs heures par jour : choisissez la première de la journée."
        )
    ended = replace(rule, count=None, until=start.date() - timedelta(1))
    going = replace(rule, count=rule.count and rule.count - len(earlier))
    lasts = slot.last_day - slot.first_day
    before = replace(
        slot,
        rule=written_rule(ended) if len(earlier) > 1 else "",
        changes=tuple(one for one in slot.changes if start_of(one.original) < start),
    )
    after = replace(
        slot,
        first_day=start.date(),
        last_day=start.date() + lasts,
        rule=written_rule(going),
        changes=tuple(one for one in slot.changes if start_of(one.original) >= start),
    )
    return before, after


def moved_slot(slot: SlotFacts, original: str, wanted: SlotFacts) -> SlotFacts:
    """Move a whole repetition as one of its dates is moved: `wanted` has that date's new days and hours.

    Raises RuleError when the rule cannot follow: « the 2nd Tuesday » moved by a few days is another rule.
    """
    days = (wanted.first_day - start_of(original).date()).days
    first_day = slot.first_day + timedelta(days)
    lasts = wanted.last_day - wanted.first_day
    rule = slot.rule and written_rule(_shifted_rule(read_rule(slot.rule), days, slot.first_day, first_day))
    moved = SlotFacts(first_day, wanted.start, first_day + lasts, wanted.end, rule)
    return replace(moved, changes=carried_changes(slot, moved))


def _shifted_rule(rule: Rule, days: int, before: date, after: date) -> Rule:
    if not days:
        return rule
    until = rule.until + timedelta(days) if rule.until else None
    rule = replace(rule, until=until)
    other = set(rule.numbers) - {"BYHOUR", "BYMINUTE"}
    if not rule.days and not other:
        return rule
    if rule.frequency == "WEEKLY" and not other:
        return replace(rule, days=tuple(sorted((0, (day + days) % 7) for _nth, day in rule.days)))
    if rule.frequency == "MONTHLY" and len(rule.days) == 1 and not other and rule.days[0][0]:
        nth = -1 if rule.days[0][0] < 0 else (after.day - 1) // 7 + 1
        last_week = (after + timedelta(7)).month != after.month
        if (nth > 0 and nth < 5) or last_week:
            return replace(rule, days=((nth if nth < 5 else -1, after.weekday()),))
    if rule.frequency == "MONTHLY" and other == {"BYMONTHDAY"} and rule.of("BYMONTHDAY") == (before.day,):
        return replace(rule, numbers={**rule.numbers, "BYMONTHDAY": (after.day,)})
    raise RuleError("Cette répétition ne se décale pas ainsi : modifiez plutôt sa règle.")


@dataclass(frozen=True)
class DateFacts:
    """What someone wants of one date, or of it and others: its days and hours, and what is its own.

    `cancelled`: shown as such, with `note`; `left_out`: no longer there at all.
    """

    first_day: date
    start: time | None
    last_day: date
    end: time | None
    title: str = ""
    place_name: str = ""
    address: str = ""
    link: str = ""
    note: str = ""
    cancelled: bool = False
    left_out: bool = False

    @property
    def slot(self) -> SlotFacts:
        """Return the days and hours alone."""
        return SlotFacts(self.first_day, self.start, self.last_day, self.end)


def usual_date(slot: SlotFacts, original: str) -> DateFacts:
    """Return the days and hours that a date has by its slot alone.

    >>> slot = SlotFacts(date(2026, 12, 1), time(14), date(2026, 12, 1), time(17), "FREQ=DAILY")
    >>> usual_date(slot, "2026-12-03T14:00").last_day
    datetime.date(2026, 12, 3)
    """
    start = start_of(original)
    last_day, end = start.date() + (slot.last_day - slot.first_day), slot.end
    if slot.start is not None and slot.end is not None and start.time() != slot.start:
        lasts = datetime.combine(slot.last_day, slot.end) - datetime.combine(slot.first_day, slot.start)
        last_day, end = (start + lasts).date(), (start + lasts).time()
    return DateFacts(start.date(), None if slot.start is None else start.time(), last_day, end)


def change_of(slot: SlotFacts, original: str, wanted: DateFacts) -> ChangeFacts | None:
    """Return what differs on a date: only that, so that the rest follows; None when nothing does."""
    usual = usual_date(slot, original)
    moved = (wanted.start, wanted.end) != (usual.start, usual.end)
    change = ChangeFacts(
        original,
        left_out=wanted.left_out,
        cancelled=wanted.cancelled and not wanted.left_out,
        first_day=wanted.first_day if wanted.first_day != usual.first_day else None,
        start=wanted.start if moved else None,
        last_day=wanted.last_day
        if wanted.last_day - wanted.first_day != usual.last_day - usual.first_day
        else None,
        end=wanted.end if moved else None,
        title=wanted.title,
        place_name=wanted.place_name,
    )
    told = (wanted.address, wanted.link, wanted.note)
    return None if change == ChangeFacts(original) and not any(told) else change


def date_refusal(slot: SlotFacts, original: str, wanted: DateFacts) -> str:
    """Return why a date cannot be changed so, in French; "" when it can."""
    if not is_date_of(slot, original):
        return "Ce n'est pas une des dates de cet événement."
    if (slot.start is None) != (wanted.start is None) and slot.start is not None:
        return "Cette date a des heures : gardez-en une au moins."
    return slot_refusal(wanted.slot)
