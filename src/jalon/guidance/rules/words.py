"""What someone says of herself in her own words: themes she likes or leaves, conditions, level of study.

The lexicon (`data/everyday_words.txt`, `data/everyday_conditions.txt`) is written for Jalon and made to be
extended. Age, sex and origin are never read: a number of years only tells that a trade was practised.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from jalon.guidance.rules.lexicon import Theme, Themes
from jalon.search.rules import fold

LIKED, PRACTISED, LEFT, REFUSED = 1.0, 0.6, 0.1, -1.0
MOST_CHARACTERS = 2000
CLAUSE_END = re.compile(
    r"[.;:!?()\n]+|,| mais | puis | car | parce qu| donc |(?<! ne)(?= (?:veut|cherche|reve) )"
)
CARRIED_ON = re.compile(r"^\s*(?:ni|ou|de|d'|des|du)\b")
NOT_A_REFUSAL = re.compile(
    r"pas peur|ne craint pas|n'a pas peur|pas que|plus tot|plus tard|non plus|pas encore|pas mal\b|"
    r"sans peur|sans crainte|rien que|le plus|la plus|les plus|plus jeunes|pas loin|pas seulement|"
    r"pas assez|(?:sans|pas de|aucun) (?:souci|probleme)s?|pas grave|pas contre|pas du tout peur|"
    r"\bn(?:e |')(?:(?:me|lui|les?|la|l'|m')? ?)(?:derang|gen|effrai|fai|bloqu|touch)\w* (?:pas|rien)"
    r"(?: peur)?|(?:ca|cela) ne (?:me|lui) \w+ (?:pas|rien)|"
    r"sans (?:diplome|emploi|travail|le bac|bac|permis|voiture|attaches)|"
    r"pas de (?:permis|voiture|diplome|attaches)|pas fini|pas besoin|"
    r"plus (?:de|d') (?=\d)|plus que tout|n'attend que"
)
REFUSAL = re.compile(
    r"\b(?:ne |n')(?:\w+ )?(?:\w+ )?(?:plus|pas|ni|jamais|guere)\b|"
    r"\bpas (?:de|d'|du|des|le|la|les|l'|a l'aise|envie|question|trop|fait pour)|"
    r"\bplus (?:de|d'|du|des|aucune?|les|la|l')|\bsans\b|\bni\b|\bmarre\b|\bdetest\w+|ras.le.bol|"
    r"(?:fatigue|lasse)e? (?:de|des|du)\b|epuisee? par|degoutee? (?:de|des|du|par)\b|\blache[rz]?\b|"
    r"\bquitte[rz]?\b|\bfui[rt]\b|\bevite[rz]?\b|\barrete[rz]?\b|\bassez (?:de|des|du)\b|\ballergi\w+|"
    r"hors de question|\brefuse\w*|supporte (?:mal|plus|pas)|\bpeur (?:de|du|des)\b|\bhorreur\b|"
    r"\bfuyant\b|\bm'ennuie\b|\bpeine a\b|"
    r"\b(?:nul|nulle|mauvaise?|faible|zero|pas (?:tres |trop )?(?:bon|bonne|fort|forte|doue|douee)) en\b|"
    r"\bjamais (?:de|d'|du|des|le|la|les|l'|dans|sur)|\btout sauf\b|\bhormis\b|\bplus envie\b|\bplutot qu|"
    r"\b(?:fini|finie|finis|finies|termine|terminee?s?|stop) (?:aux? |avec )?(?:le|la|les|l'|de|du|des)|"
    r"\btrop (?:de|d')|\b(?:veu[xt]|aime|peu[xt]|supporte|suis|faut|tien[st]|voudrai[st]?|voi[ts]) "
    r"(?:trop |vraiment |surtout |du tout )?(?:pas|jamais|plus(?! que| tot| tard))\b|"
    r"\bpas (?:\w+eu(?:r|se)|\w+iste|dans|derriere|devant|chez|avec|en|au|aux)\b|\bsurtout pas\b|"
    r"\bprefer\w* .{3,40}? (?P<rather>aux?|a la|a l')\b"
)
# « Les chantiers, c'est fini », « la fac, bof »: what stands just before is refused.
AFTERTHOUGHT = re.compile(
    r"[, ]+(?:(?:c'est|c est|cest|=|pour (?:moi|lui|elle)) )*(?:fini|termine|non merci|non|bof|impossible|"
    r"hors de question|exclu|"
    r"mort(?: lente)?|la mort|l'horreur|l'enfer|pas (?:pour (?:moi|lui|elle)|(?:mon|son) truc)|basta|stop|"
    r"jamais(?: de la vie)?|qu(?:e |')(?:je |elle |il |j')(?:n'|ne )?aime pas|"
    r"(?:(?:ne |n')?(?:me |m'|lui |l'))(?:plait|plaisent|interesse\w*|attire\w*) pas)\s*(?=,|$)"
)
# « Rester assise : impossible », « La ville ? Non merci » are one sentence.
ANSWERED = re.compile(
    r" ?[:?] ?(?=(?:non|impossible|jamais|hors de question|c'est (?:fini|termine|non)|bof|basta|exclu)\b)"
)
# Words said in passing that name no wish: « à cause de », « le médecin veut … ».
IN_PASSING = re.compile(
    r"\ba cause d\w*|\b(?:le|la|mon|ma|son|sa|notre) (?:medecin|docteur|toubib|kine|chirurgien|psy)\b|"
    r"\b(?:prise?|prendre|tenir) en compte\b|\bdepuis tou(?:te)? petite?\b|"
    r"\bjamais malade\w*|\bde naissance\b|\bpetits? dejeuners?\b|\btout le monde\b|\bcoup de feu\b"
)
# « Lire difficile »: no taste for reading.
UNEASY = re.compile(
    r"\b(?:lire|lecture|ecrire|ecriture|francais|calcul|maths)\b(?: \w+){0,2}? "
    r"(?:difficile|dur|complique|galere|bloque)\w*|"
    r"\b(?:difficultes?|galere|peine|du mal) (?:a|en|avec|pour) (?:la |le |l')?"
    r"(?:lire|lecture|ecrire|ecriture|francais|calcul|maths)"
)
# « Le bruit, la foule et les clients l'épuisent »: what stands before is refused.
BEARS_ILL = re.compile(
    r"(?:\b[lmt]'|\b(?:le|la|lui|me) )(?:epuis|bloqu|fatigu|angoiss|stress|ennui|agac|insupport|"
    r"rebut|degout|effrai|pes|terrifi|lass|saoul|soul|gonfl|fait peur|font peur|fait mal|font mal)\w*|"
    r"tres peu pour"
)
# A piece that names things: « le bruit », « les clients ».
NAMED = re.compile(r"\s*(?:et )?(?:les?|la|l'|du|des|une?|ces?|cette|mes|mon|ma)\b")
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
# Conditions that an occupation offers and does not impose: not wanting them rules nothing out.
OPTIONS = frozenset(["autonomy", "remote"])
# « N'a pas peur du vide » rules nothing out.
NO_FEAR = re.compile(
    r"\b(?:pas|sans|aucune?|jamais|ni) (?:de |d'|le |la |eu |avoir )?"
    r"(?:peur|vertige|allergi\w*|asthm\w*)(?: \w+){0,2}"
)
BODY_REFUSES = frozenset(["heavy_loads", "awkward_postures"])
TRADE_SPAN = re.compile(
    r"\b(?:de|depuis|apres|pendant) \d{1,2} ans\b|\b\d{1,2} ans d[e'](?! )?|\bancien\w*\b|\bex-"
)
BEFORE = re.compile(
    r"\bavant\b|\betait\b|\bj'etais\b|\b(?:dans mon|au) pays\b|\bans (?:comme|en tant que)\b|\ba ete\b|"
    r"\bde (?:metier|formation)\b|\btravaill(?:e|ait|ais) comme\b|\bancien|\bje suis\b"
)
LEARNER = re.compile(
    r"\b(?:eleve|lyceen|collegien|etudiant|ecolier|terminale|seconde|premiere|apprentie?)\w*|\bamateur\b"
)
CHANGE = re.compile(
    r"reconver|chang\w+ de (?:metier|vie|voie)|tout plaquer|\breve de|\blacher\b|"
    r"(?<!pas )(?<!sans )\bquitter\b|\bmarre\b|\bburn.?out|ne me (?:plait|convient) plus|"
    r"assez d|\bepuise|autre chose|se reorienter|tourner la page"
)
# The level someone has, the first pattern found; then how far she says that she would go.
LEVEL_NOW = (
    (8, r"\bdocteure? en\b|\ba un doctorat|\bdoctorant"),
    (7, r"bac ?\+ ?[45]|\bmasters?\b|\bingenieure?\b|grande ecole"),
    (6, r"bac ?\+ ?3|\blicence\b|\bbut\b(?= [a-z]*\b)|\bbachelor\b"),
    (5, r"bac ?\+ ?2|\bbts\b|\bdut\b|\bdeug\b"),
    (
        0,
        r"sans (?:aucun )?diplome|aucun diplome|\bsegpa\b|\bcolleg\w*|"
        r"\b(?:en|de|ma) (?:[3456]e|troisieme|quatrieme)\b|"
        r"sans (?:le )?(?:bac|brevet)\b|pas de diplome|pas le bac",
    ),
    (4, r"\bterminale\b|\bbac\b|\bl[123]\b|\b(?:en|a la) (?:prepa|fac|pass|las)\b|baccalaureat|\blyceen\w*"),
    (3, r"\bcap\b|\bbep\b|\bcapa\b|\bbrevet\b"),
)
FAR_PATTERN = re.compile(
    r"longues etudes|etudes longues|\bthese\b|\bdoctorat\b|bac ?\+ ?[58]|"
    r"(?:tres bonne?|excellente?|brillante?) eleve|\bexcellente? en\b|(?<!pas )(?<!pas tres )"
    r"\bforte? en (?:maths?|sciences?|physique|biologie|svt|langues|anglais|lettres|histoire|classe|tout)\b|"
    r"\b1[6-9](?:[,.]\d)? de moyenne|"
    r"pret\w* a (?:reprendre|de longues)|\bveterinaire"
)
SHORT_PATTERN = re.compile(
    r"sans (?:longue|etude)|pas d'etudes?|pas \w+ ans d'etudes?|et court|"
    r"pas (?:de )?(?:longues?|faire d)|formation courte|courte formation|"
    r"rapidement|vite travailler|travail\w* vite|\bans (?:d'etudes? )?max\w*|d'un an\b|\bquelques mois\b"
)
EARLY_PATTERN = re.compile(
    r"lire (?:est )?difficile|\blit (?:mal|peu|difficilement)\b|illettr\w*|"
    r"ne sait (?:pas|ni) (?:bien )?(?:lire|ecrire)|"
    r"parle (?:tres )?(?:un )?peu (?:le )?francais|francais a1\b|parle mal (?:le )?francais|"
    r"\bsegpa\b|(?:en|un|le) cap\b.*plus tot|n'aime pas l'ecole|ecrire le bloque|echec scolaire"
)
LEARNER_STEPS, ADULT_STEPS, SHORT_STEPS, SHORT_MOST, HIGHEST = 3, 2, 1, 5, 8
LONG_STUDIES, STEPS_DOWN, LONG_STUDIES_LEAD_TO = 5, 2, 6


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
    ruled_out: frozenset[str] = frozenset()
    level_now: int | None = None
    level_most: int | None = None
    level_least: int | None = None
    trades: tuple[str, ...] = ()
    leaving: bool = False
    interests: Mapping[str, float] = field(default_factory=dict)


def _pieces(folded: str) -> Iterator[tuple[str, bool]]:
    """Yield the pieces of a text, each with whether it is refused."""
    for sentence in SENTENCE_END.split(ANSWERED.sub(", ", folded)):
        after = AFTERTHOUGHT.search(_masked(sentence))
        if after:
            start = sentence.rfind(",", 0, after.start()) + 1
            yield sentence[start : after.end()], True
            sentence = f"{sentence[:start]} {sentence[after.end() :]}"
        masked = _masked(sentence)
        ill = BEARS_ILL.search(masked) or UNEASY.search(masked)
        if ill:
            start = _where_named(sentence[: ill.start()])
            yield from _turns(sentence[:start])
            yield sentence[start : ill.end()], True
        yield from _turns(sentence[ill.end() :] if ill else sentence)


def _where_named(before: str) -> int:
    """Return where what is borne ill begins: the last piece, and those before it that name things too."""
    before = before.rstrip(" ,")
    start = before.rfind(",") + 1
    while start and NAMED.match(before[start:]):
        previous = before.rfind(",", 0, start - 1) + 1
        if not NAMED.match(before[previous:]):
            break
        start = previous
    return start


def _masked(text: str) -> str:
    """Return a text of the same length without what looks like a refusal and is none."""
    return NOT_A_REFUSAL.sub(lambda found: "_" * len(found[0]), text)


def _turns(sentence: str) -> Iterator[tuple[str, bool]]:
    """Yield the pieces of a sentence: a refusal goes from its first word to the end of its clause."""
    carried = False
    for clause in CLAUSE_END.split(sentence):
        if not clause.strip():
            continue
        cue = REFUSAL.search(_masked(clause))
        start = cue.start("rather") if cue and cue["rather"] else cue.start() if cue else len(clause)
        past_cue = cue.end() if cue else start
        if carried and CARRIED_ON.match(clause):
            start = past_cue = 0
        end = SCOPE_END.search(clause, past_cue)
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


def _trades(folded: str, pieces: Sequence[Clause]) -> tuple[str, ...]:
    """Return the pieces that may name what she does or did: the opening one, and those that tell a time."""
    first = CLAUSE_END.split(folded.strip(), maxsplit=1)[0]
    found = [] if LEARNER.search(first) else [first]
    told = (piece.text for piece in pieces if TRADE_SPAN.search(piece.text) or BEFORE.search(piece.text))
    found += [text for text in told if not LEARNER.search(text) and text.strip() not in first]
    return tuple(text.strip() for text in found if text.strip())


def _levels(liked: str, against: str, folded: str) -> tuple[int | None, int | None, int | None]:
    """Return the level someone has, the highest she would aim at and the lowest, as far as the text tells."""
    now = next((level for level, pattern in LEVEL_NOW if re.search(pattern, folded)), None)
    far = FAR_PATTERN.search(liked)
    if far and (now is None or now < LONG_STUDIES_LEAD_TO):
        return now, HIGHEST, LONG_STUDIES_LEAD_TO
    if EARLY_PATTERN.search(folded):
        return now, 4, None
    if now is None:
        return None, (SHORT_MOST if FAR_PATTERN.search(against) else None), None
    least = now - STEPS_DOWN if now >= LONG_STUDIES and not CHANGE.search(folded) else None
    if SHORT_PATTERN.search(liked) or FAR_PATTERN.search(against):
        return now, min(HIGHEST, max(now, 3) + SHORT_STEPS), least
    if far:
        return now, HIGHEST, least
    steps = LEARNER_STEPS if LEARNER.search(folded) else ADULT_STEPS
    return now, min(HIGHEST, max(now, 2) + steps), least


def _themes(pieces: Iterable[Clause], themes: Themes) -> tuple[Heard, ...]:
    """Return the themes heard, each as it counts: refused once it is refused, else where it counts most."""
    heard: dict[int, Heard] = {}
    for piece in pieces:
        for number in themes.maybe_in(piece.text):
            theme, known = themes.every[number], heard.get(number)
            if known is not None and (known.weight < 0 or abs(piece.weight) < abs(known.weight)):
                continue
            if found := theme.heard_in(piece.text):
                heard[number] = Heard(theme, found, piece.weight)
    return tuple(heard[number] for number in sorted(heard))


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
    text: str,
    *,
    themes: Themes,
    conditions: Mapping[str, re.Pattern[str]],
    situations: Iterable[tuple[re.Pattern[str], frozenset[str]]] = (),
) -> Understood:
    """Return what a text says; the same text always gives the same answer."""
    folded = " " + IN_PASSING.sub(" ", fold(text[:MOST_CHARACTERS]).replace("’", "'")) + " "
    pieces = clauses(folded)
    heard = _themes(pieces, themes)
    against = " \n ".join(piece.text for piece in pieces if piece.weight < 0)
    refused = {condition for condition, pattern in conditions.items() if against and pattern.search(against)}
    without_fears = NO_FEAR.sub(" ", folded)
    ruled_out = set(BODY_REFUSES) if BODY.search(folded) else set()
    for pattern, ruled in situations:
        if pattern.search(without_fears):
            ruled_out |= ruled
    liked = " \n ".join(piece.text for piece in pieces if piece.weight > 0)
    now, most, least = _levels(liked, against, folded)
    return Understood(
        heard=heard,
        clauses=pieces,
        refused=frozenset(refused - OPTIONS | ruled_out),
        ruled_out=frozenset(ruled_out),
        level_now=now,
        level_most=most,
        level_least=least,
        trades=_trades(folded, pieces),
        leaving=bool(CHANGE.search(folded)),
        interests=_interests(heard),
    )
