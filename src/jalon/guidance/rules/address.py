"""The answers of a person as the query of an address: read without trust, written short, nothing else kept.

Several values are several pairs of one name, so that a plain form writes the same addresses.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

from jalon.guidance.rules.answers import LETTERS, MOST_WEIGHT, Answers, Factor

LONGEST_TEXT = 300
MOST_SKILLS = 60  # an address of a few kB at most
MOST_PAST = 10
MOST_VALUES = 40
HIGHEST_LEVEL = 8
MOST_MONTHS = 120
MOST_KILOMETRES = 500
WEIGHT = "poids-"
LIKED = re.compile(r"([RIASEC])(\d{1,3})")
CODE = re.compile(r"[\w:.\-]{1,80}", re.ASCII)
ROME = re.compile(r"[A-Z]\d{4}")
NAME = re.compile(r"[a-z0-9_\-]{1,60}")
# What the pages of the statements hold: it travels along, so that one comes back to them without loss.
CARRIED = {
    "n": re.compile(r"\d{2}", re.ASCII),
    "r": re.compile(r"[\w\-]{1,40}", re.ASCII),
    "atelier": re.compile(r"[\w\-]{1,60}", re.ASCII),
}
COMMUNE = re.compile(r"\d[\dAB]\d{3}", re.ASCII)

Query = Mapping[str, Sequence[str]]
Pairs = list[tuple[str, str]]


def _first(query: Query, name: str) -> str:
    values = query.get(name) or [""]
    return values[0]


def _number(query: Query, name: str, least: int, most: int) -> int | None:
    """Return the number, brought between its bounds; None when it is not written as one."""
    text = _first(query, name).strip()
    return min(max(int(text), least), most) if re.fullmatch(r"[0-9]{1,4}", text) else None


def _several(query: Query, name: str, shape: re.Pattern[str], most: int) -> tuple[str, ...]:
    values = dict.fromkeys(value for value in query.get(name, ()) if shape.fullmatch(value))
    return tuple(islice(values, most))


def _words(text: str) -> str:
    """Return a text on one clean line, cut where it is too long."""
    printable = "".join(one if one.isprintable() else " " for one in text)
    return " ".join(printable.split())[:LONGEST_TEXT].rstrip()


def _interests(text: str) -> dict[str, float]:
    found = {letter: int(percent) for letter, percent in LIKED.findall(text)}
    return {letter: min(found[letter], 100) / 100 for letter in LETTERS if letter in found}


def _weights(query: Query) -> dict[Factor, int]:
    found = {factor: _number(query, f"{WEIGHT}{factor.value}", 0, MOST_WEIGHT) for factor in Factor}
    return {factor: weight for factor, weight in found.items() if weight is not None}


def read_answers(query: Query) -> Answers:
    """Return the answers that an address holds; what does not read as an answer is unsaid."""
    refused = frozenset(_several(query, "sans", NAME, MOST_VALUES))
    commune = _first(query, "commune")
    return Answers(
        interests=_interests(_first(query, "aime")),
        skills=frozenset(_several(query, "sait", CODE, MOST_SKILLS)),
        past=_several(query, "fait", ROME, MOST_PAST),
        text=_words(_first(query, "mots")),
        level_now=_number(query, "niveau", 0, HIGHEST_LEVEL),
        level_most=_number(query, "vise", 0, HIGHEST_LEVEL),
        months_most=_number(query, "mois", 0, MOST_MONTHS),
        commune=commune if COMMUNE.fullmatch(commune) else "",
        kilometres=_number(query, "km", 0, MOST_KILOMETRES),
        refused=refused,
        wanted=frozenset(_several(query, "avec", NAME, MOST_VALUES)) - refused,
        sectors=frozenset(_several(query, "secteur", NAME, MOST_VALUES)),
        weights=_weights(query),
    )


def written_answers(answers: Answers) -> Pairs:
    """Return the pairs of the address of these answers, always in the same order; what is unsaid has none."""
    liked = "".join(
        f"{letter}{round(100 * answers.interests[letter])}"
        for letter in LETTERS
        if letter in answers.interests
    )
    single: Iterable[tuple[str, str | int | None]] = (
        ("aime", liked),
        ("mots", answers.text),
        ("niveau", answers.level_now),
        ("vise", answers.level_most),
        ("mois", answers.months_most),
        ("commune", answers.commune),
        ("km", answers.kilometres),
    )
    several: Iterable[tuple[str, Iterable[str]]] = (
        ("fait", answers.past),
        ("sait", sorted(answers.skills)),
        ("avec", sorted(answers.wanted)),
        ("sans", sorted(answers.refused)),
        ("secteur", sorted(answers.sectors)),
    )
    pairs = [(name, str(value)) for name, value in single if value not in {"", None}]
    pairs += [(name, value) for name, values in several for value in values]
    return pairs + [
        (f"{WEIGHT}{factor.value}", str(answers.weights[factor]))
        for factor in Factor
        if factor in answers.weights
    ]


def carried_pairs(query: Query) -> Pairs:
    """Return the pairs of the statements in an address, to write again as they are."""
    return [
        (name, _first(query, name)) for name, shape in CARRIED.items() if shape.fullmatch(_first(query, name))
    ]


def too_many_skills(query: Query) -> bool:
    """Tell whether an address names more skills than are kept."""
    return len(set(query.get("sait", ()))) > MOST_SKILLS
