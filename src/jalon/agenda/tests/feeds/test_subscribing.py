"""Partners' calendars: looked at, chosen from, stopped; nothing enters unasked."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from tests import factories

from jalon.agenda.enums import FeedItemState, Moderation, Visibility
from jalon.agenda.models import Event, Feed, FeedItem, Occurrence
from jalon.agenda.rules.facts import EventFacts
from jalon.agenda.rules.schedule import SlotFacts
from jalon.agenda.selectors.feeds import feeds_of
from jalon.agenda.services import NotAllowedError, create_event
from jalon.agenda.services.feeds import (
    RefusedFeedError,
    choose_items,
    clean_feeds,
    pause_feed,
    read_due_feeds,
    renew_feed,
    resume_feed,
    stop_feed,
    take_all,
)
from jalon.agenda.tests.feeds.partner import (
    ADDRESS,
    CAFE,
    FORUM,
    LATER,
    NOW,
    added,
    edited,
    event,
    followed,
    ics,
    states,
)
from jalon.directory.enums import Role
from jalon.directory.selectors.rights import rights_of
from jalon.journal.models import Entry

pytestmark = pytest.mark.django_db


def test_a_look_makes_no_event(partner, editor, body):
    feed = added(editor, body)
    assert (feed.name, feed.paused, feed.begun_at) == ("Agenda du CRIA", True, None)
    assert states(feed) == {"forum": FeedItemState.NEW, "cafe": FeedItemState.NEW}
    assert Event.objects.count() == 0
    assert list(feed.territories.all()) == list(body.territories.all())
    assert Entry.objects.get().said == "a ajouté le calendrier « Agenda du CRIA »"
    assert ADDRESS not in Entry.objects.get().said


def test_everything_taken_is_in_our_calendar(partner, editor, body):
    feed = followed(editor, body)
    forum = Event.objects.get(uid="forum")
    assert (forum.title, forum.kind, forum.visibility) == ("Forum de Tours", "forum", Visibility.NETWORK)
    assert (forum.commune_id, forum.organisation_id, forum.created_by) == ("37261", body.pk, editor)
    assert forum.territories.get() == body.territories.get()
    assert Occurrence.objects.get(event=forum).starts_at == datetime(2026, 12, 1, 13, 0, tzinfo=UTC)
    assert set(states(feed).values()) == {FeedItemState.TAKEN}
    assert (feed.paused, feed.next_at, feed.begun_at) == (False, NOW + timedelta(hours=2), NOW)


def test_each_is_taken_linked_or_left(partner, editor, body):
    ours = create_event(
        actor=editor,
        now=NOW,
        facts=EventFacts("Le forum, à Tours", "forum", organisation=body.pk),
        slots=[SlotFacts(date(2026, 12, 1), time(14), date(2026, 12, 1), time(17))],
    )
    feed = added(editor, body)
    forum, cafe = feed.items.get(uid="forum"), feed.items.get(uid="cafe")
    assert (forum.state, forum.event) == (FeedItemState.NEW, ours), "sans doute le même : à choisir"
    assert cafe.event is None
    chosen = choose_items(actor=editor, now=NOW, feed=feed, choices={forum.pk: "lier", cafe.pk: "laisser"})
    assert chosen == (0, 1, 1, ())
    assert states(feed) == {"forum": FeedItemState.LINKED, "cafe": FeedItemState.LEFT_OUT}
    assert Event.objects.get() == ours


def test_our_own_events_that_come_back_are_linked_without_asking(partner, editor, body):
    ours = create_event(
        actor=editor,
        now=NOW,
        facts=EventFacts("Forum de Tours", "forum", organisation=body.pk),
        slots=[SlotFacts(date(2026, 12, 5), None, date(2026, 12, 5), None)],
        uid="forum",
    )
    feed = added(editor, body)
    assert feed.items.get(uid="forum").event == ours
    assert states(feed)["forum"] == FeedItemState.LINKED


def test_two_partners_that_number_from_one_stay_apart(partner, editor, body):
    partner.content = ics(event("1", "Forum de Tours"))
    followed(editor, body)
    partner.content = ics(event("1", "Visite d'un lycée", day="20261218"))
    followed(editor, body, address="https://autre.example/b.ics")
    assert set(Event.objects.values_list("title", flat=True)) == {"Forum de Tours", "Visite d'un lycée"}


def test_what_is_past_or_cancelled_is_not_even_kept(partner, editor, body):
    partner.content = ics(
        event("vieux", "Ancien", day="20250101"), event("non", "Annulé", "STATUS:CANCELLED"), CAFE
    )
    feed = added(editor, body)
    assert states(feed) == {"cafe": FeedItemState.NEW}
    assert (feed.report["past"], feed.report["cancelled"]) == (1, 1)


def test_refusals_are_told(partner, editor, body):
    partner.content = ics(CAFE, event("x", "Sans date", "DTSTART:demain"))
    feed = added(editor, body)
    ((_line, field, reason, title),) = feed.report["refused"]
    assert (field, title) == ("DTSTART", "Sans date")
    assert "date" in reason


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"address": "ftp://agenda.example/"}, "address"),
        ({"address": ""}, "address"),
        ({"content": ics(CAFE)}, "address"),
        ({"visibility": Visibility.DRAFT}, "visibility"),
        ({"address": "", "content": b"bonjour"}, "content"),
        ({"address": "", "content": ics()}, "content"),
    ],
)
def test_what_cannot_be_taken_in_is_refused_by_field(partner, editor, body, more, field):
    with pytest.raises(RefusedFeedError) as refused:
        added(editor, body, **more)
    assert refused.value.field == field
    assert Feed.objects.count() == 0


def test_what_the_partner_s_site_refuses_is_said(partner, editor, body):
    partner.refusal = "Ce calendrier n'existe plus."
    with pytest.raises(RefusedFeedError, match="n'existe plus"):
        added(editor, body)


def test_the_same_calendar_is_not_followed_twice(partner, editor, body):
    followed(editor, body)
    with pytest.raises(RefusedFeedError, match="déjà lu"):
        added(editor, body)


def test_only_those_who_publish_for_it_take_a_calendar_in(partner, editor, coordinator, body):
    stranger = factories.account("eve@autre.example", is_staff=False)
    factories.membership(stranger, Role.PARTNER_MEMBER, organisation=body)
    with pytest.raises(NotAllowedError):
        added(stranger, body)
    feed = added(coordinator, body)
    for service in (take_all, choose_items, resume_feed, pause_feed, stop_feed):
        more = (
            {"choices": {}} if service is choose_items else {"remove": True} if service is stop_feed else {}
        )
        clock = {} if service in (pause_feed, stop_feed) else {"now": NOW}
        with pytest.raises(NotAllowedError):
            service(actor=stranger, feed=feed, **clock, **more)
    assert [one.pk for one in feeds_of(rights_of(editor))] == [feed.pk]
    assert feeds_of(rights_of(stranger)) == []


def test_what_a_partner_makes_public_waits_for_reading_over(partner, editor, coordinator, body):
    followed(editor, body, visibility=Visibility.PUBLIC)
    assert set(Event.objects.values_list("moderation", flat=True)) == {Moderation.WAITING}
    followed(coordinator, body, visibility=Visibility.PUBLIC, address="https://autre.example/b.ics")
    assert not Event.objects.public().filter(moderation=Moderation.WAITING).exists()


def test_a_file_is_read_once_then_again_when_it_is_sent(partner, editor, body):
    feed = followed(editor, body, address="", content=ics(FORUM))
    assert (feed.address, feed.next_at, feed.takes_new) == ("", None, False)
    assert partner.asked == []
    renew_feed(actor=editor, now=LATER, feed=feed, content=ics(FORUM.replace("Tours", "Blois"), CAFE))
    assert Event.objects.get().title == "Forum de Blois"
    assert states(feed)["cafe"] == FeedItemState.NEW
    assert read_due_feeds(now=LATER + timedelta(days=9)) == "Aucun calendrier n'était à lire."


def test_stopping_keeps_the_events_or_removes_those_that_nobody_edited(partner, editor, body):
    feed = followed(editor, body)
    assert stop_feed(actor=editor, feed=feed, remove=False) == 0
    assert Event.objects.count() == 2
    Event.objects.all().delete()
    feed = followed(editor, body)
    edited(Event.objects.get(uid="forum"), editor, title="Grand forum de Tours")
    assert stop_feed(actor=editor, feed=feed, remove=True) == 1
    assert list(Event.objects.values_list("title", flat=True)) == ["Grand forum de Tours"]
    assert FeedItem.objects.count() == Feed.objects.count() == 0
    assert "Café des parents" in Entry.objects.get(verb="agenda.event.removed").said


def test_what_was_only_looked_at_is_forgotten_after_two_days(partner, editor, body):
    kept = followed(editor, body)
    added(editor, body, address="https://autre.example/b.ics")
    assert "à oublier" in clean_feeds(now=NOW + timedelta(days=1))
    assert clean_feeds(now=NOW + timedelta(days=3)) == "Calendriers seulement regardés, oubliés : 1."
    assert Feed.objects.get() == kept


def test_many_events_are_compared_in_few_queries(partner, editor, body, django_assert_max_num_queries):
    partner.content = ics(*(event(str(number), f"Atelier numéro {number}") for number in range(300)))
    with django_assert_max_num_queries(30):
        feed = added(editor, body)
    assert feed.items.count() == 300


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ("Mairie\\, 1 rue de Tours\\, 41000 Blois", "41018"),
        ("Salle des fêtes\\, Tours", "37261"),
        ("Gare\\, 75001 Paris", None),
        ("Salle B", None),
    ],
)
def test_where_an_event_takes_place(partner, editor, body, place, code):
    factories.commune("Blois")
    partner.content = ics(event("x", "Atelier", f"LOCATION:{place}"))
    followed(editor, body)
    assert Event.objects.get().commune_id == code


def test_what_was_read_long_ago_is_forgotten_and_its_event_stays(partner, editor, body):
    feed = followed(editor, body)
    clean_feeds(now=NOW + timedelta(days=400))
    assert feed.items.count() == 0
    assert Event.objects.count() == 2


def test_someone_s_draft_is_not_told_to_who_else_keeps_the_calendar(partner, editor, body):
    create_event(
        actor=editor,
        now=NOW,
        slots=[SlotFacts(date(2026, 12, 1), time(14), date(2026, 12, 1), time(17))],
        facts=EventFacts("Forum de Tours", "forum", organisation=body.pk, visibility=Visibility.DRAFT),
    )
    assert added(editor, body).items.get(uid="forum").event is None
