"""Rules of repetition (RFC 5545 RRULE): read, refused with a reason, and followed without ever running away.

Days and hours are local words, without zone; `schedule` gives them their moments.
"""

import re
from calendar import isleap, monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import product

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FREQUENCIES = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY")
LONGEST = 300  # signs
MOST_HOURS = 24  # dates a day
LAST_YEAR = 2200
DAY_PART = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
# What each part may hold: lowest and highest; negative ones count from the end.
NUMBERS: dict[str, tuple[int, int]] = {
    "BYMONTH": (1, 12),
    "BYMONTHDAY": (-31, 31),
    "BYYEARDAY": (-366, 366),
    "BYSETPOS": (-366, 366),
    "BYHOUR": (0, 23),
    "BYMINUTE": (0, 59),
}
FROM_ZERO = ("BYHOUR", "BYMINUTE")


class RuleError(ValueError):
    """A rule that Jalon does not follow; its text is the reason, in French."""


@dataclass(frozen=True)
class Rule:
    """A rule that was read. `days` are (n-th or 0, weekday 0 to 6); `until` is a day, or a moment in UTC."""

    frequency: str
    interval: int = 1
    count: int | None = None
    until: date | datetime | None = None
    week_start: int = 0
    days: tuple[tuple[int, int], ...] = ()
    numbers: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    def of(self, part: str) -> tuple[int, ...]:
        """Return the numbers of a part, none when it is not given."""
        return self.numbers.get(part, ())


def _number(name: str, value: str, lowest: int, highest: int) -> int:
    if not re.fullmatch(r"[+-]?\d{1,6}", value) or not lowest <= int(value) <= highest:
        raise RuleError(f"« {name} » ne peut pas valoir « {value[:20]} ».")
    return int(value)


def _numbers(name: str, value: str) -> tuple[int, ...]:
    lowest, highest = NUMBERS[name]
    found = {_number(name, one, lowest, highest) for one in value.split(",")}
    if 0 in found and name not in FROM_ZERO:
        raise RuleError(f"« {name} » ne peut pas valoir zéro.")
    return tuple(sorted(found))


def _days(value: str) -> tuple[tuple[int, int], ...]:
    found = set()
    for one in value.split(","):
        match = DAY_PART.fullmatch(one)
        if match is None or match[1] in {"0", "+0", "-0", "00"} or abs(int(match[1] or 0)) > 53:
            raise RuleError(f"« {one[:10]} » n'est pas un jour de répétition.")
        found.add((int(match[1] or 0), DAYS.index(match[2])))
    return tuple(sorted(found))


def _until(value: str) -> date | datetime:
    for pattern, form in ((r"\d{8}", "%Y%m%d"), (r"\d{8}T\d{6}Z", "%Y%m%dT%H%M%SZ")):
        if re.fullmatch(pattern, value):
            try:
                moment = datetime.strptime(value, form).replace(tzinfo=UTC)
            except ValueError:
                break
            return moment if value.endswith("Z") else moment.date()
    raise RuleError(f"La fin de la répétition, « {value[:20]} », n'est pas un jour.")


def _pairs(text: str) -> dict[str, str]:
    if len(text) > LONGEST:
        raise RuleError(f"La règle de répétition est trop longue : {LONGEST} signes au plus.")
    pairs: dict[str, str] = {}
    for one in text.strip().upper().removeprefix("RRULE:").rstrip(";").split(";"):
        name, equal, value = one.partition("=")
        if not equal or not value or name in pairs:
            raise RuleError("La règle de répétition est mal écrite.")
        pairs[name] = value
    return pairs


