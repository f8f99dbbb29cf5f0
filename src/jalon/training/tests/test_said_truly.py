"""What pages say of starts, of places and of where programmes come from is true, and said once."""

import re
from collections import Counter
from datetime import date, timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone
from tests import factories

from jalon.sources.models import Source
from jalon.territory.services import communes_written
from jalon.training.models import Programme, Session
from jalon.training.rules import records
from jalon.training.rules.asking import Asked, When
from jalon.training.rules.wording import said_day
from jalon.training.selectors.calendars import session_calendar
from jalon.training.selectors.departures import keyed_sessions
from jalon.training.selectors.origins import feeds_shown
from jalon.training.selectors.programmes import last_version
from jalon.training.selectors.screens import cards_of
from jalon.training.selectors.searching import find
from jalon.training.tests.offered import TODAY, action, ground, key_of, offer, programme, session
from jalon.ui.templatetags.ui import typo

pytestmark = pytest.mark.django_db
ID = re.compile(r'\sid="([^"]+)"')


@pytest.fixture(autouse=True)
def _ground():
    ground()


def page_of(client, number: str) -> str:
    return client.get(reverse("training:programme", args=[key_of(number)])).content.decode()


def offered_today(*actions, **fields) -> None:
    today = timezone.localdate()
    offer(programme("1", *actions, **fields), today=today)


def test_a_way_open_all_year_whose_every_session_is_suspended_does_not_lead():
    gone = session("S1", recruitment="suspended")
    offer(
        programme("1", action(session(days=-20, recruitment="suspended"), permanent=True)),
        programme("2", action(permanent=True)),
        programme("3", action(gone, session("S2", days=-9), permanent=True)),
    )
    shown = dict(Programme.objects.values_list("actions__pk", "number"))
    assert {shown[ref] for ref in find(Asked(), today=TODAY).refs} == {"2", "3"}
    assert [shown[ref] for ref in find(Asked(when=When.UNDATED), today=TODAY).refs] == ["1"]


def test_a_programme_has_no_identifier_twice_and_its_links_lead_somewhere(client):
    offered_today(action(session(days=30, today=timezone.localdate())), content="Le pain.")
    body = page_of(client, "1")
    found = Counter(ID.findall(body))
    assert [name for name, times in found.items() if times > 1] == []
    assert "Au programme" in body
    assert set(re.findall(r'href="#([^"]+)"', body)) <= set(found)


def test_a_start_whose_registration_is_over_is_not_said_to_be_full(client):
    today = timezone.localdate()
    over = session(days=30, today=today, registration_until=today - timedelta(days=3))
    offered_today(action(over))
    body = page_of(client, "1")
    assert "Prochain départ, inscriptions closes" in body
    assert "sans place" not in body
    assert "M'inscrire" not in body


def test_one_is_not_told_to_sign_up_for_a_start_that_is_full(client):
    today = timezone.localdate()
    offered_today(action(session(days=30, today=today, recruitment="full", website="https://essai.example/")))
    body = page_of(client, "1")
    assert "Prochain départ, sans place" in body
    assert "M'inscrire" not in body


def test_a_start_of_the_demonstration_says_so_in_a_calendar():
    offer(programme("1", action(session(days=60)), title="CAP Boulanger"))

    def told() -> str:
        key = keyed_sessions(last_version(key_of("1")))[0][0]
        _name, content = session_calendar(key_of("1"), key, url="https://exemple.fr/", today=TODAY)
        return content.decode()

    assert "exemple]" not in told()
    Source.objects.filter(slug="flux").update(demonstration=True)
    assert "SUMMARY:Début : [exemple] CAP Boulanger" in told()
    assert "Formation d'exemple : elle n'existe pas." in told()


