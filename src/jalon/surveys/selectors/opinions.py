"""Reading opinions: trends by month, screen and audience, the texts, and the rows of the file."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Max, Min, QuerySet
from django.db.models.functions import TruncMonth
from django.utils.formats import date_format

from jalon.search.rules import fold
from jalon.sources.rules import cell_text
from jalon.surveys.enums import Audience, Helped, Screen
from jalon.surveys.models import Opinion
from jalon.surveys.rules.keeping import oldest_opinion
from jalon.surveys.rules.tallies import Row, every_month, rows
from jalon.ui.rules import Choice, Group

FEWEST_TOLD = 3  # opinions of an audience on a screen in a month, for a text to say its audience
LONGEST_QUERY = 120
UNSAID = "non-dit"  # how an address says that the audience is not said
COLUMNS = ("jour", "écran", "avis", "public", "texte")


@dataclass(frozen=True)
class Asked:
    """What the team wants to see; an empty filter takes all."""

    screens: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    helped: tuple[str, ...] = ()
    months: tuple[date, ...] = ()
    text: str = ""
    hidden: bool = False

    @property
    def values(self) -> dict[str, tuple]:
        """Return the values wanted of each field."""
        return {
            "screen": self.screens,
            "audience": self.audiences,
            "helped": self.helped,
            "month": self.months,
        }

    @property
    def narrowed(self) -> bool:
        """Tell whether anything is left out."""
        return self != Asked()


class Cell(NamedTuple):
    """How many opinions are alike."""

    month: date
    screen: str
    audience: str
    helped: str
    number: int


@dataclass(frozen=True)
class Trends:
    """The same opinions counted three ways; each row from « Oui » to « Non »."""

    whole: Row
    months: list[Row]
    screens: list[Row]
    audiences: list[Row]


@dataclass(frozen=True)
class Said:
    """A text, with what may be told of its author."""

    opinion: Opinion
    audience: str


def _month(text: str) -> date | None:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return None


def month_label(month: date) -> str:
    """Return a month as people write it: « novembre 2026 »."""
    return date_format(month, "F Y")


def read_asked(getlist: Callable[[str], list[str]]) -> Asked:
    """Return what an address asks; what it says wrongly is left out."""
    audiences = ["" if value == UNSAID else value for value in getlist("public") if value]
    months = {month for text in getlist("mois") if (month := _month(text))}
    query = " ".join("".join(getlist("q")[:1]).replace("\0", " ").split())
    return Asked(
        screens=tuple(value for value in Screen.values if value in getlist("ecran")),
        audiences=tuple(value for value in Audience.values if value in audiences),
        helped=tuple(value for value in Helped.values if value in getlist("avis")),
        months=tuple(sorted(months, reverse=True)),
        text=query[:LONGEST_QUERY],
        hidden="1" in getlist("masques"),
    )


def opinions(asked: Asked, *, today: date) -> QuerySet[Opinion]:
    """Return the opinions asked for that are still kept; the words to find in texts do not count here."""
    found = Opinion.objects.filter(day__gte=oldest_opinion(today)).annotate(month=TruncMonth("day"))
    for name, values in asked.values.items():
        if values:
            found = found.filter(**{f"{name}__in": values})
    return found


def cells(*, today: date) -> list[Cell]:
    """Return how many opinions of each kind are kept: all that the trends and the filters count."""
    names = ("month", "screen", "audience", "helped")
    found = opinions(Asked(), today=today).order_by().values_list(*names).annotate(Count("pk"))
    return [Cell(*values) for values in found]


def _wanted(asked: Asked, found: Sequence[Cell], *, but: str = "") -> list[Cell]:
    """Return the cells asked for, without regard to the filter on `but`."""
    wanted = {name: values for name, values in asked.values.items() if values and name != but}
    return [cell for cell in found if all(getattr(cell, name) in wanted[name] for name in wanted)]


def _by(found: Sequence[Cell], name: str) -> dict:
    """Return {value: (yes, little, no)} of one field."""
    counts: dict = {}
    for cell in found:
        line = counts.setdefault(getattr(cell, name), [0] * len(Helped))
        line[Helped.values.index(cell.helped)] += cell.number
    return counts


def trends(asked: Asked, found: Sequence[Cell]) -> Trends:
    """Return the opinions counted by month, by screen and by audience."""
    found = _wanted(asked, found)
    by_month, by_screen, by_audience = (_by(found, name) for name in ("month", "screen", "audience"))
    whole = [sum(column) for column in zip(*by_screen.values(), strict=True)] or [0] * len(Helped)
    return Trends(
        whole=rows([("Tous les avis", whole)])[0],
        months=rows((month_label(month), counts) for month, counts in every_month(by_month)),
        screens=rows((one.label, by_screen[one.value]) for one in Screen if one.value in by_screen),
        audiences=rows((one.label, by_audience[one.value]) for one in Audience if one.value in by_audience),
    )


def filters(asked: Asked, found: Sequence[Cell]) -> list[Group]:
    """Return the filters with live counts: each value counts with the other filters in force."""

    def counted(name: str) -> dict:
        every = _by(_wanted(asked, found, but=name), name)
        return {value: sum(counts) for value, counts in every.items()}

    months = counted("month")
    return [
        Group("Écran", "ecran", _choices(Screen, counted("screen"), asked.screens)),
        Group("Public", "public", _choices(Audience, counted("audience"), asked.audiences)),
        Group("Avis", "avis", _choices(Helped, counted("helped"), asked.helped)),
        Group(
            "Mois",
            "mois",
            [
                Choice(f"{month:%Y-%m}", month_label(month), months.get(month, 0), month in asked.months)
                for month in sorted({*months, *asked.months}, reverse=True)
            ],
        ),
    ]


def _choices(every: type, counts: dict, chosen: Sequence[str]) -> list[Choice]:
    return [
        Choice(one.value or UNSAID, str(one.label), counts.get(one.value, 0), one.value in chosen)
        for one in every
    ]


def active_filters(asked: Asked) -> list[tuple[str, str, str]]:
    """Return (name, value, words) of each filter in force, to take it away."""
    said = [
        *(("ecran", value, str(Screen(value).label)) for value in asked.screens),
        *(("public", value or UNSAID, str(Audience(value).label)) for value in asked.audiences),
        *(("avis", value, str(Helped(value).label)) for value in asked.helped),
        *(("mois", f"{month:%Y-%m}", month_label(month)) for month in asked.months),
    ]
    if asked.text:
        said.append(("q", asked.text, f"« {asked.text} »"))
    if asked.hidden:
        said.append(("masques", "1", "Textes masqués"))
    return said


def few(*, today: date) -> set[int]:
    """Return the opinions whose audience is not told beside their text: too few like them that month."""
    cells = (
        opinions(Asked(), today=today)
        .exclude(audience=Audience.UNSAID)
        .order_by()
        .values("screen", "audience", "month")
        .annotate(count=Count("pk"), first=Min("pk"), last=Max("pk"))
        .filter(count__lt=FEWEST_TOLD)
    )
    return {pk for cell in cells for pk in (cell["first"], cell["last"])}


def texts(asked: Asked, *, today: date) -> QuerySet[Opinion] | list[Opinion]:
    """Return the opinions with a text, latest first; an audience asked for leaves out those not told."""
    found = opinions(asked, today=today).exclude(text="").filter(hidden=asked.hidden)
    if asked.audiences:
        found = found.exclude(pk__in=few(today=today))
    return _saying(found, asked.text) if asked.text else found


def _saying(found: QuerySet[Opinion], words: str) -> list[Opinion]:
    """Return the opinions whose text holds these words, whatever the capitals and the accents."""
    sought = fold(words)
    return [one for one in found.iterator() if sought in fold(one.text)]


def said(found: Sequence[Opinion], *, today: date) -> list[Said]:
    """Return texts with the audience of those who can be told."""
    untold = few(today=today)
    return [Said(one, "" if one.pk in untold else _audience(one)) for one in found]


def _audience(opinion: Opinion) -> str:
    return str(opinion.get_audience_display()) if opinion.audience else ""


def opinion_rows(asked: Asked, *, today: date) -> Iterator[tuple[str, ...]]:
    """Yield the rows of the file, header first; no cell is a formula for a spreadsheet."""
    yield COLUMNS
    untold = few(today=today)
    found = opinions(asked, today=today)
    if asked.audiences:
        found = found.exclude(pk__in=untold)
    for one in _saying(found.filter(hidden=False), asked.text) if asked.text else found.iterator():
        audience = "" if one.pk in untold else _audience(one)
        text = "" if one.hidden else cell_text(one.text)
        yield (
            one.day.isoformat(),
            str(one.get_screen_display()),
            str(one.get_helped_display()),
            audience,
            text,
        )
