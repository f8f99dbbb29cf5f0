"""One date changed, it and the next ones, all; events made from others; who takes part; files."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from tests import factories

from jalon.agenda.models import Attachment, Event, Participation, Slot, SlotChange
from jalon.agenda.rules.changes import DateFacts
from jalon.agenda.rules.facts import PartFacts
from jalon.agenda.selectors.attachments import attachment_for, attachments_of
from jalon.agenda.services import (
    NotAllowedError,
    RefusedEventError,
    StaleEventError,
    add_attachment,
    add_participation,
    change_date,
    change_participation_state,
    duplicate_event,
    rebuild_occurrences,
    remove_attachment,
    remove_participation,
)
from jalon.directory.rules.roles import Rights
from jalon.journal.models import Entry

pytestmark = pytest.mark.django_db
NOW = factories.NOON
TUESDAY = date(2026, 3, 10)
THIRD = "2026-03-24T14:00"


@pytest.fixture
def admin():
    return factories.account()


@pytest.fixture
def weekly():
    return factories.event("Permanence 2026", rule="FREQ=WEEKLY;COUNT=5", first_day=TUESDAY, state="open")


def on(day, start=14, end=17, **fields):
    return DateFacts(day, time(start), day, time(end), **fields)


def change(event, admin, what, facts, original=THIRD, sequence=0):
    return change_date(
        actor=admin,
        now=NOW,
        event=event,
        sequence=sequence,
        slot=Slot.objects.filter(event=event).get(),
        original=original,
        what=what,
        facts=facts,
    )


def days(event):
    return [one.first_day.strftime("%d/%m") for one in event.occurrences.order_by("starts_at")]


def test_one_date_alone(weekly, admin):
    held = change(weekly, admin, "this", on(date(2026, 3, 25), 9, 11, title="Bilan", note="Salle prise"))
    assert held == weekly
    assert days(weekly) == ["10/03", "17/03", "25/03", "31/03", "07/04"]
    moved = weekly.occurrences.get(original=THIRD)
    assert (moved.title, moved.starts_at) == ("Bilan", datetime(2026, 3, 25, 8, tzinfo=UTC))
    weekly.refresh_from_db()
    assert weekly.sequence == 1
    assert Entry.objects.get().said == "a modifié la date du 24/03/2026 de « Permanence 2026 »"
    change(weekly, admin, "this", on(date(2026, 3, 24)), sequence=1)
    assert not SlotChange.objects.exists()


def test_one_date_cancelled_or_taken_away(weekly, admin):
    with pytest.raises(RefusedEventError, match="pourquoi"):
        change(weekly, admin, "this", on(date(2026, 3, 24), cancelled=True))
    change(weekly, admin, "this", on(date(2026, 3, 24), cancelled=True, note="Grève"))
    assert weekly.occurrences.get(original=THIRD).cancelled
    change(weekly, admin, "this", on(date(2026, 3, 24), left_out=True), sequence=1)
    assert days(weekly) == ["10/03", "17/03", "31/03", "07/04"]


def test_a_date_and_the_next_ones_are_another_event_that_continues(weekly, admin):
    territory = factories.territory()
    weekly.territories.set([territory])
    Participation.objects.create(event=weekly, name="Ana", part="speaker")
    Attachment.objects.create(
        event=weekly,
        key="a",
        name="plan.pdf",
        mimetype="application/pdf",
        content=b"%PDF-",
        size=5,
        added_at=NOW,
    )
    SlotChange.objects.create(slot=Slot.objects.get(), original="2026-03-31T14:00", cancelled=True)
    made = change(weekly, admin, "following", on(date(2026, 3, 25), 9, 12, place_name="Annexe"))
    assert days(weekly) == ["10/03", "17/03"]
    assert days(made) == ["25/03", "01/04", "08/04"]
    assert (made.continues, made.place_name, made.state, made.sequence) == (weekly, "Annexe", "open", 0)
    assert made.uid != weekly.uid and made.key != weekly.key
    assert [one.cancelled for one in made.occurrences.order_by("starts_at")] == [False, True, False]
    assert [str(one) for one in made.participations.all()] == ["Ana – Intervient"]
    assert list(made.territories.all()) == [territory]
    assert made.attachments.get().key != "a"
    weekly.refresh_from_db()
    assert (weekly.sequence, weekly.title) == (1, "Permanence 2026")
    assert Entry.objects.count() == 2


def test_the_next_ones_cancelled_stay_shown_and_taken_away_do_not(weekly, admin):
    made = change(weekly, admin, "following", on(date(2026, 3, 24), cancelled=True, note="Plus de budget"))
    assert (made.state, made.postponed_note, days(made)) == (
        "cancelled",
        "Plus de budget",
        ["24/03", "31/03", "07/04"],
    )
    same = change(
        weekly,
        admin,
        "following",
        on(TUESDAY + timedelta(7), left_out=True),
        original="2026-03-17T14:00",
        sequence=1,
    )
    assert (same, days(weekly)) == (weekly, ["10/03"])


def test_from_the_first_date_on_is_all(weekly, admin):
    held = change(weekly, admin, "following", on(date(2026, 3, 11)), original="2026-03-10T14:00")
    assert (held, Event.objects.count()) == (weekly, 1)
    assert days(weekly)[0] == "11/03"
    with pytest.raises(RefusedEventError, match="annulez l'événement"):
        change(
            weekly,
            admin,
            "following",
            on(date(2026, 3, 11), left_out=True),
            original="2026-03-11T14:00",
            sequence=1,
        )


def test_all_dates(weekly, admin):
    SlotChange.objects.create(slot=Slot.objects.get(), original="2026-03-31T14:00", left_out=True)
    SlotChange.objects.create(slot=Slot.objects.get(), original=THIRD, first_day=date(2026, 3, 23))
    rebuild_occurrences(weekly, today=NOW.date())
    change(weekly, admin, "all", on(date(2026, 3, 26), 10, 12, title="Accueil"))
    assert days(weekly) == ["12/03", "19/03", "26/03", "09/04"]
    weekly.refresh_from_db()
    assert (weekly.title, Slot.objects.get().rule) == ("Accueil", "FREQ=WEEKLY;COUNT=5")


def test_what_cannot_be_done_is_said(weekly, admin):
    with pytest.raises(RefusedEventError, match="annulez l'événement"):
        change(weekly, admin, "all", on(date(2026, 3, 24), left_out=True))
    with pytest.raises(RefusedEventError, match="pas une des dates"):
        change(weekly, admin, "this", on(date(2026, 3, 24)), original="2026-03-25T14:00")
    with pytest.raises(RefusedEventError, match="adresse"):
        change(weekly, admin, "this", on(date(2026, 3, 24), link="javascript:x"))
    with pytest.raises(StaleEventError):
        change(weekly, admin, "this", on(date(2026, 3, 24)), sequence=7)
    other = factories.event("autre")
    with pytest.raises(RefusedEventError, match="plus là"):
        change_date(
            actor=admin,
            now=NOW,
            event=other,
            sequence=0,
            slot=Slot.objects.get(event=weekly),
            original=THIRD,
            what="this",
            facts=on(date(2026, 3, 24)),
        )


def test_a_single_date_has_no_others(admin):
    event = factories.event(first_day=TUESDAY)
    change(event, admin, "this", on(TUESDAY + timedelta(2)), original="2026-03-10T14:00")
    assert (days(event), Slot.objects.get().first_day) == (["12/03"], date(2026, 3, 12))
    change(
        event,
        admin,
        "this",
        on(date(2026, 3, 12), cancelled=True, note="Neige"),
        original="2026-03-12T14:00",
        sequence=1,
    )
    assert event.occurrences.get().cancelled


def test_last_years_event_again(weekly, admin):
    weekly.registration_link = "https://inscription.example/"
    weekly.save()
    for name, state in (("Ana", "confirmed"), ("Léo", "declined"), ("", "to-identify")):
        Participation.objects.create(event=weekly, name=name, part="speaker", state=state)
    made = duplicate_event(actor=admin, now=NOW, event=weekly)
    assert (made.title, made.state, made.registration_link) == ("Permanence 2027", "idea", "")
    assert made.occurrences.all()[0].first_day == date(2027, 3, 9)
    assert made.occurrences.count() == 5
    assert [one.state for one in made.participations.all()] == ["awaiting", "to-identify"]
    assert (made.created_by, made.uid == weekly.uid) == (admin, False)
    later = duplicate_event(actor=admin, now=NOW, event=weekly, shift=timedelta(days=1))
    assert later.occurrences.first().first_day == date(2026, 3, 11)


def test_nobody_copies_what_she_does_not_see_or_may_not_add():
    event = factories.event(visibility="draft", organisation=factories.organisation())
    adviser = factories.account(is_staff=False, second_factor=False)
    factories.membership(adviser, "adviser", organisation=factories.organisation("Autre"))
    with pytest.raises(NotAllowedError):
        duplicate_event(actor=adviser, now=NOW, event=event)


def test_who_takes_part(weekly, admin):
    added = add_participation(
        actor=admin, now=NOW, event=weekly, facts=PartFacts("speaker", "awaiting", name="Ana")
    )
    with pytest.raises(RefusedEventError):
        add_participation(actor=admin, now=NOW, event=weekly, facts=PartFacts("speaker"))
    change_participation_state(actor=admin, now=NOW, event=weekly, participation=added.pk, state="confirmed")
    assert Entry.objects.order_by("pk").last().changes == [["Ana", "En attente d'accord", "Confirmé"]]
    with pytest.raises(RefusedEventError):
        change_participation_state(
            actor=admin, now=NOW, event=weekly, participation=added.pk, state="peut-être"
        )
    remove_participation(actor=admin, now=NOW, event=weekly, participation=added.pk)
    remove_participation(actor=admin, now=NOW, event=weekly, participation=added.pk)
    weekly.refresh_from_db()
    assert (weekly.participations.count(), weekly.sequence) == (0, 3)


def test_files(weekly, admin):
    file = add_attachment(actor=admin, now=NOW, event=weekly, name="../plan.pdf", content=b"%PDF-1")
    assert (file.name, file.mimetype, file.size) == ("plan.pdf", "application/pdf", 6)
    with pytest.raises(RefusedEventError):
        add_attachment(actor=admin, now=NOW, event=weekly, name="plan.pdf", content=b"<html>")
    for _file in range(5):
        add_attachment(actor=admin, now=NOW, event=weekly, name="plan.pdf", content=b"%PDF-1")
    with pytest.raises(RefusedEventError, match="6 fichiers"):
        add_attachment(actor=admin, now=NOW, event=weekly, name="plan.pdf", content=b"%PDF-1")
    remove_attachment(actor=admin, now=NOW, event=weekly, key=file.key)
    assert Attachment.objects.count() == 5


def test_a_file_is_read_by_who_sees_its_event(weekly, admin, django_assert_num_queries):
    file = add_attachment(actor=admin, now=NOW, event=weekly, name="plan.pdf", content=b"%PDF-1")
    with django_assert_num_queries(1):
        assert [one.name for one in attachments_of(weekly)] == ["plan.pdf"]
    assert bytes(attachment_for(Rights(), file.key).content) == b"%PDF-1"
    weekly.visibility = "network"
    weekly.save()
    assert attachment_for(Rights(), file.key) is None


def test_a_stranger_changes_nothing(weekly):
    stranger = factories.account(is_staff=False, second_factor=False)
    factories.membership(stranger, "adviser", organisation=factories.organisation())
    for act in (
        lambda: change(weekly, stranger, "this", on(date(2026, 3, 24), left_out=True)),
        lambda: add_participation(actor=stranger, now=NOW, event=weekly, facts=PartFacts("lead", name="x")),
        lambda: add_attachment(actor=stranger, now=NOW, event=weekly, name="a.pdf", content=b"%PDF-"),
    ):
        with pytest.raises(NotAllowedError):
            act()
