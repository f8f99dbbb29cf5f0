"""What a region's folder may say about the region and its places; docs/region.md explains it."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from jalon.territory.rules import colour_problem

SLUG = r"^[a-z0-9]+(?:-[a-z0-9]+)*$"
EMAIL = r"^[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+$"


def _colour(value: str) -> str:
    if problem := colour_problem(value):
        raise ValueError(problem)
    return value.lower()


Slug = Annotated[str, Field(pattern=SLUG, max_length=50)]
Colour = Annotated[str, AfterValidator(_colour)]
Text = Annotated[str, Field(min_length=1, max_length=100)]
LongText = Annotated[str, Field(min_length=1, max_length=200)]


class Strict(BaseModel):
    """A record whose every field is known."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class ColoursRecord(Strict):
    accent: Colour
    accent_ink: Colour
    support: Colour


class HelplineRecord(Strict):
    number: str = Field(pattern=r"^\+?\d[\d ]{1,18}$")
    note: Annotated[str, Field(max_length=100)] = ""


class DataRecord(Strict):
    """Where data comes from, as the screen « Sources » says it."""

    title: LongText
    producer: LongText
    licence: LongText
    version: Annotated[str, Field(max_length=40)] = ""
    published_on: date | None = None
    demonstration: bool = False


class RegionRecord(Strict):
    slug: Slug
    name: Text
    insee_code: Annotated[str, Field(pattern=r"^\d{2,3}$")] = ""
    brand: Text
    tagline: Annotated[str, Field(max_length=200)] = ""
    colours: ColoursRecord
    logo: Annotated[str, Field(pattern=r"^[a-z0-9-]+\.svg$")] = ""
    helpline: HelplineRecord | None = None
    publisher: Annotated[str, Field(max_length=200)] = ""
    contact_email: Annotated[str, Field(pattern=EMAIL, max_length=254)] = ""
    data: DataRecord
    facts: DataRecord


class DepartementRecord(Strict):
    code: str = Field(pattern=r"^(?:\d{2,3}|2[AB])$")
    name: Text


class EmploymentAreaRecord(Strict):
    code: str = Field(pattern=r"^[A-Za-z0-9]{1,10}$")
    name: Text


class CommuneRecord(Strict):
    insee_code: str
    name: Text
    postal_codes: str = Field(pattern=r"^\d{5}(?: \d{5})*$")
    departement: str
    population: int | None = Field(default=None, ge=0, le=5_000_000)
    latitude: float
    longitude: float
    employment_area: str = ""

    @property
    def codes(self) -> list[str]:
        """Its postal codes, one by one."""
        return self.postal_codes.split()


class TerritoryRecord(Strict):
    slug: Slug
    name: Text
    seat: str = ""
    departements: list[str] = []
    employment_areas: list[str] = []
    note: Annotated[str, Field(max_length=300)] = ""
