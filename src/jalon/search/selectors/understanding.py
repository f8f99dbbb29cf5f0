"""From typed words to terms: what is required, what only helps, what may be a beginning or a mistake."""

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from jalon.search.rules import canonical, query_words
from jalon.search.rules.scoring import RARE, Term
from jalon.search.selectors.reader import Reader
from jalon.search.selectors.speller import speller_of

DATA = Path(__file__).resolve().parent.parent / "data"
MIN_PREFIX_LAST, MIN_PREFIX = 2, 3
UNKNOWN_WEIGHT = 0.8 * RARE


@cache
def word_list(name: str) -> frozenset[str]:
    """Return the folded words of a data file, comment lines left out."""
    lines = (DATA / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@dataclass(frozen=True)
class Understanding:
    """A query as terms; `corrected`: the query with its mistakes mended, or ""."""

    terms: tuple[Term, ...]
    corrected: str = ""

    @property
    def hard(self) -> list[Term]:
        return [term for term in self.terms if not term.soft]

    @property
    def soft(self) -> list[Term]:
        return [term for term in self.terms if term.soft]


def _term(reader: Reader, word: str, *, last: bool, soft: bool) -> Term:
    form = canonical(word)
    known = reader.frequency("canon", form) > 0
    anywhere = known or reader.frequency("all_words", form) > 0 or reader.frequency("all_text", form) > 0
    prefix = ""
    if (
        word.isalpha()
        and not soft
        and ((last and len(word) >= MIN_PREFIX_LAST) or (not anywhere and len(word) >= MIN_PREFIX))
    ):
        begun = reader.beginning_with(word)
        if begun and not (len(begun) == 1 and begun[0] == word and known):
            prefix = word
    forms = {form: 1.0} if anywhere else {}
    weight = reader.rarity_of(form) if anywhere else UNKNOWN_WEIGHT
    return Term(word=word, forms=forms, prefix=prefix, soft=soft, weight=weight)


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
    return Understanding(
        tuple(
            _term(reader, word, last=position == len(kept) - 1, soft=is_soft)
            for position, (word, is_soft) in enumerate(zip(kept, softness, strict=True))
        )
    )


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
    return Understanding(tuple(terms), " ".join(words) if mended else "")
