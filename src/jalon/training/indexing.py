"""What the room tells the search: each way to follow a programme by its dates, and the titles people type."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlencode

from django.db.models import F, Func, IntegerField, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.urls import reverse

from jalon.occupations.models import Occupation
from jalon.search.rules import fold
from jalon.search.rules.occurrences import FAR, NEVER, Days, Link, Occurrence, chain
from jalon.search.services import EVERYTHING, Entry, Name, changed, declare, declare_occurrences
from jalon.training.enums import Length, Mode, Recruitment
from jalon.training.models import Action, Certification, CertificationOccupation, Feed, Programme, Session
from jalon.training.rules.facets import action_facets, length_band, programme_facets
from jalon.training.rules.keys import short_key

KIND, TITLES, CERTIFICATIONS, PLACES = "training", "programme", "certification", "training_place"
CHUNK = 2_000
MANY_PROGRAMMES = 20_000
NO_START = {Mode.VAE, Mode.DISTANCE}
UNKNOWN_LENGTH = 99_999  # tenths of a month: sorted last
SUSPENDED = Recruitment.SUSPENDED.value


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
    permanent: int  # a yes or a no as a number
    months: float | None
    accessible: int | None
    commune: str | None
    town: str | None
    departement: str | None


COLUMNS = (
    "pk", "programme__key", "programme__title", "programme__certification_code", "programme__level_in",
    "programme__level_out", "rome_text", "programme__feed_id", "programme__provider__name", "modes_text",
    "rhythms_text", "funding_text", "permanent_number", "months", "accessible_number", "place__commune_id",
    "place__town", "place__departement_code",
)  # fmt: skip
# What Django would otherwise turn into lists and booleans, value after value.
PLAIN = {
    "rome_text": Cast("programme__rome_codes", TextField()),
    "modes_text": Cast("modes", TextField()),
    "rhythms_text": Cast("rhythms", TextField()),
    "funding_text": Cast("funding", TextField()),
    "permanent_number": Cast("permanent", IntegerField()),
    "accessible_number": Cast("accessible", IntegerField()),
}


class _AsKept(Func):
    """A date as the driver gives it: a text on SQLite, else a date; `_day` reads both."""

    template = "%(expressions)s"
    arity = 1
    output_field = TextField()

    def as_sqlite(self, compiler, connection, **context):
        # Without the sign, the driver would read the text by itself.
        return self.as_sql(compiler, connection, template="+%(expressions)s", **context)


@lru_cache(maxsize=20_000)
def _day(kept: str | date | None) -> int | None:
    """Return the number of a day (`date.toordinal()`)."""
    day = date.fromisoformat(kept) if isinstance(kept, str) else kept
    return day.toordinal() if day else None


@lru_cache(maxsize=20_000)
def _listed(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(json.loads(text)))


class _Course(NamedTuple):
    """What occurrences borrow from their programme: all those of one certification and title share it."""

    names: tuple[str, ...]
    around: tuple[str, ...]
    facets: tuple[str, ...]
    tags: tuple[str, ...]


class _World:
    """What occurrences borrow from the rest: names of occupations, certifications and where they lead."""

    def __init__(self):
        leads: dict[str, list[str]] = defaultdict(list)
        links = CertificationOccupation.objects.order_by("rome_code")
        for code, rome in links.values_list("certification_id", "rome_code"):
            leads[code].append(rome)
        self.leads = {code: tuple(codes) for code, codes in leads.items()}
        self.occupations: dict[str, str] = dict(Occupation.objects.values_list("code", "name"))
        certifications = Certification.objects.values_list("code", "kind", "kind_label", "title")
        # code → (kind and title, longer kind)
        self.certifications: dict[str, tuple[str, str]] = {
            code: (f"{kind} {title}", kind_label) for code, kind, kind_label, title in certifications
        }
        self.course = lru_cache(maxsize=20_000)(self._course)

    def rome(self, codes: str, certification: str) -> tuple[str, ...]:
        """Return the occupations a programme leads to: its own codes (JSON), else its certification's."""
        return _listed(codes) or self.leads.get(certification, ())

    def called(self, rome: Iterable[str]) -> tuple[str, ...]:
        """Return the names of the occupations that are known."""
        return tuple(self.occupations[code] for code in rome if code in self.occupations)

    def _course(
        self, title: str, certification: str, codes: str, level_in: int | None, level_out: int | None
    ) -> _Course:
        rome = self.rome(codes, certification)
        said, kind = self.certifications.get(certification, ("", ""))
        tags = [f"rome:{code}" for code in rome]
        tags += [f"cert:{certification}"] if certification else []
        return _Course(
            names=tuple(text for text in (title, said, kind) if text),
            around=self.called(rome),
            facets=programme_facets(dict.fromkeys(code[0] for code in rome), level_in, level_out),
            tags=tuple(tags),
        )