@pytest.mark.parametrize("name", ["training:search", "training:intakes"])
def test_a_list_says_where_its_programmes_come_from_and_when_they_were_received(client, name):
    offered_today(action(session(days=30, today=timezone.localdate())))
    source = Source.objects.get(slug="flux")
    body = unescape(client.get(reverse(name)).content.decode())
    said = body[body.index("D'où viennent ces formations") :]
    assert source.title in said
    assert f"reçu le {'1er' if timezone.localdate().day == 1 else timezone.localdate().day} " in said


def test_a_sender_of_whom_nothing_is_shown_is_not_named():
    offer()
    assert feeds_shown() == []


def test_the_search_page_leads_to_the_intakes(client):
    body = client.get(reverse("training:search")).content.decode()
    assert (
        f'<a class="arrow" href="{reverse("training:intakes")}">Voir tout ce qui ouvre à une rentrée' in body
    )


def test_a_place_that_came_before_its_commune_is_found_near_it_once_communes_are_loaded(
    django_capture_on_commit_callbacks,
):
    amboise = records.Place("Lycée", ("1 rue",), "37400", "AMBOISE", "37003")
    offer(programme("1", action(session(), place=amboise)), programme("2", action(session())))
    commune = factories.commune(
        "Amboise", insee_code="37003", postal_codes=("37400",), latitude=47.41, longitude=0.98
    )
    near = Asked(commune=commune.insee_code, radius=5)
    assert find(near, today=TODAY).total == 0
    with django_capture_on_commit_callbacks(execute=True):
        communes_written.send(sender=type(commune))
    assert find(near, today=TODAY).total == 1
    with django_capture_on_commit_callbacks() as later:
        communes_written.send(sender=type(commune))
    assert later == [], "nothing to settle, nothing to index"


@pytest.mark.parametrize("chosen", list(When))
def test_each_choice_of_a_start_says_how_many_it_would_give(chosen):
    offer(
        programme("1", action(permanent=True)),
        programme("2", action(session(days=60), permanent=True)),
        programme("3", action(session(days=-30, end=TODAY - timedelta(days=5)), permanent=True)),
        programme("4", action(session(days=20))),
        programme("5", action(session(days=80))),
        programme("6", action(session(days=None))),
    )
    groups = find(Asked(when=chosen), today=TODAY).groups
    said = {
        choice.value: choice.count for group in groups if group.name == "quand" for choice in group.choices
    }
    assert len(said) >= 5
    assert said == {when: find(Asked(when=When(when)), today=TODAY).total for when in said}


def test_what_a_mark_of_the_map_names_says_when_it_is_an_example(client):
    offered_today(action(session(days=30, today=timezone.localdate())))

    def named() -> list[bool]:
        found = client.get(reverse("training:map_points"), {"ville": "41018"}).json()
        return [one["example"] for one in found["offers"]]

    assert named() == [False]
    Source.objects.filter(slug="flux").update(demonstration=True)
    assert named() == [True]


def cards(today: date = TODAY, **asked) -> list:
    return cards_of(find(Asked(**asked), today=today), today=today)


def plainly(words: str) -> str:
    return words.replace("\xa0", " ")


def test_a_way_whose_next_start_is_full_is_listed_by_it_and_says_what_comes_after():
    full = session("S1", days=10, recruitment="full")
    over = session("S2", days=50, registration_until=TODAY - timedelta(days=1))
    offer(
        programme("1", action(session("S3", days=90), full, over, session("S4", days=200))),
        programme("2", action(session(days=30))),
    )
    first, second = cards()
    assert (first.title, first.next.start) == ("Formation 1", TODAY + timedelta(days=10))
    assert plainly(first.next.text) == "Départ le 12 mars 2026 : complet"
    assert plainly(first.next.then) == "Ensuite : départ le 31 mai 2026"
    assert first.next.others == 2
    assert (second.next.then, second.next.others) == ("", 0)
    (within,) = [card for card in cards(when=When.MONTH) if card.title == "Formation 1"]
    assert within.next == first.next


