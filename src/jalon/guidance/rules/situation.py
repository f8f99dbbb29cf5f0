"""Where a person starts from: her diploma, her work, how far she can go. What is unsaid stays unknown."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from jalon.search.rules import fold

CERTIFICATION = re.compile(r"(?:rncp|rs)\d{1,6}")
OCCUPATION = re.compile(r"[a-z]\d{4}")
# What people say of the diploma they have or the class they are in, the longest words first in each level.
LEVEL_WORDS: tuple[tuple[int, str], ...] = (
    (8, r"doctorat|docteure?|these|bac ?\+ ?8"),
    (7, r"master|mastere|ingenieure?|dea|dess|bac ?\+ ?5|m1|m2"),
    (6, r"licence|bachelor|but|maitrise|bac ?\+ ?[34]|l3"),
    (5, r"btsa?|dut|deust|deug|bac ?\+ ?2|l2"),
    (4, r"bac(?:calaureat)?|bp|brevet professionnel|daeu"),
    (3, r"capa?|bepa?|cqp"),
    (0, r"sans diplome|aucun|rien|brevet|dnb"),
)
_LEVELS = tuple((level, re.compile(rf"\b(?:{words})\b")) for level, words in LEVEL_WORDS)
END_OF_YEAR, NEW_YEAR = (7, 5), (9, 1)  # month and day: last day of the school year, first day of the next


class Status(StrEnum):
    """What the person does now; empty: she did not say."""

    UNSAID = ""
    PUPIL = "pupil"
    EMPLOYED = "employed"
    JOBSEEKER = "jobseeker"


class SchoolClass(NamedTuple):
    """A class one is in: the diploma held on entering, the one at its end (0: none), school years still to
    come after this one. `age`: the usual one; `goal`: the step of finishing it, in words.
    """

    slug: str
    held: int
    level: int
    years: int
    age: int
    goal: str

    def until(self, today: date) -> date:
        """Return the day this school year ends; in summer, today: nothing is under way."""
        if END_OF_YEAR < (today.month, today.day) < NEW_YEAR:
            return today
        year = today.year + (today.month >= NEW_YEAR[0])
        return date(year, *END_OF_YEAR)

    def diploma_on(self, today: date) -> date:
        """Return the day of the diploma at the end of the class."""
        this_year = self.until(today)
        return this_year.replace(year=this_year.year + self.years)


CLASSES = {
    one.slug: one
    for one in (
        SchoolClass("college", 0, 0, 1, 13, ""),
        SchoolClass("troisieme", 0, 0, 0, 14, ""),
        SchoolClass("seconde", 0, 4, 2, 15, "Finir le lycée et avoir le bac"),
        SchoolClass("premiere", 0, 4, 1, 16, "Finir le lycée et avoir le bac"),
        SchoolClass("terminale", 0, 4, 0, 17, "Finir la terminale et avoir le bac"),
        SchoolClass("cap", 0, 3, 0, 17, "Finir votre CAP"),
        SchoolClass("bts", 4, 5, 0, 19, "Finir votre BTS"),
        SchoolClass("licence", 4, 6, 0, 20, "Finir votre licence ou votre BUT"),
    )
}
# How people name the class they are in; what they prepare there says nothing of a diploma.
_CLASS_WORDS = tuple(
    (slug, re.compile(rf"\b(?:{words})\b"))
    for slug, words in (
        ("terminale", r"terminale|tle"),
        ("premiere", r"premiere(?! annee)|1 ?e?re(?! annee)"),
        ("seconde", r"seconde(?! annee)|2 ?nde"),
        ("troisieme", r"(?:troisieme|3 ?e(?:me)?)\b(?! annee)"),
        ("college", r"sixieme|cinquieme|quatrieme|[456] ?e(?:me)?|college"),
    )
)


@dataclass(frozen=True)
class Person:
    """A situation. `level` None: not said, read as no diploma asked. `experienced`: she has done the work
    aimed at; None: not said. `reach_km`: how far she accepts to go; None: anywhere. `studying`: the class she
    is in.
    """

    level: int | None = None
    age: int | None = None
    status: Status = Status.UNSAID
    experienced: bool | None = None
    reach_km: int | None = None
    studying: SchoolClass | None = None

    @property
    def least_age(self) -> int | None:
        """Return her age, else the usual one of her class; None when nothing tells it."""
        return self.studying.age if self.age is None and self.studying else self.age

    @property
    def starts_at(self) -> int:
        return max(self.level or 0, self.studying.held if self.studying else 0)


def class_said(text: str) -> SchoolClass | None:
    """Return the class that words name, before any diploma: « terminale », « 3e »; None when they name none.

    >>> class_said("bac pro, en première").slug, class_said("bac")
    ('premiere', None)
    """
    words = " ".join(fold(text).replace("’", "'").split())
    found = next((slug for slug, pattern in _CLASS_WORDS if pattern.search(words)), None)
    return CLASSES[found] if found else None


def level_said(text: str) -> int | None:
    """Return the level of the diploma that words name, from 0 to 8; None when they name none.

    A class that is not finished gives what one has when entering it.

    >>> [level_said(text) for text in ("3e", "bac pro commerce", "BTS", "sans diplôme", "boulanger")]
    [0, 4, 5, 0, None]
    """
    words = " ".join(fold(text).replace("’", "'").split())
    if class_said(text):
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
