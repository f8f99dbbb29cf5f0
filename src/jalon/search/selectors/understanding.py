"""From typed words to terms: what is required, what only helps, what may be a beginning or a mistake."""

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from jalon.search.rules import canonical, fold, query_words, root
from jalon.search.rules.canonical import MIN_ROOT
from jalon.search.rules.scoring import EXACT, RARE, SYNONYM, Term
from jalon.search.selectors.reader import Reader
from jalon.search.selectors.speller import speller_of

DATA = Path(__file__).resolve().parent.parent / "data"
MIN_PREFIX_LAST, MIN_PREFIX = 1, 3
UNKNOWN_WEIGHT = 0.9 * RARE


@cache
def word_list(name: str) -> frozenset[str]:
    """Return the folded words of a data file, comment lines left out."""
    lines = (DATA / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@cache
def synonyms() -> dict[str, tuple[str, ...]]:
    """Return the other words of each word's group in `synonyms.txt` (one group a line, commas between)."""
    groups: dict[str, tuple[str, ...]] = {}
    for line in (DATA / "synonyms.txt").read_text(encoding="utf-8").splitlines():
        group = [fold(word) for word in line.split(",")] if not line.startswith("#") else []
        for word in group:
            groups[word] = (*groups.get(word, ()), *(other for other in group if other != word))
    return groups


@dataclass(frozen=True)
class Understanding:
    """A query as terms; `typed`: all its words; `corrected`: the query with its mistakes mended, or ""."""

    terms: tuple[Term, ...]
    typed: tuple[str, ...] = ()
    corrected: str = ""

    @property
    def hard(self) -> list[Term]:
        return [term for term in self.terms if not term.soft]

    @property
    def soft(self) -> list[Term]:
        return [term for term in self.terms if term.soft]


def _forms(reader: Reader, word: str) -> dict[str, float]:
    """Return the canonical forms to look for, synonyms included, that the index knows."""
    wanted = {canonical(word): EXACT}
    for synonym in synonyms().get(word, ()):
        wanted.setdefault(canonical(synonym), SYNONYM)
    return {form: sure for form, sure in wanted.items() if reader.knows(form)}


def _term(reader: Reader, word: str, *, last: bool, soft: bool) -> Term:
    forms = _forms(reader, word)
    family = root(word)
    has_family = len(family) >= MIN_ROOT and reader.frequency("roots", family) > 0
    shortest = MIN_PREFIX_LAST if last else MIN_PREFIX
    prefix = ""
    if word.isalpha() and len(word) >= shortest and (last or not (forms or soft)):
        begun = reader.beginning_with(word)
        prefix = word if begun and begun != (word,) else ""
    return Term(
        word=word,
        forms=forms,
        family=family if has_family else "",
        prefix=prefix,
        begun=reader.forms_beginning_with(prefix) if prefix else frozenset(),
        soft=soft,
        weight=max(reader.rarity_of(form) for form in forms) if forms else UNKNOWN_WEIGHT,
    )


def understand(reader: Reader, text: str) -> Understanding:
    """Return the terms of a query as typed, mistakes not mended."""
    words = query_words(text)
    stop, soft = word_list("stop_words"), word_list("soft_words")
    kept = [word for word in words if word not in stop and not (word.isdigit() and len(words) > 1)]
    if not kept:
        kept = words
    softness = [word in soft or reader.is_place(word) for word in kept]
    if all(softness):
        softness = [False] * len(kept)
    # What looks like a small word at the very end may be the beginning of one still being typed.
    begun = words[-1] if len(words) > 1 and words[-1] != kept[-1] else ""
    terms = [
        _term(reader, word, last=position == len(kept) - 1 and not begun, soft=is_soft)
        for position, (word, is_soft) in enumerate(zip(kept, softness, strict=True))
    ]
    if begun:
        forms = reader.forms_beginning_with(begun)
        terms.append(Term(word=begun, forms={}, prefix=begun, begun=forms, soft=True))
    return Understanding(tuple(terms), tuple(words))


def mend(reader: Reader, understood: Understanding) -> Understanding:
    """Return the same query with known words put beside the unknown ones."""
    speller = speller_of(reader)
    terms: list[Term] = []
    words: list[str] = []
    mended = False
    for term in understood.terms:
        if term.soft or term.forms:
            terms.append(term)
            words.append(term.word)
            continue
        corrections = speller.corrections(term.word)
        pair = None if corrections else speller.split(term.word)
        if pair:
            terms += [
                Term(word=part, forms={canonical(part): 0.9}, weight=reader.rarity_of(canonical(part)))
                for part in pair
            ]
            words += pair
            mended = True
        elif corrections:
            forms: dict[str, float] = {}
            for known, sure in corrections:
                form = canonical(known)
                forms[form] = max(sure, forms.get(form, 0.0))
            terms.append(replace(term, forms=forms))
            words.append(corrections[0][0])
            mended = True
        else:
            terms.append(term)
            words.append(term.word)
    return Understanding(tuple(terms), tuple(words), " ".join(words) if mended else "")
