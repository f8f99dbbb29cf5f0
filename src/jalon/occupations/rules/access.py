"""The entry level that an official access text names."""

import re
from collections.abc import Iterable

# (level, what names it), in the order of levels. Official texts abbreviate a lot; capitals matter.
NAMED = [
    (0, r"sans diplôme ni|sans qualification|brevet des collèges|Brevet des collèges|\bBAFA\b"),
    (3, r"\bCAPA?\b|\bBEPA?\b|\bBPA\b|\bCQP\b|\bBAPAAT\b|-DEAES\b|\bDEAES\b|[Aa]mbulancier"),
    (4, r"\b(?:BAC|Bac|bac)(?:calauréat)?(?! ?\+)\b|[Bb]revet [Pp]rofessionnel|\bBP\b|\bBPJEPS\b|\bBPREA\b"),
    (4, r"[Bb]revet de [Tt]echnicien(?! [Ss]up)|Aide-soignant|Auxiliaire de Puériculture|\bDEME\b|\bTISF\b"),
    (4, r"Auxiliaire (?:Spécialisé )?Vétérinaire|niveau IV\b"),
    (5, r"[Bb][Aa][Cc] ?\+ ?2|\bBTSA?\b|\bBTM\b|\bDUT\b|\bDEUST\b|\bL2\b|\bDEJEPS\b|\bDMA\b|niveau III\b"),
    (6, r"[Bb][Aa][Cc] ?\+ ?3|\bLicence\b|\bBUT\b|\bL3\b|\bDCESF\b|Assistant de Service Social"),
    (6, r"Educateur (?:Spécialisé|de Jeunes Enfants)|d'infirmier\b|Infirmier de Bloc|Médiateur Familial"),
    (6, r"Ergothérapeute|Manipulateur|Psychomotricien"),
    (6, r"pédicure podologue|audioprothésiste|d'Orthoptiste|Orthoptie"),
    (
        7,
        r"[Bb][Aa][Cc] ?\+ ?[45]|\b[Mm]aster\b|ingénieur|niveau II?\b|puéricultrice",
    ),
    (7, r"d'Orthophonie|Masseur Kinésithérapeute|Sage-Femme|cadre de santé|ostéopathe"),
    (8, r"\bDoctorat\b|Docteur en |[Bb][Aa][Cc] ?\+ ?8"),
]
PATTERNS = [(level, re.compile(pattern)) for level, pattern in NAMED]
ACCESSIBLE = re.compile(r"\baccessibles?\b")
ASKED = re.compile(r"\b(?:exigée?s?|requise?s?|obligatoires?|demandée?s?)\b")
WITHOUT_DIPLOMA = re.compile(r"sans (?:diplôme|formation|niveau|titre)(?: \w+)? particuli|sans diplôme")
# A way for people who already work in the trade, or for a helper's post: not the usual entry.
EXPERIENCED = re.compile(r"complétée?s? (?:par|d')[^.]*expérience|pour le poste d'aide")
# « par promotion », « concours interne »: a way to rise, not to enter.
RISING = re.compile(r"\b(?:interne|promotion|évolution)\b")


def entry_level(sentences: Iterable[str]) -> int | None:
    """Return the lowest level by which the access text says one may enter; None when it names none.

    0 when only experience is asked « sans diplôme particulier », or explicitly neither diploma nor
    experience. A second way that asks for experience does not lower the level of the first.

    >>> entry_level(["Cet emploi/métier est accessible avec un CAP/BEP à Bac+2 (BTS, ...) en vente."])
    3
    """
    sentences = list(sentences)
    ways = [sentence for sentence in sentences if ACCESSIBLE.search(sentence)]
    usual = [sentence for sentence in ways if not EXPERIENCED.search(sentence)]
    for told in (usual, ways, [sentence for sentence in sentences if ASKED.search(sentence)]):
        levels = [
            level
            for sentence in told
            if not RISING.search(sentence)
            for level, pattern in PATTERNS
            if pattern.search(sentence)
        ]
        if levels:
            return min(levels)
        if any(WITHOUT_DIPLOMA.search(sentence) for sentence in told):
            return 0
    return None