def _check_parts(rule: Rule) -> None:
    """Refuse what RFC 5545 does not let go together."""
    monthly, yearly = rule.frequency == "MONTHLY", rule.frequency == "YEARLY"
    if rule.count and rule.until:
        raise RuleError("Une répétition finit après un nombre de fois ou à une date, pas les deux.")
    if any(nth for nth, _day in rule.days) and not (monthly or yearly):
        raise RuleError("« Le 2e mardi » n'a de sens que dans un mois ou une année.")
    if monthly and any(abs(nth) > 5 for nth, _day in rule.days):
        raise RuleError("Un mois n'a pas plus de cinq fois le même jour.")
    if rule.of("BYMONTHDAY") and rule.frequency == "WEEKLY":
        raise RuleError("Un jour du mois ne se répète pas chaque semaine.")
    if rule.of("BYYEARDAY") and not yearly:
        raise RuleError("Un jour de l'année ne se répète que chaque année.")
    if max(len(rule.of("BYHOUR")), 1) * max(len(rule.of("BYMINUTE")), 1) > MOST_HOURS:
        raise RuleError(f"Il y a trop de dates par jour : {MOST_HOURS} au plus.")
    if rule.of("BYSETPOS") and not (rule.days or set(rule.numbers) - {"BYSETPOS"}):
        raise RuleError("« BYSETPOS » choisit parmi d'autres jours, qui manquent.")


def read_rule(text: str) -> Rule:
    """Read the value of an RRULE. Raises RuleError with the reason in French.

    >>> read_rule("FREQ=WEEKLY;BYDAY=TU;COUNT=3").days
    ((0, 1),)
    """
    pairs = _pairs(text)
    frequency = pairs.pop("FREQ", "")
    if frequency in ("HOURLY", "MINUTELY", "SECONDLY"):
        raise RuleError("Une répétition plus fréquente que chaque jour n'a pas de sens dans un agenda.")
    if frequency not in FREQUENCIES:
        raise RuleError("La règle de répétition ne dit pas tous les combien.")
    interval = _number("INTERVAL", pairs.pop("INTERVAL", "1"), 1, 9999)
    count = _number("COUNT", pairs.pop("COUNT"), 1, 99_999) if "COUNT" in pairs else None
    until = _until(pairs.pop("UNTIL")) if "UNTIL" in pairs else None
    start = pairs.pop("WKST", "MO")
    if start not in DAYS:
        raise RuleError("Le premier jour de la semaine n'en est pas un.")
    days = _days(pairs.pop("BYDAY")) if "BYDAY" in pairs else ()
    if pairs.get("BYSECOND") == "0":
        del pairs["BYSECOND"]
    if unknown := sorted(set(pairs) - set(NUMBERS)):
        raise RuleError(f"Jalon ne sait pas répéter par « {unknown[0][:20]} ».")
    numbers = {name: _numbers(name, value) for name, value in pairs.items()}
    rule = Rule(frequency, interval, count, until, DAYS.index(start), days, numbers)
    _check_parts(rule)
    return rule


def rule_refusal(text: str) -> str:
    """Return why a rule is refused, in French; "" when it is followed, or when there is none.

    A rule without end is taken: its dates are worked out up to a horizon (`schedule.dated`).
    """
    try:
        if text:
            read_rule(text)
    except RuleError as refusal:
        return str(refusal)
    return ""


def _shifted(year: int, month: int, months: int) -> tuple[int, int]:
    years, index = divmod(year * 12 + month - 1 + months, 12)
    return years, index + 1


