"""Searching the training map: one page of ways to learn, the filters with their live counts."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from jalon.occupations.models import Occupation, Sector
from jalon.search.rules import plain_query
from jalon.search.rules.occurrences import Wanted
from jalon.search.selectors.occurrences import (
    FoundOccurrences,
    Order,
    count_by_place,
    count_occurrences,
    find_occurrences,
)
from jalon.territory.models import Commune, Departement
from jalon.territory.selectors import Town, commune_named_in, ground
from jalon.training.models import Certification
from jalon.training.rules.asking import DIMENSIONS, WITHIN, Asked, Sort, When, read_asked
from jalon.training.selectors.labels import LEGENDS, WHEN_LABELS, known_values, labels
from jalon.ui.rules import Choice, Group

KIND = "training"
Active = list[tuple[str, str, str]]
Labels = dict[str, dict[str, str]]
ORDERS = {Sort.START: Order.START, Sort.LENGTH: Order.LENGTH, Sort.DISTANCE: Order.DISTANCE}


@dataclass(frozen=True)
class Around:
    """Where one looks: the commune asked, its places with their distance in km, nearest first."""

    commune: Commune | Town
    distances: dict[str, float]


@dataclass(frozen=True)
class Subject:
    """What the search is about besides words: the names of the occupation, sector, certification asked."""

    occupation: Occupation | None = None
    sector: Sector | None = None
    certification: Certification | None = None
    departement: Departement | None = None


@dataclass(frozen=True)
class Found:
    """One page of the answer. `refs`: keys of actions, in order. `active`: (parameter, value, words).

    `places`: how many in each commune (INSEE code), when they were asked.
    """

    asked: Asked
    total: int
    refs: list[int]
    groups: list[Group]
    active: list[tuple[str, str, str]]
    around: Around | None
    subject: Subject
    undated: int
    places: dict[str, int]
    corrected: str
    wide: bool
    proposed: Commune | None  # a commune that the words name, when none is chosen


def read_address(getlist: Callable[[str], list[str]]) -> Asked:
    """Read what an address asks (`request.GET.getlist`)."""
    filtered = any(getlist(name) for name in DIMENSIONS)
    return read_asked(getlist, plain=plain_query, known=known_values() if filtered else {})


def _around(asked: Asked) -> Around | None:
    if not asked.commune:
        return None
    here = ground()
    commune = here.town(asked.commune)
    return Around(commune, here.within(commune, asked.radius)) if commune else None


def _subject(asked: Asked) -> Subject:
    return Subject(
        occupation=Occupation.objects.filter(code=asked.occupation).first() if asked.occupation else None,
        sector=Sector.objects.filter(slug=asked.sector).first() if asked.sector else None,
        certification=(
            Certification.objects.filter(code=asked.certification).first() if asked.certification else None
        ),
        departement=(
            Departement.objects.filter(code=asked.departement).first() if asked.departement else None
        ),
    )


def rome_codes(occupation: Occupation) -> tuple[str, ...]:
    """Return the codes under which trainings may name an occupation: its own, and the one that it details."""
    return tuple(code for code in (occupation.code, occupation.parent_id) if code)


def _tags(asked: Asked, subject: Subject) -> tuple[tuple[str, ...], ...]:
    groups: list[tuple[str, ...]] = []
    if asked.occupation:
        codes = rome_codes(subject.occupation) if subject.occupation else (asked.occupation,)
        groups.append(tuple(f"rome:{code}" for code in codes))
    if asked.sector:
        codes = subject.sector.occupations.values_list("code", "parent_id") if subject.sector else ()
        groups.append(tuple({f"rome:{code}" for pair in codes for code in pair if code}))
    if asked.certification:
        groups.append((f"cert:{asked.certification}",))
    if asked.departement:
        groups.append((f"dep:{asked.departement}",))
    return tuple(groups)


def _wanted(asked: Asked, today: date, around: Around | None, subject: Subject) -> Wanted:
    first, latest = asked.bounds(today)
    facets = dict(asked.facets)
    if asked.when is When.ALWAYS:
        facets["open"] = ("always",)
    return Wanted(
        first=first.toordinal(),
        text=asked.text,
        facets=facets,
        tags=_tags(asked, subject),
        places=tuple(around.distances) if around else None,
        latest=latest.toordinal() if latest else None,
        undated=asked.when is When.UNDATED,
        soon=tuple((first + timedelta(days=days)).toordinal() for days in WITHIN.values()),
    )


def find(asked: Asked, *, today: date, offset: int = 0, limit: int = 20, mapped: bool = False) -> Found:
    """Return one page of what is asked, with every filter counted; `mapped`: every commune too."""
    around, subject, called = _around(asked), _subject(asked), labels()
    wanted = _wanted(asked, today, around, subject)
    order = ORDERS[_order(asked, around)]
    found = find_occurrences(KIND, wanted, order=order, offset=offset, limit=limit, mapped=mapped)

    def instead(when: When) -> Wanted:
        return _wanted(replace(asked, when=when), today, around, subject)

    return Found(
        asked=asked,
        total=found.total,
        refs=found.refs,
        groups=_groups(asked, found, _starts(asked, found, wanted, instead), called),
        active=_active(asked, around, subject, called),
        around=around,
        subject=subject,
        undated=found.undated,
        places=found.places,
        corrected=found.corrected,
        wide=found.wide,
        proposed=_proposed(asked),
    )


def _order(asked: Asked, around: Around | None) -> Sort:
    return Sort.START if asked.order is Sort.DISTANCE and around is None else asked.order


def _proposed(asked: Asked) -> Commune | None:
    placed = asked.commune or asked.departement
    return None if placed or not asked.text else commune_named_in(asked.text)


def places_found(asked: Asked, *, today: date) -> dict[str, int]:
    """Return how many ways answer in each commune (INSEE code): for the map."""
    return count_by_place(KIND, _wanted(asked, today, _around(asked), _subject(asked)))


def count_found(asked: Asked, *, today: date) -> int:
    """Return how many ways answer."""
    return count_occurrences(KIND, _wanted(asked, today, _around(asked), _subject(asked)))


def _groups(asked: Asked, found: FoundOccurrences, starts: dict[When, int], called: Labels) -> list[Group]:
    groups = []
    names = {dimension: name for name, dimension in DIMENSIONS.items()}
    for dimension, legend in LEGENDS.items():
        chosen = asked.facets.get(dimension, ())
        choices = [
            Choice(value, label, found.facets.get(f"{dimension}:{value}", 0), value in chosen)
            for value, label in called[dimension].items()
            if found.facets.get(f"{dimension}:{value}") or value in chosen
        ]
        groups.append(Group(legend, names[dimension], choices))
    groups.insert(1, _when_group(asked, starts))
    return groups


def _starts(
    asked: Asked, found: FoundOccurrences, wanted: Wanted, instead: Callable[[When], Wanted]
) -> dict[When, int]:
    """Return how many each choice of « Début » would give in place of the one in force.

    `instead` gives the question with another choice: `found` was counted with its own, which only the bounds
    and what has no date leave out.
    """
    whole = find_occurrences(KIND, instead(When.ANY), limit=0) if asked.when is When.ALWAYS else found
    counts = {when: whole.soon.get(bound, 0) for when, bound in zip(WITHIN, wanted.soon, strict=True)}
    counts[When.UNDATED] = whole.undated
    counts[When.ALWAYS] = (
        whole.facets.get("open:always", 0)
        if asked.when in {When.ANY, When.ALWAYS}
        else count_occurrences(KIND, instead(When.ALWAYS))
    )
    return counts


def _when_group(asked: Asked, counts: dict[When, int]) -> Group:
    choices = [
        Choice(when.value, label, counts[when], asked.when is when)
        for when, label in WHEN_LABELS.items()
        if counts[when] or asked.when is when
    ]
    return Group("Début", "quand", choices, single=True)


def _active(asked: Asked, around: Around | None, subject: Subject, called: Labels) -> Active:
    """Return (parameter, value, words) of each filter in force, to show and take away."""
    chosen = [
        (name, value, _said(dimension, called[dimension].get(value, value)))
        for name, dimension in DIMENSIONS.items()
        for value in asked.facets.get(dimension, ())
    ]
    when = [("quand", asked.when.value, f"Début : {WHEN_LABELS[asked.when].lower()}")] if asked.when else []
    if asked.since:
        when.append(("du", asked.since.isoformat(), f"À partir du {asked.since:%d/%m/%Y}"))
    return [*_about(asked, subject), *_where(asked, around, subject), *chosen, *when]


def _about(asked: Asked, subject: Subject) -> Active:
    about = [
        ("metier", asked.occupation, "Mène à : ", subject.occupation and subject.occupation.name),
        ("secteur", asked.sector, "Secteur : ", subject.sector and subject.sector.name),
        ("certification", asked.certification, "", subject.certification and str(subject.certification)),
    ]
    return [(name, code, f"{before}{said or code}") for name, code, before, said in about if code]


def _where(asked: Asked, around: Around | None, subject: Subject) -> Active:
    active: Active = []
    if around:
        here = f"À {around.commune.name}"
        said = f"À {asked.radius} km de {around.commune.name}" if asked.radius else here
        active.append(("commune", asked.commune, said))
    elif asked.commune:
        active.append(("commune", asked.commune, f"Commune inconnue : {asked.commune}"))
    if asked.departement:
        said = str(subject.departement) if subject.departement else f"Département {asked.departement}"
        active.append(("departement", asked.departement, said))
    return active


def _said(dimension: str, label: str) -> str:
    return {"in": f"Entrée : {label.lower()}", "out": f"Niveau visé : {label}"}.get(dimension, label)
