"""Making events, changing them, cancelling them: who may, what is written, what is told."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from tests import factories

from jalon.agenda.models import Event, Occurrence, Slot, SlotChange
from jalon.agenda.rules.facts import EventFacts, PartFacts
from jalon.agenda.rules.schedule import SlotFacts
from jalon.agenda.selectors.facts import event_facts, slot_facts
from jalon.agenda.services import (
    NotAllowedError,
    RefusedEventError,
    StaleEventError,
    accept_event,
    cancel_event,
    change_event,
    create_event,
    hold_past_events,
    move_state,
    propose_event,
    refuse_event,
)
from jalon.agenda.services.occurrences import rebuild_occurrences, rebuild_repeated
from jalon.agenda.signals import event_changed
from jalon.journal.models import Entry

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
DAY = date(2026, 12, 1)
SLOT = SlotFacts(DAY, time(14), DAY, time(17))
WEEKLY = SlotFacts(DAY, time(14), DAY, time(17), "FREQ=WEEKLY;COUNT=4")


@pytest.fixture
def tours():
    return factories.territory("Tours")


@pytest.fixture
def place(tours):
    made = factories.organisation("Mission locale")
    made.territories.set([tours])
    return made


def member(role, **fields):
    made = factories.account(is_staff=False, second_factor=False)
    factories.membership(made, role, **fields)
    return made


@pytest.fixture
def editor(place):
    return member("partner-editor", organisation=place)


@pytest.fixture
def coordinator(tours):
    return member("coordinator", territory=tours)


@pytest.fixture
def told():
    found = []

    def listen(sender, event, what, actor, why, **more):
        found.append((event.title, what, why))

    event_changed.connect(listen)
    yield found
    event_changed.disconnect(listen)


def facts(place, tours, **fields):
    values = {"organisation": place.pk, "territories": (tours.pk,), "visibility": "network"}
    return EventFacts(**{"title": "Forum de Tours", "kind": "forum"} | values | fields)


def test_an_event_is_made_with_its_dates_its_line_and_its_signal(
    editor, place, tours, told, django_capture_on_commit_callbacks
):
    parts = [
        PartFacts("speaker", "to-identify", subject="Illettrisme"),
        PartFacts("lead", organisation=place.pk),
    ]
    with django_capture_on_commit_callbacks(execute=True):
        event = create_event(
            actor=editor,
            now=NOW,
            facts=facts(place, tours),
            slots=[WEEKLY],
            parts=parts,
            state="save-the-date",
        )
    assert (event.sequence, event.modified_at, event.created_by, event.state) == (
        0,
        NOW,
        editor,
        "save-the-date",
    )
    assert [one.first_day.day for one in event.occurrences.all()] == [1, 8, 15, 22]
    assert [str(one) for one in event.participations.all()] == [
        "À identifier – Intervient",
        "Mission locale – Pilote",
    ]
    entry = Entry.objects.get()
    assert (entry.verb, entry.said, entry.organisation) == (
        *("agenda.event.created", "a ajouté « Forum de Tours »"),
        place,
    )
    assert list(entry.territories.all()) == [tours]
    assert told == [("Forum de Tours", "created", "")]


def test_what_is_wrong_is_said_by_field(editor, place, tours):
    wrong = facts(
        place, tours, kind="fête", link="javascript:alert(1)", zone="Europe/Tours", audiences=("x",)
    )
    with pytest.raises(RefusedEventError) as refusal:
        create_event(
            actor=editor,
            now=NOW,
            facts=replace(wrong, title=" "),
            slots=[replace(SLOT, end=time(13))],
            parts=[PartFacts("lead")],
        )
    assert set(refusal.value.reasons) == {
        *("title", "kind", "link", "zone", "audiences", "slots", "participations"),
    }
    assert not Event.objects.exists()


def test_only_an_idea_may_have_no_date(editor, place, tours):
    said = facts(place, tours)
    with pytest.raises(RefusedEventError, match="au moins une date"):
        create_event(actor=editor, now=NOW, facts=said)
    assert create_event(actor=editor, now=NOW, facts=said, state="idea").occurrences.count() == 0


@pytest.mark.parametrize("role", ["partner-editor", "partner-member", "adviser", "device-manager"])
def test_members_add_for_their_own_structure_alone(role, place, tours):
    someone, other = member(role, organisation=place), factories.organisation("Autre")
    assert create_event(actor=someone, now=NOW, facts=facts(place, tours), slots=[SLOT]).pk
    for wrong in (other.pk, None):
        with pytest.raises(NotAllowedError):
            create_event(actor=someone, now=NOW, facts=facts(place, tours, organisation=wrong), slots=[SLOT])


def test_coordinators_add_for_their_territory_alone(coordinator, place, tours):
    other = factories.territory("Dreux")
    assert create_event(actor=coordinator, now=NOW, facts=facts(place, tours), slots=[SLOT]).pk
    with pytest.raises(NotAllowedError):
        create_event(actor=coordinator, now=NOW, facts=facts(place, other), slots=[SLOT])


def test_a_change_is_one_more_version_with_what_changed(editor, place, tours):
    event = create_event(actor=editor, now=NOW, facts=facts(place, tours), slots=[SLOT])
    later = NOW + timedelta(hours=1)
    changed = change_event(
        actor=editor,
        now=later,
        event=event,
        sequence=0,
        facts=facts(place, tours, room="Salle 2"),
        slots=[replace(SLOT, start=time(15))],
    )
    assert (changed.sequence, changed.modified_at, changed.uid) == (1, later, event.uid)
    assert changed.occurrences.get().starts_at == datetime(2026, 12, 1, 14, tzinfo=UTC)
    entry = Entry.objects.order_by("pk").last()
    assert entry.verb == "agenda.event.changed"
    assert ["Salle", "–", "Salle 2"] in entry.changes


def test_nothing_new_writes_nothing(editor, place, tours):
    event = create_event(actor=editor, now=NOW, facts=facts(place, tours), slots=[WEEKLY])
    rows = set(Occurrence.objects.values_list("pk", flat=True))
    change_event(actor=editor, now=NOW, event=event, sequence=0, facts=event_facts(event), slots=[WEEKLY])
    event.refresh_from_db()
    assert (event.sequence, Entry.objects.count()) == (0, 1)
    assert set(Occurrence.objects.values_list("pk", flat=True)) == rows


def test_a_stale_change_is_refused(editor, place, tours):
    event = create_event(actor=editor, now=NOW, facts=facts(place, tours), slots=[SLOT])
    said = facts(place, tours, room="1")
    change_event(actor=editor, now=NOW, event=event, sequence=0, facts=said, slots=[SLOT])
    with pytest.raises(StaleEventError):
        change_event(actor=editor, now=NOW, event=event, sequence=0, facts=said, slots=[SLOT])


def test_nobody_gives_an_event_to_another_structure(editor, place, tours):
    event = create_event(actor=editor, now=NOW, facts=facts(place, tours), slots=[SLOT])
    other = factories.organisation("Autre")
    with pytest.raises(NotAllowedError):
        change_event(
            actor=editor,
            now=NOW,
            event=event,
            sequence=0,
            facts=facts(place, tours, organisation=other.pk),
            slots=[SLOT],
        )
    stranger = member("partner-editor", organisation=other)
    with pytest.raises(NotAllowedError):
        change_event(
            actor=stranger, now=NOW, event=event, sequence=0, facts=facts(place, tours), slots=[SLOT]
        )


def test_exceptions_follow_a_series_that_moves(editor, place, tours):
    event = create_event(actor=editor, now=NOW, facts=facts(place, tours), slots=[WEEKLY])
    slot = Slot.objects.get()
    SlotChange.objects.create(slot=slot, original="2026-12-08T14:00", left_out=True)
    moved = replace(
        WEEKLY, first_day=DAY + timedelta(1), last_day=DAY + timedelta(1), start=time(9), end=time(12)
    )
    change_event(actor=editor, now=NOW, event=event, sequence=0, facts=facts(place, tours), slots=[moved])
    assert [one.original for one in slot_facts(Slot.objects.get()).changes] == ["2026-12-09T09:00"]
    assert [one.first_day.day for one in event.occurrences.all()] == [2, 16, 23]


def test_cancelled_stays_with_its_reason(editor, place, tours, told, django_capture_on_commit_callbacks):
    event = create_event(actor=editor, now=NOW, facts=facts(place, tours), slots=[SLOT])
    with django_capture_on_commit_callbacks(execute=True):
        cancelled = cancel_event(actor=editor, now=NOW, event=event, why="Salle fermée")
    assert (cancelled.state, cancelled.sequence, cancelled.postponed_note) == ("cancelled", 1, "Salle fermée")
    assert told == [("Forum de Tours", "cancelled", "Salle fermée")]
    assert Entry.objects.order_by("pk").last().why == "Salle fermée"
    with pytest.raises(RefusedEventError, match="terminé"):
        move_state(actor=editor, now=NOW, event=event, target="open")


def test_what_a_partner_makes_public_waits_for_a_coordinator(editor, coordinator, place, tours):
    event = create_event(actor=editor, now=NOW, facts=facts(place, tours, visibility="public"), slots=[SLOT])
    assert event.moderation == "waiting"
    assert not Event.objects.public().exists()
    with pytest.raises(NotAllowedError):
        accept_event(actor=editor, now=NOW, event=event)
    with pytest.raises(NotAllowedError):
        accept_event(
            actor=member("coordinator", territory=factories.territory("Dreux")), now=NOW, event=event
        )
    accept_event(actor=coordinator, now=NOW, event=event)
    assert Event.objects.public().get() == event
    with pytest.raises(RefusedEventError):
        accept_event(actor=coordinator, now=NOW, event=event)


def test_a_refusal_says_why_and_a_new_proposal_waits_again(editor, coordinator, place, tours):
    event = create_event(actor=editor, now=NOW, facts=facts(place, tours, visibility="public"), slots=[SLOT])
    with pytest.raises(RefusedEventError):
        refuse_event(actor=coordinator, now=NOW, event=event, why=" ")
    assert (
        refuse_event(actor=coordinator, now=NOW, event=event, why="Date fausse").moderation_note
        == "Date fausse"
    )
    assert propose_event(actor=editor, now=NOW, event=event).moderation == "waiting"


def test_a_coordinator_publishes_at_once(coordinator, place, tours):
    said = facts(place, tours, visibility="public")
    assert create_event(actor=coordinator, now=NOW, facts=said, slots=[SLOT]).moderation == "not-needed"


def test_past_events_are_held_but_ideas_and_cancelled_ones():
    past = date(2026, 11, 20)
    states = ["idea", "save-the-date", "open", "closed", "postponed", "cancelled"]
    for state in states:
        factories.event(state, first_day=past, state=state)
    factories.event("today", first_day=date(2026, 11, 23))
    factories.event("weekly", first_day=past, rule="FREQ=WEEKLY")
    Occurrence.objects.filter(event=factories.event("each cancelled", first_day=past)).update(cancelled=True)
    assert hold_past_events(now=NOW) == 3
    held = Event.objects.filter(state="held").order_by("pk")
    assert [one.title for one in held] == ["save-the-date", "open", "closed"]
    assert {one.sequence for one in held} == {1}
    assert hold_past_events(now=NOW) == 0


def test_the_horizon_moves_with_the_months():
    event = factories.event(first_day=date(2026, 3, 10), rule="FREQ=MONTHLY")
    before = event.occurrences.count()
    assert rebuild_repeated(now=NOW + timedelta(365)) == 1
    assert event.occurrences.count() > before
    assert event.occurrences.last().first_day > date(2029, 10, 1)


def test_a_thousand_dates_at_most_and_few_queries(django_assert_num_queries):
    event = factories.event(first_day=date(2026, 3, 10), rule="FREQ=DAILY;BYHOUR=9,14")
    assert event.occurrences.count() == 1000
    with django_assert_num_queries(5):  # with the two of a transaction
        rebuild_occurrences(event, today=date(2026, 3, 2))
