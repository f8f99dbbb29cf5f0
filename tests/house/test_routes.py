"""Every route is in the authorisation matrix, answers as listed, and a GET of it only reads."""

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from jalon.sources.enums import LoadState
from jalon.sources.models import Reject
from tests import factories
from tests.house.authorisation import (
    ASKED,
    EVERY_ROUTE,
    PUBLIC,
    REFUSED,
    REPORT,
    STAFF,
    STAFF_FORMS,
    TRIED,
    Call,
    answers,
)
from tests.readonly import readonly


def every_route(resolver: URLResolver | None = None, prefix: str = "") -> set[str]:
    """Return the names of all routes, with their namespace; an unnamed one as its pattern."""
    names: set[str] = set()
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            names.add(f"{prefix}{entry.name or entry.pattern}")
        else:
            names |= every_route(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix)
    return names


def test_every_route_is_listed():
    assert every_route() == set(EVERY_ROUTE)
    assert len(EVERY_ROUTE) == len(set(EVERY_ROUTE)), "a route is in one table only"


@pytest.mark.parametrize(
    ("route", "call"),
    [
        pytest.param(route, call, id=f"{route}-{i}")
        for route, calls in PUBLIC.items()
        for i, call in enumerate(calls)
    ],
)
def test_anyone_gets_what_the_matrix_says_and_nothing_is_written(live_region, route: str, call: Call, client):
    address = reverse(route, kwargs=call.values)
    with readonly():
        response = client.get(address, call.query)
    assert response.status_code == call.status, response.content[:300]
    if call.page:
        assert response.headers["Content-Type"].startswith("text/html")
        assert b"<html" in response.content
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert not response.cookies, "no cookie on the public face"
    assert "Cookie" not in response.headers.get("Vary", ""), "a public page is the same for all"


@pytest.mark.parametrize("route", sorted(PUBLIC))
def test_other_methods_never_write(live_region, route: str, client):
    """Nothing public takes a form that writes: POST, PUT and DELETE are refused or answered like a GET."""
    address = reverse(route, kwargs=PUBLIC[route][0].values)
    for method in (client.post, client.put, client.delete):
        with readonly():
            response = method(address)
        assert response.status_code < 500, f"{method.__name__} {address}"


@pytest.fixture
def report() -> None:
    """The load that the matrix calls, with something refused, and the test by a group."""
    made = factories.load(pk=int(REPORT["pk"]), source=None, state=LoadState.REFUSED, rejected=1)
    Reject.objects.create(load=made, file="a.csv", line=2, field="nom", reason="ligne vide")
    factories.witness_group(pk=int(TRIED["pk"]))


def signed_in(who: str) -> Client:
    """Return a client of one of the persons of the matrix."""
    client = Client()
    if who != "anonymous":
        client.force_login(factories.account(is_staff=who == "staff"))
    return client


@pytest.mark.parametrize(
    ("route", "call", "who", "status"),
    [pytest.param(*one, id=f"{one[0]}-{one[2]}-{i}") for i, one in enumerate(answers())],
)
def test_each_person_gets_what_the_matrix_says(live_region, report, route: str, call: Call, who: str, status):
    client = signed_in(who)
    address = reverse(route, kwargs=call.values)
    with readonly():
        response = client.get(address, call.query)
    assert response.status_code == status, response.content[:300]
    if status == ASKED and who == "anonymous":
        assert response.headers["Location"].startswith(f"{reverse('directory:sign_in')}?next={address}")
    if status < 400:
        assert "no-store" in response.headers["Cache-Control"], "nobody else may be shown this page again"
    elif status != 405:
        assert "Cookie" in response.headers["Vary"], "a refusal is said to this person only"
    assert "sessionid" not in response.cookies, "a session begins only when someone signs in"


@pytest.mark.parametrize("route", sorted(STAFF))
@pytest.mark.parametrize("who", ["anonymous", "account", "staff"])
def test_no_other_method_writes_through_the_team_pages(live_region, report, route: str, who: str):
    client = signed_in(who)
    address = reverse(route, kwargs=STAFF[route][0].values)
    for method in (client.post, client.put, client.delete):
        with readonly():
            response = method(address)
        assert response.status_code in {302, 403, 405}


@pytest.mark.parametrize("route", sorted(STAFF_FORMS))
@pytest.mark.parametrize("who", ["anonymous", "account", "staff"])
def test_the_team_forms_write_only_for_the_team_with_their_token(live_region, report, route: str, who: str):
    address = reverse(route, kwargs=STAFF_FORMS[route][0].values)
    client = Client(enforce_csrf_checks=True)
    if who != "anonymous":
        client.force_login(factories.account(is_staff=who == "staff"))
    with readonly():
        assert client.post(address, {"faire": "effacer"}).status_code == 403
    if who != "staff":
        client = signed_in(who)
        with readonly():
            response = client.post(address, {"faire": "effacer"})
        assert response.status_code == (ASKED if who == "anonymous" else REFUSED)


@pytest.mark.parametrize("route", sorted(PUBLIC))
def test_a_public_page_is_the_same_for_someone_who_signed_in(live_region, route: str, client):
    call = PUBLIC[route][0]
    address = reverse(route, kwargs=call.values)
    theirs = signed_in("staff").get(address, call.query)
    assert theirs.content == client.get(address, call.query).content
    assert not theirs.cookies
    assert "Cookie" not in theirs.headers.get("Vary", "")
