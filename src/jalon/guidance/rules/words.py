"""What someone says of herself in her own words: themes she likes or leaves, conditions, level of study.

The lexicon (`data/everyday_words.txt`, `data/everyday_conditions.txt`) is written for Jalon and made to be
extended. Age, sex and origin are never read: a number of years only tells that a trade was practised.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from jalon.search.rules import fold

LIKED, PRACTISED, LEFT, REFUSED = 1.0, 0.6, 0.1, -1.0
MOST_CHARACTERS = 2000
CLAUSE_END = re.compile(
    r"[.;:!?()\n]+|,| mais | puis | car | parce qu| donc |(?<! ne)(?= (?:veut|cherche|reve) )"
)
CARRIED_ON = re.compile(r"^\s*(?:ni|ou|de|d'|des|du)\b")
NOT_A_REFUSAL = re.compile(
    r"pas peur|ne craint pas|n'a pas peur|pas que|plus tot|plus tard|non plus|pas encore|pas mal\b|"
    r"sans peur|sans crainte|rien que|le plus|la plus|les plus|plus jeunes|pas loin|pas seulement"
)
REFUSAL = re.compile(
    r"\b(?:ne |n')(?:\w+ )?(?:\w+ )?(?:plus|pas|ni|jamais|guere)\b|"
    r"\bpas (?:de|d'|du|des|le|la|les|l'|a l'aise|envie|question|trop|fait pour)|"
    r"\bplus (?:de|d'|du|des|aucune?|les|la|l')|\bsans\b|\bni\b|\bmarre\b|\bdetest\w+|ras.le.bol|"
    r"(?:fatigue|lasse)e? (?:de|des|du)\b|epuisee? par|degoutee? (?:de|des|du|par)\b|\blache[rz]?\b|"
    r"\bquitte[rz]?\b|\bfui[rt]\b|\bevite[rz]?\b|\barrete[rz]?\b|\bassez (?:de|des|du)\b|\ballergi\w+|"
    r"hors de question|\brefuse\w*|supporte (?:mal|plus|pas)|\bpeur (?:de|du|des)\b|\bhorreur\b|"
    r"\bfuyant\b|\bm'ennuie\b|\bpeine a\b"
)
# « Le bruit, la foule et les clients l'épuisent »: what stands before is refused.
BEARS_ILL = re.compile(
    r"(?:\b[lmt]'|\b(?:le|la|lui|me) )(?:epuis|bloqu|fatigu|angoiss|stress|ennui|agac|insupport|"
    r"rebut|degout|effrai|pes|terrifi|lass)\w*|tres peu pour"
)
SENTENCE_END = re.compile(r"[.;:!?\n]+| mais ")
SCOPE_END = re.compile(
    r" et (?=(?:\w+er|\w+ir|\w+oir|\w+re|veut|cherche|aime|adore|voudrait|prete?)\b)| pour (?=\w)"
)
BODY = re.compile(
    r"\b(?:genoux?|dos|epaules?|lombaires?|poignets?|hanches?|corps)\b(?: \w+){0,2}? (?:foutue?s?|fragiles?|"
    r"abimee?s?|usee?s?|cassee?s?|malades?|en vrac|bloquee?s?|fichue?s?|operee?s?|douloureu\w+|en compote)\b"
    r"|\bmal (?:de|au|aux) (?:dos|genoux?|epaules?|reins)|\bhernies?\b|\blombalgies?\b|\blumbago\b|"
    r"\b(?:dos|genoux?|epaules?)[ ,]+(?:les |le )?(?:us|foutu|fragile|abim|cass)\w*|\bles genoux uses\b"
)
BODY_REFUSES = frozenset(["heavy_loads", "awkward_postures"])
TRADE_SPAN = re.compile(
    r"\b(?:de|depuis|apres|pendant) \d{1,2} ans\b|\b\d{1,2} ans d[e'](?! )?|\bancien\w*\b|\bex-|\blicencie"
)
LEARNER = re.compile(
    r"\b(?:eleve|lyceen|collegien|etudiant|ecolier|terminale|seconde|premiere|apprentie?)\w*|\bamateur\b"
)
CHANGE = re.compile(
    r"reconver|chang\w+ de (?:metier|vie|voie)|tout plaquer|\breve de|\blacher\b|\bquitter\b|\bmarre\b|"
    r"assez d|\bepuise|autre chose|se reorienter|tourner la page"
)
# The level someone has, the first pattern found; then how far she says that she would go.
LEVEL_NOW = (
    (8, r"\bdocteure? en\b|\ba un doctorat|\bdoctorant"),
    (7, r"bac ?\+ ?[45]|\bmasters?\b|\bingenieure?\b|grande ecole"),
    (6, r"bac ?\+ ?3|\blicence\b|\bbut\b(?= [a-z]*\b)|\bbachelor\b"),
    (5, r"bac ?\+ ?2|\bbts\b|\bdut\b|\bdeug\b"),
    (0, r"sans (?:aucun )?diplome|aucun diplome|\bsegpa\b|\bcolleg\w*|\b[3456]e\b|troisieme|quatrieme"),
    (4, r"\bterminale\b|\bbac\b|baccalaureat|\blyceen\w*"),
    (3, r"\bcap\b|\bbep\b|\bcapa\b|\bbrevet\b"),
)
FAR_PATTERN = re.compile(
    r"longues etudes|etudes longues|\bthese\b|\bdoctorat\b|bac ?\+ ?[58]|"
    r"(?:tres bonne?|excellente?|brillante?) eleve|\bexcellente? en\b|\bforte? en\b|"
    r"pret\w* a (?:reprendre|de longues)|\bveterinaire"
)
SHORT_PATTERN = re.compile(
    r"sans (?:longue|etude)|pas d'etudes?|pas (?:de )?(?:longues?|faire d)|formation courte|courte formation|"
    r"rapidement|vite travailler|deux ans maximum|d'un an\b|\bquelques mois\b"
)
EARLY_PATTERN = re.compile(
    r"\bsegpa\b|(?:en|un|le) cap\b.*plus tot|n'aime pas l'ecole|ecrire le bloque|echec scolaire"
)
LEARNER_STEPS, ADULT_STEPS, SHORT_STEPS, HIGHEST = 3, 2, 1, 8


class Lead(NamedTuple):
    """Where a theme leads: a ROME code or its beginning, and how surely (0 to 1)."""

    code: str
    weight: float


@dataclass(frozen=True)
class Theme:
    """Everyday words of one idea, the occupations they lead to, the RIASEC letters they speak of."""

    name: str
    pattern: re.Pattern[str]
    leads: tuple[Lead, ...]
    letters: str = ""


class Heard(NamedTuple):
    """A theme heard in a text: the words that said it, and how they count (LIKED … REFUSED)."""

    theme: Theme
    words: str
    weight: float


class Clause(NamedTuple):
    """A piece of a text and how what it names counts."""

    text: str
    weight: float


@dataclass(frozen=True)
class Understood:
    """What a text says; empty sets and None: nothing was said of it."""

    heard: tuple[Heard, ...] = ()
    clauses: tuple[Clause, ...] = ()
    refused: frozenset[str] = frozenset()
    level_now: int | None = None
    level_most: int | None = None
    interests: Mapping[str, float] = field(default_factory=dict)


def words_pattern(words: str) -> re.Pattern[str]:
    """Return the pattern of folded words separated by commas, where `*` stands for any ending."""
    ways = sorted(
        (word.strip() for word in words.split(",") if word.strip()), key=lambda way: (-len(way), way)
    )
    spelt = (re.escape(way).replace(r"\*", r"\w*").replace(r"\ ", r"[ '-]") for way in ways)
    return re.compile(rf"\b(?:{'|'.join(spelt)})\b")


def _rows(lines: Iterable[str], columns: int) -> Iterator[list[str]]:
    for line in lines:
        if line.strip() and not line.startswith("#"):
            cells = [cell.strip() for cell in line.split("|")]
            yield cells + [""] * (columns - len(cells))


def read_themes(lines: Iterable[str]) -> tuple[Theme, ...]:
    """Read the themes of a lexicon: `name | words | leads | letters`, one a line."""
    themes = []
    for name, words, leads, letters in _rows(lines, 4):
        pairs = (lead.partition(":") for lead in leads.split())
        to = tuple(Lead(code, float(weight or 1)) for code, _colon, weight in pairs)
        themes.append(Theme(name, words_pattern(words), to, letters))
    return tuple(themes)


def read_conditions(lines: Iterable[str]) -> dict[str, re.Pattern[str]]:
    """Read the words of conditions: `condition | words`, one a line."""
    return {condition: words_pattern(words) for condition, words in _rows(lines, 2)}


def _pieces(folded: str) -> Iterator[tuple[str, bool]]:
    """Yield the pieces of a text, each with whether it is refused."""
    for sentence in SENTENCE_END.split(folded):
        ill = BEARS_ILL.search(sentence)
        if ill:
            yield sentence[: ill.end()], True
        yield from _turns(sentence[ill.end() :] if ill else sentence)


def _turns(sentence: str) -> Iterator[tuple[str, bool]]:
    """Yield the pieces of a sentence: a refusal goes from its first word to the end of its clause."""
    carried = False
    for clause in CLAUSE_END.split(sentence):
        if not clause.strip():
            continue
        masked = NOT_A_REFUSAL.sub(lambda found: "_" * len(found[0]), clause)
        cue = REFUSAL.search(masked)
        start = 0 if carried and CARRIED_ON.match(clause) else cue.start() if cue else len(clause)
        end = SCOPE_END.search(clause, start)
        stop = end.start() if end else len(clause)
        carried = start < len(clause) and stop == len(clause)
        yield from ((clause[:start], False), (clause[start:stop], True), (clause[stop:], False))


def clauses(folded: str) -> tuple[Clause, ...]:
    """Cut a folded text where what it says of its subject turns: liked, practised once, refused.

    >>> [(piece.text.strip(), piece.weight) for piece in clauses("lacher les chiffres et vivre de sa terre")]
    [('lacher les chiffres', -1.0), ('et vivre de sa terre', 1.0)]
    """
    practised = LEFT if CHANGE.search(folded) else PRACTISED
    first = CLAUSE_END.split(folded, maxsplit=1)[0]
    found = []
    for text, refused in _pieces(folded):
        if not text.strip():
            continue
        opens = text.strip() in first and not LEARNER.search(first)
        before = bool(TRADE_SPAN.search(text)) and not LEARNER.search(text)
        weight = REFUSED if refused else practised if before and (opens or "ancien" in text) else LIKED
        found.append(Clause(text, weight))
    return tuple(found)


def _levels(folded: str) -> tuple[int | None, int | None]:
    """Return the level someone has and the highest that she would aim at, as far as the text tells."""
    now = next((level for level, pattern in LEVEL_NOW if re.search(pattern, folded)), None)
    if FAR_PATTERN.search(folded):
        return now, HIGHEST
    if EARLY_PATTERN.search(folded):
        return now, 4
    if now is None:
        return None, None
    if SHORT_PATTERN.search(folded):
        return now, min(HIGHEST, max(now, 3) + SHORT_STEPS)
    steps = LEARNER_STEPS if LEARNER.search(folded) else ADULT_STEPS
    return now, min(HIGHEST, max(now, 2) + steps)


def _interests(heard: Iterable[Heard]) -> dict[str, float]:
    """Return the interests that the liked themes speak of: 0.5 to 1, the more themes the higher."""
    counts: dict[str, float] = {}
    for one in heard:
        for position, letter in enumerate(one.theme.letters):
            if one.weight > 0:
                counts[letter] = counts.get(letter, 0.0) + one.weight / (1 + position)
    most = max(counts.values(), default=0)
    return (
        {letter: round(0.5 + 0.5 * count / most, 3) for letter, count in sorted(counts.items())}
        if most
        else {}
    )


def understand(
    text: str, *, themes: Iterable[Theme], conditions: Mapping[str, re.Pattern[str]]
) -> Understood:
    """Return what a text says; the same text always gives the same answer."""
    folded = " " + fold(text[:MOST_CHARACTERS]).replace("’", "'") + " "
    pieces = clauses(folded)
    heard: dict[str, Heard] = {}
    for theme in themes:
        for piece in pieces:
            found = theme.pattern.search(piece.text)
            known = heard.get(theme.name)
            if found and (known is None or (known.weight >= 0 and abs(piece.weight) >= abs(known.weight))):
                heard[theme.name] = Heard(theme, found[0], piece.weight)
    against = " \n ".join(piece.text for piece in pieces if piece.weight < 0)
    refused = {condition for condition, pattern in conditions.items() if pattern.search(against)}
    if BODY.search(folded):
        refused |= BODY_REFUSES
    now, most = _levels(folded)
    return Understood(
        heard=tuple(heard.values()),
        clauses=pieces,
        refused=frozenset(refused),
        level_now=now,
        level_most=most,
        interests=_interests(heard.values()),
    )
