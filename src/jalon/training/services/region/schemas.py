"""What a region's folder may say about its programmes; docs/region.md explains it."""

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from jalon.occupations.enums import Level
from jalon.training.enums import Funding, Mode, Rhythm
from jalon.training.rules.recurring import Recurrence

SLUG = r"^[a-z0-9]+(?:-[a-z0-9]+)*$"
LEAP_YEAR = 2024
QUARTERS = (1, 4, 7, 10)
EVERY_MONTH = range(1, 13)


def _day_of_year(text: str) -> str:
    try:
        date.fromisoformat(f"{LEAP_YEAR}-{text}")
    except ValueError as error:
        raise ValueError("un jour de l'année MM-JJ est attendu (09-01)") from error
    return text


Slug = Annotated[str, Field(pattern=SLUG, max_length=60)]
Text = Annotated[str, Field(min_length=1, max_length=200)]
Paragraph = Annotated[str, Field(min_length=1, max_length=600)]
DayOfYear = Annotated[str, Field(pattern=r"^\d\d-\d\d$"), AfterValidator(_day_of_year)]
DayOfMonth = Annotated[int, Field(ge=1, le=28)]
Months = Annotated[int, Field(ge=1, le=144)]
Rome = Annotated[str, Field(pattern=r"^[A-Z]\d{4}$")]
CertificationCode = Annotated[str, Field(pattern=r"^(?:RNCP|RS)\d{1,6}$")]


def month_and_day(text: str) -> tuple[int, int]:
    """Return "09-01" as (9, 1)."""
    month, day = text.split("-")
    return int(month), int(day)


class Strict(BaseModel):
    """A record whose every field is known."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class ProviderRecord(Strict):
    """One body that teaches, in `training/providers.yaml`."""

    slug: Slug
    name: Text
    address: Annotated[str, Field(max_length=200)] = ""
    commune: str
    latitude: float | None = None
    longitude: float | None = None
    phone: Annotated[str, Field(pattern=r"^(?:0\d(?: \d\d){4})?$")] = ""
    email: Annotated[str, Field(pattern=r"^(?:[^@\s]+@[^@\s]+\.[a-z]+)?$", max_length=160)] = ""
    website: Annotated[str, Field(pattern=r"^(?:https?://[^\s\"'<>]+)?$", max_length=200)] = ""
    access: Annotated[str, Field(max_length=600)] = ""
    lodging: Annotated[str, Field(max_length=250)] = ""
    catering: Annotated[str, Field(max_length=250)] = ""
    transport: Annotated[str, Field(max_length=250)] = ""
    demonstration: bool


class RegistrationRecord(Strict):
    """When one signs up, in days before the start."""

    opens: int = Field(ge=0, le=500)
    closes: int = Field(ge=0, le=500)

    @model_validator(mode="after")
    def in_order(self) -> "RegistrationRecord":
        """Check that registrations open before they close."""
        if self.opens < self.closes:
            raise ValueError("« opens » compte plus de jours avant le début que « closes »")
        return self


class SessionsRecord(Strict):
    """Intakes that come back: days of the year, or a day of each month or quarter, or every so many weeks."""

    yearly: list[DayOfYear] = Field(default=[], max_length=12)
    monthly: DayOfMonth | None = None
    quarterly: DayOfMonth | None = None
    weeks: int | None = Field(default=None, ge=1, le=52)
    shift: int = Field(default=0, ge=0, le=51)
    ends: DayOfYear | None = None
    seats: int | None = Field(default=None, ge=1, le=1000)
    registration: RegistrationRecord | None = None
    next_one: Literal["full", "suspended"] | None = None

    @model_validator(mode="after")
    def one_rhythm(self) -> "SessionsRecord":
        """Check that exactly one of the four ways to come back is said."""
        said = [bool(self.yearly), self.monthly is not None, self.quarterly is not None, bool(self.weeks)]
        if sum(said) != 1:
            raise ValueError("dites une seule fois quand : yearly, monthly, quarterly ou weeks")
        return self

    @property
    def recurrence(self) -> Recurrence:
        """The rule from which dates are drawn."""
        if self.weeks:
            return Recurrence(weeks=self.weeks, shift=self.shift)
        if self.monthly is not None:
            return Recurrence(days=tuple((month, self.monthly) for month in EVERY_MONTH))
        if self.quarterly is not None:
            return Recurrence(days=tuple((month, self.quarterly) for month in QUARTERS))
        return Recurrence(days=tuple(month_and_day(text) for text in self.yearly))


class WayFacts(Strict):
    """What can be said once for many ways, or for one; what is left out is taken from the usual way."""

    modes: list[Mode] = Field(default=[], max_length=len(Mode))
    rhythms: list[Rhythm] = Field(default=[], max_length=len(Rhythm))
    rhythm_text: Annotated[str, Field(max_length=600)] = ""
    teaching: Literal["", "site", "distance", "mixed"] = ""
    conditions: Annotated[str, Field(max_length=1000)] = ""
    funding: list[Funding] = Field(default=[], max_length=len(Funding))
    price: float | None = Field(default=None, ge=0, le=200_000)
    cost_left: Annotated[str, Field(max_length=200)] = ""
    alternation: Annotated[str, Field(max_length=600)] = ""
    audience: Annotated[str, Field(max_length=250)] = ""
    pedagogy: Annotated[str, Field(max_length=600)] = ""
    access: Annotated[str, Field(max_length=600)] = ""
    lodging: Annotated[str, Field(max_length=250)] = ""
    how_to_register: Annotated[str, Field(max_length=250)] = ""
    permanent: bool | None = None
    level_compulsory: bool | None = None
    registration: RegistrationRecord | None = None
    months: Months | None = None
    days: int | None = Field(default=None, ge=1, le=400)
    hours: int | None = Field(default=None, ge=1, le=12_000)
    hours_company: int | None = Field(default=None, ge=0, le=12_000)
    sessions: list[SessionsRecord] | None = Field(default=None, max_length=6)

    @model_validator(mode="after")
    def one_length(self) -> "WayFacts":
        """Check that a length is said once."""
        if self.months is not None and self.days is not None:
            raise ValueError("une durée se dit en months ou en days, pas les deux")
        return self


class UsualWayRecord(WayFacts):
    """One entry of `training/ways.yaml`."""

    name: Slug
    modes: list[Mode] = Field(min_length=1, max_length=len(Mode))


class WayRecord(WayFacts):
    """One way to follow a programme: how (`as`, a name of ways.yaml), where (`at`, a provider)."""

    usual: Slug = Field(alias="as")
    at: Slug
    commune: str = ""
    site: Annotated[str, Field(max_length=200)] = ""


class ProgrammeRecord(Strict):
    """One entry of `training/programmes/*.yaml`."""

    slug: Slug
    title: Annotated[str, Field(min_length=1, max_length=200)]
    objective: Paragraph
    content: list[Text] = Field(min_length=1, max_length=12)
    leads_to: Annotated[str, Field(max_length=600)] = ""
    conditions: Annotated[str, Field(max_length=600)] = ""
    certifications: list[CertificationCode] = Field(default=[], max_length=8)
    level_in: Level | None = None
    level: Level | None = None
    rome: list[Rome] = Field(default=[], max_length=12)
    nsf: list[Annotated[str, Field(pattern=r"^\d{3}[a-z]?$")]] = Field(default=[], max_length=5)
    ways: list[WayRecord] = Field(min_length=1, max_length=30)
