"""Everything that is open at an intake: counted by département and domain, then way by way.

A *formation* counted here is what the search counts: one way to follow a programme (a place, a mode). Each
stands under one domain, so that the figures add up. What one may start at any time is listed apart.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from jalon.occupations.selectors.atlas import latest_load
from jalon.search.rules import fold
from jalon.search.rules.occurrences import Wanted
from jalon.search.selectors.occurrences import all_refs, find_occurrences
from jalon.territory.models import Departement
from jalon.training.enums import Mode
from jalon.training.models import Action, CertificationOccupation, Feed
from jalon.training.rules.intakes import (
    ELSEWHERE,
    PARAMETERS,
    Intake,
    Narrowed,
    intakes_around,
    main_domain,
    read_intake,
    read_narrowed,
)
from jalon.training.selectors.labels import OUT_LABELS, domain_labels
from jalon.training.selectors.searching import KIND
from jalon.ui.rules import Choice

CHUNK = 2_000
COLUMNS = (
    "pk", "programme__key", "programme__title", "programme__level_out", "programme__rome_codes",
    "programme__certification_code", "place__departement_code", "modes", "permanent",
)  # fmt: skip
NO_DOMAIN, NO_LEVEL = "autre", "autre"
LEGENDS = {
    "departement": "Département",
    "domain": "Domaine",
    "level": "Niveau visé",
    "mode": "Comment apprendre",
}
EVERY = {
    "departement": "Toute la région",
    "domain": "Tous les domaines",
    "level": "Tous les niveaux",
    "mode": "Toutes les façons",
}


class Line(NamedTuple):
    """One way to follow a programme, as counting and sorting need it."""

    pk: int
    key: str
    title: str
    domain: str
    level: str
    departement: str
    modes: tuple[str, ...]
    permanent: bool

    def value(self, field: str) -> str:
        """Return what it counts for in one dimension of Narrowed, `mode` apart."""
        return getattr(self, field)


@dataclass(frozen=True)
class Select:
    """One filter; `name` is the address parameter, `every` what no choice is called."""

    name: str
    legend: str
    every: str
    choices: list[Choice]


class Cell(NamedTuple):
    """How many begin in one département and one domain; `share`: 0 to 100 of the highest cell."""

    departement: str
    name: str
    count: int
    share: int


class CountRow(NamedTuple):
    """One domain across the départements."""

    domain: str
    name: str
    cells: list[Cell]
    total: int


@dataclass(frozen=True)
class Counts:
    """Départements across, domains down; `totals`: (département, name, count) of each column."""

    rows: list[CountRow]
    totals: list[tuple[str, str, int]]
    total: int


class Entry(NamedTuple):
    """One programme under one heading, with its ways: what a page of the list counts."""

    permanent: bool
    domain: str
    level: str
    key: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Sheet:
    """What an intake holds once narrowed. `dated` begin inside its window; `anytime` when one likes."""

    intake: Intake
    narrowed: Narrowed
    dated: list[Line]
    anytime: list[Line]
    selects: list[Select]
    counts: Counts

    @property
    def lines(self) -> list[Line]:
        return self.dated + self.anytime

    @property
    def active(self) -> list[tuple[str, str, str]]:
        """Return (parameter, value, words) of each filter in force."""
        return [
            (select.name, choice.value, choice.label)
            for select in self.selects
            for choice in select.choices
            if choice.checked
        ]

    def entries(self) -> list[Entry]:
        """Return the programmes in the order of the list."""
        heads = groupby(self.lines, key=lambda line: (line.permanent, line.domain, line.level, line.key))
        return [Entry(*head, tuple(lines)) for head, lines in heads]


def listed_intake(slug: str, today: date) -> Intake | None:
    """Return the intake of an address when it has a page today."""
    intake = read_intake(slug)
    return intake if intake in intakes_around(today) else None


def catalogue_state() -> tuple[object, ...]:
    """Return what tells one state of the catalogue from another: latest load, number shown of each feed."""
    return (latest_load(), *Feed.objects.order_by("pk").values_list("pk", "current"))


def departement_names() -> dict[str, str]:
    """Return the columns: the région's départements by code, then what has no place in them."""
    names = dict(Departement.objects.order_by("code").values_list("code", "name"))
    return {**names, ELSEWHERE: "À distance ou ailleurs"}


def domain_names() -> dict[str, str]:
    """Return the headings of the domains by letter, what has none last."""
    return {**domain_labels(), NO_DOMAIN: "Autres formations"}


def level_names() -> dict[str, str]:
    """Return the headings of the levels, from the lowest; what leads to none comes last."""
    shown = {str(level): label for level, label in OUT_LABELS.items() if level}
    return {**shown, "0": OUT_LABELS[0], NO_LEVEL: "Niveau non précisé"}


def _wanted(intake: Intake) -> Wanted:
    return Wanted(first=intake.first.toordinal(), latest=intake.last.toordinal())


def how_many(intake: Intake) -> int:
    """Return how many ways begin inside the window: one question to the index."""
    found = find_occurrences(KIND, _wanted(intake), limit=0)
    return found.total - found.facets.get("open:always", 0)


def read_address(get: Callable[[str], str]) -> Narrowed:
    """Read what an address asks (`request.GET.get`)."""
    names = _names()
    return read_narrowed(get, names.__getitem__)


def _names() -> dict[str, dict[str, str]]:
    return {
        "departement": departement_names(),
        "domain": domain_names(),
        "level": level_names(),
        "mode": dict(Mode.choices),
    }


