"""What a card shows agrees with the order and the window of its page: walked over the whole demonstration."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from html import unescape
from itertools import pairwise

import pytest
from django.urls import reverse
from django.utils import timezone

from jalon.occupations.models import Occupation, Sector
from jalon.training.rules.asking import Asked, Sort, When
from jalon.training.rules.truth import LIVE, State
from jalon.training.selectors.offers import OfferCard
from jalon.training.selectors.screens import cards_of, next_offers
from jalon.training.selectors.searching import find
from jalon.ui.templatetags.ui import typo

PER_PAGE = 200
LAST_PLACED = {"distance", "vae"}  # what starts any day at home comes after what has a start
DAYS = [0, 45, 170]  # from today: the demonstration is never the same two days running
LATER = timedelta(days=100)


@pytest.fixture(autouse=True)
def region(live_region):
    """Every test reads the demonstration region."""


def walked(asked: Asked, today: date) -> Iterator[OfferCard]:
    """Yield the cards of all the pages of results, in order."""
    offset, total = 0, 1
    while offset < total:
        found = find(asked, today=today, offset=offset, limit=PER_PAGE)
        yield from cards_of(found, today=today)
        offset, total = offset + PER_PAGE, found.total


def days_shown(cards: Iterable[OfferCard], first: date) -> list[date]:
    """Return the day that each card shows, the first one for what begins at any time."""
    dated = [card for card in cards if not (card.next.start is None and set(card.mode_values) <= LAST_PLACED)]
    return [
        first if card.next.state is State.ANY_TIME or card.next.start is None else card.next.start
        for card in dated
    ]


def inversions(days: Iterable[date]) -> int:
    return sum(one > other for one, other in pairwise(days))


@pytest.mark.parametrize("ahead", DAYS)
def test_all_the_pages_sorted_by_start_show_starts_in_order(ahead):
    today = timezone.localdate() + timedelta(days=ahead)
    for asked in (Asked(), Asked(since=today + LATER), Asked(text="cap"), Asked(departement="37")):
        first, _latest = asked.bounds(today)
        cards = list(walked(asked, today))
        assert len(cards) > 50
        assert {card.next.state for card in cards} <= LIVE
        assert inversions(days_shown(cards, first)) == 0


@pytest.mark.parametrize("since", [None, LATER])
@pytest.mark.parametrize("when", [When.MONTH, When.QUARTER, When.HALF, When.YEAR])
def test_what_is_shown_of_a_window_begins_in_it(when, since):
    for ahead in DAYS:
        today = timezone.localdate() + timedelta(days=ahead)
        asked = Asked(when=when, since=since and today + since)
        first, latest = asked.bounds(today)
        days = days_shown(walked(asked, today), first)
        assert days
        assert inversions(days) == 0
        assert first <= days[0] <= days[-1] <= latest


@pytest.mark.parametrize("ahead", DAYS)
def test_occupations_and_sectors_show_starts_in_order(ahead):
    today = timezone.localdate() + timedelta(days=ahead)
    subjects = [Asked(occupation=code) for code in Occupation.objects.values_list("code", flat=True)]
    subjects += [Asked(sector=slug) for slug in Sector.objects.values_list("slug", flat=True)]
    shown = [next_offers(asked, today=today, limit=40).cards for asked in subjects]
    assert sum(map(bool, shown)) > 100
    assert [inversions(days_shown(cards, today)) for cards in shown] == [0] * len(shown)


def test_near_a_commune_each_town_shows_its_starts_in_order():
    today = timezone.localdate()
    towns: dict[tuple[str, str], list[OfferCard]] = {}
    for card in walked(Asked(commune="37261", radius=100, sort=Sort.DISTANCE), today):
        towns.setdefault((card.town, card.distance), []).append(card)
    assert len(towns) > 10
    assert {inversions(days_shown(cards, today)) for cards in towns.values()} == {0}


@pytest.mark.parametrize("window", [{}, {"quand": "3m"}, {"metier": "D1102"}])
def test_the_screens_show_the_same_start_as_the_list(client, window):
    page = client.get(reverse("training:search"), window)
    body = unescape(page.content.decode())
    for card in page.context["cards"]:
        assert typo(card.next.text) in body
        assert typo(card.next.then) in body
    code = next(code for code, count in page.context["found"].places.items() if code and count)
    there = client.get(reverse("training:search"), window | {"commune": code, "rayon": "0"}).context["cards"]
    mark = client.get(reverse("training:map_points"), window | {"ville": code}).json()
    assert [one["when"] for one in mark["offers"]] == [card.next.said for card in there][:4]
