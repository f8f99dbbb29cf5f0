"""The rows of files that come and go, named as data.inclusion names them: what each column means."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from jalon.directory.enums import OrganisationKind
from jalon.directory.rules.contacts import plain_phone, plain_siret, plain_website
from jalon.sources.rules import FORMULA_SIGNS

STRUCTURES, CONTACTS = "structures", "contacts"
# The codes of data.inclusion that name one of our networks. Chambers (CCONS) may be two: ours is asked for.
TYPOLOGIES = {
    "ML": OrganisationKind.MISSION_LOCALE,
    "PIJ_BIJ": OrganisationKind.BIJ,
    "FT": OrganisationKind.FRANCE_TRAVAIL,
    "PE": OrganisationKind.FRANCE_TRAVAIL,
    "CAP_EMPLOI": OrganisationKind.CAP_EMPLOI,
    "CD": OrganisationKind.DEPARTEMENT,
    "DEPT": OrganisationKind.DEPARTEMENT,
    "REG": OrganisationKind.REGION,
}
CODES = {kind: code for code, kind in reversed(TYPOLOGIES.items())}
SEPARATOR = "|"
LONGEST_LINE = 120
MOST_LINES = 8
LONGEST_TEXT = 2_000


class Column(NamedTuple):
    """A column of a file: its name, what it holds in French, the field it fills ("" : read with others)."""

    name: str
    about: str
    field: str = ""


COLUMNS: dict[str, tuple[Column, ...]] = {
    STRUCTURES: (
        Column("id", "son nom dans l'adresse de sa page ; vide pour une nouvelle structure", "slug"),
        Column("siret", "quatorze chiffres", "siret"),
        Column("nom", "obligatoire pour une nouvelle structure", "name"),
        Column("typologie", "ML, PIJ_BIJ, FT, CAP_EMPLOI … ou le nom de son réseau ici", "kind"),
        Column("commune", "son nom"),
        Column("code_postal", "cinq chiffres"),
        Column("code_insee", "celui de la commune ; il l'emporte sur les deux autres"),
        Column("adresse", "numéro et rue", "address"),
        Column("latitude", "degrés, avec la longitude", "latitude"),
        Column("longitude", "degrés, avec la latitude", "longitude"),
        Column("telephone", "de la structure", "phone"),
        Column("courriel", "de la structure, jamais d'une personne", "email"),
        Column("site_web", "adresse complète", "website"),
        Column("horaires_ouverture", "en mots simples", "opening"),
        Column("presentation_resume", "ce qu'on peut y faire, si « services » est vide", "summary"),
        Column("publics", "qui est accueilli", "audience"),
        Column(
            "services", f"ce qu'on peut y faire : {MOST_LINES} lignes au plus, séparées par |", "services"
        ),
        Column(
            "territoires", "noms des territoires, séparés par | ; vide : celui de la commune", "territories"
        ),
    ),
    CONTACTS: (
        Column("id", "numéro du contact ; vide pour un nouveau", "key"),
        Column("structure_id", "l'« id » de sa structure", "organisation"),
        Column("structure_nom", "son nom, si « structure_id » est vide", "organisation_name"),
        Column("fonction", "ce que fait cette personne ; obligatoire", "task"),
        Column("nom", "vide : contact à identifier", "name"),
        Column("courriel", "adresse professionnelle", "email"),
        Column("telephone", "téléphone professionnel", "phone"),
        Column(
            "territoires", "noms des territoires, séparés par | ; vide : ceux de la structure", "territories"
        ),
        Column("confirme_le", "donné à l'export, ignoré à l'import"),
    ),
}
LIMITS = {
    "slug": 100,
    "name": 200,
    "address": 200,
    "opening": 200,
    "audience": 200,
    "email": 254,
    "website": 200,
    "task": 150,
}
PERSON_LIMITS = {"name": 150}
Fault = tuple[str, str]


def unquoted(text: str) -> str:
    """Return a text without the apostrophe that an export puts before what looks like a formula.

    >>> unquoted("'+33 2 61 91 00 01"), unquoted("'tis")
    ('+33 2 61 91 00 01', "'tis")
    """
    return (
        text[1:] if text[:1] == "'" and text[1:].lstrip(" \u00a0\u202f\ufeff")[:1] in FORMULA_SIGNS else text
    )


def _pieces(text: str) -> list[str]:
    return [
        " ".join(piece.split()) for piece in text.replace("\n", SEPARATOR).split(SEPARATOR) if piece.strip()
    ]


def read_kind(text: str) -> OrganisationKind:
    """Return a network by data.inclusion's code, or by our own name of it; raise ValueError."""
    if text.upper() in TYPOLOGIES:
        return TYPOLOGIES[text.upper()]
    for kind in OrganisationKind:
        if text.casefold() in {kind.value.casefold(), str(kind.label).casefold()}:
            return kind
    raise ValueError(f"réseau inconnu : « {text[:40]} »")


