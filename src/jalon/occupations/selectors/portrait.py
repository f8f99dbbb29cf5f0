"""All that the page of one occupation shows, read in a constant number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from jalon.occupations.enums import (
    Condition,
    EnvironmentKind,
    Interest,
    SkillKind,
    Status,
    TextKind,
    TitleKind,
)
from jalon.occupations.models import (
    Occupation,
    OccupationCondition,
    OccupationEnvironment,
    OccupationSkill,
    OccupationText,
    Sector,
    Sheet,
    Skill,
    Title,
)
from jalon.occupations.rules.wording import tidy
from jalon.occupations.selectors.cards import Card, cards
from jalon.occupations.selectors.filters import FAMILIES
from jalon.occupations.selectors.pages import WayRow, level_steps, way_rows
from jalon.occupations.selectors.pictures import CONDITION_ICONS
from jalon.occupations.selectors.relations import related_to
from jalon.sources.models import Source

REGION_FAMILY = "region"
SHOWN_SKILLS = 12
SHOWN_TITLES = 8
SHOWN_RELATED = 6
SHOWN_REASONS = 3
SHOWN_CONDITIONS = 5
# What tells a day apart at a glance comes first; what most occupations share comes last.
TELLING = (
    Condition.OUTDOORS,
    Condition.ANIMALS,
    Condition.CHILDREN,
    Condition.NIGHTS,
    Condition.HEIGHTS,
    Condition.AWAY,
    Condition.HEAVY_LOADS,
    Condition.PUBLIC,
    Condition.SCREENS,
    Condition.DISTRESS,
    Condition.EARLY_HOURS,
    Condition.WEEKENDS,
    Condition.DRIVING,
    Condition.SEASONAL,
    Condition.REMOTE,
    Condition.TRAVEL,
    Condition.STANDING,
    Condition.AUTONOMY,
    Condition.SHIFTS,
    Condition.DANGER,
)


@dataclass(frozen=True)
class ConditionMark:
    """A working condition with its icon; `derived`: read in the official text, not stated by the sheet."""

    value: str
    label: str
    icon: str
    derived: bool


@dataclass(frozen=True)
class InterestMark:
    letter: str
    label: str
    drawing: str


@dataclass(frozen=True)
class Fold:
    """A list whose end may be folded: what is shown, and what « et N autres » unfolds."""

    shown: list
    rest: list

    @property
    def total(self) -> int:
        return len(self.shown) + len(self.rest)

    def __bool__(self) -> bool:
        return bool(self.shown)


@dataclass(frozen=True)
class Portrait:
    """One occupation for its page. `giver`: the older code whose texts stand in for the missing ones."""

    occupation: Occupation
    sheet: Sheet | None
    giver: Occupation | None
    masculine: str
    feminine: str
    steps: list[tuple[str, str, str, str]]
    interests: list[InterestMark]
    official_interests: list[InterestMark]
    sectors: list[Sector]
    highlights: list[ConditionMark]
    families: list[tuple[str, list[ConditionMark]]]
    conditions_read: str
    sheet_skills: list[Skill]
    official_skills: Fold
    specific_skills: Fold
    definition: list[str]
    access: list[str]
    exercise: list[str]
    text_source: Source | None
    places: Fold
    settings: list[str]
    fields: list[str]
    ways: list[WayRow]
    related: list[tuple[Card, list[str]]]
    details: list[Occupation]
    replaced_by: list[Occupation]
    titles: Fold
    sources: list[Source] = field(default_factory=list)

    @property
    def demonstration(self) -> bool:
        return any(source.demonstration for source in self.sources)


def folded(items: Iterable, shown: int) -> Fold:
    """Show the first `shown` items; one more alone is not worth folding."""
    items = list(items)
    if len(items) <= shown + 1:
        return Fold(items, [])
    return Fold(items[:shown], items[shown:])


def portrait(code: str) -> Portrait | None:
    """Return all that is known of an occupation, or None when no such code exists."""
    occupation = (
        Occupation.objects.select_related("sheet", "domain__parent", "parent").filter(code=code).first()
    )
    return _drawn(occupation) if occupation else None


def _drawn(occupation: Occupation) -> Portrait:
    sheet = getattr(occupation, "sheet", None)
    codes = [occupation.code, *([occupation.parent_id] if occupation.parent_id else [])]
    known_sources = Source.objects.in_bulk()
    texts = _own_or_given(OccupationText.objects.filter(occupation_id__in=codes), codes)
    links = _own_or_given(
        OccupationSkill.objects.filter(occupation_id__in=codes).select_related("skill"), codes
    )
    conditions = _own_or_given(OccupationCondition.objects.filter(occupation_id__in=codes), codes)
    environments = _own_or_given(
        OccupationEnvironment.objects.filter(occupation_id__in=codes).select_related("environment"), codes
    )
    given = {row.occupation_id for rows in (texts, links, conditions, environments) for row in rows}
    marks = _marks(conditions)
    by_kind = _sentences(texts)
    region_sources = {pk for pk, source in known_sources.items() if source.family == REGION_FAMILY}
    of_sheet, core, specific = _skills(links, region_sources)
    places = _labels(environments, EnvironmentKind.STRUCTURE)
    text_source = known_sources[texts[0].source_id] if texts else None
    sheet_source = known_sources[sheet.source_id] if sheet else None
    return Portrait(
        occupation=occupation,
        sheet=sheet,
        giver=occupation.parent if occupation.parent_id in given else None,
        masculine=sheet.masculine if sheet else occupation.name,
        feminine=sheet.feminine if sheet and sheet.feminine != sheet.masculine else "",
        steps=level_steps(occupation.level),
        interests=interest_marks(occupation.interest_major, occupation.interest_minor),
        official_interests=interest_marks(*occupation.official_interests),
        sectors=list(occupation.sectors.all()),
        highlights=_highlights(marks),
        families=_families(marks),
        conditions_read=_read_where(marks),
        sheet_skills=of_sheet,
        official_skills=folded(core, SHOWN_SKILLS),
        specific_skills=folded(specific, 0),
        definition=by_kind[TextKind.DEFINITION],
        access=by_kind[TextKind.ACCESS],
        exercise=by_kind[TextKind.CONDITIONS],
        text_source=text_source,
        places=folded(places, SHOWN_SKILLS),
        settings=_labels(environments, EnvironmentKind.CONDITION),
        fields=_labels(environments, EnvironmentKind.SECTOR),
        ways=way_rows(sheet.ways_in.order_by("level", "position")) if sheet else [],
        related=_related(occupation),
        details=list(occupation.details.exclude(status=Status.WITHDRAWN)),
        replaced_by=list(occupation.replaced_by.all()) if occupation.status == Status.WITHDRAWN else [],
        titles=folded(_other_names(occupation), SHOWN_TITLES),
        sources=_unique([sheet_source, known_sources[occupation.source_id], text_source]),
    )


def _own_or_given(rows: Iterable, codes: Sequence[str]) -> list:
    """Keep the rows of the occupation, or, when it has none, those of the older code it details."""
    groups = defaultdict(list)
    for row in rows:
        groups[row.occupation_id].append(row)
    return next((groups[code] for code in codes if groups[code]), [])


def _unique(sources: Iterable[Source | None]) -> list[Source]:
    return list({source.pk: source for source in sources if source}.values())


def interest_marks(*letters: str) -> list[InterestMark]:
    """Return the interests of these letters with their drawings; an empty letter is left out."""
    names = dict(Interest.choices)
    return [
        InterestMark(letter, names[letter], f"interest-{letter.lower()}")
        for letter in letters
        if letter in names
    ]


def _marks(rows: Iterable[OccupationCondition]) -> dict[str, ConditionMark]:
    return {
        row.condition: ConditionMark(
            row.condition, row.get_condition_display(), CONDITION_ICONS.get(row.condition, ""), row.derived
        )
        for row in rows
    }


def _highlights(marks: dict[str, ConditionMark]) -> list[ConditionMark]:
    order = [*TELLING, *(value for value in Condition if value not in TELLING)]
    told = [marks[value] for value in order if value in marks]
    return sorted(told, key=lambda mark: mark.derived)[:SHOWN_CONDITIONS]


def _families(marks: dict[str, ConditionMark]) -> list[tuple[str, list[ConditionMark]]]:
    families = [(legend, [marks[value] for value in values if value in marks]) for legend, values in FAMILIES]
    return [(legend, members) for legend, members in families if members]


def _read_where(marks: dict[str, ConditionMark]) -> str:
    """Tell whether the conditions are `stated`, all `derived` from official texts, or `mixed`."""
    kinds = {mark.derived for mark in marks.values()}
    return {frozenset(): "", frozenset({True}): "derived", frozenset({False}): "stated"}.get(
        frozenset(kinds), "mixed"
    )


def _sentences(texts: Iterable[OccupationText]) -> dict[str, list[str]]:
    by_kind: dict[str, list[str]] = defaultdict(list)
    for text in texts:
        by_kind[text.kind].append(tidy(text.text))
    return by_kind


def _skills(
    links: Iterable[OccupationSkill], region_sources: set[int]
) -> tuple[list[Skill], list[Skill], list[Skill]]:
    """Part the skills: those of the region's sheet, the official core ones, the official specific ones."""
    of_sheet, core, specific = [], [], []
    for link in links:
        if link.source_id in region_sources:
            of_sheet.append(link.skill)
        elif link.kind == SkillKind.CORE:
            core.append(link.skill)
        else:
            specific.append(link.skill)
    return of_sheet, core, specific


def _labels(rows: Iterable[OccupationEnvironment], kind: EnvironmentKind) -> list[str]:
    return sorted(tidy(row.environment.label) for row in rows if row.environment.kind == kind)


def _other_names(occupation: Occupation) -> list[str]:
    """Return the other names, the region's first, without the name that the page already bears."""
    rows = Title.objects.filter(occupation=occupation, withdrawn=False).values_list("label", "kind")
    ordered = sorted(rows, key=lambda row: (row[1] != TitleKind.SHEET, row[0].casefold()))
    return list(dict.fromkeys(label for label, _kind in ordered if label != occupation.name))


def _related(occupation: Occupation) -> list[tuple[Card, list[str]]]:
    reasons = {
        relation.related_id: [tidy(reason) for reason in relation.reasons[:SHOWN_REASONS]]
        for relation in related_to(occupation.code, limit=SHOWN_RELATED)
    }
    return [(card, reasons[card.code]) for card in cards(list(reasons))] if reasons else []
