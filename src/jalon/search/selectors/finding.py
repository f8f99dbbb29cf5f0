"""The ways of asking, from the strictest to the widest; wider ones only when too little was found."""

from collections.abc import Sequence

from jalon.search.rules.scoring import least_share
from jalon.search.selectors.reader import Reader, with_reader
from jalon.search.selectors.results import Hit, Results, Suggestion
from jalon.search.selectors.retrieval import Asking, Candidate, gather, gather_names, ranked
from jalon.search.selectors.understanding import (
    Understanding,
    mend,
    understand,
    with_beginnings,
    without_short_beginnings,
)

ENOUGH, GOOD_NAME = 5, 0.6
BEGUN_TRUST, MENDED_TRUST, WIDE_TRUST = 0.9, 0.9, 0.8
# What answers far less well than the best one only makes the list longer.
WORTH_SHOWING = 0.3
WHOLE_WHY = "Trouvé dans la description et les compétences"


def _answered(asking: Asking) -> bool:
    """Whether enough was found, and a name among it: descriptions alone answer beside the point."""
    found = asking.found.values()
    return len(found) >= ENOUGH and any(candidate.name >= GOOD_NAME for candidate in found)


def _widen(asking: Asking, understood: Understanding) -> str:
    """Ask with beginnings, then mended words, then part of the words; return the mended query if needed."""
    found = asking.found
    gather_names(asking, with_beginnings(asking.reader, understood), trust=BEGUN_TRUST)
    if len(found) >= ENOUGH:
        return ""
    mended = mend(asking.reader, understood)
    corrected = ""
    if mended.corrected:
        before = len(found)
        gather(asking, mended, trust=MENDED_TRUST)
        corrected = mended.corrected if len(found) > before else ""
    if len(found) < ENOUGH and len(mended.hard) > 1:
        partly = asking.apart()
        gather_names(partly, without_short_beginnings(mended), trust=WIDE_TRUST, every_word=False)
        least = least_share(len(mended.hard))
        for key, candidate in partly.found.items():
            if candidate.share > least or candidate.certain:
                found.setdefault(key, candidate)
                corrected = corrected or mended.corrected
    return corrected


def _worth_showing(best: list[Candidate]) -> list[Candidate]:
    return [candidate for candidate in best if candidate.score >= WORTH_SHOWING * best[0].score]


def _hit(candidate: Candidate) -> Hit:
    stored = candidate.stored
    return Hit(
        kind=stored.kind,
        code=stored.code,
        title=stored.title,
        url=stored.url,
        score=round(candidate.score, 4),
        why=candidate.why or WHOLE_WHY,
        matched=candidate.matched,
        detail=stored.detail,
    )


def search(text: str, *, kinds: Sequence[str] = (), limit: int = 100) -> Results:
    """Return what answers `text`, best first; odd or empty text gives no hit, never an error."""

    def find(reader: Reader) -> Results:
        understood = understand(reader, text)
        if not understood.terms:
            return Results(text)
        asking = Asking.wanting(reader, kinds, limit)
        gather(asking, understood, trust=1.0)
        widened, suggestion = False, ""
        if not _answered(asking):
            before = len(asking.found)
            suggestion = _widen(asking, understood)
            widened = before < ENOUGH and len(asking.found) > before
        best = _worth_showing(ranked(asking.found.values()))
        return Results(text, len(best), [_hit(candidate) for candidate in best[:limit]], widened, suggestion)

    return with_reader(find)


def _other_words(candidate: Candidate) -> str:
    """Return what to say under a suggestion: the entry's title, else its detail, if they say more."""
    label = candidate.matched or candidate.stored.title
    return next((words for words in (candidate.stored.title, candidate.stored.detail) if words != label), "")


def suggest(text: str, *, kinds: Sequence[str] = ("occupation",), limit: int = 8) -> list[Suggestion]:
    """Return what to propose for the beginning of a query, one line an entry, best first."""

    def find(reader: Reader) -> list[Suggestion]:
        understood = understand(reader, text)
        asking = Asking(reader, kinds, typing=True)
        if understood.terms:
            gather_names(asking, understood, trust=1.0)
            if not asking.found:
                gather_names(asking, mend(reader, understood), trust=MENDED_TRUST)
        return [
            Suggestion(
                kind=candidate.stored.kind,
                code=candidate.stored.code,
                label=candidate.matched or candidate.stored.title,
                detail=_other_words(candidate),
                url=candidate.stored.url,
            )
            for candidate in ranked(asking.found.values())[:limit]
        ]

    return with_reader(find)
