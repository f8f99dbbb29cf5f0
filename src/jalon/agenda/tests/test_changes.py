"""Repetitions that are cut, moved and copied, and what then becomes of their dates."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.agenda.rules.attachments import MOST_BYTES, attachment_refusal, kept_name, mimetype_of
from jalon.agenda.rules.changes import (
    DateFacts,
    carried_changes,
    change_of,
    cut_slot,
    date_refusal,
    is_date_of,
    moved_slot,
    usual_date,
    written_rule,
)
from jalon.agenda.rules.copies import one_year_later, title_for
from jalon.agenda.rules.repeating import RuleError, chooses, read_rule
from jalon.agenda.rules.schedule import ChangeFacts, SlotFacts, dated, slot_refusal

PARIS = "Europe/Paris"
TUESDAY = date(2026, 12, 1)
FAR = date(2028, 12, 1)
RULES = [
    *("FREQ=DAILY", "FREQ=DAILY;INTERVAL=3;COUNT=9", "FREQ=WEEKLY;BYDAY=TU,TH", "FREQ=WEEKLY;COUNT=12"),
    *("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;UNTIL=20270601", "FREQ=MONTHLY", "FREQ=MONTHLY;BYDAY=1TU"),
    *("FREQ=MONTHLY;BYMONTHDAY=1", "FREQ=YEARLY", "FREQ=WEEKLY;UNTIL=20270302T130000Z"),
]


def slot(rule="FREQ=WEEKLY;COUNT=6", changes=()):
    return SlotFacts(TUESDAY, time(14), TUESDAY, time(17), rule, tuple(changes))


def names(facts, last=FAR):
    return [one.original for one in dated(facts, PARIS, first=date(2026, 1, 1), last=last)]


@given(st.sampled_from(RULES), st.integers(0, 30), st.booleans())
def test_the_two_parts_of_a_cut_are_the_whole(rule, index, with_change):
    whole = slot(rule)
    every = names(whole)
    original = every[index % len(every)]
    if with_change:
        whole = slot(rule, [ChangeFacts(every[0], cancelled=True), ChangeFacts(every[-1], left_out=True)])
    before, after = cut_slot(whole, original)
    assert (before is None) == (original == every[0])
    kept = names(before) if before else []
    assert kept + names(after) == names(whole)
    assert all(one < original for one in kept)
    for part in (before, after):
        assert part is None or slot_refusal(part) == ""


@given(st.sampled_from(RULES), st.integers(0, 20), st.integers(-10, 40), st.integers(8, 18))
def test_a_whole_that_moves_keeps_its_number_of_dates_and_their_changes(rule, index, days, hour):
    every = names(slot(rule))
    original = every[index % len(every)]
    whole = slot(rule, [ChangeFacts(every[0], cancelled=True)])
    day = date.fromisoformat(original[:10]) + timedelta(days)
    try:
        moved = moved_slot(whole, original, SlotFacts(day, time(hour), day, time(hour + 1)))
    except RuleError as refusal:
        assert "règle" in str(refusal)
        return
    assert slot_refusal(moved) == ""
    found = dated(moved, PARIS, first=date(2025, 1, 1), last=FAR)
    assert found[0].first_day == TUESDAY + timedelta(days)
    assert found[0].cancelled and found[0].original.endswith(f"T{hour:02}:00")
    if "COUNT" in rule:
        assert len(found) == len(every)


@given(st.sampled_from(RULES))
def test_a_rule_is_written_as_it_is_read(rule):
    assert read_rule(written_rule(read_rule(rule))) == read_rule(rule)


def test_the_names_of_dates():
    assert is_date_of(slot(), "2026-12-08T14:00")
    for wrong in ("2026-12-08T15:00", "2026-12-09T14:00", "2026-12-08", "2027-03-02T14:00", "demain", ""):
        assert not is_date_of(slot(), wrong)
    assert is_date_of(SlotFacts(TUESDAY, None, TUESDAY, None), "2026-12-01")
    assert not is_date_of(slot("FREQ=WEEKLY;UNTIL=20261205"), "2026-12-08T14:00")


def test_only_what_differs_is_kept_of_a_date():
    usual = usual_date(slot(), "2026-12-08T14:00")
    assert usual == DateFacts(date(2026, 12, 8), time(14), date(2026, 12, 8), time(17))
    assert change_of(slot(), "2026-12-08T14:00", usual) is None
    moved = DateFacts(date(2026, 12, 9), time(14), date(2026, 12, 9), time(17), title="Bilan")
    change = change_of(slot(), "2026-12-08T14:00", moved)
    assert change == ChangeFacts("2026-12-08T14:00", first_day=date(2026, 12, 9), title="Bilan")


@given(st.integers(-5, 5), st.integers(0, 2), st.integers(8, 16), st.integers(1, 5))
def test_a_date_takes_place_when_one_says(days, lasts, hour, hours):
    day = date(2026, 12, 8) + timedelta(days)
    wanted = DateFacts(day, time(hour), day + timedelta(lasts), time(hour + hours))
    change = change_of(slot(), "2026-12-08T14:00", wanted)
    found = dated(slot(changes=[change] if change else []), PARIS, first=date(2026, 1, 1), last=FAR)
    (one,) = [one for one in found if one.original == "2026-12-08T14:00"]
    assert (one.first_day, one.last_day) == (wanted.first_day, wanted.last_day)
    assert one.ends_at - one.starts_at == timedelta(days=lasts, hours=hours)


def test_a_date_that_cannot_be_changed_so():
    wanted = DateFacts(TUESDAY, time(14), TUESDAY, time(13))
    assert "avant l'heure" in date_refusal(slot(), "2026-12-08T14:00", wanted)
    assert "pas une des dates" in date_refusal(slot(), "2026-12-09T14:00", wanted)
    whole_day = DateFacts(TUESDAY, None, TUESDAY, None)
    assert "heures" in date_refusal(slot(), "2026-12-08T14:00", whole_day)


def test_changes_of_dates_that_are_gone_are_dropped():
    before = slot("FREQ=WEEKLY;COUNT=6", [ChangeFacts("2026-12-29T14:00", cancelled=True)])
    assert carried_changes(before, slot("FREQ=WEEKLY;COUNT=3")) == ()
    assert carried_changes(before, slot("FREQ=WEEKLY;COUNT=8")) == before.changes


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_a_year_later_is_the_nearest_same_weekday(day):
    later = one_year_later(day)
    assert later.weekday() == day.weekday()
    try:
        same = day.replace(year=day.year + 1)
    except ValueError:
        same = date(day.year + 1, 3, 1)
    assert abs((later - same).days) <= 3


def test_the_year_of_a_title_follows():
    assert title_for("Forum 2026", date(2026, 1, 1), date(2027, 1, 1)) == "Forum 2027"
    assert title_for("Loi 2018, salle 20260", date(2026, 1, 1), date(2027, 1, 1)) == "Loi 2018, salle 20260"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("affiche.pdf", b"%PDF-1.7 x", ""),
        ("photo.JPG", b"\xff\xd8\xff\xe0", ""),
        ("ordre du jour.docx", b"PK\x03\x04 word/document.xml", ""),
        ("affiche.pdf", b"<html>", "n'est pas ce que dit son nom"),
        ("page.html", b"<html>", ".html"),
        ("image.svg", b"<svg onload=alert(1)>", ".svg"),
        ("sans-fin", b"x", "Joignez"),
        ("vide.pdf", b"", "vide"),
        ("lourd.pdf", b"%PDF-" + b"0" * MOST_BYTES, "trop lourd"),
        ("piège.docx", b"PK\x03\x04 word/vbaProject.bin", "macros"),
    ],
)
def test_files_that_are_taken_and_those_that_are_not(name, content, words):
    refusal = attachment_refusal(name, content)
    assert words in refusal if words else refusal == ""
    if not refusal:
        assert "/" in mimetype_of(name)


@given(st.text(max_size=300))
def test_no_name_of_file_leads_elsewhere(text):
    name = kept_name(f"{text}.pdf")
    assert name.endswith(".pdf") and len(name) <= 150
    assert not set(name) & set('/\\"<>:;\r\n\x00')


def test_a_rule_that_no_longer_chooses_its_first_day_is_seen():
    assert chooses("FREQ=MONTHLY;BYDAY=1TU", datetime.combine(TUESDAY, time(14)))
    assert not chooses("FREQ=MONTHLY;BYDAY=2TU", datetime.combine(TUESDAY, time(14)))
