"""« Mon agenda »: addresses made, named, taken back; what each opens, for whom, at the moment of asking."""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from icalendar import Calendar
from tests import factories
from tests.readonly import WroteError, readonly

from jalon.agenda.models import CalendarKey, Event
from jalon.agenda.rules.asked import Asked
from jalon.agenda.rules.calendar_keys import MOST_KEYS, hidden
from jalon.agenda.services.calendar_keys import make_key
from jalon.directory.enums import Role
from jalon.directory.models import Membership

pytestmark = pytest.mark.django_db
PAGE = "/equipe/agenda/mon-agenda/"
TODAY = timezone.localdate()
SOON = TODAY + timedelta(days=20)


@pytest.fixture
def own():
    return factories.organisation("La mienne")


@pytest.fixture
def adviser(own):
    account = factories.account("conseil@exemple.fr", is_staff=False)
    factories.membership(account, Role.ADVISER, organisation=own)
    return account


def made(account, asked=Asked(), **fields):  # noqa: B008 - frozen
    key, token = make_key(account=account, name="Téléphone", asked=asked, now=timezone.now())
    CalendarKey.objects.filter(pk=key.pk).update(**fields)
    return key, f"/agenda/moi/{token}.ics"


def titles(response):
    assert response.status_code == 200
    return sorted(str(one["SUMMARY"]) for one in Calendar.from_ical(response.content).walk("VEVENT"))


def test_an_address_is_made_shown_once_and_kept_as_a_digest(client, adviser, own):
    factories.event("La mienne", first_day=SOON, organisation=own, visibility="organisation")
    factories.event("Du réseau", first_day=SOON, visibility="network")
    client.force_login(adviser)
    page = client.post(PAGE, {"contenu": "moi", "nom": "  Mon   téléphone "})
    assert "no-store" in page.headers["Cache-Control"]
    assert page.headers["Referrer-Policy"] == "same-origin"  # without it browsers send forms from « null »
    address = re.search(r'value="(http://testserver/agenda/moi/([\w-]{43})\.ics)"', page.content.decode())
    assert address, page.content.decode()
    assert f'href="webcal{address[1][4:]}"' in page.content.decode()
    key = CalendarKey.objects.get()
    assert (key.name, key.query, key.account) == ("Mon téléphone", "moi=1", adviser)
    assert address[2] not in str(vars(key))
    assert address[2] not in client.get(PAGE).content.decode()
    client.logout()
    response = client.get(address[1])
    assert titles(response) == ["La mienne"]
    assert Calendar.from_ical(response.content)["X-WR-CALNAME"] == "Mon téléphone"
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in response.headers["X-Robots-Tag"]
    assert not response.cookies


def test_an_address_keeps_the_filters_of_the_page_it_was_made_from(client, adviser):
    factories.event("Salon", first_day=SOON, kind="fair", visibility="network")
    factories.event("Forum", first_day=SOON, visibility="network")
    client.force_login(adviser)
    assert "Ce que je viens de filtrer" in client.get(f"{PAGE}?type=fair").content.decode()
    page = client.post(f"{PAGE}?type=fair", {"contenu": "vue"})
    token = re.search(r"/agenda/moi/([\w-]{43})\.ics", page.content.decode())[1]
    assert titles(client.get(f"/agenda/moi/{token}.ics")) == ["Salon"]


def test_what_it_opens_follows_what_she_may_see_now(client, adviser, own):
    factories.event("La mienne", first_day=SOON, organisation=own, visibility="organisation")
    factories.event("Du réseau", first_day=SOON, visibility="network")
    factories.event("Public", first_day=SOON)
    _key, address = made(adviser)
    first = client.get(address)
    assert titles(first) == ["Du réseau", "La mienne", "Public"]
    assert client.get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    Membership.objects.filter(account=adviser).delete()
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert titles(again) == ["Public"]
    adviser.is_active = False
    adviser.save()
    assert client.get(address).status_code == 404


def test_a_role_that_asks_for_a_second_factor_opens_nothing_without_one(client):
    factories.event("Du réseau", first_day=SOON, visibility="network")
    _key, with_one = made(factories.account())
    _key, without = made(factories.account(second_factor=False))
    assert (titles(client.get(with_one)), titles(client.get(without))) == (["Du réseau"], [])


