"""The workshop: what is kept, when it closes, what is left of it; two people at the same moment."""

import datetime
import threading
import time
from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection, connections, transaction
from tests import factories

from jalon.guidance.models import Workshop, WorkshopAnswer
from jalon.guidance.rules.dossier import digest_of
from jalon.guidance.rules.workshop import CODE, FEWEST, MOST_ANSWERS, RESULTS_DAYS, Sent, Ticket
from jalon.guidance.selectors import workshop as selectors
from jalon.guidance.services import workshop as services

TODAY = datetime.date(2026, 3, 2)
TOMORROW = TODAY + datetime.timedelta(days=1)
NOW = datetime.datetime(2026, 3, 2, 12, 0, tzinfo=datetime.UTC)
SENT = Sent({"R": 80, "S": 20}, ["D1102"])


def begun(title: str = "", days: int = 1) -> str:
    return services.begin_workshop(title=title, days=days, today=TODAY)


def found(secret: str) -> Workshop:
    return Workshop.objects.get(digest=digest_of(secret))


def ticket(secret: str, number: int = 0) -> Ticket:
    return Ticket(found(secret).code, f"{number:022d}")


def send(secret: str, people: int, sent: Sent = SENT) -> None:
    for number in range(people):
        services.send_answer(ticket=ticket(secret, number), sent=sent, today=TODAY)


def close(secret: str, *, sure: bool = False, today: datetime.date = TODAY) -> Workshop:
    services.close_workshop(secret=secret, sure=sure, today=today)
    return found(secret)


def unlocked(act: Callable[[], object]) -> object:
    """Do it as soon as it can: SQLite waits by itself for a file, but not for a database in memory."""
    while True:
        try:
            return act()
        except OperationalError as busy:
            if "locked" not in str(busy):
                raise
            time.sleep(0.01)


@pytest.mark.django_db
class TestOpening:
    def test_the_secret_is_kept_nowhere(self):
        secret = begun(" Découverte \n des\x07 métiers " + "a" * 80, days=7)
        workshop = found(secret)
        assert workshop.title.startswith("Découverte des métiers aaa")
        assert len(workshop.title) == 60
        assert CODE.fullmatch(workshop.code)
        assert workshop.last_on == TODAY + datetime.timedelta(days=6)
        kept = [str(getattr(workshop, field.attname)) for field in Workshop._meta.fields]
        assert not any(secret in value for value in kept)

    def test_a_code_already_taken_is_not_given_again(self, monkeypatch):
        signs = iter("BBBBBB" + "BBBBBB" + "CCCCCC")
        monkeypatch.setattr(services.secrets, "choice", lambda _signs: next(signs))
        assert [found(begun()).code, found(begun()).code] == ["BBBBBB", "CCCCCC"]


