"""The documented rule set of routes, read from `guidance/data/routes.yaml`."""

from datetime import date
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from jalon.guidance.rules.route_steps import (
    NO_SESSION,
    SEATS,
    USUAL_LENGTH,
    Origin,
    Right,
    RouteRules,
    UsualLength,
)
from jalon.guidance.rules.routes import RouteWay, Step
from jalon.sources.services.reading import read_yaml

FILE = Path(__file__).resolve().parents[1] / "data" / "routes.yaml"


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class OriginSchema(Strict):
    slug: str
    title: str
    url: str


class LengthSchema(Strict):
    kinds: list[str] = []
    level: int = 0
    ways: list[RouteWay] = []
    level_in: int
    months: float
    cost: float | None = None
    source: str


class RungSchema(Strict):
    slug: str
    name: str
    way: RouteWay
    level_in: int
    level_out: int | None = None
    prepares: int | None = None
    months: float
    cost: float | None = None
    earning: bool = False
    youngest: int | None = None
    source: str


class RightSchema(Strict):
    slug: str
    name: str
    text: str
    ways: list[RouteWay] = []
    statuses: list[str] = []
    to_check: bool = False
    most_age: int | None = None
    abroad: bool = False
    source: str


class RouteRulesSchema(Strict):
    checked_on: date
    sources: list[OriginSchema]
    lengths: list[LengthSchema]
    gone: list[str]
    experience: LengthSchema
    ladder: list[RungSchema]
    rights: list[RightSchema]


@cache
def route_rules() -> RouteRules:
    """Return the rule set; read once a process. Raises ValueError when the file is not well made."""
    found, problems = read_yaml(FILE, RouteRulesSchema)
    if problems or len(found) != 1:
        raise ValueError(f"{FILE.name}: {problems}")
    written = found[0].value
    origins = {one.slug: Origin(one.slug, one.title, one.url) for one in written.sources}
    return RouteRules(
        checked_on=written.checked_on,
        origins=origins,
        lengths=tuple(_length(one, origins) for one in written.lengths),
        gone=frozenset(written.gone),
        experience=_length(written.experience, origins),
        ladder=tuple(_rung(one, origins) for one in written.ladder),
        rights=tuple(
            Right(
                one.name,
                one.text,
                frozenset(one.ways),
                frozenset(one.statuses),
                one.to_check,
                origins[one.source],
                one.most_age,
                one.abroad,
            )
            for one in written.rights
        ),
    )


def _said(origin: Origin) -> str:
    """Return where a step that a rule fills comes from: nobody read it there, but there it can be checked."""
    return f"règle générale, à vérifier sur {origin.title}"


def _length(one: LengthSchema, origins: dict[str, Origin]) -> UsualLength:
    source = _said(origins[one.source])
    return UsualLength(
        frozenset(one.kinds), one.level, frozenset(one.ways), one.level_in, one.months, one.cost, source
    )


def _rung(one: RungSchema, origins: dict[str, Origin]) -> Step:
    return Step(
        key=f"rule:{one.slug}",
        name=one.name,
        way=one.way,
        level_in=one.level_in,
        level_out=one.level_out,
        prepares=one.prepares,
        months=one.months,
        cost=one.cost,
        earning=one.earning,
        youngest=one.youngest,
        doubts=(SEATS, USUAL_LENGTH, NO_SESSION),
        source=_said(origins[one.source]),
    )