def test_an_address_that_is_taken_back_opens_nothing(client, adviser):
    key, address = made(adviser)
    assert client.get(address).status_code == 200
    client.force_login(adviser)
    assert client.post(f"{PAGE}{key.pk}/retirer/").status_code == 302
    assert client.get(address).status_code == 404
    assert "Retirée le" in client.get(PAGE).content.decode()
    assert client.post(f"{PAGE}{key.pk}/nom/", {"nom": "Encore"}).status_code == 404


@pytest.mark.parametrize("token", ["x", "a" * 43, "a" * 44, "é" * 43, "a" * 42 + "%00"])
def test_what_is_no_address_opens_nothing(client, token):
    assert client.get(f"/agenda/moi/{token}.ics").status_code == 404


def test_nobody_touches_the_addresses_of_others(client, adviser):
    key, _address = made(adviser)
    client.force_login(factories.account())
    for act in ("nom", "retirer"):
        assert client.post(f"{PAGE}{key.pk}/{act}/", {"nom": "À moi"}).status_code == 404
    assert f"/mon-agenda/{key.pk}/" not in client.get(PAGE).content.decode()
    key.refresh_from_db()
    assert (key.name, key.revoked_at) == ("Téléphone", None)


def test_a_name_may_change_and_an_empty_one_does_not(client, adviser):
    key, _address = made(adviser)
    client.force_login(adviser)
    client.post(f"{PAGE}{key.pk}/nom/", {"nom": "<b>Bureau</b>"})
    client.post(f"{PAGE}{key.pk}/nom/", {"nom": "  "})
    assert "&lt;b&gt;Bureau&lt;/b&gt;" in client.get(PAGE).content.decode()


def test_there_are_only_so_many(client, adviser):
    for _number in range(MOST_KEYS):
        made(adviser)
    client.force_login(adviser)
    page = client.post(PAGE, {"contenu": "moi", "nom": "Encore une"}).content.decode()
    assert f"Vous avez déjà {MOST_KEYS} adresses" in page
    assert 'value="Encore une"' in page
    assert CalendarKey.objects.count() == MOST_KEYS


def test_the_day_it_is_read_is_written_once_a_day(client, adviser):
    key, address = made(adviser)
    with pytest.raises(WroteError), transaction.atomic(), readonly():
        client.get(address)
    client.get(address)
    key.refresh_from_db()
    assert key.used_on == TODAY
    with readonly():
        assert client.get(address).status_code == 200


def test_addresses_that_serve_no_more_are_deleted(adviser, capsys):
    long_ago = timezone.now() - timedelta(days=500)
    made(adviser, created_at=long_ago)
    made(adviser, revoked_at=timezone.now() - timedelta(days=40))
    kept = [
        made(adviser)[0].pk,
        made(adviser, created_at=long_ago, used_on=TODAY - timedelta(days=300))[0].pk,
        made(adviser, revoked_at=timezone.now() - timedelta(days=3))[0].pk,
    ]
    call_command("clean_calendars")
    assert sorted(CalendarKey.objects.values_list("pk", flat=True)) == sorted(kept)
    assert "supprimées : 2." in capsys.readouterr().out


def test_journals_do_not_hold_the_secret(client, adviser):
    _key, address = made(adviser)
    assert hidden(f'"GET {address} HTTP/1.1" 200') == '"GET /agenda/moi/….ics HTTP/1.1" 200'


def test_the_page_asks_little(client, adviser, django_assert_max_num_queries):
    for _number in range(5):
        made(adviser)
    client.force_login(adviser)
    client.get(PAGE)
    with django_assert_max_num_queries(8):
        client.get(PAGE)


def test_one_s_own_says_how_far_members_events_are_hers(client, adviser, own):
    made_one = factories.event("La mienne", first_day=SOON, organisation=own, visibility="network")
    _key, address = made(adviser, asked=Asked(mine=True))
    (one,) = Calendar.from_ical(client.get(address).content).walk("VEVENT")
    assert one["URL"] == f"http://testserver/equipe/agenda/e/{made_one.key}/"
    assert Event.objects.get().uid == one["UID"]
