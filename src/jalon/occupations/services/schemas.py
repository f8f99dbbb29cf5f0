"""What a region's folder says about sectors, domains and occupations, checked field by field."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator

from jalon.occupations.enums import Condition, Interest, Level, WayInMode

DOMAIN_CODE = r"^[A-Z]([0-9]{2})?$"
SECTOR_PART = r"^[A-Z][0-9]{2}([0-9]{2})?$"
OCCUPATION_CODE = r"^[A-Z][0-9]{4}$"
SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"


def text(longest: int) -> object:
    """Return the type of a text of 1 to `longest` characters on one line."""
    return Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=longest)]


class Record(BaseModel):
    """A group of fields in which an unknown field is a mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class DomainRecord(Record):
    """One entry of `domains.yaml`."""

    code: str = Field(pattern=DOMAIN_CODE)
    label: text(200)


class SectorRecord(Record):
    """One entry of `sectors.yaml`."""

    slug: str = Field(pattern=SLUG, max_length=40)
    name: text(100)
    summary: text(300)
    icon: text(40)
    priority: bool = False
    domains: list[Annotated[str, Field(pattern=SECTOR_PART)]] = []


class TitleRecord(Record):
    """The everyday name of an occupation, in both genders (they may be equal)."""

    masculine: text(120)
    feminine: text(120)


class WayInRecord(Record):
    """One usual way into an occupation."""

    diploma: text(200)
    level: Level
    by: list[WayInMode] = Field(min_length=1, max_length=len(WayInMode))
    months: int | None = Field(default=None, ge=1, le=180)
    note: text(300) = ""


class SheetRecord(Record):
    """One entry of `occupations/*.yaml`."""

    code: str = Field(pattern=OCCUPATION_CODE)
    title: TitleRecord
    other_titles: list[text(150)] = Field(max_length=20)
    people_say: list[text(150)] = Field(max_length=20)
    summary: text(300)
    day: list[text(200)] = Field(min_length=1, max_length=12)
    you_like: list[text(120)] = Field(min_length=1, max_length=8)
    hard: text(300)
    skills: list[text(120)] = Field(min_length=1, max_length=15)
    conditions: list[Condition] = Field(max_length=len(Condition))
    interests: str = Field(min_length=2, max_length=2)
    sectors: list[Annotated[str, Field(pattern=SLUG)]] = Field(min_length=1, max_length=6)
    level: Level
    ways_in: list[WayInRecord] = Field(min_length=1, max_length=12)
    prospects: text(600)

    @field_validator("interests")
    @classmethod
    def two_types(cls, letters: str) -> str:
        """Check that `letters` are two different letters of RIASEC."""
        if not set(letters) <= set(Interest.values) or len(set(letters)) < len(letters):
            raise ValueError("deux lettres différentes parmi R, I, A, S, E, C sont attendues")
        return letters

    @field_validator("conditions", "other_titles", "people_say", "skills", "sectors")
    @classmethod
    def no_repeat(cls, values: list[str]) -> list[str]:
        """Check that nothing is written twice."""
        repeated = [value for at, value in enumerate(values) if value in values[:at]]
        if repeated:
            raise ValueError(f"« {repeated[0]} » écrit deux fois")
        return values
