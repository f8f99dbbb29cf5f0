"""What libxml2 says of a malformed file, in plain French."""

import re
from html import unescape
from typing import Any

LONGEST = 200
ENTITY = "ERR_UNDECLARED_ENTITY"
LIMITS = ("ERR_RESOURCE_LIMIT", "ERR_NAME_TOO_LONG")
AMPERSAND = "« & » seul dans un texte : écrivez « &amp; »"
QUOTES = "la valeur d'un attribut n'est pas entre guillemets"

# libxml2's type of error → its words, and ours; the first words that fit are taken.
REASONS: dict[str, tuple[tuple[str, str], ...]] = {
    "ERR_UNDECLARED_ENTITY": (("Entity '(.+?)' not defined", "l'entité « &{0}; » n'est pas déclarée"),),
    "ERR_TAG_NAME_MISMATCH": (
        (
            "mismatch: (.+?) line ([0-9]+) and (.+)",
            "« {0} », ouvert ligne {1}, est suivi de la fermeture de « {2} »",
        ),
    ),
    "ERR_TAG_NOT_FINISHED": (
        (
            "in tag (.+?) line ([0-9]+)",
            "le fichier s'arrête trop tôt : « {0} », ouvert ligne {1}, n'est pas fermé",
        ),
    ),
    "ERR_GT_REQUIRED": (
        ("", "une balise n'est pas finie : il manque « > » (le fichier est peut-être coupé)"),
    ),
    "ERR_DOCUMENT_END": (("Extra content", "il reste quelque chose après la fin du document"),),
    "ERR_NAME_REQUIRED": (
        ("EntityRef", AMPERSAND),
        ("StartTag", "« < » n'est pas suivi du nom d'un élément : dans un texte, écrivez « &lt; »"),
    ),
    "ERR_ENTITYREF_SEMICOL_MISSING": (("", AMPERSAND),),
    "ERR_RESOURCE_LIMIT": (
        ("depth", "plus de {depth} éléments les uns dans les autres"),
        ("", "un texte ou un attribut trop long"),
    ),
    "ERR_NAME_TOO_LONG": (("", "un nom d'élément ou d'attribut trop long"),),
    "ERR_ATTRIBUTE_REDEFINED": (
        ("Attribute (.+?) redefined", "l'attribut « {0} » est écrit deux fois dans la même balise"),
    ),
    "ERR_ATTRIBUTE_NOT_STARTED": (("", QUOTES),),
    "ERR_ATTRIBUTE_WITHOUT_VALUE": (("attribute (.+)", "l'attribut « {0} » n'a pas de valeur"),),
    "ERR_LT_IN_ATTRIBUTE": (("", "« < » dans la valeur d'un attribut : écrivez « &lt; »"),),
    "ERR_INVALID_CHAR": (
        ("value ([0-9]+)", "un caractère que XML n'accepte pas (numéro {0}) : retirez-le"),
        ("", "un caractère que XML n'accepte pas : retirez-le"),
    ),
    "ERR_INVALID_ENCODING": (
        ("", "le texte n'est pas dans l'encodage annoncé (UTF-8 si rien n'est annoncé)"),
    ),
    "ERR_COMMENT_NOT_FINISHED": (("", "un commentaire n'est pas fermé"),),
    "ERR_HYPHEN_IN_COMMENT": (("", "« -- » dans un commentaire"),),
    "ERR_CDATA_NOT_FINISHED": (("", "une section CDATA n'est pas fermée"),),
    "ERR_MISPLACED_CDATA_END": (("", "« ]]> » dans un texte : écrivez « ]]&gt; »"),),
    "NS_ERR_UNDEFINED_NAMESPACE": (("prefix (.+?) on", "le préfixe « {0}: » n'est pas déclaré"),),
}


def malformed_reason(entry: Any, *, depth: int) -> str:
    """Return why a file is no XML. `entry`: what libxml2 said; `depth`: how deep elements may be."""
    said = " ".join(entry.message.split())
    for words, reason in REASONS.get(entry.type_name, ()):
        if found := re.search(words, said):
            names = [name if len(name) <= 40 else f"{name[:40]}…" for name in found.groups()]
            letter = _letter(names[0]) if entry.type_name == ENTITY else ""
            begins = "" if entry.type_name in LIMITS else "XML mal formé : "
            return f"{begins}{reason.format(*names, depth=depth)}{letter}"
    return f"XML mal formé (message technique, en anglais : {said[:LONGEST]})"


def _letter(entity: str) -> str:
    """Say what to write instead of an entity that HTML knows and XML does not."""
    letter = unescape(f"&{entity};")
    seen = len(letter) == 1 and letter.isprintable() and not letter.isspace()
    return f" ; écrivez la lettre elle-même, « {letter} »" if seen else " ; écrivez le caractère lui-même"
