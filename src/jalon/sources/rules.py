"""Plain facts about rows that are read: what is wrong with them, in the sender's words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong in a file: which file, which line (from 1; 0: the whole file), which field, and why."""

    file: str
    line: int
    field: str
    reason: str

    def __str__(self) -> str:
        where = f"{self.file}, ligne {self.line}" if self.line else self.file
        return f"{where}, {self.field} : {self.reason}" if self.field else f"{where} : {self.reason}"


class RefusedDataError(Exception):
    """The data as a whole cannot be taken; `problems` says why, line by line."""

    def __init__(self, problems: Iterable[Problem]):
        self.problems = sorted(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def agreed(count: int, forms: str) -> str:
    """Return a number with what it counts, « singular,plural »: in French 0 and 1 are singular.

    >>> agreed(1, "ligne lue,lignes lues"), agreed(13353, "ligne lue,lignes lues")
    ('1 ligne lue', '13 353 lignes lues')
    """
    return f"{count:,} ".replace(",", " ") + forms.split(",")[count >= 2]


class Counted(NamedTuple):
    """What the figures of a load count, each « singular,plural »; `rejects`: label of what was left out."""

    rows: str = "ligne,lignes"
    read: str = "ligne lue,lignes lues"
    withdrawn: str = "retirée,retirées"
    rejected: str = "refusée,refusées"
    rejects: str = "Refusées"

    @property
    def several(self) -> str:
        """Return the plural of what is read."""
        return self.rows.split(",")[1]


LINES = Counted()
# By kind of load; the others count the lines of their files.
COUNTED = {
    "lheo": Counted(
        "formation,formations",
        "formation lue,formations lues",
        "fermée,fermées",
        "rejet,rejets",
        "Rejets (formations, sessions, informations)",
    )
}


def counted_by(kind: str) -> Counted:
    """Return what the figures of a kind of load count."""
    return COUNTED.get(kind, LINES)


NO_LICENCE = "non précisée"


def said_licence(licence: str) -> str:
    """Return a licence as it is shown; when none is stated, that it is the licence that is not.

    >>> said_licence("Licence Ouverte 2.0"), said_licence("non précisée")
    ('Licence Ouverte 2.0', 'licence non précisée')
    """
    return licence if licence not in {"", NO_LICENCE} else f"licence {NO_LICENCE}"


# pydantic's error types → what the person who wrote the file can act on.
REASONS = {
    "missing": "champ obligatoire absent",
    "extra_forbidden": "champ inconnu",
    "string_type": "un texte est attendu",
    "string_too_short": "texte trop court (au moins {min_length} caractères)",
    "string_too_long": "texte trop long (au plus {max_length} caractères)",
    "string_pattern_mismatch": "forme inattendue (attendu : {pattern})",
    "int_type": "un nombre entier est attendu",
    "int_parsing": "un nombre entier est attendu",
    "float_type": "un nombre est attendu",
    "float_parsing": "un nombre est attendu",
    "bool_type": "oui ou non (true, false) est attendu",
    "bool_parsing": "oui ou non (true, false) est attendu",
    "list_type": "une liste est attendue",
    "dict_type": "un groupe de champs est attendu",
    "model_type": "un groupe de champs est attendu",
    "too_short": "il en faut au moins {min_length}",
    "too_long": "il en faut au plus {max_length}",
    "literal_error": "valeur inconnue (attendu : {expected})",
    "enum": "valeur inconnue (attendu : {expected})",
    "greater_than_equal": "valeur trop petite (au moins {ge})",
    "less_than_equal": "valeur trop grande (au plus {le})",
    "date_from_datetime_parsing": "une date AAAA-MM-JJ est attendue",
    "date_parsing": "une date AAAA-MM-JJ est attendue",
    "date_type": "une date AAAA-MM-JJ est attendue",
    "value_error": "{error}",
}


def french_reason(kind: str, context: Mapping[str, object]) -> str:
    """Say a validation error in French; an unknown kind still names itself.

    >>> french_reason("too_short", {"min_length": 2})
    'il en faut au moins 2'
    """
    words = {name: str(value).replace("' or '", "' ou '") for name, value in context.items()}
    return REASONS.get(kind, f"valeur refusée ({kind})").format_map(words)


# A spreadsheet takes a cell that begins so for a formula, also after spaces; some also the wide signs.
FORMULA_SIGNS = frozenset("=+-@\t\r\n＝＋－＠")


def cell_text(text: str) -> str:
    """Return a text that no spreadsheet runs: an apostrophe goes before one that may be taken for a formula.

    >>> cell_text("=SOMME(A1:A9)")
    "'=SOMME(A1:A9)"
    >>> cell_text("champ obligatoire absent")
    'champ obligatoire absent'
    """
    text = text.replace("\0", "")
    begins = text.lstrip(" \u00a0\u202f\ufeff")[:1]
    return f"'{text}" if begins in FORMULA_SIGNS and begins else text
