"""What a region's folder says for the calendar: school holidays and the themes of its agreements."""

from datetime import date
from pathlib import Path
from typing import Annotated, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from jalon.agenda.models import SchoolHoliday, Theme
from jalon.sources.models import Source
from jalon.sources.rules import Problem
from jalon.sources.services import Located, Tally, read_yaml, region_part, sync_rows

HOLIDAYS, THEMES = "agenda/school_holidays.yaml", "agenda/themes.yaml"
LONGEST_DAYS = 100
Name = Annotated[str, Field(min_length=1, max_length=60)]


class HolidayRecord(BaseModel):
    """Days without school, as school_holidays.yaml writes them."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    name: Name
    first_day: date
    last_day: date


class ThemeRecord(BaseModel):
    """A theme of the agreements, as themes.yaml writes it."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    slug: str = Field(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=50)
    name: Annotated[str, Field(min_length=1, max_length=100)]
    axis: Annotated[int, Field(ge=1, le=99)] | None = None
    axis_name: Annotated[str, Field(max_length=150)] = ""


class Folder(NamedTuple):
    """What a folder says for the calendar; both files may be missing."""

    holidays: list[HolidayRecord]
    themes: list[ThemeRecord]


def _holidays(folder: Path) -> tuple[list[HolidayRecord], list[Problem]]:
    if not (folder / HOLIDAYS).is_file():
        return [], []
    rows: list[Located[HolidayRecord]]
    rows, problems = read_yaml(folder / HOLIDAYS, HolidayRecord)
    last: date | None = None
    for row in sorted(rows, key=lambda row: row.value.first_day):
        one = row.value
        if not 0 <= (one.last_day - one.first_day).days <= LONGEST_DAYS:
            reason = f"le dernier jour vient 0 à {LONGEST_DAYS} jours après le premier"
            problems.append(Problem(HOLIDAYS, row.at("last_day"), "last_day", reason))
        if last is not None and one.first_day <= last:
            reason = "ces jours sont déjà dans d'autres vacances"
            problems.append(Problem(HOLIDAYS, row.at("first_day"), "first_day", reason))
        last = max(last or one.last_day, one.last_day)
    return [row.value for row in rows], problems


def _themes(folder: Path) -> tuple[list[ThemeRecord], list[Problem]]:
    if not (folder / THEMES).is_file():
        return [], []
    rows: list[Located[ThemeRecord]]
    rows, problems = read_yaml(folder / THEMES, ThemeRecord)
    seen: set[str] = set()
    for row in rows:
        if row.value.slug in seen:
            reason = f"« {row.value.slug} » est écrit deux fois"
            problems.append(Problem(THEMES, row.at("slug"), "slug", reason))
        seen.add(row.value.slug)
    return [row.value for row in rows], problems


def read_agenda(folder: Path) -> tuple[Folder, list[Problem]]:
    """Read both files of the folder, where they are."""
    holidays, problems = _holidays(folder)
    themes, more = _themes(folder)
    return Folder(holidays, themes), problems + more


def write_agenda(said: Folder, source: Source, tally: Tally) -> None:
    """Keep what the folder says. A theme that left it stays with the events that have it, else goes."""
    tally.read += len(said.holidays) + len(said.themes)
    sync_rows(
        SchoolHoliday.objects.filter(source=source),
        {
            one.first_day: {"name": one.name, "last_day": one.last_day, "source_id": source.pk}
            for one in said.holidays
        },
        key=("first_day",),
        tally=tally,
        missing="delete",
    )
    sync_rows(
        Theme.objects.all(),
        {one.slug: {"name": one.name, "axis": one.axis, "axis_name": one.axis_name} for one in said.themes},
        key=("slug",),
        tally=tally,
    )
    Theme.objects.exclude(slug__in=[one.slug for one in said.themes]).filter(events=None).delete()


def clear_agenda(source: Source) -> None:
    """Forget what another region's folder said."""
    SchoolHoliday.objects.filter(source=source).delete()
    Theme.objects.filter(events=None).delete()


def declare_parts() -> None:
    """Declare the part of a region's folder that this room reads."""
    region_part(name="agenda", order=70, read=read_agenda, write=write_agenda, clear=clear_agenda)
