"""Partners' calendars, read again: what changed follows, what is gone is proposed, failures are said."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from jalon.agenda.enums import EventState, FeedItemState
from jalon.agenda.models import Event, Feed, FeedItem, Occurrence
from jalon.agenda.rules.facts import EventFacts
from jalon.agenda.rules.schedule import SlotFacts
from jalon.agenda.services import create_event
from jalon.agenda.services.feeds import (
    BusyFeedError,
    choose_items,
    pause_feed,
    read_due_feeds,
    read_feed,
    resume_feed,
    stop_feed,
)
from jalon.agenda.services.feeds import reading as reading_service
from jalon.agenda.tests.feeds.partner import (
    CAFE,
    FORUM,
    LATER,
    NOW,
    added,
    edited,
    event,
    followed,
    ics,
    reread,
    states,
)
from jalon.journal.models import Entry
from jalon.outbox.models import Message

pytestmark = pytest.mark.django_db


def test_nothing_new_costs_nothing(partner, editor, body, django_assert_max_num_queries):
    feed = followed(editor, body)
    versions = list(Event.objects.values_list("sequence", "modified_at"))
    partner.content = None  # 304
    Feed.objects.filter(pk=feed.pk).update(next_at=LATER)
    with django_assert_max_num_queries(12):
        assert read_feed(feed=feed.pk, now=LATER)
    assert partner.asked[-1] == ('"v1"', "lundi")
    feed.refresh_from_db()
    assert (feed.read_at, feed.next_at) == (LATER, LATER + timedelta(hours=2))
    partner.content = ics(FORUM, CAFE)  # the same octets, told again
    reread(feed)
    assert list(Event.objects.values_list("sequence", "modified_at")) == versions


def test_what_changed_follows_and_its_sequence_grows(partner, editor, body):
    feed = followed(editor, body)
    partner.content = ics(FORUM.replace("T140000", "T100000"), CAFE)
    reread(feed)
    forum = Event.objects.get(uid="forum")
    assert (forum.sequence, forum.modified_at) == (1, LATER)
    assert Occurrence.objects.get(event=forum).starts_at == datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
    assert feed.report["changed"] == [["Forum de Tours", forum.key, ["Dates"], []]]
    line = Entry.objects.get(verb="agenda.event.changed")
    assert line.actor is None
    assert line.said == "a mis à jour « Forum de Tours » selon le calendrier « Agenda du CRIA »"


def test_what_someone_edited_here_is_kept_and_said(partner, editor, body):
    feed = followed(editor, body)
    forum = edited(Event.objects.get(uid="forum"), editor, title="Grand forum de Tours")
    partner.content = ics(FORUM.replace("Forum de Tours", "Forum 2026").replace("Mairie", "Gare"), CAFE)
    reread(feed)
    forum.refresh_from_db()
    assert (forum.title, forum.place_name) == ("Grand forum de Tours", "Gare")
    assert feed.report["changed"] == [["Forum 2026", forum.key, ["Lieu"], ["Titre"]]]
    assert states(feed)["forum"] == FeedItemState.CHANGED
    item = feed.items.get(uid="forum")
    choose_items(actor=editor, now=LATER, feed=feed, choices={item.pk: "garder"})
    assert states(feed)["forum"] == FeedItemState.TAKEN
    partner.content = ics(FORUM.replace("Forum de Tours", "Forum 2027"), CAFE)
    reread(feed)
    choose_items(actor=editor, now=LATER, feed=feed, choices={item.pk: "prendre"})
    forum.refresh_from_db()
    assert (forum.title, forum.place_name) == ("Forum 2027", "Mairie")


def test_what_is_gone_is_proposed_never_removed(partner, editor, body):
    feed = followed(editor, body)
    forum = Event.objects.get(uid="forum")
    partner.content = ics(CAFE)
    reread(feed)
    forum.refresh_from_db()
    assert forum.state == EventState.OPEN
    assert states(feed)["forum"] == FeedItemState.GONE
    assert feed.report["gone"] == [["Forum de Tours", forum.key]]
    item = feed.items.get(uid="forum")
    choose_items(actor=editor, now=LATER, feed=feed, choices={item.pk: "annuler"})
    forum.refresh_from_db()
    assert (forum.state, forum.postponed_note) == (
        EventState.CANCELLED,
        "Il n'est plus dans le calendrier « Agenda du CRIA ».",
    )


def test_what_is_gone_may_be_kept_and_may_come_back(partner, editor, body):
    feed = followed(editor, body)
    partner.content = ics(CAFE)
    reread(feed)
    partner.content = ics(FORUM, CAFE)
    reread(feed)
    assert states(feed)["forum"] == FeedItemState.TAKEN
    partner.content = ics(FORUM)
    reread(feed)
    item = feed.items.get(uid="cafe")
    choose_items(actor=editor, now=LATER, feed=feed, choices={item.pk: "garder"})
    assert Event.objects.get(uid="cafe").state == EventState.OPEN
    assert "cafe" not in states(feed)


def test_an_empty_calendar_removes_nothing(partner, editor, body):
    feed = followed(editor, body)
    partner.content = ics()
    reread(feed)
    assert set(states(feed).values()) == {FeedItemState.GONE}
    assert set(Event.objects.values_list("state", flat=True)) == {EventState.OPEN}


def test_half_a_calendar_is_a_failure(partner, editor, body):
    feed = followed(editor, body)
    partner.content = ics(FORUM)[:-20]
    Feed.objects.filter(pk=feed.pk).update(next_at=LATER)
    assert not read_feed(feed=feed.pk, now=LATER)
    feed.refresh_from_db()
    assert "incomplet" in feed.problem
    assert set(states(feed).values()) == {FeedItemState.TAKEN}


def test_what_is_past_leaves_a_calendar_without_a_word(partner, editor, body):
    feed = followed(editor, body)
    partner.content = ics(CAFE)
    reread(feed, now=datetime(2026, 12, 24, 9, 0, tzinfo=UTC))
    assert states(feed)["forum"] == FeedItemState.TAKEN
    assert feed.report["gone"] == []


def test_what_the_partner_cancels_is_cancelled_here(partner, editor, body):
    feed = followed(editor, body)
    partner.content = ics(FORUM.replace("END:VEVENT", "STATUS:CANCELLED\r\nEND:VEVENT"), CAFE)
    reread(feed)
    forum = Event.objects.get(uid="forum")
    assert (forum.state, forum.sequence) == (EventState.CANCELLED, 1)
    assert "Agenda du CRIA" in forum.postponed_note
    partner.content = ics(FORUM, CAFE)
    reread(feed)
    forum.refresh_from_db()
    assert forum.state == EventState.CANCELLED, "what was told cancelled does not come back by itself"


def test_new_events_are_taken_unless_they_resemble_ours(partner, editor, body):
    feed = followed(editor, body)
    partner.content = ics(
        FORUM, CAFE, event("atelier", "Atelier CV", day="20261210"), event("bis", "Forum à Tours")
    )
    reread(feed)
    assert states(feed) == {
        "forum": FeedItemState.TAKEN,
        "cafe": FeedItemState.TAKEN,
        "atelier": FeedItemState.TAKEN,
        "bis": FeedItemState.NEW,
    }
    assert Event.objects.get(uid="atelier").kind == "workshop"
    assert Entry.objects.get(said__contains="Atelier CV").actor is None


def test_new_events_wait_when_one_wants_to_choose(partner, editor, body):
    feed = followed(editor, body, takes_new=False)
    partner.content = ics(FORUM, CAFE, event("atelier", "Atelier CV", day="20261210"))
    reread(feed)
    assert states(feed)["atelier"] == FeedItemState.NEW


def test_a_repeated_event_and_its_changed_date(partner, editor, body):
    weekly = event(
        "hebdo", "Permanence", "RRULE:FREQ=WEEKLY;COUNT=4", "EXDATE;TZID=Europe/Paris:20261208T140000"
    )
    moved = event(
        "hebdo",
        "Permanence",
        "RECURRENCE-ID;TZID=Europe/Paris:20261215T140000",
        "DTSTART;TZID=Europe/Paris:20261216T100000",
        "DTEND;TZID=Europe/Paris:20261216T110000",
    )
    partner.content = ics(weekly, moved)
    feed = followed(editor, body)
    days = Occurrence.objects.values_list("first_day", flat=True).order_by("first_day")
    assert list(days) == [date(2026, 12, 1), date(2026, 12, 16), date(2026, 12, 22)]
    partner.content = ics(weekly.replace("EXDATE", "X-EXDATE"))
    reread(feed)
    assert list(days.all()) == [date(2026, 12, day) for day in (1, 8, 15, 22)]


def test_failures_are_told_and_less_and_less_often_tried(partner, editor, body):
    feed = followed(editor, body)
    partner.refusal = "Le site du partenaire est en panne."
    now = LATER
    waits = []
    for _ in range(9):
        Feed.objects.filter(pk=feed.pk).update(next_at=now)
        assert "1 calendrier lu, dont 1 en échec" in read_due_feeds(now=now)
        feed.refresh_from_db()
        waits.append(feed.next_at - now)
        now = feed.next_at
    assert feed.problem == "Le site du partenaire est en panne."
    assert waits[:3] == [timedelta(minutes=15), timedelta(minutes=30), timedelta(hours=1)]
    assert waits[-1] == timedelta(days=1)
    assert Message.objects.count() == 0
    read_due_feeds(now=now)
    feed.refresh_from_db()
    assert (feed.paused, feed.next_at, feed.failures) == (True, None, 10)
    message = Message.objects.get()
    assert message.to == editor.email
    assert "en panne" in message.text
    assert f"/equipe/agenda/calendriers/{feed.pk}/" in message.text
    assert read_due_feeds(now=now + timedelta(days=9)) == "Aucun calendrier n'était à lire."
    partner.refusal = ""
    resume_feed(actor=editor, now=now, feed=feed)
    assert read_due_feeds(now=now) == "1 calendrier lu."
    feed.refresh_from_db()
    assert (feed.failures, feed.problem) == (0, "")


def test_the_worker_has_no_more_rights_than_who_added_a_calendar(partner, editor, coordinator, body):
    feed = followed(editor, body)
    editor.memberships.all().delete()
    Feed.objects.filter(pk=feed.pk).update(next_at=LATER)
    asked = len(partner.asked)
    assert not read_feed(feed=feed.pk, now=LATER)
    feed.refresh_from_db()
    assert feed.paused
    assert len(partner.asked) == asked
    resume_feed(actor=coordinator, now=LATER, feed=feed)
    assert read_feed(feed=feed.pk, now=LATER)


def test_two_workers_do_not_read_one_calendar_at_once(partner, editor, body, monkeypatch):
    feed = followed(editor, body)
    Feed.objects.filter(pk=feed.pk).update(next_at=LATER)
    fetch = partner.fetch

    def fetch_while_another_tries(*values, **more):
        assert read_due_feeds(now=LATER) == "Aucun calendrier n'était à lire."
        return fetch(*values, **more)

    monkeypatch.setattr(reading_service, "fetch", fetch_while_another_tries)
    assert read_feed(feed=feed.pk, now=LATER)
    assert len(partner.asked) == 2


def test_a_calendar_taken_meanwhile_is_left(partner, editor, body, monkeypatch):
    feed = followed(editor, body)
    Feed.objects.filter(pk=feed.pk).update(next_at=LATER)
    monkeypatch.setattr(reading_service, "is_kept_by_someone", lambda feed: True)
    stale = Feed.objects.get(pk=feed.pk)
    Feed.objects.filter(pk=feed.pk).update(next_at=LATER + timedelta(minutes=10))
    manager = Feed.objects.select_related("organisation", "added_by")
    monkeypatch.setattr(reading_service.Feed.objects, "select_related", lambda *names: manager)
    monkeypatch.setattr(manager, "get", lambda **key: stale)
    with pytest.raises(BusyFeedError):
        read_feed(feed=feed.pk, now=LATER)


def test_a_pause_is_a_pause(partner, editor, body):
    feed = followed(editor, body)
    pause_feed(actor=editor, feed=feed)
    assert read_due_feeds(now=LATER) == "Aucun calendrier n'était à lire."
    resume_feed(actor=editor, now=LATER, feed=feed)
    assert read_due_feeds(now=LATER) == "1 calendrier lu."


def test_an_event_deleted_here_does_not_come_back(partner, editor, body):
    feed = followed(editor, body)
    Event.objects.get(uid="cafe").delete()
    partner.content = ics(FORUM, CAFE.replace("parents", "jeunes"))
    reread(feed)
    assert states(feed)["cafe"] == FeedItemState.LEFT_OUT
    assert Event.objects.count() == 1


def test_an_event_to_which_someone_added_stays_when_its_calendar_is_stopped(partner, editor, body):
    feed = followed(editor, body)
    edited(Event.objects.get(uid="forum"), editor, audiences=("young",))
    assert stop_feed(actor=editor, feed=feed, remove=True) == 1
    assert Event.objects.get().uid == "forum"


def test_one_calendar_that_breaks_jalon_does_not_stop_the_others(partner, editor, body, monkeypatch):
    broken = followed(editor, body)
    partner.content = ics(event("atelier", "Atelier CV", day="20261210"))
    well = followed(editor, body, address="https://autre.example/b.ics")
    Feed.objects.filter(pk=broken.pk).update(next_at=LATER - timedelta(hours=1))
    Feed.objects.filter(pk=well.pk).update(next_at=LATER)
    read = reading_service.read_feed

    def read_or_break(*, feed, now, way=None):
        if feed == broken.pk:
            raise ZeroDivisionError
        return read(feed=feed, now=now, way=way)

    monkeypatch.setattr(reading_service, "read_feed", read_or_break)
    assert read_due_feeds(now=LATER) == "2 calendriers lus, dont 1 en échec."
    broken.refresh_from_db()
    well.refresh_from_db()
    assert (broken.failures, well.failures, well.read_at) == (1, 0, LATER)
    assert "pas pu être traité" in broken.problem


def test_hundreds_of_new_events_come_in_several_readings(partner, editor, body, monkeypatch):
    monkeypatch.setattr(reading_service, "MOST_TAKEN", 3)
    monkeypatch.setattr(reading_service, "AT_A_TIME", 2)
    feed = followed(editor, body)
    partner.content = ics(
        *(event(str(rank), f"Atelier {rank}", day=f"202612{rank:02}") for rank in range(10, 15))
    )
    reread(feed)
    assert Event.objects.filter(title__startswith="Atelier").count() == 3
    partner.content = None
    reread(feed, now=LATER + timedelta(hours=2))
    assert Event.objects.filter(title__startswith="Atelier").count() == 5


def test_our_event_that_a_calendar_only_resembles_is_never_changed_by_it(partner, editor, body):
    feed = added(editor, body)
    ours = create_event(
        actor=editor,
        now=NOW,
        facts=EventFacts("Notre forum", "forum", organisation=body.pk),
        slots=[SlotFacts(date(2026, 12, 1), time(14), date(2026, 12, 1), time(17))],
    )
    item = feed.items.get(uid="forum")
    FeedItem.objects.filter(pk=item.pk).update(event=ours)
    choose_items(actor=editor, now=NOW, feed=feed, choices={item.pk: "lier"})
    partner.content = ics(FORUM.replace("Forum de Tours", "Forum annulé"), CAFE)
    reread(feed)
    ours.refresh_from_db()
    assert (ours.title, ours.sequence) == ("Notre forum", 0)
    assert feed.report["changed"] == [["Forum annulé", ours.key, [], ["tout, c'est votre événement"]]]
