"""The lines that someone may read, and those that an address asks for among them."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from django.db.models import Count, Exists, Model, OuterRef, Q, QuerySet
from django.utils import timezone

from jalon.directory.enums import Role
from jalon.directory.models import Organisation
from jalon.directory.rules.roles import Rights
from jalon.journal.models import Entry
from jalon.journal.rules.asked import SUBJECTS, Asked
from jalon.journal.rules.texts import ITSELF
from jalon.sources.rules import cell_text
from jalon.territory.models import Territory
from jalon.ui.rules import Choice, Group

MOST_ORGANISATIONS = 300
FILE_HEAD = (
    *("jour", "heure", "qui", "acte", "objet", "raison", "changements", "structure", "territoires"),
    "verbe",
)


def entries_for(rights: Rights) -> QuerySet[Entry]:
    """Return the lines that someone reads, the latest first: what `rules.reading.may_read` says, in SQL."""
    theirs = Q(organisation__in=rights.organisations())
    if rights.account is not None:
        theirs |= Q(actor=rights.account)
    if rights.is_regional:
        theirs |= Q(within=False)
    elif coordinated := rights.territories(Role.COORDINATOR):
        there = Entry.territories.through.objects.filter(entry=OuterRef("pk"), territory__in=coordinated)
        theirs |= Q(within=False) & Exists(there)
    return Entry.objects.filter(theirs)


def entries_of(thing: Model) -> QuerySet[Entry]:
    """Return the lines about a thing, the latest first, whoever reads; `entries_for` says who may."""
    return Entry.objects.filter(thing_kind=thing._meta.label_lower, thing_key=str(thing.pk))


def own_entries(rights: Rights) -> QuerySet[Entry]:
    """Return what someone did, the latest first."""
    return Entry.objects.filter(actor=rights.account) if rights.account else Entry.objects.none()


def about_thing(rights: Rights, *, kind: str, key: str) -> QuerySet[Entry]:
    """Return the lines about a thing that someone reads; `kind` is its model's label in lower case."""
    return entries_for(rights).filter(thing_kind=kind, thing_key=key)


def with_places(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    """Return lines with what a screen says of each, in two queries."""
    return entries.select_related("organisation").prefetch_related("territories")


def _begins(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))


def _about(subject: str) -> Q:
    begins = Q()
    for beginning in SUBJECTS[subject][1]:
        begins |= Q(verb__startswith=beginning)
    return begins


def narrowed(entries: QuerySet[Entry], asked: Asked) -> QuerySet[Entry]:
    """Return the lines that are asked for among these."""
    if asked.since:
        entries = entries.filter(at__gte=_begins(asked.since))
    if asked.until and asked.until < datetime.date.max:
        entries = entries.filter(at__lt=_begins(asked.until + datetime.timedelta(days=1)))
    if asked.territory:
        entries = entries.filter(territories__slug=asked.territory)
    if asked.organisation:
        entries = entries.filter(organisation__slug=asked.organisation)
    if asked.subjects:
        about = Q()
        for subject in asked.subjects:
            about |= _about(subject)
        entries = entries.filter(about)
    if asked.text:
        words = Q()
        for field in ("said", "thing_label", "actor_name", "why"):
            words |= Q(**{f"{field}__icontains": asked.text})
        entries = entries.filter(words)
    return entries


@dataclass(frozen=True)
class Choices:
    """What the filters of the journal propose to someone: (slug, name) pairs, and subjects."""

    territories: list[tuple[str, str]]
    organisations: list[tuple[str, str]]
    subjects: list[Group]


def choices(rights: Rights, asked: Asked) -> Choices:
    """Return what someone may choose: her territories (the Region: all), organisations with lines."""
    territories = Territory.objects.order_by("name")
    if not rights.is_regional:
        territories = territories.filter(pk__in=rights.territories(Role.COORDINATOR))
    named = entries_for(rights).filter(organisation__isnull=False).order_by().values("organisation")
    organisations = Organisation.objects.filter(pk__in=named).order_by("name")[:MOST_ORGANISATIONS]
    others = narrowed(entries_for(rights), replace(asked, subjects=())).order_by()
    counts = others.aggregate(**{subject: Count("pk", filter=_about(subject)) for subject in SUBJECTS})
    subjects = [
        Choice(subject, words, counts[subject], checked=subject in asked.subjects)
        for subject, (words, _beginnings) in SUBJECTS.items()
        if counts[subject] or subject in asked.subjects
    ]
    return Choices(
        territories=list(territories.values_list("slug", "name")),
        organisations=list(organisations.values_list("slug", "name")),
        subjects=[Group("Sujet", "sujet", subjects)],
    )


def active_filters(asked: Asked, proposed: Choices) -> list[tuple[str, str, str]]:
    """Return (name, value, words) of each filter in use."""
    active = []
    if asked.since:
        active.append(("du", asked.since.isoformat(), f"depuis le {asked.since:%d/%m/%Y}"))
    if asked.until:
        active.append(("au", asked.until.isoformat(), f"jusqu'au {asked.until:%d/%m/%Y}"))
    if asked.territory:
        name = dict(proposed.territories).get(asked.territory, asked.territory)
        active.append(("territoire", asked.territory, name))
    if asked.organisation:
        name = dict(proposed.organisations).get(asked.organisation, asked.organisation)
        active.append(("structure", asked.organisation, name))
    active += [("sujet", subject, SUBJECTS[subject][0]) for subject in asked.subjects]
    if asked.text:
        active.append(("q", asked.text, f"« {asked.text} »"))
    return active


@dataclass(frozen=True)
class Line:
    """One line as a screen says it; `at` is the hour here."""

    entry: Entry
    at: datetime.datetime
    who: str
    where: list[str]

    @property
    def day(self) -> datetime.date:
        return self.at.date()


def lines(entries: Iterable[Entry]) -> list[Line]:
    """Return lines as screens say them; the entries come from `with_places`."""
    return [
        Line(
            entry=one,
            at=timezone.localtime(one.at),
            who=one.actor_name or ITSELF,
            where=[str(place) for place in (one.organisation, *one.territories.all()) if place],
        )
        for one in entries
    ]


def said_changes(entry: Entry) -> str:
    """Return what a line says has changed, in one text: « Téléphone : rien → 02 61 91 00 01 »."""
    return " ; ".join(
        f"{label} : {before or 'rien'} → {after or 'rien'}" for label, before, after in entry.changes
    )


def file_rows(entries: QuerySet[Entry]) -> Iterator[list[str]]:
    """Yield the rows of a CSV of these lines, its head first; no cell can be taken for a formula."""
    yield list(FILE_HEAD)
    for entry in with_places(entries).iterator(chunk_size=500):
        at = timezone.localtime(entry.at)
        cells = [
            *(f"{at:%d/%m/%Y}", f"{at:%H:%M}", entry.actor_name or ITSELF, entry.said, entry.thing_label),
            *(entry.why, said_changes(entry), str(entry.organisation or "")),
            *(", ".join(str(one) for one in entry.territories.all()), entry.verb),
        ]
        yield [cell_text(cell) for cell in cells]
