"""What the room tells the search: each way to follow a programme by its dates, and the titles people type."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import F, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.urls import reverse

from jalon.occupations.models import Occupation
from jalon.search.rules import fold
from jalon.search.rules.occurrences import Link, Occurrence, chain
from jalon.search.services import EVERYTHING, Entry, Name, changed, declare, declare_occurrences
from jalon.training.enums import Mode, Recruitment
from jalon.training.models import Action, Certification, CertificationOccupation, Feed, Programme, Session
from jalon.training.rules.facets import facets_of
from jalon.training.rules.keys import short_key

KIND, TITLES, CERTIFICATIONS, PLACES = "training", "programme", "certification", "training_place"
CHUNK = 2_000
MANY_PROGRAMMES = 20_000
NO_START = {Mode.VAE, Mode.DISTANCE}
UNKNOWN_LENGTH = 99_999  # tenths of a month: sorted last


class _Row(NamedTuple):
    """One way to follow a programme, as the database gives it."""

    pk: int
    key: str
    title: str
    certification: str
    level_in: int | None
    level_out: int | None
    rome: str  # JSON lists, read once a distinct text
    feed: int
    provider: str
    modes: str
    rhythms: str
    funding: str
    permanent: bool
    months: float | None
    accessible: bool | None
    commune: str | None
    town: str | None
    departement: str | None


COLUMNS = (
    "pk", "programme__key", "programme__title", "programme__certification_code", "programme__level_in",
    "programme__level_out", "rome_text", "programme__feed_id", "programme__provider__name", "modes_text",
    "rhythms_text", "funding_text", "permanent", "months", "accessible", "place__commune_id", "place__town",
    "place__departement_code",
)  # fmt: skip
TEXTS = {
    "rome_text": Cast("programme__rome_codes", TextField()),
    "modes_text": Cast("modes", TextField()),
    "rhythms_text": Cast("rhythms", TextField()),
    "funding_text": Cast("funding", TextField()),
}


@lru_cache(maxsize=20_000)
def _listed(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(json.loads(text)))


@dataclass(frozen=True)
class _World:
    """What occurrences borrow from the rest: names of occupations, certifications and where they lead."""

    occupations: dict[str, str]
    certifications: dict[str, tuple[str, str]]  # code → (kind and title, longer kind)
    leads: dict[str, tuple[str, ...]]

    def rome(self, row: _Row) -> tuple[str, ...]:
        """Return the occupations that a row leads to: its own codes, else its certification's."""
        return _listed(row.rome) or self.leads.get(row.certification, ())


def _world() -> _World:
    leads: dict[str, list[str]] = defaultdict(list)
    links = CertificationOccupation.objects.order_by("rome_code")
    for code, rome in links.values_list("certification_id", "rome_code"):
        leads[code].append(rome)
    certifications = Certification.objects.values_list("code", "kind", "kind_label", "title")
    return _World(
        occupations=dict(Occupation.objects.values_list("code", "name")),
        certifications={
            code: (f"{kind} {title}", kind_label) for code, kind, kind_label, title in certifications
        },
        leads={code: tuple(codes) for code, codes in leads.items()},
    )


def _seen() -> Q:
    """Return what keeps the actions of the versions in use."""
    current = F("programme__feed__current")
    open_ended = Q(programme__until__isnull=True) | Q(programme__until__gt=current)
    return open_ended & Q(programme__since__lte=current)


Dates = tuple[date | None, date | None]


def _links(permanent: bool, dates: list[Dates] | None) -> list[Link]:
    """Return the chain of a way; `dates` of what is not suspended, None when no session is named at all."""
    if not permanent:
        return chain([(start, start) for start, _end in dates or () if start is not None])
    if dates is None:
        return chain([(None, None)])
    if not dates:
        return chain([])
    starts = [start for start, _end in dates if start is not None]
    ends = [end for _start, end in dates]
    return chain([(min(starts, default=None), None if None in ends else max(ends))])  # type: ignore[type-var]


@lru_cache(maxsize=20_000)
def _facets(*facts: Any) -> tuple[str, ...]:
    domains, level_in, level_out, modes, rhythms, funding, months, accessible, permanent = facts
    return facets_of(
        domains=domains,
        level_in=level_in,
        level_out=level_out,
        modes=modes,
        rhythms=rhythms,
        funding=funding,
        months=months,
        accessible=accessible,
        permanent=permanent,
    )


def _occurrences_of(row: _Row, dates: list[Dates] | None, world: _World) -> Iterator[Occurrence]:
    rome = world.rome(row)
    certification, kind = world.certifications.get(row.certification, ("", ""))
    facets = _facets(
        tuple(dict.fromkeys(code[0] for code in rome)),
        row.level_in,
        row.level_out,
        _listed(row.modes),
        _listed(row.rhythms),
        _listed(row.funding),
        row.months,
        row.accessible,
        row.permanent,
    )
    tags = [f"rome:{code}" for code in rome]
    tags += [f"cert:{row.certification}"] if row.certification else []
    tags += [f"dep:{row.departement}"] if row.departement else []
    tags.append(f"feed:{row.feed}")
    names = tuple(text for text in (row.title, certification, kind) if text)
    around = [world.occupations[code] for code in rome if code in world.occupations]
    words = tuple(text for text in (*around, row.provider, row.town) if text)
    length = UNKNOWN_LENGTH if row.months is None else round(row.months * 10)
    # Recognition of experience and courses at a distance have no start of their own: they come after what
    # really begins, else they would fill the first pages.
    late = row.permanent and set(_listed(row.modes)) <= NO_START
    place = row.commune or ""
    for link in _links(row.permanent, dates):
        yield Occurrence(row.key, row.pk, link, names, words, facets, tuple(tags), place, length, late=late)


