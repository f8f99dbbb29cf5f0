"""Where a person starts from: her diploma, her work, how far she can go. What is unsaid stays unknown."""

import re
from dataclasses import dataclass
from enum import StrEnum

from jalon.search.rules import fold

CERTIFICATION = re.compile(r"(?:rncp|rs)\d{1,6}")
OCCUPATION = re.compile(r"[a-z]\d{4}")
# What people say of the diploma they have or the class they are in, the longest words first in each level.
LEVEL_WORDS: tuple[tuple[int, str], ...] = (
    (8, r"doctorat|docteure?|these|bac ?\+ ?8"),
    (7, r"master|mastere|ingenieure?|dea|dess|bac ?\+ ?5|m1|m2"),
    (6, r"licence|bachelor|but|maitrise|bac ?\+ ?[34]|l3"),
    (5, r"btsa?|dut|deust|deug|bac ?\+ ?2|l2"),
    (4, r"bac(?:calaureat)?|bp|brevet professionnel|daeu|terminale"),
    (3, r"capa?|bepa?|cqp"),
    (0, r"sans diplome|aucun|rien|brevet|dnb|college|[3456] ?e(?:me)?|troisieme|seconde|premiere|2nde|1re"),
)
_LEVELS = tuple((level, re.compile(rf"\b(?:{words})\b")) for level, words in LEVEL_WORDS)
# A class of upper secondary school: no diploma yet, whatever it prepares.
_CLASS = re.compile(r"\b(?:seconde|2nde|premiere|1re|terminale|troisieme|3 ?e(?:me)?)\b")


class Status(StrEnum):
    """What the person does now; empty: she did not say."""

    UNSAID = ""
    PUPIL = "pupil"
    EMPLOYED = "employed"
    JOBSEEKER = "jobseeker"


@dataclass(frozen=True)
class Person:
    """A situation. `level` None: not said, read as no diploma asked. `experienced`: she has done the work
    aimed at; None: not said. `reach_km`: how far she accepts to go; None: anywhere.
    """

    level: int | None = None
    age: int | None = None
    status: Status = Status.UNSAID
    experienced: bool | None = None
    reach_km: int | None = None

    @property
    def starts_at(self) -> int:
        return self.level or 0


def level_said(text: str) -> int | None:
    """Return the level of the diploma that words name, from 0 to 8; None when they name none.

    A class that is not finished gives what one has when entering it.

    >>> [level_said(text) for text in ("3e", "bac pro commerce", "BTS", "sans diplôme", "boulanger")]
    [0, 4, 5, 0, None]
    """
    words = " ".join(fold(text).replace("’", "'").split())
    if _CLASS.search(words):
        return 0
    return next((level for level, pattern in _LEVELS if pattern.search(words)), None)


def certification_said(text: str) -> str:
    """Return the code of a certification (RNCP…, RS…) when the text is one, else nothing."""
    code = fold(text).replace(" ", "")
    return code.upper() if CERTIFICATION.fullmatch(code) else ""


def occupation_said(text: str) -> str:
    """Return the code of an occupation when the text is one, else nothing."""
    code = fold(text).strip()
    return code.upper() if OCCUPATION.fullmatch(code) else ""