@pytest.mark.django_db
class TestSending:
    def test_only_scores_and_occupations_are_kept(self):
        send(begun(), 1)
        answer = WorkshopAnswer.objects.get()
        assert answer.scores == SENT.scores
        assert answer.occupations == SENT.occupations
        names = {field.name for field in WorkshopAnswer._meta.fields}
        assert names == {"id", "workshop", "digest", "scores", "occupations"}

    def test_what_is_sent_is_rounded_and_comes_from_the_ranking(self):
        factories.occupation("D1102", "Boulanger", interest_major="R")
        factories.occupation("J1501", "Aide-soignant", interest_major="S")
        sent = services.what_is_sent({"R": 2 / 3, "S": 0.0})
        assert sent.scores == {"R": 65, "S": 0}
        assert sent.occupations == ["D1102", "J1501"]
        with pytest.raises(services.NothingToSendError):
            services.what_is_sent({})

    def test_sending_again_with_the_same_ticket_replaces(self):
        secret = begun()
        send(secret, 2)
        services.send_answer(ticket=ticket(secret), sent=Sent({"A": 100}, []), today=TODAY)
        assert WorkshopAnswer.objects.count() == 2
        assert WorkshopAnswer.objects.get(digest=digest_of(ticket(secret).token)).scores == {"A": 100}

    def test_what_was_sent_is_taken_back_by_its_ticket_alone(self):
        secret = begun()
        send(secret, 2)
        services.take_back(ticket=ticket(secret, 1), today=TODAY)
        services.take_back(ticket=ticket(secret, 7), today=TODAY)
        assert selectors.place_of(ticket(secret, 0), today=TODAY).sent
        assert not selectors.place_of(ticket(secret, 1), today=TODAY).sent

    def test_a_workshop_that_is_full_says_so_but_still_replaces(self, monkeypatch):
        monkeypatch.setattr(services, "MOST_ANSWERS", 2)
        assert MOST_ANSWERS > 2
        secret = begun()
        send(secret, 2)
        with pytest.raises(services.FullWorkshopError):
            services.send_answer(ticket=ticket(secret, 2), sent=SENT, today=TODAY)
        services.send_answer(ticket=ticket(secret, 1), sent=SENT, today=TODAY)

    def test_nothing_is_sent_nor_taken_back_once_it_is_over(self):
        secret = begun()
        send(secret, FEWEST)
        late = ticket(secret, 99)
        for act in (
            lambda: services.send_answer(ticket=late, sent=SENT, today=TOMORROW),
            lambda: services.take_back(ticket=ticket(secret), today=TOMORROW),
        ):
            with pytest.raises(services.NoWorkshopError):
                act()
        first = ticket(secret)
        close(secret)
        with pytest.raises(services.NoWorkshopError):
            services.send_answer(ticket=late, sent=SENT, today=TODAY)
        with pytest.raises(services.NoWorkshopError):
            services.take_back(ticket=first, today=TODAY)
        assert selectors.place_of(first, today=TODAY).workshop is None
        assert WorkshopAnswer.objects.count() == 0


