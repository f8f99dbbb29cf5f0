"""Dates worked out from slots: against dateutil, over changes of hour, within bounds."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from jalon.agenda.rules.repeating import DAYS, chooses, repeated, rule_refusal
from jalon.agenda.rules.schedule import (
    ChangeFacts,
    SlotFacts,
    dated,
    horizon,
    slot_refusal,
)

PARIS, REUNION = "Europe/Paris", "Indian/Reunion"
MONDAY = date(2026, 11, 23)
FAR = date(2199, 12, 31)


def slot(first=MONDAY, start=time(14), last=None, end=time(17), rule="", changes=()):
    return SlotFacts(first, start, last or first, end, rule, tuple(changes))


def days(found):
    return [one.first_day.isoformat() for one in found]


@st.composite
def rules(draw):
    """Rules that RFC 5545 allows, beside a start."""
    frequency = draw(st.sampled_from(["YEARLY", "MONTHLY", "WEEKLY", "DAILY"]))
    parts = [f"FREQ={frequency}", f"INTERVAL={draw(st.integers(1, 5))}"]
    weekdays = draw(st.lists(st.sampled_from(DAYS), unique=True, max_size=3))
    month_days = draw(st.lists(st.integers(-31, 31).filter(bool), unique=True, max_size=3))
    if weekdays:
        nth = [""]  # dateutil mixes « MO » and « 2TU » otherwise than RFC 5545
        if frequency in ("MONTHLY", "YEARLY") and draw(st.booleans()):
            nth = ["1", "2", "-1", "5"]
        parts.append("BYDAY=" + ",".join(draw(st.sampled_from(nth)) + day for day in weekdays))
    if month_days and frequency != "WEEKLY":
        parts.append("BYMONTHDAY=" + ",".join(map(str, month_days)))
    if months := draw(st.lists(st.integers(1, 12), unique=True, max_size=2)):
        parts.append("BYMONTH=" + ",".join(map(str, months)))
    if hours := draw(st.lists(st.integers(0, 23), unique=True, max_size=2)):
        parts.append("BYHOUR=" + ",".join(map(str, hours)))
    if frequency == "YEARLY" and draw(st.booleans()):
        parts.append(f"BYYEARDAY={draw(st.sampled_from([1, 60, 366, -1, -200]))}")
    # In a week, dateutil counts places from the first date on: RFC 5545 counts them in the whole week.
    if (weekdays or hours or months) and frequency != "WEEKLY" and draw(st.booleans()):
        parts.append(f"BYSETPOS={draw(st.sampled_from([1, 2, -1, '1,-1']))}")
    parts.append(f"WKST={draw(st.sampled_from(['MO', 'SU']))}")
    return ";".join(parts)


@settings(max_examples=30, deadline=None)  # dateutil looks for a date that never comes up to the year 9999
@given(rules(), st.dates(date(2024, 1, 1), date(2026, 12, 31)), st.times())
def test_dates_are_those_of_dateutil(rule, day, at):
    start = datetime.combine(day, at.replace(second=0, microsecond=0))
    assert rule_refusal(rule) == ""
    expected = list(rrulestr(f"{rule};UNTIL=20311231T235900", dtstart=start))
    found = list(repeated(rule, start, first=day, last=date(2031, 12, 31)))
    assert found[0] == start  # the first always counts; outside its rule, RFC 5545 leaves it undefined
    assert chooses(rule, start) == (start in expected)
    assert [one for one in found if one != start or start in expected] == expected


@given(rules(), st.dates(date(2024, 1, 1), date(2026, 12, 31)), st.integers(1, 12))
def test_a_count_takes_the_first_ones(rule, day, count):
    start, last = datetime.combine(day, time(9)), date(2031, 12, 31)
    whole = list(repeated(rule, start, first=day, last=last))
    assert list(repeated(f"{rule};COUNT={count}", start, first=day, last=last)) == whole[:count]


@given(rules(), st.dates(date(2024, 1, 1), date(2026, 12, 31)), st.integers(0, 900))
def test_looking_at_a_later_window_only_cuts(rule, day, later):
    start = datetime.combine(day, time(9))
    last, first = date(2029, 6, 30), day + timedelta(later)
    whole = list(repeated(rule, start, first=day, last=last))
    cut = list(repeated(rule, start, first=first, last=last))
    assert [one for one in cut if one.date() >= first] == [one for one in whole if one.date() >= first]


@given(rules(), st.dates(date(2024, 1, 1), date(2026, 12, 31)), st.sampled_from([PARIS, REUNION]))
def test_every_date_keeps_its_words_within_the_window_and_in_order(rule, day, zone):
    facts = slot(day, time(9), day, time(11, 30), rule)
    first, last = day + timedelta(100), day + timedelta(800)
    found = dated(facts, zone, first=first, last=last, most=50)
    assert len(found) <= 50
    assert [one.starts_at for one in found] == sorted(one.starts_at for one in found)
    assert len({one.original for one in found}) == len(found)
    for one in found:
        assert first <= one.last_day and one.first_day <= last
        assert one.ends_at - one.starts_at in [timedelta(hours=hours) for hours in (1.5, 2.5, 3.5)]
        assert one.starts_at.astimezone(ZoneInfo(zone)).date() == one.first_day


def test_a_weekly_hour_stays_the_same_words_over_both_changes_of_hour():
    rule = "FREQ=WEEKLY;BYDAY=SU"
    found = dated(
        slot(date(2026, 3, 22), time(10), None, time(12), rule),
        PARIS,
        first=date(2026, 3, 22),
        last=date(2026, 11, 1),
    )
    by_day = {one.first_day: one.starts_at for one in found}
    assert by_day[date(2026, 3, 22)] == datetime(2026, 3, 22, 9, tzinfo=UTC)
    assert by_day[date(2026, 3, 29)] == datetime(2026, 3, 29, 8, tzinfo=UTC)
    assert by_day[date(2026, 10, 18)] == datetime(2026, 10, 18, 8, tzinfo=UTC)
    assert by_day[date(2026, 10, 25)] == datetime(2026, 10, 25, 9, tzinfo=UTC)


def test_reunion_has_one_time_all_year():
    rule = "FREQ=WEEKLY;BYDAY=SU"
    found = dated(
        slot(date(2026, 3, 22), time(10), None, time(12), rule),
        REUNION,
        first=date(2026, 3, 22),
        last=date(2026, 11, 1),
    )
    assert {one.starts_at.hour for one in found} == {6}
    assert len(found) == 33


def test_an_hour_that_is_skipped_is_told_with_the_offset_before():
    (found,) = dated(
        slot(date(2026, 3, 29), time(2, 30), None, time(3, 15)),
        PARIS,
        first=date(2026, 3, 29),
        last=date(2026, 3, 29),
    )
    assert found.starts_at == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert found.ends_at == datetime(2026, 3, 29, 2, 15, tzinfo=UTC)  # it lasts what it says


def test_an_hour_that_comes_twice_is_the_first():
    (found,) = dated(
        slot(date(2026, 10, 25), time(2, 30), None, time(4)),
        PARIS,
        first=date(2026, 10, 25),
        last=date(2026, 10, 25),
    )
    assert found.starts_at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert found.ends_at == datetime(2026, 10, 25, 3, tzinfo=UTC)


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25)])
def test_a_whole_day_lasts_from_midnight_to_midnight(day, hours):
    (found,) = dated(slot(day, None, day, None), PARIS, first=day, last=day)
    assert found.ends_at - found.starts_at == timedelta(hours=hours)
    assert (found.all_day, found.original) == (True, day.isoformat())


def test_a_week_of_whole_days_is_found_from_any_of_its_days():
    week = slot(date(2026, 3, 23), None, date(2026, 3, 29), None)
    for day in (date(2026, 3, 23), date(2026, 3, 26), date(2026, 3, 29)):
        assert len(dated(week, PARIS, first=day, last=day)) == 1
    assert dated(week, PARIS, first=date(2026, 3, 30), last=date(2026, 4, 30)) == []


@pytest.mark.parametrize("name", ["2026-12-07T14:00", "2027-03-01T14:00"])
def test_a_date_moved_into_or_out_of_the_window_is_found_by_its_new_days(name):
    rule = "FREQ=WEEKLY;COUNT=20"
    away = ChangeFacts(name, first_day=date(2027, 6, 2))
    facts = slot(rule=rule, changes=[away])
    (found,) = dated(facts, PARIS, first=date(2027, 6, 1), last=date(2027, 6, 30))
    assert (found.original, found.first_day, found.last_day) == (name, date(2027, 6, 2), date(2027, 6, 2))
    old = date.fromisoformat(name[:10])
    assert dated(facts, PARIS, first=old, last=old) == []


def test_what_one_date_has_of_its_own():
    changes = [
        ChangeFacts("2026-11-30T14:00", left_out=True),
        ChangeFacts("2026-12-07T14:00", cancelled=True),
        ChangeFacts("2026-12-14T14:00", start=time(9), end=time(10, 30), place_name="Salle B", title="Bilan"),
        ChangeFacts("2026-12-21T14:00", start=time(18)),
        ChangeFacts("2026-12-22T14:00", cancelled=True),
    ]
    found = dated(slot(rule="FREQ=WEEKLY;COUNT=5", changes=changes), PARIS, first=MONDAY, last=FAR)
    assert days(found) == ["2026-11-23", "2026-12-07", "2026-12-14", "2026-12-21"]
    assert [one.cancelled for one in found] == [False, True, False, False]
    assert (found[2].title, found[2].place_name) == ("Bilan", "Salle B")
    assert found[2].ends_at - found[2].starts_at == timedelta(minutes=90)
    assert found[3].ends_at == datetime(2026, 12, 21, 20, tzinfo=UTC)  # three hours, as the others


@pytest.mark.parametrize(
    ("until", "last"),
    [("20261214", "2026-12-14"), ("20261214T130000Z", "2026-12-14"), ("20261214T125959Z", "2026-12-07")],
)
def test_until_is_a_day_that_counts_or_a_moment(until, last):
    found = dated(slot(rule=f"FREQ=WEEKLY;UNTIL={until}"), PARIS, first=MONDAY, last=FAR)
    assert days(found)[-1] == last


def test_a_night_that_ends_the_day_after():
    night = slot(MONDAY, time(22), MONDAY + timedelta(1), time(1), "FREQ=DAILY;COUNT=2")
    found = dated(night, PARIS, first=MONDAY + timedelta(1), last=MONDAY + timedelta(1))
    assert [(one.first_day.day, one.last_day.day) for one in found] == [(23, 24), (24, 25)]


def test_several_hours_a_day_last_the_same():
    found = dated(
        slot(start=time(9), end=time(10), rule="FREQ=DAILY;BYHOUR=9,14;COUNT=4"),
        PARIS,
        first=MONDAY,
        last=FAR,
    )
    assert [one.original[8:] for one in found] == ["23T09:00", "23T14:00", "24T09:00", "24T14:00"]
    assert {one.ends_at - one.starts_at for one in found} == {timedelta(hours=1)}


def test_no_end_of_hour():
    (found,) = dated(slot(end=None), PARIS, first=MONDAY, last=MONDAY)
    assert found.starts_at == found.ends_at


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYSETPOS=366;BYDAY=MO",
        "FREQ=DAILY;INTERVAL=7;BYDAY=TU",
        "FREQ=MONTHLY;INTERVAL=12;BYMONTH=3",
        "FREQ=YEARLY;BYMONTH=1;BYYEARDAY=366",
    ],
)
def test_a_rule_that_never_comes_ends_at_once_with_its_first_date_only(rule):
    assert rule_refusal(rule) == ""
    assert len(dated(slot(rule=rule), PARIS, first=MONDAY, last=MONDAY + timedelta(1000))) == 1


def test_a_rule_without_end_from_long_ago_is_cut():
    facts = slot(date(1970, 1, 1), time(9), None, time(10), "FREQ=DAILY;BYHOUR=9,11,13,15")
    found = dated(facts, PARIS, first=date(2026, 1, 1), last=date(2199, 1, 1))
    assert (len(found), found[0].first_day) == (1000, date(2026, 1, 1))


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=SECONDLY", "plus fréquente"),
        ("FREQ=MINUTELY;COUNT=3", "plus fréquente"),
        ("FREQ=HOURLY", "plus fréquente"),
        ("COUNT=3", "tous les combien"),
        ("FREQ=FORTNIGHTLY", "tous les combien"),
        ("FREQ=WEEKLY;BYEASTER=1", "BYEASTER"),
        ("FREQ=YEARLY;BYWEEKNO=20", "BYWEEKNO"),
        ("FREQ=DAILY;BYSECOND=30", "BYSECOND"),
        ("FREQ=WEEKLY;BYDAY=XX", "XX"),
        ("FREQ=WEEKLY;BYDAY=2TU", "2e mardi"),
        ("FREQ=MONTHLY;BYDAY=6TU", "cinq fois"),
        ("FREQ=WEEKLY;BYMONTHDAY=3", "jour du mois"),
        ("FREQ=MONTHLY;BYYEARDAY=3", "jour de l'année"),
        ("FREQ=DAILY;INTERVAL=0", "INTERVAL"),
        ("FREQ=DAILY;COUNT=0", "COUNT"),
        ("FREQ=DAILY;COUNT=3;UNTIL=20270101", "pas les deux"),
        ("FREQ=DAILY;UNTIL=20271301", "n'est pas un jour"),
        ("FREQ=DAILY;UNTIL=demain", "n'est pas un jour"),
        ("FREQ=DAILY;BYMONTHDAY=0,3", "zéro"),
        ("FREQ=DAILY;BYMONTH=13", "BYMONTH"),
        ("FREQ=DAILY;FREQ=DAILY", "mal écrite"),
        ("FREQ", "mal écrite"),
        ("FREQ=DAILY;BYSETPOS=1", "BYSETPOS"),
        ("FREQ=DAILY;BYHOUR=1,2,3,4,5,6,7;BYMINUTE=0,10,20,30", "trop de dates"),
        ("FREQ=DAILY;" + "BYMONTH=" + "1," * 200 + "1", "trop longue"),
    ],
)
def test_a_rule_that_is_refused_says_why(rule, words):
    assert words in rule_refusal(rule)


@given(st.text(max_size=60) | st.text(alphabet="FREQ=WKLYDAI;,BUNT0123456789TZ+-", max_size=60))
def test_no_text_breaks_the_reading_of_rules(text):
    assert isinstance(rule_refusal(text), str)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (slot(last=MONDAY - timedelta(1)), "avant le premier"),
        (slot(end=time(13)), "avant l'heure de début"),
        (slot(start=None), "Il manque l'heure"),
        (slot(date(1900, 1, 1)), "trop loin"),
        (slot(last=MONDAY + timedelta(400)), "un an au plus"),
        (slot(rule="FREQ=WEEKLY;BYDAY=TU"), "premier jour"),
        (slot(rule="FREQ=DAILY;UNTIL=20261101"), "finit avant"),
        (slot(start=None, end=None, rule="FREQ=DAILY;BYHOUR=9"), "pas d'heures"),
        (slot(rule="FREQ=HOURLY"), "plus fréquente"),
        (slot(rule="FREQ=MONTHLY;BYDAY=4MO"), ""),
        (slot(), ""),
    ],
)
def test_days_and_hours_that_cannot_be_kept(facts, words):
    refusal = slot_refusal(facts)
    assert words in refusal if words else refusal == ""


def test_the_horizon_follows_today_and_stays_with_a_repetition_that_is_over():
    today = date(2026, 11, 23)
    endless = slot(date(2020, 1, 6), rule="FREQ=WEEKLY")
    assert horizon(endless, today) == (date(2025, 11, 22), date(2028, 11, 23))
    over = slot(date(2020, 1, 6), rule="FREQ=WEEKLY;UNTIL=20200601")
    assert horizon(over, today)[0] < date(2020, 6, 1)
    later = slot(date(2030, 1, 7), rule="FREQ=WEEKLY")
    first, last = horizon(later, today)
    assert first <= date(2030, 1, 7) <= last and last >= date(2032, 1, 7)
    assert horizon(slot(), today) == (MONDAY, MONDAY)
