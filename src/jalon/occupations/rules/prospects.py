"""Reading and adding up hiring figures, some of which are not published, and saying them in words.

A figure that is not published is None: never zero. A sum that meets one is a lower bound: « au moins ».
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

HIDDEN = "*"
MANY, FEW = 0.5, 0.16
COUNT = re.compile(r"[0-9]{1,7}", re.ASCII)
VOWEL = re.compile(r"[aeiouàâéèêëîïôöùûœæ]", re.IGNORECASE)


class Figure(NamedTuple):
    """Hiring projects, of which difficult and seasonal ones; None: not published."""

    projects: int | None
    difficult: int | None
    seasonal: int | None


class Total(NamedTuple):
    """A sum of published values; None when none is. `at_least`: some values are not published."""

    value: int | None
    at_least: bool

    @property
    def known(self) -> bool:
        return self.value is not None


class Share(NamedTuple):
    """A part of published projects, 0 to 1; `at_least` when some parts are not published."""

    value: float
    at_least: bool

    @property
    def percent(self) -> int:
        return round(100 * self.value)


def read_count(cell: str) -> int | None:
    """Read a count; `*` is not published. Raises ValueError, with the reason, on anything else.

    >>> read_count("120"), read_count("*")
    (120, None)
    """
    text = cell.strip()
    if text == HIDDEN:
        return None
    if not COUNT.fullmatch(text):
        raise ValueError("un nombre entier est attendu, ou * quand il n'est pas publié")
    return int(text)


def figure_problem(figure: Figure) -> str:
    """Say why a figure contradicts itself, or return an empty text."""
    if figure.projects is None:
        if figure.difficult is not None or figure.seasonal is not None:
            return "une partie est publiée alors que le total ne l'est pas"
        return ""
    if max(figure.difficult or 0, figure.seasonal or 0) > figure.projects:
        return "une partie dépasse le total des projets"
    return ""


def add_up(values: Iterable[int | None]) -> Total:
    """Add published values.

    >>> add_up([3, None, 4]), add_up([None]), add_up([])
    (Total(value=7, at_least=True), Total(value=None, at_least=True), Total(value=0, at_least=False))
    """
    values = list(values)
    published = [value for value in values if value is not None]
    hidden = len(published) < len(values)
    return Total(None if hidden and not published else sum(published), hidden)


def _share(pairs: Iterable[tuple[int | None, int | None]]) -> Share | None:
    """Return the part of (whole, part) pairs, over published wholes; a hidden part counts for nothing."""
    pairs = [(whole, part) for whole, part in pairs if whole]
    if not pairs or all(part is None for _whole, part in pairs):
        return None
    whole = sum(whole or 0 for whole, _part in pairs)
    part = sum(part or 0 for _whole, part in pairs)
    return Share(part / whole, any(part is None for _whole, part in pairs))


def difficult_share(figures: Iterable[Figure]) -> Share | None:
    """Return which part of the published projects is judged difficult, or None when it is not published."""
    return _share((figure.projects, figure.difficult) for figure in figures)


def seasonal_share(figures: Iterable[Figure]) -> Share | None:
    """Return which part of the published projects is seasonal, or None when it is not published."""
    return _share((figure.projects, figure.seasonal) for figure in figures)


def part_in_words(value: float) -> str:
    """Say a part as people do.

    >>> part_in_words(0.62), part_in_words(0.34), part_in_words(0.02)
    ('plus de la moitié', 'environ un tiers', 'presque aucun')
    """
    steps = (
        (0.05, "presque aucun"),
        (0.16, "environ un sur dix"),
        (0.225, "environ un sur cinq"),
        (0.29, "environ un quart"),
        (0.42, "environ un tiers"),
        (0.53, "environ la moitié"),
        (0.75, "plus de la moitié"),
        (0.9, "la plupart"),
    )
    return next((words for limit, words in steps if value < limit), "presque tous")


def _said(share: Share, one: str, many: str) -> str:
    """Begin a sentence: the part, then `one` or `many` (« est saisonnier », « sont saisonniers »)."""
    if share.at_least:
        return f"Au moins {share.percent} % {many}"
    words = part_in_words(share.value)
    words = words[:1].upper() + words[1:]
    if words == "Presque aucun":
        return f"{words} n'{one}"
    return f"{words} {one if 'un sur' in words else many}"


def _tellable(share: Share | None) -> bool:
    """Tell whether a share says something: « au moins 0 % » does not."""
    return share is not None and (share.percent > 0 or not share.at_least)


def difficulty_sentence(share: Share | None) -> str:
    """Say how hard employers find it to hire, and what it means for the person who reads."""
    if share is None or not _tellable(share):
        return "La part des projets jugés difficiles n'est pas publiée ici."
    sentence = _said(share, "est jugé difficile", "sont jugés difficiles") + " par les employeurs"
    if share.value >= MANY:
        return f"{sentence} : ils peinent à trouver quelqu'un, il y a de la place pour vous."
    if share.value < FEW and not share.at_least:
        return f"{sentence} : ils pensent trouver sans peine, soignez votre candidature."
    return f"{sentence}."


def seasonal_sentence(share: Share | None) -> str:
    """Say how many of the projects are seasonal."""
    if share is None or not _tellable(share):
        return "La part des emplois saisonniers n'est pas publiée ici."
    return _said(share, "est saisonnier", "sont saisonniers") + "."


def of_place(name: str) -> str:
    """Put « de » before the name of a town.

    >>> of_place("Tours"), of_place("Orléans"), of_place("Le Blanc")
    ('de Tours', "d'Orléans", 'du Blanc')
    """
    if VOWEL.match(name):
        return f"d'{name}"
    if name.startswith("Le "):
        return f"du {name[3:]}"
    return f"des {name[4:]}" if name.startswith("Les ") else f"de {name}"
