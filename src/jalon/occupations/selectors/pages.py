"""One occupation read for its page, and the ways into it."""

from collections.abc import Iterable
from dataclasses import dataclass

from jalon.occupations.enums import Level, TextKind, WayInMode
from jalon.occupations.models import Occupation, OccupationText, Sheet, WayIn

MODE_NAMES: dict[str, str] = dict(WayInMode.choices)
LEVEL_NOTES: dict[int, str] = {
    Level.NONE: "on apprend sur le poste",
    Level.CAP: "2 ans après la troisième",
    Level.BAC: "3 ans après la troisième",
    Level.BAC2: "BTS, titre…",
    Level.BAC3: "BUT, licence",
    Level.BAC5: "master, ingénieur",
    Level.BAC8: "doctorat, médecine",
}


@dataclass(frozen=True)
class WayRow:
    """One way in, in words: `length` such as « 2 ans », `modes` such as « à l'école »."""

    diploma: str
    level: str
    modes: list[str]
    length: str
    note: str


@dataclass(frozen=True)
class Ways:
    """All that is known of how to enter an occupation; `rows` may be empty, and then says so."""

    occupation: Occupation
    sheet: Sheet | None
    rows: list[WayRow]
    official: list[OccupationText]


def occupation_page(code: str) -> Occupation | None:
    """Return an occupation with its sheet, domain and sources, or None."""
    found = Occupation.objects.select_related("sheet__source", "source", "domain").filter(code=code.upper())
    return found.first()


def length_in_words(months: int | None) -> str:
    """Return 24 as « 2 ans », 11 as « 11 mois », 18 as « 1 an et demi », unknown as an empty text."""
    if not months:
        return ""
    years, rest = divmod(months, 12)
    if not years:
        return f"{months} mois"
    words = "1 an" if years == 1 else f"{years} ans"
    if rest == 6:
        return f"{words} et demi"
    return words if not rest else f"{words} et {rest} mois"


def levels_with_notes() -> list[tuple[int, str, str]]:
    """Return each level with its name and what it means, from no diploma to bac + 8."""
    return [(value, label, LEVEL_NOTES[value]) for value, label in Level.choices]


def level_steps(level: int | None) -> list[tuple[str, str, str, str]]:
    """Return the steps of `_level_path` from no diploma to bac + 8, reached up to `level`."""
    return [
        (label, "" if level is None or value > level else ("here" if value == level else "done"), "", "")
        for value, label in Level.choices
    ]


def _row(way: WayIn) -> WayRow:
    return WayRow(
        diploma=way.diploma,
        level=way.get_level_display(),
        modes=[MODE_NAMES[mode] for mode in way.modes if mode in MODE_NAMES],
        length=length_in_words(way.months),
        note=way.note,
    )


def way_rows(ways: Iterable[WayIn]) -> list[WayRow]:
    """Put the ways in of a sheet in words, in the order given."""
    return [_row(way) for way in ways]


def ways_of(code: str) -> Ways | None:
    """Return the ways in of an occupation's sheet, lowest level first, and the official access texts."""
    occupation = occupation_page(code)
    if occupation is None:
        return None
    sheet = getattr(occupation, "sheet", None)
    ways = sheet.ways_in.order_by("level", "position") if sheet else ()
    texts = occupation.texts.filter(kind=TextKind.ACCESS).select_related("source")
    return Ways(occupation, sheet, way_rows(ways), list(texts))