def _written(actions: QuerySet[Action]) -> Iterator[tuple[_Row, list[Occurrence]]]:
    """Yield the rows of some actions with their occurrences, in chunks of constant memory."""
    world = _world()
    last = 0
    while True:
        chunk = [
            _Row(*values)
            for values in actions.filter(pk__gt=last)
            .annotate(**TEXTS)
            .order_by("pk")
            .values_list(*COLUMNS)[:CHUNK]
        ]
        if not chunk:
            return
        last = chunk[-1].pk
        first = chunk[0].pk
        dates = _dates_between(first, last)
        for row in chunk:
            yield row, list(_occurrences_of(row, dates.get(row.pk), world))


def _dates_between(first: int, last: int) -> dict[int, list[Dates]]:
    dates: dict[int, list[Dates]] = defaultdict(list)
    sessions = Session.objects.filter(action__gte=first, action__lte=last)
    rows = sessions.order_by().values_list("action_id", "start", "end", "recruitment")
    for action, start, end, recruitment in rows:
        kept = dates[action]  # stays empty when all its sessions are suspended
        if recruitment != Recruitment.SUSPENDED:
            kept.append((start, end))
    return dates


def every_occurrence() -> Iterator[Occurrence]:
    """Yield the occurrences of the whole catalogue in use."""
    for _row, occurrences in _written(Action.objects.filter(_seen())):
        yield from occurrences


def _touched(keys: Collection[str]) -> QuerySet[Programme]:
    """Return the versions that some loads brought or ended; a key is « feed:number of the load »."""
    query = Q(pk__in=[])
    for key in keys:
        feed, _, number = key.partition(":")
        query |= Q(feed=feed) & (Q(since=number) | Q(until=number))
    return Programme.objects.filter(query)


def touched_occurrences(keys: Collection[str]) -> Iterator[tuple[str, list[Occurrence]]]:
    """Yield each programme that some loads touched, with its occurrences now."""
    programmes = set(_touched(keys).values_list("key", flat=True))
    found: dict[str, list[Occurrence]] = {key: [] for key in programmes}
    for part in _parts(sorted(programmes)):
        actions = Action.objects.filter(_seen(), programme__key__in=part)
        for row, occurrences in _written(actions):
            found[row.key] += occurrences
    yield from found.items()


def _parts(keys: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(keys), 400):
        yield keys[start : start + 400]


def too_many(keys: Collection[str]) -> bool:
    """Tell whether making the whole index again is quicker than writing what changed."""
    return len(keys) > 30 or _touched(keys).count() > MANY_PROGRAMMES


def title_key(title: str) -> str:
    """Return the key of a title, the same for all the programmes that bear it."""
    return short_key(fold(title))


def title_entries(keys: Collection[str] | None) -> Iterator[Entry]:
    """Yield the titles of the catalogue in use: what one may type to find a programme."""
    world = _world()
    rows = Programme.objects.seen().order_by().values_list("title", "certification_code", "rome_codes")
    shown: set[str] = set()
    for title, certification, rome in rows.iterator(chunk_size=CHUNK):
        key = title_key(title)
        if key in shown or (keys is not None and key not in keys):
            continue
        shown.add(key)
        said, kind = world.certifications.get(certification, ("", ""))
        codes = rome or world.leads.get(certification, ())
        names = [Name(title, 1.0, "Formation")]
        names += [Name(f"{said}", 0.95, "Certification")] if said and fold(said) != fold(title) else []
        names += [Name(f"{kind} {title}", 0.9, "Certification", shown=False)] if kind else []
        yield Entry(
            kind=TITLES,
            code=key,
            title=title,
            url=f"{reverse('training:search')}?{urlencode({'q': title})}",
            names=names,
            words=" ; ".join(world.occupations[code] for code in codes if code in world.occupations),
        )


def catalogue_changed(feed: Feed, number: int) -> None:
    """Tell the search what a load changed; last call of the transaction that puts it to use."""
    touched = _touched([f"{feed.pk}:{number}"])
    titles: Iterable[str] = touched.order_by().values_list("title", flat=True).distinct()
    changed(kind=TITLES, keys={title_key(title) for title in titles})
    changed(kind=KIND, keys=[f"{feed.pk}:{number}"])


def certifications_changed() -> None:
    """Tell the search that certifications changed: ways borrow their names and where they lead."""
    changed(kind=CERTIFICATIONS, keys=[EVERYTHING])


def places_changed() -> None:
    """Tell the search that places found their commune: ways are then found near it."""
    changed(kind=PLACES, keys=[EVERYTHING])


def declare_entries() -> None:
    """Tell the search room what this room makes findable."""
    declare(kind=TITLES, entries=title_entries)
    declare_occurrences(
        kind=KIND,
        every=every_occurrence,
        touched=touched_occurrences,
        many=too_many,
        follows=(CERTIFICATIONS, PLACES, "occupation"),
    )
