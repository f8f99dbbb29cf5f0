"""Titles of certifications as people can read them: one line, no capitals but where they say something."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from jalon.search.rules import fold

WORD = re.compile(r"([^\W\d_]+)")
SPACES = re.compile(r"\s+")
ADMINISTRATIVE = re.compile(r"\s*\(fiche (?:incomplète|nationale)\)", re.IGNORECASE)
# A new line before these words ends a phrase; before any other word it is only where the line was full.
PHRASE = re.compile(
    r"(?<=[^\s,;:.–-])[ \t]*[\r\n]+\s*(?=(?:domaine|mention|spécialité|finalité|option|parcours)\b)",
    re.IGNORECASE,
)
SIGNS = str.maketrans({"\u2019": "'", "\u2018": "'", "\u00a0": " ", "\u202f": " "})
DIPLOMA = re.compile(r"\s*\([^()]*\)\s*$")
LEAST_SEEN = 2
LONG_WORD = 5
# So many question marks are letters that were lost before the file was written.
LOST_SIGNS = 3


def plain_title(text: str) -> str:
    """Return a title on one line, without doubled quotes, doubled spaces or the clerks' own notes.

    >>> plain_title("Technicien d''exploitation  (fiche incomplète)\\n")
    "Technicien d'exploitation"
    """
    text = "".join(sign if sign.isprintable() or sign in "\r\n" else " " for sign in text.translate(SIGNS))
    text = ADMINISTRATIVE.sub("", text.replace("''", "'"))
    if text.count("?") >= LOST_SIGNS:
        text = text.replace("?", "")
    return SPACES.sub(" ", PHRASE.sub(", ", text.strip())).strip(" ,;")


def without_diploma(text: str) -> str:
    """Return a title of the apprenticeship list without its last brackets: « BANQUE (BTS) » is « BANQUE »."""
    return DIPLOMA.sub("", text).strip() or text.strip()


def usual_forms(titles: Iterable[str]) -> dict[str, str]:
    """Return how titles usually write each word, by its folded letters: santé, systèmes, Lyon.

    A word counts when it is written in small letters or, failing that, with a capital (a name), LEAST_SEEN
    times if it is short: a word that is only an acronym has no usual form.
    """
    seen: dict[bool, dict[str, Counter[str]]] = {True: defaultdict(Counter), False: defaultdict(Counter)}
    folded: dict[str, str] = {}
    for title in titles:
        for word in WORD.findall(title):
            if len(word) > 1 and word[1:].islower():
                if word not in folded:
                    folded[word] = fold(word)
                seen[word.islower()][folded[word]][word] += 1
    forms: dict[str, str] = {}
    for small in (False, True):  # small letters have the last word
        for key, counts in seen[small].items():
            form, count = counts.most_common(1)[0]
            if count >= (1 if len(form) >= LONG_WORD else LEAST_SEEN):
                forms[key] = form
    return forms


def _lower_run(pieces: list[str], run: list[int], forms: Mapping[str, str]) -> None:
    """Lower the words of `pieces` at `run`, if one of them is long and known; unknown words stay."""
    known = {at: forms[key] for at in run if len(pieces[at]) > 1 and (key := fold(pieces[at])) in forms}
    if not any(len(form) >= LONG_WORD for form in known.values()):
        return
    for at in run:
        elided = len(pieces[at]) == 1 and pieces[at + 1] == "'"  # L'ENVIRONNEMENT
        pieces[at] = pieces[at].lower() if elided else known.get(at, pieces[at])


def readable_title(text: str, forms: Mapping[str, str]) -> str:
    """Return a title whose runs of words in capitals are written as `forms` usually writes them.

    >>> readable_title("BANQUE ET ASSURANCE", {"banque": "banque", "et": "et", "assurance": "assurance"})
    'Banque et assurance'
    """
    pieces = WORD.split(text)  # words at odd places, what separates them at even ones
    run: list[int] = []
    for at in range(1, len(pieces), 2):
        if pieces[at].isupper():
            run.append(at)
        elif run:
            _lower_run(pieces, run, forms)
            run = []
    _lower_run(pieces, run, forms)
    text = "".join(pieces)
    return text[:1].upper() + text[1:]