def _seen() -> Q:
    """Return what keeps the actions of the versions in use."""
    current = F("programme__feed__current")
    open_ended = Q(programme__until__isnull=True) | Q(programme__until__gt=current)
    return open_ended & Q(programme__since__lte=current)


def _links(permanent: int, dates: list[Days] | None) -> list[Link]:
    """Return the chain of a way; `dates` of what is not suspended, None when no session is named at all."""
    if not permanent:
        return chain([(start, start) for start, _end in dates or () if start is not None])
    if dates is None:
        return chain([(None, None)])
    windows = {(start or NEVER, max(start or NEVER, end or FAR)) for start, end in dates}
    widest = [one for one in windows if not any(_holds(other, one) for other in windows if other != one)]
    return chain([(start or None, until) for start, until in sorted(widest)])


def _holds(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Tell whether a window holds all the days of another one."""
    return one[0] <= other[0] and other[1] <= one[1]


@lru_cache(maxsize=20_000)
def _facets(
    modes: str, rhythms: str, funding: str, length: Length | None, accessible: int | None, permanent: int
) -> tuple[str, ...]:
    return action_facets(
        modes=_listed(modes),
        rhythms=_listed(rhythms),
        funding=_listed(funding),
        length=length,
        accessible=bool(accessible),
        permanent=bool(permanent),
    )


def _occurrences_of(row: _Row, dates: list[Days] | None, world: _World) -> list[Occurrence]:
    (
        pk, key, title, certification, level_in, level_out, rome, feed, provider, modes, rhythms, funding,
        permanent, months, accessible, commune, town, departement,
    ) = row  # fmt: skip
    course = world.course(title, certification, rome, level_in, level_out)
    band = None if months is None else length_band(months)
    facets = course.facets + _facets(modes, rhythms, funding, band, accessible, permanent)
    where = (f"dep:{departement}",) if departement else ()
    tags = (*course.tags, *where, f"feed:{feed}")
    words = tuple(filter(None, (*course.around, provider, town)))
    length = UNKNOWN_LENGTH if months is None else round(months * 10)
    # Recognition of experience and courses at a distance have no start of their own: they come after what
    # really begins, else they would fill the first pages.
    late = bool(permanent) and NO_START.issuperset(_listed(modes))
    return [
        Occurrence(key, pk, link, course.names, words, facets, tags, commune or "", length, late)
        for link in _links(permanent, dates)
    ]


def _written(actions: QuerySet[Action]) -> Iterator[tuple[_Row, list[Occurrence]]]:
    """Yield the rows of some actions with their occurrences, in chunks of constant memory."""
    world = _World()
    last = 0
    while True:
        found = actions.filter(pk__gt=last).annotate(**PLAIN).order_by("pk").values_list(*COLUMNS)[:CHUNK]
        chunk = list(found)
        if not chunk:
            return
        first, last = chunk[0][0], chunk[-1][0]
        dates = _dates_between(first, last)
        for values in chunk:
            row = _Row(*values)
            yield row, _occurrences_of(row, dates.get(row.pk), world)


def _dates_between(first: int, last: int) -> dict[int, list[Days]]:
    dates: dict[int, list[Days]] = defaultdict(list)
    sessions = Session.objects.filter(action__gte=first, action__lte=last).order_by()
    rows = sessions.values_list("action_id", _AsKept("start"), _AsKept("end"), "recruitment")
    for action, start, end, recruitment in rows:
        kept = dates[action]  # stays empty when all its sessions are suspended
        if recruitment != SUSPENDED:
            kept.append((_day(start), _day(end)))
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
    world = _World()
    rome_text = Cast("rome_codes", TextField())
    rows = Programme.objects.seen().order_by().values_list("title", "certification_code", rome_text)
    met: set[str] = set()
    shown: set[str] = set()
    for title, certification, rome in rows.iterator(chunk_size=CHUNK):
        if title in met:
            continue
        met.add(title)
        key = title_key(title)
        if key in shown or (keys is not None and key not in keys):
            continue
        shown.add(key)
        said, kind = world.certifications.get(certification, ("", ""))
        codes = world.rome(rome, certification)
        names = [Name(title, 1.0, "Formation")]
        names += [Name(f"{said}", 0.95, "Certification")] if said and fold(said) != fold(title) else []
        names += [Name(f"{kind} {title}", 0.9, "Certification", shown=False)] if kind else []
        yield Entry(
            kind=TITLES,
            code=key,
            title=title,
            url=f"{reverse('training:search')}?{urlencode({'q': title})}",
            names=names,
            words=" ; ".join(world.called(codes)),
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