def test_what_is_asked_from_a_day_on_shows_the_first_start_from_that_day():
    since = TODAY + timedelta(days=40)
    offer(
        programme("1", action(session("S1", days=10), session("S2", days=100), session("S3", days=60))),
        programme("2", action(session(days=70))),
        programme("3", action(session(days=20))),
    )
    shown = cards(since=since)
    assert [(card.title, (card.next.start - TODAY).days) for card in shown] == [
        ("Formation 1", 60),
        ("Formation 2", 70),
    ]
    (asleep,) = cards(since=since, when=When.UNDATED)
    assert asleep.title == "Formation 3"
    assert plainly(asleep.next.text) == "Aucune date annoncée à partir du 11 avril 2026"
    assert asleep.next.others == 1


def test_the_list_and_the_map_say_what_comes_after_a_full_start(client):
    today = timezone.localdate()
    later = session("S2", days=300, today=today)
    offered_today(action(session("S1", days=5, today=today, recruitment="full"), later))
    said = f"Ensuite : départ le {said_day(later.start)}"
    listed = unescape(client.get(reverse("training:search")).content.decode())
    assert f'<span class="then">{typo(said)}</span>' in listed
    (mark,) = client.get(reverse("training:map_points"), {"ville": "41018"}).json()["offers"]
    assert mark["when"].endswith(f" : complet. {said}")
    of_occupation = client.get(reverse("training:occupation_programmes", args=["D1102"])).content.decode()
    assert typo(said) in unescape(of_occupation)


def test_an_end_before_the_start_is_never_shown(client):
    today = timezone.localdate()
    wrong = session(days=30, today=today, end=today + timedelta(days=20))
    offered_today(action(wrong))
    assert Session.objects.get().end == wrong.end, "kept as the sender wrote it"
    body = page_of(client, "1")
    said = f"Départ le {said_day(wrong.start)} (fin à confirmer)"
    assert plainly(said) in plainly(body)
    assert said_day(wrong.end) not in body
    assert "Fin le" not in body
    assert '"startDate"' in body
    assert '"endDate"' not in body
    (card,) = cards(today=today)
    assert card.next.text == said
    key = keyed_sessions(last_version(key_of("1")))[0][0]
    _name, content = session_calendar(key_of("1"), key, url="https://exemple.fr/", today=today)
    told = content.decode().replace("\r\n ", "")
    assert f"DTSTART;VALUE=DATE:{wrong.start:%Y%m%d}" in told
    assert f"Début le {wrong.start:%d/%m/%Y}\\, fin à confirmer" in told
    assert f"{wrong.end:%d/%m/%Y}" not in told
    assert f"{wrong.end:%Y%m%d}" not in told


def test_a_past_start_with_an_end_before_it_says_its_start_alone(client):
    today = timezone.localdate()
    wrong = session("S1", days=-30, today=today, end=today - timedelta(days=60))
    offered_today(action(wrong, session("S2", days=30, today=today)))
    body = page_of(client, "1")
    assert f"A commencé le {said_day(wrong.start)}" in body
    assert "(fin le" not in body


@pytest.mark.parametrize("days", [30, -3])
def test_a_closed_programme_says_what_it_had_announced_even_when_it_was_all_to_come(client, days):
    today = timezone.localdate()
    gone = session("S1", days=days, today=today)
    stays = programme("2", action(session(days=40, today=today)))
    offer(programme("1", action(gone)), stays, today=today - timedelta(days=9))
    offer(stays, today=today - timedelta(days=5))
    body = unescape(page_of(client, "1"))
    assert f"Départ annoncé pour le {said_day(gone.start)}, puis retiré" in body
    assert "Prochain départ</p>" not in body
    assert "A commencé" not in body


def test_what_is_near_is_not_said_to_be_sorted_by_start(client):
    offered_today(
        *(action(session(days=at, today=timezone.localdate()), number=f"A{at}") for at in range(1, 9))
    )
    address = reverse("training:occupation_programmes", args=["D1102"])
    assert "les prochains départs d'abord" in client.get(address).content.decode()
    assert "les plus proches d'abord" in client.get(address, {"commune": "41018"}).content.decode()
