"""What the national directory says of a certification, read into plain values and judged on a day."""

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from jalon.search.rules import fold

LOWEST_LEVEL, HIGHEST_LEVEL = 3, 8
LONGEST_CHAIN = 20
LEVEL = re.compile(r"niv(?:eau)?\s*(\d)\b")
CODE = re.compile(r"(?:RNCP|RS)\d{1,6}")
ROME_CODE = re.compile(r"[A-Z]\d{4}")
NSF_CODE = re.compile(r"\d{1,3}[a-z]?")
NUMBER = re.compile(r"\d+")


def is_certification_code(text: str) -> bool:
    """Tell whether `text` is a code of the directory: RNCP… or RS….

    >>> is_certification_code("RNCP38381"), is_certification_code("NR")
    (True, False)
    """
    return CODE.fullmatch(text) is not None


def read_level(text: str) -> int | None:
    """Read « niveau4 », « NIV6 » or « Niveau 6 »; None when no level from 3 to 8 is said.

    >>> read_level("NIV6"), read_level("niveau4"), read_level("Sans niveau")
    (6, 4, None)
    """
    found = LEVEL.search(fold(text))
    level = int(found[1]) if found else 0
    return level if LOWEST_LEVEL <= level <= HIGHEST_LEVEL else None


def read_french_date(text: str) -> date | None:
    """Read 31/12/2028; None when nothing is written. Raises ValueError on anything else."""
    if not text:
        return None
    day, month, year = text.split("/")
    if len(year) != 4:
        raise ValueError(text)
    return date(int(year), int(month), int(day))


def read_american_date(text: str) -> date | None:
    """Read 8/31/16 (month first, years of this century); None when nothing is written. Raises ValueError."""
    if not text:
        return None
    month, day, year = text.split("/")
    if len(year) != 2:
        raise ValueError(text)
    return date(2000 + int(year), int(month), int(day))


def vintage(version: str) -> tuple[int, ...]:
    """Return the numbers of a version (which begin with its year) or of a code: they compare as these do.

    >>> vintage("2021 (v1.4)") < vintage("2023-12-18") < vintage("2024-02-22")
    True
    """
    return tuple(int(number) for number in NUMBER.findall(version))


ACCESS_WORDS = {
    "school": "statut d'eleve",
    "apprenticeship": "contrat d'apprentissage",
    "pro_contract": "contrat de professionnalisation",
    "continuing": "formation continue",
    "individual": "candidature individuelle",
    "experience": "par experience",
}


def read_access(text: str) -> str:
    """Return the AccessWay that the directory words so (« En contrat d'apprentissage »), or nothing.

    >>> read_access("Après un parcours de formation continue")
    'continuing'
    """
    words = fold(text)
    return next((way for way, said in ACCESS_WORDS.items() if said in words), "")


# What the directory's short kinds are called; those that nobody says are left to their label.
KINDS = {
    "BAC PRO": "Bac pro",
    "BTn": "Bac technologique",
    "MC4": "MC",
    "MC5": "MC",
    **dict.fromkeys(
        ("Autre", "DGE_GM", "DIPLOVIS", "DipViGrL", "DipViGrM", "Grade_Licence", "Grade_Master"), ""
    ),
    "Titre ingénieur": "",
}


def shown_kind(short: str, label: str) -> str:
    """Return the short kind as people write it: « Master », not « MASTER »; « Autre » says nothing.

    >>> shown_kind("MASTER", "Master"), shown_kind("Autre", "Autre certification de droit")
    ('Master', '')
    """
    if short in KINDS:
        return KINDS[short]
    return label if fold(short) == fold(label) else short


def shown_name(kind: str, title: str) -> str:
    """Return what a certification is called: its kind, then its title, the kind not said twice.

    >>> shown_name("BTS", "Banque"), shown_name("Master", "Master de droit")
    ('BTS Banque', 'Master de droit')
    >>> shown_name("DE", "Diplôme d'État d'infirmier"), shown_name("", "Pâtissier")
    ("Diplôme d'État d'infirmier", 'Pâtissier')
    """
    said = fold(title)
    twice = said.startswith(fold(kind)) or (kind == "DE" and said.startswith("diplome d'etat"))
    return title if twice else f"{kind} {title}"


class Standing(StrEnum):
    """What can be said of a registration on a day."""

    IN_FORCE = "in_force"
    # The directory gave an end that has passed since: a newer directory may have renewed it.
    TO_CHECK = "to_check"
    ENDED = "ended"


def was_registered(*, said_active: bool, expires_on: date | None, known_on: date) -> bool:
    """Tell whether a directory of `known_on` shows a registration in force: said so, and its end not past."""
    return said_active and (expires_on is None or expires_on >= known_on)


def standing_on(*, registered: bool, expires_on: date | None, today: date) -> Standing:
    """Judge on a day what a directory of an earlier day showed as `registered` or not, until `expires_on`."""
    if not registered:
        return Standing.ENDED
    return Standing.IN_FORCE if expires_on is None or expires_on >= today else Standing.TO_CHECK


STANDINGS = tuple(Standing)


def list_order(
    standing: Standing, level: int | None, title: str, until: date | None
) -> tuple[int, int, str, int]:
    """Return what sorts certifications: in force first, then by level (unsaid last), title and latest end."""
    latest_first = -(until or date.max).toordinal()
    return (STANDINGS.index(standing), level or HIGHEST_LEVEL + 1, fold(title), latest_first)


class Lineage(NamedTuple):
    """Codes before and after one, the nearest first; never the code itself, never a code twice."""

    before: tuple[str, ...]
    after: tuple[str, ...]


Neighbours = Callable[[Collection[str]], Mapping[str, Collection[str]]]


def follow(code: str, neighbours: Neighbours) -> tuple[str, ...]:
    """Follow links from `code`, step by step, however they loop; at most LONGEST_CHAIN steps.

    `neighbours` is asked once a step and gives, for each code, those it leads to.
    """
    seen = {code: None}
    edge: Collection[str] = [code]
    for _step in range(LONGEST_CHAIN):
        found = neighbours(edge)
        edge = sorted({other for one in edge for other in found.get(one, ())} - seen.keys())
        if not edge:
            break
        seen |= dict.fromkeys(edge)
    return tuple(seen)[1:]


def trace(code: str, *, replaces: Neighbours, replaced_by: Neighbours) -> Lineage:
    """Return the lineage of a code; a code that loops back is told once, as what comes after."""
    after = follow(code, replaced_by)
    before = tuple(other for other in follow(code, replaces) if other not in after)
    return Lineage(before, after)
