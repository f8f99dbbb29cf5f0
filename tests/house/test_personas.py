"""Each persona gets from each route what the authorisation matrix says, and nothing more is written."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from jalon.ui.services.attempts import forget_every_attempt
from tests.house.authorisation.calls import ASKED, NO_METHOD, Call, Door, Opens, Post
from tests.house.authorisation.network import DOORS, NETWORK
from tests.house.authorisation.personas import (
    ANONYMOUS,
    EVERYONE,
    PERSONAS,
    make_personas,
    make_places,
)
from tests.house.authorisation.secret import samples
from tests.house.authorisation.things import Things, make_things
from tests.readonly import readonly

WHO = (ANONYMOUS, *PERSONAS)


@dataclass(frozen=True)
class Network:
    """The things that calls ask for, and the cookies of each persona's session."""

    things: Things
    cookies: Mapping[str, str]

    def client(self, who: str, **options: bool) -> Client:
        """Return a browser of one persona."""
        client = Client(**options)
        if cookie := self.cookies.get(who):
            client.cookies["sessionid"] = cookie
        return client

    def named(self, text: str) -> str:
        """Return a value of a table with the keys of the things that it names."""
        return text.format_map(self.things)

    def address(self, route: str, values: Mapping[str, str]) -> str:
        """Return the address of a route with these values."""
        return reverse(route, kwargs={name: self.named(value) for name, value in values.items()})

    def data(self, post: Post) -> dict[str, str | list[str]]:
        """Return what a sample form holds."""
        return {
            name: self.named(value) if isinstance(value, str) else [self.named(one) for one in value]
            for name, value in post.data.items()
        }


@pytest.fixture(scope="module")
def network(live_region, django_db_blocker) -> Network:
    """The personas, signed in, and the things of the matrix."""
    with django_db_blocker.unblock():
        here, elsewhere = make_places()
        accounts = make_personas(here, elsewhere)
        cookies = {}
        for who, account in accounts.items():
            client = Client()
            client.force_login(account)
            cookies[who] = client.cookies["sessionid"].value
        return Network(make_things(here, accounts), cookies)


@pytest.fixture(autouse=True)
def database(live_region, db) -> None:
    """Every test of this module asks the database."""


def _calls() -> Iterator[Any]:
    for route, opens in NETWORK.items():
        for i, call in enumerate(opens.calls):
            yield pytest.param(route, opens, call, id=f"{route}-{i}")


def _posts() -> Iterator[Any]:
    for route, opens in NETWORK.items():
        for i, post in enumerate(opens.posts):
            yield pytest.param(route, opens, post, id=f"{route}-{i}")


def doors(route: str) -> tuple[Door, ...]:
    """Return the samples of a route of signing in."""
    listed = DOORS[route]
    return listed if isinstance(listed, tuple) else (listed,)


def _undone(client: Client, address: str, data: Mapping[str, object]) -> HttpResponse:
    """Send a form, then undo what it wrote."""
    with transaction.atomic():
        response = client.post(address, data)
        transaction.set_rollback(True)
    return response


def _asked_to_sign_in(response: HttpResponse, address: str) -> bool:
    sign_in = reverse("directory:sign_in")
    return response.headers.get("Location", "").startswith(f"{sign_in}?next={address}")


@pytest.mark.parametrize(("route", "opens", "call"), list(_calls()))
def test_each_persona_reads_what_the_matrix_says(network: Network, route: str, opens: Opens, call: Call):
    address = network.address(route, call.values)
    expected = opens.statuses(call)
    got = {}
    for who in WHO:
        with readonly():
            response = network.client(who).get(address, call.query)
        got[who] = response.status_code
        if who == ANONYMOUS and got[who] == ASKED:
            assert _asked_to_sign_in(response, address)
        if got[who] < 400:
            assert "no-store" in response.headers["Cache-Control"], "nobody else may be shown this page again"
        elif got[who] != NO_METHOD:
            assert "Cookie" in response.headers["Vary"], "a refusal is said to this person only"
        assert "sessionid" not in response.cookies, "a session begins only when someone signs in"
        if call.status == NO_METHOD and got[who] == NO_METHOD:
            expected |= {who: NO_METHOD}  # a button may refuse to be read before it asks who reads
    assert got == expected


@pytest.mark.parametrize(("route", "opens", "post"), list(_posts()))
def test_each_persona_sends_what_the_matrix_says(network: Network, route: str, opens: Opens, post: Post):
    address = network.address(route, opens.calls[0].values if post.values is None else post.values)
    data = network.data(post)
    expected = opens.statuses(post)
    to = opens.to if post.to is None else post.to
    got = {}
    for who in WHO:
        if who in to:
            response = _undone(network.client(who), address, data)
        else:
            with readonly():
                response = network.client(who).post(address, data)
        got[who] = response.status_code
        if who == ANONYMOUS and who not in to:
            assert _asked_to_sign_in(response, address)
    assert got == expected


@pytest.mark.parametrize(
    "route", sorted(route for route, opens in NETWORK.items() if opens.posts) + sorted(DOORS)
)
def test_a_form_without_its_token_writes_for_nobody(network: Network, route: str):
    values = NETWORK[route].calls[0].values if route in NETWORK else doors(route)[-1].values
    got = {}
    for who in WHO:
        with readonly():
            response = network.client(who, enforce_csrf_checks=True).post(network.address(route, values))
        got[who] = response.status_code
    assert set(got.values()) == {403}, got


@pytest.mark.parametrize("route", sorted(route for route, opens in NETWORK.items() if not opens.posts))
def test_no_other_method_writes_through_a_page(network: Network, route: str):
    """Nobody sends anything to a page that is only read; the most powerful does not replace or delete it."""
    address = network.address(route, NETWORK[route].calls[0].values)
    keeper = network.client("administrator")
    for who, method in [
        *((who, network.client(who).post) for who in WHO),
        ("put", keeper.put),
        ("delete", keeper.delete),
    ]:
        with readonly():
            response = method(address)
        assert response.status_code in {302, 403, 404, 405}, who


@pytest.mark.parametrize(
    ("route", "door"),
    [pytest.param(route, door, id=f"{route}-{i}") for route in DOORS for i, door in enumerate(doors(route))],
)
def test_the_door_is_the_same_for_all_who_signed_in(network: Network, route: str, door: Door):
    address = network.address(route, door.values)
    got, sent = {}, {}
    for who in WHO:
        with readonly():
            got[who] = network.client(who).get(address).status_code
        sent[who] = _undone(network.client(who), address, {}).status_code
    signed_in = dict.fromkeys(PERSONAS, door.signed_in)
    assert got == {ANONYMOUS: door.anonymous, **signed_in}
    assert sent == {ANONYMOUS: door.post_anonymous, **dict.fromkeys(PERSONAS, door.post_signed_in)}


@pytest.mark.parametrize(
    ("route", "call"),
    [pytest.param(*one, id=f"{one[0]}-{i}") for i, one in enumerate(samples())],
)
def test_a_secret_address_opens_the_same_to_each_persona(network: Network, route: str, call: Call):
    address = network.address(route, call.values)
    got, sent = {}, {}
    for who in WHO:
        forget_every_attempt()  # all come from one network, which may not ask so often
        with readonly():
            response = network.client(who).get(address, call.query)
        got[who] = response.status_code
        assert not response.cookies
        sent[who] = _undone(network.client(who), address, {}).status_code
    assert got == dict.fromkeys(WHO, call.status)
    assert len(set(sent.values())) == 1, sent
    assert sent[ANONYMOUS] < 500


def test_each_persona_is_named():
    assert set(WHO) == EVERYONE
