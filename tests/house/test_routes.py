"""Every route is in the authorisation matrix; the public ones are the same for all, and only read."""

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests import factories
from tests.house.authorisation import EVERY_ROUTE, PUBLIC, Call
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


@pytest.mark.parametrize("route", sorted(PUBLIC))
def test_a_public_page_is_the_same_for_someone_who_signed_in(live_region, route: str, client):
    """It does not even look who asks: the session of the one who may do everything is not read."""
    call = PUBLIC[route][0]
    address = reverse(route, kwargs=call.values)
    keeper = Client()
    keeper.force_login(factories.account(is_staff=True))
    theirs = keeper.get(address, call.query)
    assert theirs.content == client.get(address, call.query).content
    assert not theirs.cookies
    assert "Cookie" not in theirs.headers.get("Vary", "")
