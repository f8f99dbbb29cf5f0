"""Days in a line: in numbers or words, several, from one to another, near today, repeated."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from jalon.agenda.rules.quick.line import MONTH, MONTH_NAMES, Line
from jalon.agenda.rules.repeating import DAYS
from jalon.agenda.rules.said import MONTHS, WEEKDAYS, said_day

MOST_DAYS = 12
FAR_YEARS = 10
SOON_DAYS = 120  # « 7 janvier », said in November, surprises nobody
WEEKDAY = r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)"
NUMBER = r"(?:[12]\d|3[01]|0?[1-9])(?:er)?"
YEAR = r"(?:20\d\d|(?<=[/.])\d\d)"
EDGE, END = r"(?<![\w/.:])", r"(?![\w:]|[/.]\d| ?h\b)"
DASHED = re.compile(r"(?<![\d-])(\d\d?)-(\d\d?)-(20\d\d)(?![\d-])")
ISO = re.compile(r"(?<!\d)(20\d\d)-(\d\d)-(\d\d)(?!\d)")
# One day, with groups named with a letter in place of @, so that two may stand in one pattern.
ANY_WEEKDAY = rf"(?:{WEEKDAY}|(?:lun|mar|mer|jeu|ven|sam|dim)\b\.?)"
NAMED = rf"(?:(?P<w@>{ANY_WEEKDAY}) )?(?P<d@>{NUMBER}) (?P<m@>{MONTH})(?: (?P<y@>20\d\d))?"
SLASH = (
    rf"(?:(?P<v@>{ANY_WEEKDAY}) )?(?P<e@>{NUMBER})[/.](?P<n@>1[0-2]|0?[1-9])"
    r"(?:[/.](?P<z@>20\d\d|\d\d))?"
)


def _either(letter: str) -> str:
    return rf"(?:{NAMED}|{SLASH})".replace("@", letter)


LEAD = r"(?:\b(?:le|les|du|des|au|de|ce) )?"
TO = r" ?(?:-|\bau\b|\bjusqu'au\b|\ba\b) ?(?:le )?"
ONE = re.compile(rf"{LEAD}{EDGE}{_either('a')}{END}")
RANGE = re.compile(
    rf"(?:\b(?:du|entre le) )?{EDGE}{_either('a')}(?:{TO}| et (?:le )?(?=.*entre)){_either('b')}{END}"
)
# « du 3 au 5 octobre », « 3-5 oct. », « du lundi 3 au mercredi 5/10 »: the month comes once.
SHORT = re.compile(rf"(?:\bdu )?{EDGE}(?:(?P<w>{ANY_WEEKDAY}) )?(?P<d>{NUMBER}){TO}{_either('b')}{END}")
NUMBERED = rf"(?:{ANY_WEEKDAY} )?{NUMBER}"
SEVERAL = re.compile(
    rf"(?:\bles? )?{EDGE}(?P<list>{NUMBERED}(?:, ?{NUMBERED})*),? (?:et|&) (?={NUMBERED}(?: {MONTH}|[/.]\d))"
)
WEEK_OF = re.compile(r"\b(?:la )?semaine (?=du )")
NEAR = {"aujourd'hui": 0, "demain": 1, "apres-demain": 2, "apres demain": 2}
NEAR_DAY = re.compile(r"\b(aujourd'hui|apres[- ]demain|demain)\b")
COMING = re.compile(
    rf"{LEAD}\b(?P<day>{WEEKDAY})(?: (?P<how>prochain|en huit|en quinze|qui vient))?\b(?! sur)"
)
IN_DAYS = re.compile(
    r"\bdans (?P<count>\d{1,2}|une?|deux|trois|quatre|huit|quinze) (?P<what>jours?|semaines?|mois)\b"
)
COUNTS = {"un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "huit": 8, "quinze": 15}
VAGUE = re.compile(
    rf"\b(?:debut|mi|fin|courant|en|mi-)[ -]?(?:{MONTH})(?: 20\d\d)?"
    r"|\b(?:la )?semaine prochaine\b|\b(?:le )?mois prochain\b"
    r"|\ba (?:la rentree|definir|preciser)\b|\bdate a (?:definir|venir|preciser)\b"
)
# Repetitions.
SEVERAL_DAYS = rf"{WEEKDAY}s?(?:(?:,| et|, et)(?: les| le)? {WEEKDAY}s?)*"
WEEKLY = re.compile(
    rf"\b(?:tous les|chaque|ts les) (?P<days>{SEVERAL_DAYS})\b(?! (?:du|de chaque) mois)(?P<two> sur deux)?"
)
EVERY_OTHER = re.compile(
    rf"\bun (?P<one>{WEEKDAY}) sur deux\b"
    r"|\b(?:tous les (?:15|quinze) jours|toutes les (?:2|deux) semaines|une semaine sur deux)"
    rf"(?:,? (?:le )?(?P<other>{WEEKDAY}))?\b"
)
NTH = {
    **{"1er": 1, "premier": 1, "2e": 2, "2eme": 2, "deuxieme": 2, "second": 2},
    **{"3e": 3, "3eme": 3, "troisieme": 3, "4e": 4, "4eme": 4, "quatrieme": 4, "dernier": -1},
}
MONTHLY = re.compile(
    rf"\b(?:tous les |chaque |le |les )?(?P<nth>{'|'.join(NTH)})s? (?P<day>{WEEKDAY})s? "
    r"(?:du|de chaque|de tous les|chaque) mois\b"
    rf"|\btous les (?P<nth2>{'|'.join(NTH)})s (?P<day2>{WEEKDAY})s\b"
)
DAILY = re.compile(r"\b(?:tous les jours|chaque jour)(?P<work> ouvres?| ouvrables?| de la semaine)?\b")
UNTIL = re.compile(rf"\bjusqu'(?:au|a) (?:le )?{_either('a')}{END}")
SINCE = re.compile(rf"\b(?:a partir du|a compter du|des le|debut le) {_either('a')}{END}")
TIMES = re.compile(r"\b(?:pendant |x ?|, ?)?(?P<count>\d{1,2}) (?:fois|seances|semaines|dates)\b")


class Found(NamedTuple):
    """Days read in a line: (first, last) pairs, a rule when they are repeated, and remarks in French."""

    days: list[tuple[date, date]]
    rule: str = ""
    notes: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


class _Reading:
    """Days are read against today; each guess leaves a remark."""

    def __init__(self, today: date):
        self.today = today
        self.notes: list[str] = []
        self.missing: list[str] = []

    def day(self, match: re.Match[str], letter: str, *, after: date | None = None) -> date | None:
        """Return the day of a pattern's groups; the next one from today, or from `after`, without a year."""
        groups = match.groupdict()
        weekday = groups.get(f"w{letter}") or groups.get(f"v{letter}") or ""
        number = groups.get(f"d{letter}") or groups.get(f"e{letter}") or ""
        month = groups.get(f"m{letter}") or groups.get(f"n{letter}") or ""
        year = groups.get(f"y{letter}") or groups.get(f"z{letter}") or ""
        return self.made(number, month, year, weekday, after=after)

    def made(
        self, number: str, month: str, year: str, weekday: str = "", *, after: date | None = None
    ) -> date | None:
        day_number, month_number = int(number.removesuffix("er")), _month(month)
        words = f"{number}/{month}" if month.isdigit() else f"{number} {MONTHS[month_number - 1]}"
        if year:
            return self.told(
                _day(int(year) + (2000 if len(year) == 2 else 0), month_number, day_number), words, weekday
            )
        base = after or self.today
        years = range(base.year, base.year + FAR_YEARS)
        found = next(
            (day for one in years if (day := _day(one, month_number, day_number)) and day >= base), None
        )
        if found and after is None and found.year > self.today.year:
            self._say_next_year(found, words)
        return self.told(found, words, weekday, guessed=True)

    def _say_next_year(self, found: date, words: str) -> None:
        gone = _day(self.today.year, found.month, found.day)
        far = gone is not None and (found - self.today).days > SOON_DAYS
        past = " est passé cette année" if far else ""
        self.notes.append(f"Le {words}{past} : compris {said_day(found)}.")

    def told(self, found: date | None, words: str, weekday: str, *, guessed: bool = False) -> date | None:
        if found is None:
            self.missing.append(f"Le {words} n'existe pas.")
            return None
        if not guessed and found < self.today:
            self.notes.append(f"Ce jour est passé : {said_day(found)}.")
        if weekday and WEEKDAYS[found.weekday()][:3] != weekday[:3]:
            self.notes.append(f"Vous écrivez « {weekday} », mais c'est un {said_day(found)}.")
        return found