def _email(text: str) -> str:
    name, at, host = text.partition("@")
    if not (name and at and "." in host) or any(sign.isspace() or sign in '<>,;"' for sign in text):
        raise ValueError("une adresse complète est attendue, comme nom@exemple.fr")
    return text


def _website(text: str) -> str:
    address = plain_website(text)
    host = address.partition("://")[2].partition("/")[0]
    if "." not in host or any(sign.isspace() or sign in "<>\"'" for sign in address):
        raise ValueError("l'adresse d'un site est attendue, comme https://www.exemple.fr")
    return address


def _degrees(text: str) -> float:
    try:
        value = float(text.replace(",", "."))
    except ValueError as error:
        raise ValueError("un nombre de degrés est attendu") from error
    if not -180 <= value <= 180:
        raise ValueError("un nombre de degrés est attendu")
    return value


def _services(text: str) -> list[str]:
    lines = _pieces(text)
    if len(lines) > MOST_LINES:
        raise ValueError(f"{MOST_LINES} lignes au plus : il y en a {len(lines)}")
    if any(len(line) > LONGEST_LINE for line in lines):
        raise ValueError(f"{LONGEST_LINE} signes au plus par ligne")
    return lines


READERS: dict[str, Callable[[str], Any]] = {
    "siret": plain_siret,
    "kind": lambda text: read_kind(text).value,
    "latitude": _degrees,
    "longitude": _degrees,
    "phone": plain_phone,
    "email": _email,
    "website": _website,
    "services": _services,
    "territories": _pieces,
    "summary": lambda text: " ".join(text.split()),
}


def read_row(what: str, row: Mapping[str, str]) -> tuple[dict[str, Any], list[Fault]]:
    """Return the fields that a row gives (an empty cell gives none), then (column, reason) of each fault."""
    given: dict[str, Any] = {}
    faults: list[Fault] = []
    limits = LIMITS | (PERSON_LIMITS if what == CONTACTS else {})
    for column in COLUMNS[what]:
        text = unquoted(row.get(column.name, "").strip())
        if not text or not column.field:
            continue
        try:
            value = READERS.get(column.field, lambda one: " ".join(one.split()))(text)
        except ValueError as error:
            faults.append((column.name, str(error)))
            continue
        most = limits.get(column.field, LONGEST_TEXT)
        if isinstance(value, str) and len(value) > most:
            faults.append((column.name, f"{most} signes au plus"))
            continue
        given[column.field] = value
    return given, faults


def shown_services(summary: str) -> list[str]:
    """Return a summary as the lines of a page: its sentences that are short enough.

    >>> shown_services("Accueil des jeunes. Aide au logement.")
    ['Accueil des jeunes', 'Aide au logement']
    """
    sentences = [one.strip(" .") for one in summary.replace("! ", ". ").split(". ")]
    return [one for one in sentences if 0 < len(one) <= LONGEST_LINE][:MOST_LINES]
