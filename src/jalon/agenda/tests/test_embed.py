"""The calendar on partners' sites: what its pages show, and that any site may frame those two alone."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.utils import timezone
from tests import factories
from tests.readonly import readonly

from jalon.agenda.rules.asked import Asked
from jalon.agenda.rules.embedding import MOST_A_DAY, month_after, month_asked, weeks_of
from jalon.agenda.selectors.calendar import between
from jalon.directory.rules.roles import Rights

pytestmark = pytest.mark.django_db
LIST, MONTH, CODE = "/agenda/integrer/liste/", "/agenda/integrer/mois/", "/agenda/integrer/"
TODAY = timezone.localdate()
SOON = TODAY + timedelta(days=1)


def soon(title="Forum des métiers", **fields):
    return factories.event(title, first_day=fields.pop("first_day", SOON), **fields)


def month_of(day):
    return f"{MONTH}?mois={day:%Y-%m}"


@pytest.mark.parametrize("address", [LIST, MONTH])
def test_any_site_frames_a_light_page_without_cookie_nor_script(client, address):
    soon()
    with readonly():
        response = client.get(address)
    assert response.status_code == 200
    assert "frame-ancestors *" in response.headers["Content-Security-Policy"]
    assert "script-src 'self'" in response.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in response
    assert not response.cookies
    text = response.content.decode()
    assert "<script" not in text
    assert "<form" not in text
    assert len(response.content) < 20_000


@pytest.mark.parametrize("address", [CODE, "/agenda/flux/region.ics", "/", "/equipe/agenda/mon-agenda/"])
def test_no_other_page_may_be_framed(client, address):
    response = client.get(address)
    assert response.headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]


def test_the_list_leads_to_the_site_in_another_page(client):
    made = soon("Forum <b>", place_name="Halle")
    text = client.get(LIST).content.decode()
    link = re.search(r'<a href="([^"]+)" ([^>]+)>Forum &lt;b&gt;</a>', text)
    assert link[1] == f"http://testserver/agenda/e/{made.key}/"
    assert link[2] == 'target="_blank" rel="noopener"'
    assert "14 h – 17 h · Halle" in text


def test_the_list_shows_what_comes_not_what_is_past_nor_hidden(client):
    soon("Passé", first_day=TODAY - timedelta(days=1))
    soon("Secret", visibility="network")
    soon("Cette semaine", first_day=TODAY - timedelta(days=2), last_day=TODAY + timedelta(days=2), start=None)
    soon("Annulée", state="cancelled")
    found = re.findall(r"<li(?: class=\"off\")?><a[^>]*>([^<]+)</a>", client.get(LIST).content.decode())
    assert [unescape(one).replace("\xa0", " ").replace("\u202f", " ") for one in found] == [
        "Cette semaine",
        "Annulé : Annulée",
    ]


def test_an_empty_list_says_so(client):
    assert "Aucune date" in client.get(LIST).content.decode()
    assert "Aucune date ce mois-ci" in client.get(MONTH).content.decode()


def test_the_month_is_a_table_with_each_day_of_an_event(client):
    first = month_after(TODAY.replace(day=1), 1)
    soon("Semaine à thème", first_day=first + timedelta(9), last_day=first + timedelta(11), start=None)
    text = client.get(month_of(first)).content.decode()
    assert text.count(">Semaine à thème</a>") == 3
    assert text.count('scope="col"') == 7
    assert f'href="?mois={month_after(first, 1):%Y-%m}"' in text


def test_filters_stay_from_month_to_month(client):
    soon("Salon", kind="fair")
    soon("Forum")
    text = client.get(f"{month_of(SOON)}&type=fair").content.decode()
    assert (">Salon</a>" in text, ">Forum</a>" in text) == (True, False)
    assert "&amp;type=fair" in text


def test_long_days_say_how_many_are_left():
    for number in range(MOST_A_DAY + 3):
        soon(f"Forum {number}")
    weeks = weeks_of(SOON.replace(day=1), between(Rights(), Asked(), SOON, SOON))
    (day,) = [day for week in weeks for day in week if day.day == SOON]
    assert (len(day.lines), day.more) == (MOST_A_DAY, 3)


@pytest.mark.parametrize("text", ["", "2026-00", "2026-13", "26-01", "9999-12", "2020-01", "zzz"])
def test_another_month_is_this_one(text):
    assert month_asked(text, today=date(2026, 11, 23)) == date(2026, 11, 1)


@pytest.mark.parametrize("address", [LIST, MONTH])
def test_pages_ask_little_however_many_dates(client, address, django_assert_max_num_queries):
    factories.region()
    client.get(address)
    for number in range(30):
        soon(f"Forum {number}")
    with django_assert_max_num_queries(3):
        client.get(address)


def test_the_code_holds_what_was_chosen(client):
    tours = factories.territory("Tours & environs", slug="tours")
    soon("Salon", kind="fair", territories=(tours,))
    with readonly():
        text = client.get(f"{CODE}?vue=mois&territoire=tours&type=fair").content.decode()
    code = unescape(re.search(r"<textarea[^>]*>(.*?)</textarea>", text, re.DOTALL)[1])
    address = unescape(re.search(r'<iframe src="([^"]+)"', code)[1])
    assert address == "http://testserver/agenda/integrer/mois/?type=fair&territoire=tours"
    assert 'title="Agenda Jalon · Salon · Tours &amp; environs"' in code
    assert "Salon</a>" in client.get(address.removeprefix("http://testserver")).content.decode()
    assert 'value="http://testserver/agenda/flux.ics?type=fair&amp;territoire=tours"' in text
    assert 'href="webcal://testserver/agenda/flux.ics?type=fair&amp;territoire=tours"' in text
    assert "frame-src 'self'" in client.get(CODE).headers["Content-Security-Policy"]