def _month(words: str) -> int:
    if words.isdigit():
        return int(words)
    plain = words.rstrip(".")
    return next(number for number, names in enumerate(MONTH_NAMES, 1) if re.fullmatch(names, plain))


def _day(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None


def _next(weekday: int, start: date) -> date:
    return start + timedelta((weekday - start.weekday()) % 7)


def _weekdays(words: str) -> list[int]:
    return sorted({WEEKDAYS.index(one) for one in re.findall(WEEKDAY, words)})


def _rule(line: Line) -> tuple[str, list[int], int]:
    """Take a repetition out of a line: its RRULE without bounds, its weekdays, the n-th of the month or 0."""
    if match := line.take(MONTHLY):
        nth, day = NTH[match["nth"] or match["nth2"]], WEEKDAYS.index(match["day"] or match["day2"])
        return f"FREQ=MONTHLY;BYDAY={nth}{DAYS[day]}", [day], nth
    if match := line.take(EVERY_OTHER):
        named = match["one"] or match["other"]
        days = [WEEKDAYS.index(named)] if named else []
        return "FREQ=WEEKLY;INTERVAL=2" + _by_day(days), days, 0
    if match := line.take(WEEKLY):
        days = _weekdays(match["days"])
        return "FREQ=WEEKLY" + (";INTERVAL=2" if match["two"] else "") + _by_day(days), days, 0
    if match := line.take(DAILY):
        return (
            ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", [0, 1, 2, 3, 4], 0)
            if match["work"]
            else ("FREQ=DAILY", [], 0)
        )
    return "", [], 0


def _by_day(days: list[int]) -> str:
    return ";BYDAY=" + ",".join(DAYS[day] for day in days) if days else ""


def _first_of(start: date, days: list[int], nth: int) -> date:
    """Return the first day of a repetition from a day on."""
    for one in (start + timedelta(index) for index in range(366)):
        if days and one.weekday() not in days:
            continue
        if (
            not nth
            or (nth > 0 and (one.day - 1) // 7 + 1 == nth)
            or (nth < 0 and (one + timedelta(7)).month != one.month)
        ):
            return one
    return start


def _repeated(line: Line, reading: _Reading, rule: str, weekdays: list[int], nth: int) -> Found:
    start, until = reading.today, None
    if match := line.take(SINCE):
        start = reading.day(match, "a") or start
        if last := line.take(UNTIL):
            until = reading.day(last, "a", after=start)
    elif match := line.take(UNTIL):
        until = reading.day(match, "a")
    elif between := _range(line, reading):
        start, until = between
    elif match := line.take(ONE):
        start = reading.day(match, "a") or start
    first = _first_of(start, weekdays, nth)
    if until:
        rule += f";UNTIL={until:%Y%m%d}"
        if until < first:
            reading.missing.append("La répétition finit avant de commencer.")
            return Found([], "", tuple(reading.notes), tuple(reading.missing))
    elif match := line.take(TIMES):
        times = len(weekdays) if "semaine" in match.group() else 1
        rule += f";COUNT={max(1, int(match['count']) * times)}"
    else:
        reading.notes.append("Sans date de fin : les dates sont calculées deux ans à l'avance.")
    return Found([(first, first)], rule, tuple(reading.notes), tuple(reading.missing))


def _range(line: Line, reading: _Reading) -> tuple[date, date] | None:
    if match := line.take(RANGE):
        groups = match.groupdict()
        year = groups["yb"] or groups["zb"] or ""
        own = groups["ya"] or groups["za"] or ""
        first = reading.day(match, "a") if own or not year else _before(reading, groups, year)
        last = reading.day(match, "b", after=first) if first else None
        return _ordered(reading, first, last)
    if match := line.take(SHORT):
        groups = match.groupdict()
        month, year = groups["mb"] or groups["nb"], groups["yb"] or groups["zb"] or ""
        first = reading.made(match["d"], month, year, match["w"] or "")
        number, weekday = groups["db"] or groups["eb"], groups["wb"] or groups["vb"] or ""
        last = reading.made(number, month, str(first.year), weekday) if first else None
        return _ordered(reading, first, last)
    return None


def _before(reading: _Reading, groups: dict[str, str], year: str) -> date | None:
    """Return the first day of a range whose last one alone has a year: it may begin the year before."""
    number, month = groups["da"] or groups["ea"], groups["ma"] or groups["na"]
    later = _month(month) > _month(groups["mb"] or groups["nb"])
    full = int(year) + (2000 if len(year) == 2 else 0)
    return reading.made(number, month, str(full - later), groups["wa"] or groups["va"] or "")


def _ordered(reading: _Reading, first: date | None, last: date | None) -> tuple[date, date] | None:
    if first is None or last is None:
        return None
    if last < first or (last - first).days > 366:
        reading.missing.append("Le dernier jour est avant le premier.")
        return None
    return first, last


def _near(line: Line, reading: _Reading) -> Iterator[date]:
    """Yield the days said from today: « demain », « lundi prochain », « dans 3 semaines »."""
    today = reading.today
    if match := line.take(NEAR_DAY):
        yield today + timedelta(NEAR[match[1].replace("apres demain", "apres-demain")])
    elif match := line.take(IN_DAYS):
        count = COUNTS.get(match["count"]) or int(match["count"])
        if match["what"] == "mois":
            reading.missing.append(f"« {line.typed(match)} » n'est pas un jour précis.")
        else:
            yield today + timedelta(count * (7 if match["what"].startswith("semaine") else 1))
    elif match := line.take(COMING):
        weeks = {"en huit": 1, "en quinze": 2}.get(match["how"] or "", 0)
        found = _next(WEEKDAYS.index(match["day"]), today + timedelta(1)) + timedelta(weeks=weeks)
        reading.notes.append(f"« {line.typed(match)} » : compris {said_day(found)}.")
        yield found


def _single(line: Line, reading: _Reading) -> list[tuple[date, date]]:
    days: list[date] = []
    while len(days) < MOST_DAYS:
        others = line.take(SEVERAL)
        match = line.take(ONE)
        if match is None:
            break
        found = reading.day(match, "a")
        days += [found] if found else []
        if others and found:
            numbers = re.findall(NUMBER, re.sub(ANY_WEEKDAY, "", others["list"]))
            more = [_day(found.year, found.month, int(one.removesuffix("er"))) for one in numbers]
            days += [day for day in more if day]
    while len(days) < MOST_DAYS and (written := line.take(ISO) or line.take(DASHED)):
        numbers = list(map(int, written.groups()))
        day = _day(*(numbers if numbers[0] > 31 else reversed(numbers)))
        found = reading.told(day, written.group(), "")
        days += [found] if found else []
    days = days or list(_near(line, reading))
    return [(day, day) for day in sorted(set(days))]


def read_days(line: Line, today: date) -> Found:
    """Take the days out of a line. No day that is past is taken for another in silence: a remark says it."""
    reading = _Reading(today)
    rule, weekdays, nth = _rule(line)
    if rule:
        return _repeated(line, reading, rule, weekdays, nth)
    week = line.take(WEEK_OF)
    found: list[tuple[date, date]] = []
    while len(found) < MOST_DAYS and (between := _range(line, reading)):
        found.append(between)
    found += _single(line, reading)
    if week and len(found) == 1 and found[0][0] == found[0][1]:
        first = found[0][0]
        found = [(first, first + timedelta(4 if first.weekday() == 0 else 6))]
        reading.notes.append(f"Semaine comprise jusqu'au {said_day(found[0][1])}.")
    if not found and not reading.missing and (vague := line.take(VAGUE)):
        reading.missing.append(f"« {line.typed(vague)} » n'est pas un jour précis.")
    return Found(sorted(found), "", tuple(reading.notes), tuple(reading.missing))