def sheet(intake: Intake, narrowed: Narrowed, *, today: date) -> Sheet:
    """Return what is open at an intake, narrowed; past ones no longer list what one may start at any time."""
    state = catalogue_state()
    every = _lines_kept(intake, today, state) if state[0] else _read_lines(intake)
    dated = [line for line in every if not line.permanent]
    anytime = [] if intake.is_past(today) else [line for line in every if line.permanent]
    names = _names()
    return Sheet(
        intake=intake,
        narrowed=narrowed,
        dated=_kept(dated, narrowed),
        anytime=_kept(anytime, narrowed),
        selects=[_select(name, field, dated, narrowed, names[field]) for name, field in PARAMETERS.items()],
        counts=_counts(_kept(dated, narrowed._replace(departement="", domain="")), names),
    )


@lru_cache(maxsize=3)
def _lines_kept(intake: Intake, _today: date, _state: object) -> tuple[Line, ...]:
    return _read_lines(intake)


def _read_lines(intake: Intake) -> tuple[Line, ...]:
    """Return the ways that the index knows inside the window, in the order of the list."""
    refs = all_refs(KIND, _wanted(intake))
    rows: list[tuple] = []
    for start in range(0, len(refs), CHUNK):
        rows += Action.objects.filter(pk__in=refs[start : start + CHUNK]).order_by().values_list(*COLUMNS)
    leads = _leads({code for _pk, _key, _title, _level, rome, code, *_rest in rows if code and not rome})
    known, domains = departement_names(), domain_names()
    lines = [
        Line(
            pk=pk,
            key=key,
            title=title,
            domain=letter if (letter := main_domain(rome or leads.get(code, ()))) in domains else NO_DOMAIN,
            level=NO_LEVEL if level is None else str(level),
            departement=departement if departement in known else ELSEWHERE,
            modes=tuple(modes),
            permanent=permanent,
        )
        for pk, key, title, level, rome, code, departement, modes, permanent in rows
    ]
    return tuple(sorted(lines, key=_order()))


def _order() -> Callable[[Line], tuple]:
    places = {level: at for at, level in enumerate(level_names())}
    return lambda line: (
        *(line.permanent, line.domain, places[line.level], fold(line.title), line.key),
        *(line.departement, line.pk),
    )


def _leads(codes: set[str]) -> dict[str, list[str]]:
    """Return the occupations of these certifications: for programmes that name none."""
    found: dict[str, list[str]] = {}
    every = sorted(codes)
    for start in range(0, len(every), CHUNK):
        links = CertificationOccupation.objects.filter(certification__in=every[start : start + CHUNK])
        for code, rome in links.order_by("rome_code").values_list("certification_id", "rome_code"):
            found.setdefault(code, []).append(rome)
    return found


def _fits(line: Line, field: str, value: str) -> bool:
    return not value or (value in line.modes if field == "mode" else line.value(field) == value)


def _kept(lines: Iterable[Line], narrowed: Narrowed) -> list[Line]:
    asked = [(field, value) for field, value in narrowed._asdict().items() if value]
    return [line for line in lines if all(_fits(line, field, value) for field, value in asked)]


def _select(
    name: str, field: str, dated: Sequence[Line], narrowed: Narrowed, names: dict[str, str]
) -> Select:
    """Return one filter, each value with what it would give beside the other filters."""
    others = _kept(dated, narrowed._replace(**{field: ""}))
    if field == "mode":
        counts = Counter(mode for line in others for mode in line.modes)
    else:
        counts = Counter(line.value(field) for line in others)
    chosen = getattr(narrowed, field)
    choices = [
        Choice(value, label, counts[value], value == chosen)
        for value, label in names.items()
        if counts[value] or value == chosen
    ]
    return Select(name, LEGENDS[field], EVERY[field], choices)


def _counts(lines: Iterable[Line], names: dict[str, dict[str, str]]) -> Counts:
    pairs = Counter((line.domain, line.departement) for line in lines)
    highest = max(pairs.values(), default=0)
    columns = [
        (code, name, sum(n for (_domain, where), n in pairs.items() if where == code))
        for code, name in names["departement"].items()
    ]
    columns = [column for column in columns if column[2] or column[0] != ELSEWHERE]
    rows = []
    for domain, label in names["domain"].items():
        cells = [
            Cell(code, name, pairs[domain, code], 100 * pairs[domain, code] // max(highest, 1))
            for code, name, _total in columns
        ]
        total = sum(cell.count for cell in cells)
        rows += [CountRow(domain, label, cells, total)] if total else []
    return Counts(rows, columns, sum(pairs.values()))


def by_level(found: Sheet) -> list[tuple[str, str, int]]:
    """Return (value, name, count) of each level of what begins."""
    counts = Counter(line.level for line in found.dated)
    return [(level, name, counts[level]) for level, name in level_names().items() if counts[level]]


def headings(entries: Iterable[Entry]) -> Iterator[tuple[tuple[bool, str], list[tuple[str, list[Entry]]]]]:
    """Yield ((at any time, domain), [(level, programmes)]) in order, from programmes in order."""
    for (permanent, domain), inside in groupby(entries, key=lambda entry: (entry.permanent, entry.domain)):
        levels = groupby(inside, key=lambda entry: entry.level)
        yield (permanent, domain), [(level, list(group)) for level, group in levels]
