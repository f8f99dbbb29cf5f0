"""What the documented rule set says where the loaded data is silent: usual lengths, steps between, rights."""

import re
from collections.abc import Collection, Iterable
from datetime import date
from typing import NamedTuple

from jalon.guidance.rules.routes import LEVELS, RouteWay, Step
from jalon.search.rules import fold

USUAL_LENGTH = "durée habituelle : à vérifier"
NO_SESSION = "aucune date connue : à demander"
NOT_PROMISED = "dépend de l'employeur"
MAY_ASK = "un permis ou une carte professionnelle peut être demandé"
JURY = "un jury décide"
CONTEST = "il faut réussir le concours"
SEATS = "sur dossier ou selon les places"
SHORT = "courte formation : demandez si elle suffit"
TO_LEAVE_SCHOOL = "pour les personnes sorties de l'école : à demander"


class Origin(NamedTuple):
    """Where a rule comes from."""

    slug: str
    title: str
    url: str


class UsualLength(NamedTuple):
    """How long a kind of certification of a level usually takes, for who has `level_in`; no kind: any."""

    kinds: frozenset[str]
    level: int
    ways: frozenset[RouteWay]
    level_in: int
    months: float
    cost: float | None  # euros left to pay where it is public; None: not known
    source: str


class Right(NamedTuple):
    """A right or a help, in plain words; empty `ways` or `statuses`: for all. `most_age`: up to it; `abroad`:
    for who has a foreign diploma.
    """

    name: str
    text: str
    ways: frozenset[str]
    statuses: frozenset[str]
    to_check: bool
    origin: Origin
    most_age: int | None = None
    abroad: bool = False


class RouteRules(NamedTuple):
    """The whole rule set, as read on a day. `gone`: kinds of certifications that are no longer prepared."""

    checked_on: date
    origins: dict[str, Origin]
    lengths: tuple[UsualLength, ...]
    gone: frozenset[str]
    experience: UsualLength
    ladder: tuple[Step, ...]
    rights: tuple[Right, ...]

    def usual(self, kind: str, level: int | None, way: RouteWay) -> list[UsualLength]:
        """Return the usual lengths of a certification: those of its kind, else of any kind of its level."""
        if level is None:
            return []
        if way is RouteWay.VAE:
            return [self.experience]
        said = [one for one in self.lengths if one.level == level and way in one.ways]
        of_kind = [one for one in said if kind in one.kinds]
        return of_kind or [one for one in said if not one.kinds]

    def knows(self, kind: str) -> bool:
        """Tell whether the rules say how long a kind of certification usually takes."""
        return any(kind in one.kinds for one in self.lengths)

    def rights_for(
        self, ways: Collection[str], status: str, *, age: int | None = None, abroad: bool = False
    ) -> list[Right]:
        """Return the rights that apply to these ways of learning and this situation."""
        return [
            one
            for one in self.rights
            if (not one.ways or one.ways & set(ways))
            and (not one.statuses or status in one.statuses)
            and (one.most_age is None or age is None or age <= one.most_age)
            and (abroad or not one.abroad)
        ]


# How conditions say that one must have worked before, or be of an age.
EXPERIENCE = re.compile(
    r"(?:depuis|apres) (?:un|deux|trois|quatre|cinq|plusieurs|[0-9]+) an(?:s|nees?)?\b"
    r"|ans? (?:de |d')(?:metier|experience)|avec de l'experience|annees d'experience|apres un poste d"
    r"|travaillent deja"
)
YOUNGEST = re.compile(r"avoir (?:au moins )?(1[4-9]|2[0-9]) ans")
# (level, months): a diploma of this level that lasts as long or longer is entered with the diploma given.
WHOLE_STUDIES = ((8, 72, 4), (7, 48, 4), (7, 30, 5), (6, 24, 4), (5, 20, 4), (4, 30, 0), (3, 0, 0))


def entry_by_length(level: int | None, months: float | None) -> int:
    """Return the level asked to enter, when nobody says it, from how long a diploma of a level takes.

    >>> [entry_by_length(6, 36), entry_by_length(6, 12), entry_by_length(4, 36), entry_by_length(8, None)]
    [4, 5, 0, 7]
    """
    if level not in LEVELS:
        return 0
    whole = next(
        (entry for of, least, entry in WHOLE_STUDIES if of == level and (months or 0) >= least), None
    )
    return LEVELS[max(0, LEVELS.index(level) - 1)] if whole is None else whole


def open_to_all(words: str) -> bool:
    """Tell whether a way in says that no diploma is asked to enter.

    >>> open_to_all("Sans condition de diplôme. Sur dossier."), open_to_all("Après le CAP.")
    (True, False)
    """
    return "sans condition de diplome" in fold(words)


def asks_experience(words: str) -> bool:
    """Tell whether conditions ask to have worked in the trade.

    >>> asks_experience("Sans diplôme, après plusieurs années de vente"), asks_experience("Sans diplôme")
    (True, False)
    """
    return EXPERIENCE.search(fold(words)) is not None


def youngest_asked(words: str) -> int | None:
    """Return the age that conditions ask, when they say one.

    >>> youngest_asked("Avoir 17 ans."), youngest_asked("De 16 à 29 ans.")
    (17, None)
    """
    found = YOUNGEST.search(fold(words))
    return int(found[1]) if found else None


def reaches(level_out: int | None, asked: int | None) -> bool:
    """Tell whether a training is enough for an occupation by its usual level: an unknown one is not, unless
    no diploma is asked, or nobody knows what is.
    """
    return not asked or (level_out is not None and level_out >= asked)


def entry_of(lengths: Iterable[UsualLength]) -> int | None:
    """Return the lowest level with which one may enter; None when nothing is known."""
    return min((one.level_in for one in lengths), default=None)
