"""All that the page of a programme shows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from jalon.occupations.enums import Level, Status
from jalon.occupations.models import Occupation
from jalon.territory.models import Commune
from jalon.training.enums import Funding
from jalon.training.models import Certification, Programme
from jalon.training.rules.blocks import Block, Said, blocks, first_clause, said_by_line, said_once
from jalon.training.rules.certifications import shown_name
from jalon.training.rules.texts import email_address, web_address
from jalon.training.rules.wording import said_length
from jalon.training.selectors.departures import (
    ActionBlock,
    Checked,
    SessionLine,
    action_blocks,
    checked,
    is_closed,
    leading,
)
from jalon.training.selectors.next_steps import NextStep, next_steps
from jalon.training.selectors.searching import Around
from jalon.training.selectors.stand_ins import StandIn, candidates, stand_ins
from jalon.training.selectors.ways import Subject, Way, around_commune, ways_about

SHORT = 60  # characters
IT_DEPENDS = "Selon votre cas"
ENTRY_WORDS: dict[int, str] = {
    Level.NONE: "Aucun diplôme n'est demandé",
    Level.CAP: "Niveau CAP",
    Level.BAC: "Niveau bac",
    Level.BAC2: "Niveau bac + 2",
    Level.BAC3: "Niveau bac + 3",
    Level.BAC5: "Niveau bac + 5",
    Level.BAC8: "Niveau doctorat",
}


@dataclass(frozen=True)
class Reach:
    """How to reach the provider; what cannot be a number or an address is left as words or out."""

    phones: list[str]
    email: str
    site: str


@dataclass(frozen=True)
class Spot:
    """A place where the programme is taught; `lines`: its address."""

    name: str
    lines: list[str]
    distance: str


@dataclass(frozen=True)
class ProgrammePage:
    """A programme as its page shows it. `lead`: the session that leads, with its way."""

    programme: Programme
    closed: bool
    certification: Certification | None
    certification_name: str
    level: str
    around: Around | None
    occupations: list[Occupation]
    next_steps: list[NextStep]
    objective: list[Block]
    content: list[Block]
    results: list[Block]
    entry: str
    compulsory: list[Said]
    conditions: list[tuple[Said, list[Block]]]
    audience: list[Said]
    access: list[Said]
    access_unsaid: bool
    costs: list[Said]
    payers: list[Said]
    paying: list[Said]
    life: list[tuple[str, str, list[Said]]]
    actions: list[ActionBlock]
    lead: tuple[ActionBlock, SessionLine] | None
    stand_ins: list[StandIn]
    ways: list[Way]
    lengths: str
    cost: str
    reach: Reach
    spots: list[Spot]
    trainers: list[str]
    checked: Checked

    @property
    def site_to_register(self) -> str:
        """Return where one signs up for the session that leads."""
        return self.lead[1].site if self.lead else ""

    @property
    def modes(self) -> list[tuple[str, str]]:
        """Return (icon, words) of each way, once."""
        return list(dict.fromkeys((block.icon, block.label) for block in self.actions))

    @property
    def single(self) -> bool:
        """Tell whether there is one way to follow it."""
        return len(self.actions) == 1

    @property
    def noun(self) -> str:
        """Return what the ways lead to."""
        return "ce diplôme" if self.programme.certification_code else "ce métier"


def last_version(key: str) -> Programme | None:
    """Return the newest version that was shown of a programme, with its ways and sessions: three queries."""
    return (
        Programme.objects.ever_seen()
        .filter(key=key)
        .select_related("provider__place__commune", "feed__source")
        .prefetch_related("actions__place__commune", "actions__sessions")
        .first()
    )


def programme_page(key: str, *, today: date, commune: Commune | None = None) -> ProgrammePage | None:
    """Return the page of a programme, seen from a commune if one is given; None for an unknown key."""
    programme = last_version(key)
    if programme is None:
        return None
    closed = is_closed(programme)
    certification = Certification.objects.filter(code=programme.certification_code or "-").first()
    occupations = _occupations(programme, certification)
    around = around_commune(commune)
    actions = action_blocks(programme, today=today, around=around)
    lead = None if closed else leading(actions, today)
    subjects = _subjects(programme, occupations)
    own = [] if closed else [block.action.pk for block in actions]
    replacing = _stand_ins(programme, actions, subjects, closed, today=today, around=around)
    level = programme.level_out if programme.level_out is not None else _level_of(certification)
    return ProgrammePage(
        programme=programme,
        closed=closed,
        certification=certification,
        certification_name=shown_name(certification.kind, certification.title) if certification else "",
        level=Level(level).label if level else "",
        around=around,
        occupations=occupations,
        next_steps=next_steps(
            level=level,
            occupations={one.code: one.name for one in occupations},
            certification=certification,
            today=today,
        ),
        objective=blocks(programme.objective),
        content=blocks(programme.content),
        results=blocks(programme.results),
        entry="" if programme.level_in is None else ENTRY_WORDS.get(programme.level_in, ""),
        compulsory=_compulsory(actions),
        conditions=[(said, blocks(said.text)) for said in _conditions(actions)],
        audience=_said(actions, "audience_note"),
        access=_access(actions),
        access_unsaid=any(block.action.accessible is None for block in actions),
        costs=said_once((block.name, block.cost) for block in actions),
        payers=_payers(actions),
        paying=_said(actions, "funding_details"),
        life=_life(actions),
        actions=actions,
        lead=lead,
        stand_ins=replacing,
        ways=ways_about(
            subjects[0],
            today=today,
            around=around,
            access=certification.access if certification else (),
            own=own,
        ),
        lengths=_lengths(actions),
        cost=_one_of([first_clause(block.cost, SHORT) or IT_DEPENDS for block in actions if block.cost]),
        reach=_reach(programme),
        spots=_spots(actions),
        trainers=list(
            dict.fromkeys(filter(None, (block.action.details.get("trainer") for block in actions)))
        ),
        checked=checked([programme.updated_on], received=programme.received_on, today=today),
    )


def _level_of(certification: Certification | None) -> int | None:
    return certification.level if certification else None


def _occupations(programme: Programme, certification: Certification | None) -> list[Occupation]:
    """Return the occupations in use that it leads to; what replaced a withdrawn one stands for it."""
    codes = list(programme.rome_codes)
    if not codes and certification is not None:
        codes = list(certification.occupation_links.values_list("rome_code", flat=True))
    found: dict[str, Occupation] = {}
    for one in Occupation.objects.filter(code__in=codes).prefetch_related("replaced_by"):
        for other in one.replaced_by.all() if one.status == Status.WITHDRAWN else [one]:
            if other.status == Status.ACTIVE:
                found[other.code] = other
    return sorted(found.values(), key=lambda one: one.sort_name)


def _subjects(programme: Programme, occupations: Iterable[Occupation]) -> list[Subject]:
    """Return what the ways are looked for, then what stand-ins are also looked for."""
    codes = tuple(dict.fromkeys([*programme.rome_codes, *(one.code for one in occupations)]))
    related = Subject(occupations=codes, level=programme.level_out, title="" if codes else programme.title)
    if programme.certification_code:
        return [Subject(certification=programme.certification_code), related]
    return [related]


def _stand_ins(
    programme: Programme,
    actions: Sequence[ActionBlock],
    subjects: Sequence[Subject],
    closed: bool,
    *,
    today: date,
    around: Around | None,
) -> list[StandIn]:
    """Give each way without a start to come the best other one; return those of the whole programme."""
    asleep = [block for block in actions if closed or not block.live]
    if not asleep:
        return []
    place = asleep[0].action.place
    from_where = around or around_commune(place.commune if place else None)
    among = candidates(subjects, today=today, from_where=from_where)
    occupations = subjects[-1].occupations
    best: list[StandIn] = []
    for block in asleep:
        found = stand_ins(
            block.action,
            among,
            today=today,
            around=around,
            from_where=from_where,
            occupations=occupations,
            most=3,
        )
        own = {other.action.pk for other in actions}
        block.stand_in = next(iter(found), None)
        best = best or [one for one in found if one.card.pk not in own]
    return best if len(asleep) == len(actions) else []


def _said(actions: Iterable[ActionBlock], name: str) -> list[Said]:
    return said_once((block.name, block.action.details.get(name, "")) for block in actions)


def _conditions(actions: Iterable[ActionBlock]) -> list[Said]:
    return said_by_line((block.name, block.action.details.get("conditions", "")) for block in actions)


def _compulsory(actions: Iterable[ActionBlock]) -> list[Said]:
    words = "Ce niveau est obligatoire"
    return [
        said
        for said in said_once(
            (block.name, words if block.action.details.get("level_compulsory") else "") for block in actions
        )
        if said.text
    ]


def _access(actions: Iterable[ActionBlock]) -> list[Said]:
    unsaid = {True: "Accueil des personnes handicapées possible.", False: "Lieu non accessible.", None: ""}
    return said_once(
        (
            block.name,
            block.action.details.get("access_text", "") or unsaid[block.action.accessible],
        )
        for block in actions
    )


def _payers(actions: Iterable[ActionBlock]) -> list[Said]:
    return said_once(
        (
            block.name,
            ", ".join(Funding(one).label for one in block.action.funding if one in Funding.values),
        )
        for block in actions
    )


def _life(actions: Sequence[ActionBlock]) -> list[tuple[str, str, list[Said]]]:
    """Return (icon, title, texts) of what is said of the life there."""
    every = [
        ("bed", "Se loger", _said(actions, "lodging")),
        ("utensils", "Manger", _said(actions, "catering")),
        ("bus", "Venir", _said(actions, "transport")),
    ]
    return [one for one in every if one[2]]


def _lengths(actions: Iterable[ActionBlock]) -> str:
    said = [said_length(block.action.months, None) or block.length for block in actions if block.length]
    return _one_of(said)


def _one_of(words: Sequence[str]) -> str:
    """Return what is said, or that it depends on the way chosen; empty when nobody says."""
    said = list(dict.fromkeys(filter(None, words)))
    if len(said) <= 2 and sum(map(len, said)) <= 40:
        return " ou ".join(said)
    return said[0] if len(said) == 1 else IT_DEPENDS


def _reach(programme: Programme) -> Reach:
    own, usual = programme.details.get("contact", {}), programme.provider.contact

    def said(name: str) -> str:
        return own.get(name, "") or usual.get(name, "")

    sites = (programme.details.get("website", ""), own.get("website", ""), usual.get("website", ""))
    return Reach(
        phones=[one.strip() for one in said("phone").split("/") if one.strip()],
        email=email_address(said("email")),
        site=next(filter(None, map(web_address, sites)), ""),
    )


def _spots(actions: Iterable[ActionBlock]) -> list[Spot]:
    """Return the places where the programme is taught, each once."""
    spots: dict[int, Spot] = {}
    for block in actions:
        place = block.action.place
        if place is not None and (place.name or place.town):
            town = place.commune.name if place.commune else place.town.title()
            lines = [*place.lines, f"{place.postal_code} {town}".strip()]
            spots[place.pk] = Spot(place.name, [line for line in lines if line], block.distance)
    return list(spots.values())
