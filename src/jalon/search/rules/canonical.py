"""One form for masculine and feminine, singular and plural, then Snowball's stem."""

from functools import lru_cache
from threading import Lock

import snowballstemmer

from jalon.search.rules.folding import split_words

# Longest first; applied once, to a folded word without its plural.
FEMININE = (
    ("trice", "teur"),
    ("drice", "deur"),
    ("euse", "eur"),
    ("eure", "eur"),
    ("iere", "ier"),
    ("chere", "cher"),
    ("gere", "ger"),
    ("enne", "en"),
    ("onne", "on"),
    ("elle", "el"),
    ("esse", "e"),
    ("ffe", "f"),
    ("ive", "if"),
    ("ee", "e"),
)
# Words whose ending only looks feminine, or whose masculine is not formed this way.
KEPT = frozenset(
    [
        "matrice",
        "cicatrice",
        "motrice",
        "presse",
        "adresse",
        "vitesse",
        "jeunesse",
        "richesse",
        "promesse",
        "messe",
        "caisse",
        "tresse",
        "archive",
        "rive",
        "olive",
        "lessive",
        "aquarelle",
        "dentelle",
        "echelle",
        "vaisselle",
        "maternelle",
        "demoiselle",
        "nacelle",
        "parcelle",
        "antenne",
        "benne",
        "personne",
        "tonne",
        "colonne",
        "couronne",
        "lycee",
        "musee",
        "trophee",
        "vallee",
        "armee",
        "soiree",
        "journee",
        "annee",
        "biere",
        "matiere",
        "riviere",
        "lisiere",
        "carriere",
        "barriere",
        "frontiere",
        "entree",
        "greffe",
        "coiffe",
        "griffe",
        "etoffe",
        "truffe",
    ]
)
MIN_FEMININE = 5
SHORT = 4
_stemmer = snowballstemmer.stemmer("french")
_stemming = Lock()  # the stemmer keeps the word it works on: two threads at once would spoil each other's


def singular(word: str) -> str:
    """Return a folded word without its plural mark.

    >>> [singular(word) for word in ("chevaux", "bateaux", "jeux", "agents", "bras")]
    ['cheval', 'bateau', 'jeu', 'agent', 'bra']
    """
    if len(word) >= SHORT and word.endswith(("eaux", "eux", "oux")):
        return word[:-1]
    if len(word) > SHORT and word.endswith("aux"):
        return word[:-3] + "al"
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word


def masculine(word: str) -> str:
    """Return the masculine of a folded singular word, as far as its ending tells."""
    if len(word) < MIN_FEMININE or word in KEPT:
        return word
    for ending, replacement in FEMININE:
        if word.endswith(ending):
            return word.removesuffix(ending) + replacement
    return word


@lru_cache(maxsize=50_000)
def canonical(word: str) -> str:
    """Return the form under which a folded word is indexed and looked for.

    Words of four letters or fewer keep all but a plural s: acronyms (CAPA) must not become others (CAP).

    >>> canonical("infirmieres") == canonical("infirmier"), canonical("capa")
    (True, 'capa')
    """
    word = singular(word)
    if len(word) <= SHORT or not word.isalpha():
        return word
    with _stemming:
        return _stemmer.stemWord(masculine(word))


# Endings that make a verb, a trade, an action or a place of the same idea; the longest fitting one goes.
DERIVED = (
    *("isation", "aison", "ation", "ition", "ement", "icien", "icite", "ateur", "iteur", "teur"),
    *("erie", "ance", "ence", "iste", "isme", "ique", "age", "eur", "ier", "ien", "ure", "ant"),
    *("ite", "ion", "er", "ir", "e"),
)
MIN_ROOT = 4


@lru_cache(maxsize=50_000)
def root(word: str) -> str:
    """Return what a folded word shares with its family (ramassage, ramasser, ramasseur); coarse on purpose.

    >>> root("ramassage"), root("ramasser"), root("ramasseuses")
    ('ramass', 'ramass', 'ramass')
    """
    word = singular(word)
    if len(word) <= SHORT or not word.isalpha():
        return word
    word = masculine(word)
    for ending in DERIVED:
        if word.endswith(ending) and len(word) - len(ending) >= MIN_ROOT:
            return word.removesuffix(ending)
    return word


def canonical_words(text: str) -> list[str]:
    """Return the canonical forms of the words of `text`, in order."""
    return [canonical(word) for word in split_words(text)]