def _periods(rule: Rule, start: date, first: date, last: date) -> Iterator[tuple[date, date]]:
    """Yield the first and last day of each period that may hold a date, from `first` to `last`.

    Periods before `first` are jumped over at once, unless dates must be counted from the beginning.
    """
    skip_to = start if rule.count else max(start, first)
    step = rule.interval
    if rule.frequency in ("DAILY", "WEEKLY"):
        days = 1 if rule.frequency == "DAILY" else 7
        begin = start - timedelta((start.weekday() - rule.week_start) % 7 if days == 7 else 0)
        begin += timedelta(max(0, (skip_to - begin).days // (days * step)) * days * step)
        while begin <= last:
            yield begin, begin + timedelta(days - 1)
            begin += timedelta(days * step)
        return
    size = 12 if rule.frequency == "YEARLY" else 1
    anchor = date(start.year, 1 if size == 12 else start.month, 1)
    gone = (skip_to.year - anchor.year) * 12 + skip_to.month - anchor.month
    index = max(0, gone // (size * step)) * size * step
    while True:
        year, month = _shifted(anchor.year, anchor.month, index)
        if year > last.year or (year, month) > (last.year, last.month):
            return
        end_month = month + size - 1
        yield date(year, month, 1), date(year, end_month, monthrange(year, end_month)[1])
        index += size * step


def _is_nth(day: date, nth: int, *, in_month: bool) -> bool:
    """Tell whether a day is the n-th of its weekday in its month or year (negative: from the end)."""
    if in_month:
        place, size = day.day, monthrange(day.year, day.month)[1]
    else:
        place, size = day.timetuple().tm_yday, 366 if isleap(day.year) else 365
    return nth == (place - 1) // 7 + 1 if nth > 0 else -nth == (size - place) // 7 + 1


def _on_day(rule: Rule, day: date) -> bool:
    in_month = rule.frequency == "MONTHLY" or bool(rule.of("BYMONTH"))
    return any(
        weekday == day.weekday() and (not nth or _is_nth(day, nth, in_month=in_month))
        for nth, weekday in rule.days
    )


def _within(values: tuple[int, ...], place: int, size: int) -> bool:
    return place in values or place - size - 1 in values


def _completed(rule: Rule, start: date) -> Rule:
    """Fill what a rule leaves to its first day: on which day of the week, of the month, of the year."""
    numbers = dict(rule.numbers)
    named = rule.days or "BYMONTHDAY" in numbers or "BYYEARDAY" in numbers
    if rule.frequency == "WEEKLY" and not rule.days:
        return replace(rule, days=((0, start.weekday()),))
    if rule.frequency in ("MONTHLY", "YEARLY") and not named:
        numbers["BYMONTHDAY"] = (start.day,)
        if rule.frequency == "YEARLY":
            numbers.setdefault("BYMONTH", (start.month,))
    return replace(rule, numbers=numbers)


def _is_kept(rule: Rule, day: date) -> bool:
    months, month_days, year_days = rule.of("BYMONTH"), rule.of("BYMONTHDAY"), rule.of("BYYEARDAY")
    return (
        (not months or day.month in months)
        and (not month_days or _within(month_days, day.day, monthrange(day.year, day.month)[1]))
        and (not year_days or _within(year_days, day.timetuple().tm_yday, 366 if isleap(day.year) else 365))
        and (not rule.days or _on_day(rule, day))
    )


def _in_period(rule: Rule, begin: date, end: date, times: list[time]) -> list[datetime]:
    days = (begin + timedelta(index) for index in range((end - begin).days + 1))
    found = [datetime.combine(day, at) for day, at in product((d for d in days if _is_kept(rule, d)), times)]
    if not (places := rule.of("BYSETPOS")):
        return found
    return [one for index, one in enumerate(found, 1) if _within(places, index, len(found))]


def _times(rule: Rule, start: datetime) -> list[time]:
    hours, minutes = rule.of("BYHOUR") or (start.hour,), rule.of("BYMINUTE") or (start.minute,)
    return [time(hour, minute) for hour, minute in product(hours, minutes)]


def chooses(text: str, start: datetime) -> bool:
    """Tell whether a rule that begins at a local moment has it among its dates."""
    rule = _completed(read_rule(text), start.date())
    begin, end = next(_periods(rule, start.date(), start.date(), start.date()))
    return start in _in_period(rule, begin, end, _times(rule, start))


def repeated(text: str, start: datetime, *, first: date, last: date) -> Iterator[datetime]:
    """Yield the local starts from `first` (some before it may come too) to `last`, in order, without UNTIL.

    `start` is the first one: it always counts, even where the rule would not choose it. UNTIL is left to the
    caller, who knows the zone. Never more work than one look at each day up to `last`.
    """
    rule = _completed(read_rule(text), start.date())
    times = _times(rule, start)
    last = min(last, date(LAST_YEAR, 12, 31))
    left = rule.count
    if start.date() <= last:
        yield start
        left = left and left - 1
    for begin, end in _periods(rule, start.date(), first, last):
        for found in _in_period(rule, begin, end, times):
            if left == 0 or found.date() > last:
                return
            if found > start:
                yield found
                left = left and left - 1