@pytest.mark.django_db
class TestClosing:
    def test_results_are_published_once_and_answers_deleted(self):
        factories.occupation("D1102", "Boulanger")
        secret = begun()
        send(secret, FEWEST)
        workshop = close(secret)
        assert WorkshopAnswer.objects.count() == 0
        assert workshop.code == ""
        assert workshop.closed_on == TODAY
        assert workshop.last_on == TODAY + datetime.timedelta(days=RESULTS_DAYS)
        results = selectors.leader_page(secret, today=TODAY).results
        assert results.count == FEWEST
        assert [one.percent for one in results.means] == [80, None, None, 20, None, None]
        assert [card.code for card in results.cards] == ["D1102"]
        assert not results.counts_shown
        before = workshop.results
        assert close(secret, sure=True, today=TOMORROW).results == before
        assert found(secret).closed_on == TODAY

    def test_fewer_than_five_are_asked_about_then_all_is_deleted(self):
        secret = begun()
        send(secret, FEWEST - 1)
        with pytest.raises(services.TooFewError):
            close(secret)
        assert WorkshopAnswer.objects.count() == FEWEST - 1
        workshop = close(secret, sure=True)
        assert workshop.results is None
        assert WorkshopAnswer.objects.count() == 0
        assert selectors.leader_page(secret, today=TODAY).results is None

    def test_a_failure_while_publishing_loses_nothing(self, monkeypatch):
        secret = begun()
        send(secret, FEWEST)
        monkeypatch.setattr(Workshop, "save", lambda *_args, **_kwargs: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            close(secret)
        assert WorkshopAnswer.objects.count() == FEWEST
        assert found(secret).closed_on is None

    def test_a_leader_deletes_all_at_once(self):
        secret, other = begun(), begun()
        send(secret, FEWEST)
        send(other, 1)
        services.delete_workshop(secret=secret)
        assert Workshop.objects.get() == found(other)
        assert WorkshopAnswer.objects.count() == 1
        with pytest.raises(services.NoWorkshopError):
            services.delete_workshop(secret=secret)


@pytest.mark.django_db
class TestCleaning:
    def test_an_open_workshop_past_its_day_is_closed_or_deleted(self, capsys):
        enough, few, still = begun(), begun(), begun(days=7)
        send(enough, FEWEST)
        send(few, FEWEST - 1)
        send(still, 1)
        assert services.clean_workshops(today=TODAY) == services.Cleaned(0, 0)
        assert services.clean_workshops(today=TOMORROW) == services.Cleaned(1, 1)
        assert found(enough).results["count"] == FEWEST
        assert not Workshop.objects.filter(digest=digest_of(few)).exists()
        assert WorkshopAnswer.objects.count() == 1
        call_command("clean_workshops")  # today is long after: what was open for a week has one answer
        assert Workshop.objects.count() == 0
        assert "supprimés : 2" in capsys.readouterr().out

    def test_results_are_kept_thirty_days(self):
        secret = begun()
        send(secret, FEWEST)
        last = close(secret).last_on
        assert selectors.leader_page(secret, today=last) is not None
        assert selectors.leader_page(secret, today=last + datetime.timedelta(days=1)) is None
        assert services.clean_workshops(today=last) == services.Cleaned(0, 0)
        assert services.clean_workshops(today=last + datetime.timedelta(days=1)) == services.Cleaned(0, 1)

    def test_one_forgotten_for_a_month_shows_nothing_before_it_is_cleaned(self):
        secret = begun()
        send(secret, FEWEST)
        later = TODAY + datetime.timedelta(days=RESULTS_DAYS + 1)
        assert selectors.leader_page(secret, today=later) is None
        assert services.clean_workshops(today=later) == services.Cleaned(0, 1)
        assert WorkshopAnswer.objects.count() == 0

    def test_a_leader_may_still_close_after_the_last_day(self):
        secret = begun()
        send(secret, FEWEST)
        page = selectors.leader_page(secret, today=TOMORROW)
        assert not page.taking
        assert page.count == FEWEST
        assert close(secret, today=TOMORROW).results["count"] == FEWEST


@pytest.mark.django_db(transaction=True)
class TestAtTheSameMoment:
    def together(self, *acts) -> list[object]:
        """Run the acts in as many threads, each with its own connection; return what each gave or raised."""
        said: list[object] = [None] * len(acts)
        start = threading.Barrier(len(acts))

        def run(rank: int) -> None:
            start.wait(timeout=30)
            try:
                said[rank] = unlocked(acts[rank])
            except services.NoWorkshopError as refusal:
                said[rank] = refusal
            finally:
                connections.close_all()

        threads = [threading.Thread(target=run, args=(rank,)) for rank in range(len(acts))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)
        return said

    def sending(self, one: Ticket):
        return lambda: services.send_answer(ticket=one, sent=SENT, today=TODAY)

    def test_two_phones_and_one_that_sends_twice(self):
        secret = begun()
        tickets = [ticket(secret, number) for number in (1, 2, 3, 3)]
        assert self.together(*map(self.sending, tickets)) == [None] * 4
        assert WorkshopAnswer.objects.count() == 3

    def test_whoever_sends_while_it_closes_is_counted_or_told(self):
        secret = begun()
        send(secret, FEWEST)
        tickets = [ticket(secret, 50 + number) for number in range(3)]
        said = self.together(*map(self.sending, tickets), lambda: close(secret))
        refused = sum(isinstance(one, services.NoWorkshopError) for one in said[:3])
        assert found(secret).results["count"] == FEWEST + 3 - refused
        assert WorkshopAnswer.objects.count() == 0

    def test_without_the_lock_a_late_answer_would_be_lost_or_left_behind(self):
        """The same race written without a lock: what was read as open is closed before the writing."""
        secret = begun()
        send(secret, FEWEST)
        seen = Workshop.objects.get()
        close(secret)
        with transaction.atomic():
            WorkshopAnswer.objects.create(workshop=seen, digest="late")
        assert found(secret).results["count"] == FEWEST
        assert WorkshopAnswer.objects.count() == 1

    def test_every_change_locks_the_workshop(self, django_assert_num_queries):
        secret = begun()
        with transaction.atomic(), django_assert_num_queries(1) as queries:
            services._locked(digest=digest_of(secret))
        assert ("FOR UPDATE" in queries[0]["sql"]) == connection.features.has_select_for_update
