"""The shared calendar with 10,000 events a year: a feed that did not change, and the page of a month."""

import statistics
import time
import urllib.error
import urllib.request
from datetime import date, timedelta
from datetime import time as hour

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bench import servers, serving
from bench.figures import Figure, say
from jalon.agenda.enums import EventKind
from jalon.agenda.models import Event, Occurrence, Slot
from jalon.agenda.rules.schedule import SlotFacts, dated
from jalon.directory.models import Organisation
from jalon.territory.models import Commune, Territory

EVENTS = 10_000
MOST_QUERIES = 12
NEW = 1_000  # more pages than a round can ask for
FULL = "the same feed in full"
WORDS = "Une rencontre pour découvrir des métiers, poser ses questions et repartir avec un rendez-vous. "


def make_events(number: int, today: date) -> None:
    """Write public events over the year to come and the two months before, each with a place and a text."""
    now = timezone.now()
    communes = list(Commune.objects.values_list("pk", flat=True)[:200])
    organisations = list(Organisation.objects.values_list("pk", flat=True)[:50])
    territories = list(Territory.objects.values_list("pk", flat=True))
    events = [
        Event(
            key=f"mesure{n:06}",
            uid=f"mesure-{n}@exemple",
            title=f"{EventKind.choices[n % len(EventKind.choices)][1]} des métiers, numéro {n}",
            kind=EventKind.values[n % len(EventKind.values)],
            visibility="public",
            zone="Europe/Paris",
            summary=WORDS,
            description=WORDS * 3,
            place_name=f"Salle {n % 40}",
            commune_id=communes[n % len(communes)] if communes else None,
            organisation_id=organisations[n % len(organisations)] if organisations else None,
            audiences=["pupils", "parents"],
            created_at=now - timedelta(days=1),
            modified_at=now - timedelta(hours=1),
        )
        for n in range(number)
    ]
    with transaction.atomic():
        Event.objects.bulk_create(events, batch_size=500)
        slots = []
        for n, event in enumerate(events):
            day = today + timedelta(days=n % 365 - 60)
            start, end = hour(9 + n % 9), hour(10 + n % 9)
            slots.append(Slot(event=event, first_day=day, start=start, last_day=day, end=end))
        Slot.objects.bulk_create(slots, batch_size=500)
        rows = [
            Occurrence(event=slot.event, slot=slot, **vars(one))
            for slot in slots
            for one in dated(
                SlotFacts(slot.first_day, slot.start, slot.last_day, slot.end),
                "Europe/Paris",
                first=slot.first_day,
                last=slot.last_day,
            )
        ]
        Occurrence.objects.bulk_create(rows, batch_size=500)
        if territories:
            inside = Event.territories.through
            inside.objects.bulk_create(
                [
                    inside(event_id=event.pk, territory_id=territories[n % len(territories)])
                    for n, event in enumerate(events)
                ],
                batch_size=500,
            )


def _asked(address: str, headers: dict[str, str]) -> tuple[float, int, int, str]:
    """Return milliseconds, status, bytes and ETag of one answer."""
    request = urllib.request.Request(address, headers=headers)  # noqa: S310 - our own http address
    start = time.perf_counter()
    try:
        with urllib.request.urlopen(request) as answer:  # noqa: S310 - our own http address
            size, status, tag = len(answer.read()), answer.status, answer.headers["ETag"]
    except urllib.error.HTTPError as answer:
        size, status, tag = 0, answer.code, answer.headers["ETag"]
    return (time.perf_counter() - start) * 1000, status, size, tag


def _feed(server: servers.Server, encoding: str, *, runs: int) -> list[Figure]:
    address = server.address + reverse("agenda:region_calendar")
    headers = {"Accept-Encoding": encoding}
    _spent, _status, size, tag = _asked(address, headers)
    whole, kept, same = [], [], []
    for _run in range(runs):
        Event.objects.filter(key="mesure000000").update(modified_at=timezone.now())
        spent, _status, size, tag = _asked(address, headers)
        whole.append(spent)
        kept.append(_asked(address, headers)[0])
        for _again in range(5):
            spent, status, _size, _tag = _asked(address, headers | {"If-None-Match": tag})
            if status != 304:
                raise RuntimeError(f"{status} instead of 304")
            same.append(spent)
    made, again, unchanged = map(statistics.median, (whole, kept, same))
    name = f"feed of {EVENTS:,} events, {encoding}"
    return [
        Figure("agenda", f"{name}, weight", "MB", size / 1_000_000),
        Figure("agenda", f"{name}, 304 beside one just changed", "ms", unchanged, made, FULL, "aim ≤ 0.05"),
        Figure("agenda", f"{name}, 304 beside one kept", "ms", unchanged, again, f"{FULL}, kept"),
    ]


def _months(today: date, rounds: int) -> dict[str, list[list[str]]]:
    """Return addresses of months by what they measure, round by round.

    Ten months in turn show what is kept; none twice, what a page costs: the end of an address says nothing.
    """
    months = [f"{today.replace(day=1) + timedelta(days=31 * step):%Y-%m}" for step in range(10)]
    addresses = [reverse("agenda:month", args=[month]) for month in months]
    new = [f"{addresses[n % len(addresses)]}?x={n}" for n in range(NEW * rounds)]
    return {
        "each one new": [new[start::rounds] for start in range(rounds)],
        "10 months in turn": [addresses] * rounds,
    }


def measure(*, quick: bool) -> list[Figure]:
    """Measure the feed in full and unchanged, then the month beside the bare list view."""
    today = timezone.localdate()
    say(f"{EVENTS:,} public events over a year")
    make_events(EVENTS, today)
    seconds, runs = (2.0, 1) if quick else (4.0, 3)
    figures = []
    month = reverse("agenda:month", args=[f"{today:%Y-%m}"])
    with CaptureQueriesContext(connection) as queries:
        Client(headers={"host": "127.0.0.1"}).get(f"{month}?x=0")
    figures.append(Figure("agenda", "month, queries", "queries", len(queries), aim=f"aim ≤ {MOST_QUERIES}"))
    with servers.bare() as bare, servers.jalon() as ours:
        for encoding in ("identity", "gzip"):
            figures += _feed(ours, encoding, runs=3 if quick else 7)
        for encoding in ("plain", "gzip"):
            for what, rounds in _months(today, runs + 1).items():
                rate, beside = serving.pair(ours, rounds, bare, seconds, encoding)
                name = f"month of {EVENTS // 12:,} events, {what}, {encoding}"
                figures.append(
                    Figure("agenda", name, "requests/s", rate, beside, serving.AGAINST, "aim ≥ 0.40")
                )
    return figures
