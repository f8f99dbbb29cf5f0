"""From typed words to terms: what is required, what only helps, what may be a beginning or a mistake."""

from dataclasses import dataclass, replace
from functools import cache

from rapidfuzz.distance import OSA

from jalon.search.rules import canonical, query_words, root
from jalon.search.rules.canonical import MIN_ROOT
from jalon.search.rules.scoring import EXACT, RARE, SYNONYM, Term
from jalon.search.rules.spelling import sound
from jalon.search.selectors.reader import Reader
from jalon.search.selectors.speller import SAME_SOUND, speller_of
from jalon.search.selectors.words import synonyms, word_list

MIN_PREFIX_LAST, MIN_PREFIX, MIN_PREFIX_ALONE = 1, 3, 4
UNKNOWN_WEIGHT = 0.9 * RARE
SPLIT, FAR = 0.9, 9.0


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
    named = reader.frequency("folded", word) > 0
    if word.isalpha() and len(word) >= shortest and (last or not (named or soft)):
        begun = reader.beginning_with(word)
        prefix = word if begun and begun != (word,) else ""
    return Term(
        word=word,
        forms=forms,
        family=family if has_family else "",
        prefix=prefix,
        begun=reader.forms_beginning_with(prefix) if prefix else frozenset(),
        soft=soft,
        weight=max(reader.rarity[form] for form in forms) if forms else UNKNOWN_WEIGHT,
    )


def understand(reader: Reader, text: str) -> Understanding:
    """Return the terms of a query as typed, mistakes not mended."""
    words = query_words(text)
    stop, soft, towns = word_list("stop_words"), word_list("soft_words"), word_list("town_words")
    kept = [word for word in words if word not in stop and not (word.isdigit() and len(words) > 1)]
    if not kept:
        kept = words
    softness = [
        word in soft
        or word in towns
        or (not word.isalpha() and any(sign.isdigit() for sign in word))
        or reader.is_place(word)
        for word in kept
    ]
    if all(softness):
        # Nothing but circumstances: a town is then what is looked for, else whatever was typed.
        softness = (
            [word in soft for word in kept] if not all(word in soft for word in kept) else [False] * len(kept)
        )
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


def without_short_beginnings(understood: Understanding) -> Understanding:
    """Return the same query where a beginning of fewer than four letters no longer counts as a word."""
    return replace(
        understood,
        terms=tuple(
            replace(term, prefix="", begun=frozenset()) if len(term.prefix) < MIN_PREFIX_ALONE else term
            for term in understood.terms
        ),
    )


def with_beginnings(reader: Reader, understood: Understanding) -> Understanding:
    """Return the same query where any word that names something may also be the beginning of one."""
    return replace(understood, terms=tuple(_begun(reader, term) for term in understood.terms))


def _begun(reader: Reader, term: Term) -> Term:
    if term.soft or term.prefix or len(term.word) < MIN_PREFIX or not term.word.isalpha():
        return term
    if reader.beginning_with(term.word) in {(), (term.word,)}:
        return term
    return replace(term, prefix=term.word, begun=reader.forms_beginning_with(term.word))


@cache
def small_talk() -> tuple[frozenset[str], frozenset[str]]:
    """Return the stop and soft words that can be mistyped, and the sounds of them all."""
    words = word_list("stop_words") | word_list("soft_words")
    return frozenset(word for word in words if len(word) >= 4), frozenset(sound(word) for word in words)


def _small_talk_cost(word: str) -> float:
    """Return how far an unknown word is from a mistyped small word (« voudré »), FAR when it is not one."""
    words, sounds = small_talk()
    if len(word) >= MIN_PREFIX and sound(word) in sounds:
        return SAME_SOUND
    near = len(word) >= 5 and any(OSA.distance(word, known, score_cutoff=1) <= 1 for known in words)
    return 1.0 if near else FAR


def _mend_term(reader: Reader, term: Term, *, alone: bool) -> list[Term]:
    """Return a term with the known words near it, or two terms when it is two words written as one."""
    speller = speller_of(reader)
    corrections = speller.corrections(term.word)
    nearest = corrections[0].cost if corrections else FAR
    if not alone and _small_talk_cost(term.word) < nearest:
        return [replace(term, soft=True)]
    if corrections:
        forms: dict[str, float] = {}
        for known in corrections:
            form = canonical(known.word)
            forms[form] = max(known.sure, forms.get(form, 0.0))
        best = corrections[0].word
        return [replace(term, word=best, forms=forms, soft=not alone and best in word_list("soft_words"))]
    return [
        Term(word=part, forms={canonical(part): SPLIT}, weight=reader.rarity[canonical(part)])
        for part in speller.split(term.word) or ()
    ] or [term]


def mend(reader: Reader, understood: Understanding) -> Understanding:
    """Return the same query with known words put beside the unknown ones."""
    terms: list[Term] = []
    for term in understood.terms:
        known = term.soft or term.forms
        terms += [term] if known else _mend_term(reader, term, alone=len(understood.terms) == 1)
    if all(term.soft for term in terms):
        terms = [replace(term, soft=False) for term in terms]
    words = tuple(term.word for term in terms)
    changed = words != tuple(term.word for term in understood.terms)
    return Understanding(tuple(terms), words, " ".join(words) if changed else "")
