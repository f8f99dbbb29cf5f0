"""The working conditions that an official text names."""

import re
from collections.abc import Iterable

from jalon.occupations.enums import Condition

# What the definition says the work is about; the rest is read in conditions and settings.
IN_DEFINITION = {
    Condition.DRIVING: (
        r"\bConduit\b.*\b(?:véhicule|engin|tracteur|camion|poids lourd|taxi|train|autobus|autocar)s?\b"
    ),
    Condition.CHILDREN: r"\b(?:enfants?|élèves|nourrissons?|nouveau-nés?)\b",
    Condition.ANIMALS: r"\b(?:animaux|bétail|troupeaux?|chevaux|chiens|bovins|ovins|porcins|volailles)\b",
}
IN_CONDITIONS = {
    Condition.OUTDOORS: r"\bextérieure?\b|plein air|ciel ouvert|en mer\b|en milieu naturel",
    Condition.STANDING: r"station debout|position debout",
    Condition.HEAVY_LOADS: r"(?:port|manipulation|manutention) de charges|charges lourdes",
    Condition.AWKWARD_POSTURES: r"postures?|positions? (?:pénible|inconfortable)|accroupi|à genoux|exigus?\b",
    Condition.REPETITIVE: r"répétiti|gestes répétés|cadences?\b",
    Condition.HEIGHTS: r"en (?:grande )?hauteur|échafaudages?|nacelles?|encorde",
    Condition.NIGHTS: r"\bde nuit\b|\bla nuit\b|nocturnes?|en soirée et",
    Condition.WEEKENDS: r"fins? de semaine|jours fériés|week-ends?|dimanches?",
    Condition.SHIFTS: (
        r"horaires? (?:décalés?|variables?|irréguli|alternés?|postés?)|roulement|\d ?[x*] ?8|en quart\b"
    ),
    Condition.EARLY_HOURS: r"tôt le matin|très tôt|horaires matinaux",
    Condition.SPLIT_HOURS: r"horaires? fractionnés?|coupures?\b",
    Condition.SEASONAL: r"saisonni",
    Condition.TRAVEL: r"déplacements?\b|itinéran|tournées?\b",
    Condition.AWAY: r"éloignement|plusieurs jours|séjours? prolongés?",
    Condition.NOISE: r"bruit|bruyant|auditives?|sonores?\b|décibels",
    Condition.DIRT: r"salissant|boues?\b|eaux usées",
    Condition.DUST_CHEMICALS: (
        r"poussi|toxi(?:que|cité)|produits? (?:chimiques?|nocifs?|dangereux)|vapeurs|émanations|solvants|"
        r"risques chimiques|allergènes|fumées|amiante|phytosanitaires"
    ),
    Condition.COLD_HEAT: (
        r"\bfroide?\b|frigorifique|négative|chaleur|températures?|climatique difficile|intempéries|humid"
    ),
    Condition.HYGIENE_GEAR: (
        r"[ée]quipements? de protection|\bEPI\b|tenues? (?:d'hygiène|de protection)|blouse|charlotte|"
        r"combinaison|salle blanche|atmosphère contrôlée|gants"
    ),
    Condition.DANGER: r"(?:environnement|milieux?|zones?) à risques?|dangereu|explosi|radiation|ionisant",
    Condition.SCREENS: r"(?:sur|devant) (?:un |des )?écrans?\b",
    Condition.SEATED: r"(?:position|station) assise",
    Condition.PUBLIC: (
        r"(?<!parfois )en (?:contact|relation)(?: \w+)? avec (?:le |la |les |des |une |un )?"
        r"(?:clients?|clientèle|public|passagers|patients|usagers|familles|particuliers|voyageurs|visiteurs|élèves)\b"
        r"|contact (?:avec le |du )public"
    ),
    Condition.DISTRESS: r"détresse|souffran|fin de vie|deuil|violence|agressi|situation de crise",
    Condition.TEAM: r"(?:travail\w* |s'exerce |s'effectue )?en équipe\b(?! de)|au sein d'une équipe",
    Condition.ALONE: r"\bseule?\b|isolée?\b|en solitaire",
    Condition.AUTONOMY: r"\bindépendante?s?\b|libéra(?:l|le|ux)\b|à son compte|travailleurs? non salariés?",
    Condition.REMOTE: r"télétravail",
    Condition.ON_CALL: r"astreintes?",
    Condition.DEADLINES: r"\bdélais\b|fluctuations? d'activité|pics? d'activité|rythme soutenu",
}
DEFINITION_PATTERNS = {name: re.compile(pattern) for name, pattern in IN_DEFINITION.items()}
CONDITION_PATTERNS = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in IN_CONDITIONS.items()}


def read_conditions(*, definition: Iterable[str], conditions: Iterable[str]) -> list[str]:
    """Return the conditions named by an occupation's definition, its conditions text and its settings.

    `conditions` holds the sentences of the official conditions text and the labels of official settings.

    >>> read_conditions(definition=[], conditions=["Elle peut s'exercer les fins de semaine, de nuit."])
    ['nights', 'weekends']
    """
    said, about = "\n".join(conditions), "\n".join(definition)
    found = {name for name, pattern in CONDITION_PATTERNS.items() if pattern.search(said)}
    found |= {name for name, pattern in DEFINITION_PATTERNS.items() if pattern.search(about)}
    return [condition.value for condition in Condition if condition in found]
