"""Example events of a demonstration region: told once by month and week, made for each year around today."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Annotated, Literal

from django.utils import timezone
from pydantic import BaseModel, ConfigDict, Field

from jalon.agenda.enums import Audience, EventKind, EventState, Part, PartState, Visibility
from jalon.agenda.models import Event, Theme
from jalon.agenda.rules.examples import SAVE_THE_DATE_BEYOND, days_around
from jalon.agenda.rules.facts import EventFacts, PartFacts
from jalon.agenda.rules.said import WEEKDAYS
from jalon.agenda.rules.schedule import SlotFacts
from jalon.agenda.services.events import insert_event
from jalon.directory.enums import Role
from jalon.directory.models import Organisation
from jalon.directory.rules.roles import Held, Rights
from jalon.occupations.models import Sector
from jalon.sources.models import Source
from jalon.sources.rules import Problem
from jalon.sources.services import Tally, read_yaml, region_part
from jalon.territory.models import Commune, Territory

EVENTS = "agenda/events.yaml"
FAMILY = "example-"
ENOUGH_AHEAD = 300
EVERYWHERE = Rights(frozenset([Held(Role.REGION_OFFICER)]))
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=60)]
Words = Annotated[str, Field(min_length=1, max_length=300)]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class When(Strict):
    """The day of each year; hours are local, none: all day. `repeat`: the value of an RRULE."""

    month: Annotated[int, Field(ge=1, le=12)]
    week: Annotated[int, Field(ge=1, le=5)]
    day: Literal[WEEKDAYS]
    start: time | None = None
    end: time | None = None
    days: Annotated[int, Field(ge=1, le=60)] = 1
    repeat: str = ""


class PartRecord(Strict):
    part: Part
    state: PartState = PartState.CONFIRMED
    organisation: Slug | None = None
    name: str = ""
    subject: str = ""


class Registration(Strict):
    """When one signs up, in days before the event."""

    link: str
    opens: int
    closes: int


class ExampleRecord(Strict):
    """An example event, as events.yaml writes it."""

    slug: Slug
    title: Words
    kind: EventKind
    when: When
    state: EventState = EventState.OPEN
    visibility: Visibility = Visibility.PUBLIC
    organisation: Slug | None = None
    territories: list[Slug] = []
    commune: Annotated[str, Field(pattern=r"^[0-9AB]{5}$")] | None = None
    place_name: str = ""
    room: str = ""
    address: str = ""
    link: str = ""
    access: str = ""
    accessibility: str = ""
    audiences: list[Audience] = []
    themes: list[Slug] = []
    sectors: list[Slug] = []
    summary: str = ""
    description: str = ""
    contact: str = ""
    note: str = ""
    registration: Registration | None = None
    parts: list[PartRecord] = []


def read_examples(folder: Path) -> tuple[list[ExampleRecord], list[Problem]]:
    """Read the file of the folder; none is no problem."""
    if not (folder / EVENTS).is_file():
        return [], []
    rows, problems = read_yaml(folder / EVENTS, ExampleRecord)
    seen: set[str] = set()
    for row in rows:
        if row.value.slug in seen:
            reason = f"« {row.value.slug} » est écrit deux fois"
            problems.append(Problem(EVENTS, row.at("slug"), "slug", reason))
        seen.add(row.value.slug)
    return [row.value for row in rows], problems


class _Keys:
    """The keys of what the file names."""

    def __init__(self) -> None:
        self.organisations = dict(Organisation.objects.values_list("slug", "pk"))
        self.territories = dict(Territory.objects.values_list("slug", "pk"))
        self.themes = dict(Theme.objects.values_list("slug", "pk"))
        self.sectors = dict(Sector.objects.values_list("slug", "pk"))
        self.communes = set(Commune.objects.values_list("pk", flat=True))

    def facts(self, said: ExampleRecord, day: date) -> EventFacts:
        inscription = said.registration
        return EventFacts(
            said.title,
            said.kind,
            said.visibility,
            summary=said.summary,
            description=said.description,
            place_name=said.place_name,
            room=said.room,
            address=said.address,
            commune=said.commune if said.commune in self.communes else None,
            link=said.link,
            access=said.access,
            accessibility=said.accessibility,
            audiences=tuple(said.audiences),
            contact=said.contact,
            registration_link=inscription.link if inscription else "",
            registration_from=day - timedelta(days=inscription.opens) if inscription else None,
            registration_until=day - timedelta(days=inscription.closes) if inscription else None,
            organisation=self.organisations.get(said.organisation),
            territories=_known(self.territories, said.territories),
            themes=_known(self.themes, said.themes),
            sectors=_known(self.sectors, said.sectors),
        )

    def parts(self, said: ExampleRecord) -> list[PartFacts]:
        return [
            PartFacts(one.part, one.state, self.organisations.get(one.organisation), one.name, one.subject)
            for one in said.parts
        ]


def _known(keys: dict[str, int], slugs: list[str]) -> tuple[int, ...]:
    return tuple(keys[slug] for slug in slugs if slug in keys)


def _state(said: ExampleRecord, day: date, today: date) -> EventState:
    """Return how an example stands on its day of a year: what is far is still to be prepared."""
    if day + timedelta(days=said.when.days) <= today and not said.when.repeat:
        return EventState.HELD
    if said.state == EventState.OPEN and day - today > timedelta(days=SAVE_THE_DATE_BEYOND):
        return EventState.SAVE_THE_DATE
    return said.state


def write_examples(said: list[ExampleRecord], source: Source, tally: Tally) -> None:
    """Make the events of each year that are not there yet; those that are there are people's to change.

    Only a demonstration region has examples: elsewhere the file is not read into the calendar.
    """
    tally.read += len(said)
    if not source.demonstration:
        return
    now = timezone.now()
    today = timezone.localdate(now)
    keys = _Keys()
    known = set(Event.objects.filter(uid__startswith=FAMILY).values_list("uid", flat=True))
    for one in said:
        when = one.when
        weekday = WEEKDAYS.index(when.day)
        for day in days_around(today, month=when.month, week=when.week, weekday=weekday):
            uid = f"{FAMILY}{one.slug}-{day.year}"
            if uid not in known and (day > today or one.state != EventState.IDEA):
                _make(one, day, uid, keys, now)
                tally.created += 1


def _make(said: ExampleRecord, day: date, uid: str, keys: _Keys, now: datetime) -> None:
    when = said.when
    slot = SlotFacts(day, when.start, day + timedelta(days=when.days - 1), when.end, when.repeat)
    event = insert_event(
        rights=EVERYWHERE,
        actor=None,
        now=now,
        facts=keys.facts(said, day),
        slots=[slot],
        parts=keys.parts(said),
        uid=uid,
        demonstration=True,
    )
    state = _state(said, day, timezone.localdate(now))
    if state != event.state:
        note = said.note if state in {EventState.CANCELLED, EventState.POSTPONED} else ""
        Event.objects.filter(pk=event.pk).update(state=state, postponed_note=note)


def clear_examples(_source: Source) -> None:
    """Forget the examples of another region's folder."""
    Event.objects.filter(uid__startswith=FAMILY, demonstration=True).delete()


def _run_out(today: date) -> bool:
    """Tell whether the last example is no longer far enough ahead."""
    examples = Event.objects.filter(uid__startswith=FAMILY)
    ahead = examples.filter(occurrences__first_day__gte=today + timedelta(days=ENOUGH_AHEAD))
    return examples.exists() and not ahead.exists()


def declare_examples() -> None:
    """Declare the part of a region's folder that holds examples."""
    region_part(
        name="agenda-examples",
        order=75,
        read=read_examples,
        write=write_examples,
        clear=clear_examples,
        stale=_run_out,
    )
