"""What the pages of a workshop read."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from jalon.guidance.models import Workshop
from jalon.guidance.rules.answers import LETTERS
from jalon.guidance.rules.dossier import digest_of
from jalon.guidance.rules.workshop import CELLS, FEWEST, RESULTS_DAYS, TIED, Ticket, spoken_code
from jalon.occupations import selectors as occupations


@dataclass(frozen=True)
class Mean:
    """The mean of one interest in a group, from 0 to 100; None: too few answered."""

    line: occupations.InterestLine
    percent: int | None


@dataclass(frozen=True)
class First:
    """How many people have one interest first; `line` None: none stands alone; `count` None: hidden."""

    line: occupations.InterestLine | None
    count: int | None


@dataclass(frozen=True)
class Results:
    """What is published of a workshop, with today's names of occupations and sectors."""

    count: int
    means: list[Mean]
    firsts: list[First]
    cards: list[occupations.Card]
    sectors: list[tuple[str, str]] = field(default_factory=list)

    @property
    def counts_shown(self) -> bool:
        """Tell whether any number of people may be shown by interest."""
        return any(one.count is not None for one in self.firsts)


@dataclass(frozen=True)
class Place:
    """What a participant may do with a ticket: `workshop` None: it is closed, or never was."""

    ticket: Ticket
    workshop: Workshop | None = None
    sent: bool = False

    @property
    def spoken(self) -> str:
        """Return the code as it is shown."""
        return spoken_code(self.ticket.code)


@dataclass(frozen=True)
class LeaderPage:
    """A workshop as its leader sees it: while it is open a number of answers, then its results if any."""

    workshop: Workshop
    count: int
    taking: bool
    results: Results | None

    @property
    def missing(self) -> int:
        """Return how many answers are missing to show anything."""
        return max(0, FEWEST - self.count)


def open_workshop(code: str, *, today: date) -> Workshop | None:
    """Return the workshop that takes answers under this code, None when there is none."""
    return Workshop.objects.filter(code=code, closed_on=None, last_on__gte=today).first() if code else None


def answers_count(workshop: Workshop) -> int:
    """Return how many people sent their results."""
    return workshop.answers.count()


def place_of(ticket: Ticket, *, today: date) -> Place:
    """Return where a ticket leads: to which open workshop, if any, and whether something was sent with it."""
    workshop = open_workshop(ticket.code, today=today)
    if workshop is None:
        return Place(ticket)
    return Place(ticket, workshop, workshop.answers.filter(digest=digest_of(ticket.token)).exists())


def leader_page(secret: str, *, today: date) -> LeaderPage | None:
    """Return the workshop that this leader's secret opens, None when it opens none or is kept no longer."""
    workshop = Workshop.objects.filter(digest=digest_of(secret)).first()
    if workshop is None:
        return None
    if workshop.closed_on is not None:
        return LeaderPage(workshop, 0, False, _results(workshop)) if today <= workshop.last_on else None
    if today > workshop.last_on + timedelta(days=RESULTS_DAYS):
        return None
    return LeaderPage(workshop, answers_count(workshop), today <= workshop.last_on, None)


def _results(workshop: Workshop) -> Results | None:
    said = workshop.results
    if said is None:
        return None
    lines = {line.letter: line for line in occupations.interest_lines()}
    names = occupations.current_facts().sector_names
    return Results(
        said["count"],
        [Mean(lines[letter], said["means"][letter]) for letter in LETTERS],
        [First(None if cell == TIED else lines[cell], said["first"][cell]) for cell in CELLS],
        occupations.cards(said["occupations"]),
        [(slug, names[slug]) for slug in said["sectors"] if slug in names],
    )
