"""The ways of asking, from the strictest to the widest; wider ones only when too little was found."""

from collections.abc import Sequence

from jalon.search.rules.scoring import least_share
from jalon.search.selectors.reader import Reader, with_reader
from jalon.search.selectors.results import Hit, Results, Suggestion
from jalon.search.selectors.retrieval import Candidate, gather, ranked
from jalon.search.selectors.understanding import (
    Understanding,
    mend,
    understand,
    with_beginnings,
    without_short_beginnings,
)

ENOUGH = 5
BEGUN_TRUST, MENDED_TRUST, WIDE_TRUST = 0.9, 0.9, 0.8
# What answers far less well than the best one only makes the list longer.
WORTH_SHOWING = 0.3
WHOLE_WHY = "Trouvé dans la description et les compétences"


def _enough(found: dict[str, Candidate]) -> bool:
    return len(found) >= ENOUGH


def _widen(
    reader: Reader, understood: Understanding, kinds: Sequence[str], found: dict[str, Candidate]
) -> str:
    """Ask with mended words, then with part of the words; return the mended query if it was needed."""
    gather(reader, with_beginnings(reader, understood), kinds, found, every_word=True, trust=BEGUN_TRUST)
    if _enough(found):
        return ""
    mended = mend(reader, understood)
    corrected = ""
    if mended.corrected:
        before = len(found)
        gather(reader, mended, kinds, found, every_word=True, trust=MENDED_TRUST)
        corrected = mended.corrected if len(found) > before else ""
    if not _enough(found) and len(mended.hard) > 1:
        partial: dict[str, Candidate] = {}
        gather(reader, without_short_beginnings(mended), kinds, partial, every_word=False, trust=WIDE_TRUST)
        least = least_share(len(mended.hard))
        for key, candidate in partial.items():
            if candidate.share > least or candidate.certain:
                found.setdefault(key, candidate)
                corrected = corrected or mended.corrected
    return corrected


def _worth_showing(best: list[Candidate]) -> list[Candidate]:
    return [candidate for candidate in best if candidate.score >= WORTH_SHOWING * best[0].score]


def _hit(candidate: Candidate) -> Hit:
    payload = candidate.payload
    return Hit(
        kind=payload["kind"],
        code=payload["code"],
        title=payload["title"],
        url=payload["url"],
        score=round(candidate.score, 4),
        why=candidate.why or WHOLE_WHY,
        matched=candidate.matched,
        detail=payload["detail"],
    )


def search(text: str, *, kinds: Sequence[str] = (), limit: int = 100) -> Results:
    """Return what answers `text`, best first; odd or empty text gives no hit, never an error."""

    def find(reader: Reader) -> Results:
        understood = understand(reader, text)
        if not understood.terms:
            return Results(text)
        found: dict[str, Candidate] = {}
        gather(reader, understood, kinds, found, every_word=True, trust=1.0)
        widened, suggestion = False, ""
        if not _enough(found):
            before = len(found)
            suggestion = _widen(reader, understood, kinds, found)
            widened = len(found) > before
        best = _worth_showing(ranked(found.values()))
        return Results(text, len(best), [_hit(candidate) for candidate in best[:limit]], widened, suggestion)

    return with_reader(find)


def suggest(text: str, *, kinds: Sequence[str] = ("occupation",), limit: int = 8) -> list[Suggestion]:
    """Return what to propose for the beginning of a query, one line an entry, best first."""

    def find(reader: Reader) -> list[Suggestion]:
        understood = understand(reader, text)
        found: dict[str, Candidate] = {}
        if understood.terms:
            gather(reader, understood, kinds, found, every_word=True, trust=1.0)
            if not found:
                _widen(reader, understood, kinds, found)
        return [
            Suggestion(
                kind=candidate.payload["kind"],
                code=candidate.payload["code"],
                label=candidate.matched or candidate.payload["title"],
                detail=candidate.payload["title"] if candidate.matched else candidate.payload["detail"],
                url=candidate.payload["url"],
            )
            for candidate in ranked(found.values())[:limit]
        ]

    return with_reader(find)
