"""What the pages of the portal read across several rooms."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

from django.core.cache import cache

from jalon.occupations import selectors as occupations
from jalon.occupations.rules.facets import Filters
from jalon.search.selectors import Hit, search
from jalon.search.selectors.reader import read_state
from jalon.sources.enums import LoadState
from jalon.sources.models import Load, Source

MOST_OCCUPATIONS = 300
MOST_OTHERS = 4
KEPT_SECONDS = 300
OTHER_KINDS = ("sector", "skill", "organisation", "commune")


@dataclass(frozen=True)
class Asked:
    """What the index answers to a query, before any filter: `why` by code, best first; `total` of all."""

    why: dict[str, str]
    others: list[Hit]
    total: int = 0
    suggestion: str = ""
    widened: bool = False


@dataclass(frozen=True)
class Answer:
    """What a query with its filters gives, before it is cut into pages."""

    found: occupations.Found
    asked: Asked


@dataclass(frozen=True)
class SourceLine:
    """A source with its last finished load, if any."""

    source: Source
    load: Load | None


def _ask(query: str) -> Asked:
    results = search(query, kinds=("occupation",), limit=MOST_OCCUPATIONS)
    others = search(query, kinds=OTHER_KINDS, limit=MOST_OTHERS).hits
    return Asked(
        why={hit.code: hit.why for hit in results.hits},
        others=others,
        total=results.total + len(others),
        suggestion=results.suggestion,
        widened=results.widened,
    )


def asked(query: str) -> Asked:
    """Return what the index answers; kept as long as the index does not move: each filter asks again."""
    state = read_state()
    if not state:
        return _ask(query)
    words = f"{state.get('generation')}:{state.get('applied')}:{query}"
    key = f"portal:asked:{blake2b(words.encode(errors='replace'), digest_size=16).hexdigest()}"
    return cache.get_or_set(key, lambda: _ask(query), KEPT_SECONDS)


def answer(query: str, filters: Filters) -> Answer:
    """Return the occupations that answer a query and fit the filters; an empty query means all of them."""
    if not query:
        return Answer(occupations.find(None, filters), Asked({}, []))
    known = asked(query)
    return Answer(occupations.find(list(known.why), filters), known)


def sources_with_loads() -> Sequence[SourceLine]:
    """Return every source in use with its last finished load, in two queries.

    A sender whose first file was refused, or held nothing, has nothing shown.
    """
    last: dict[int, Load] = {}
    for load in Load.objects.filter(state=LoadState.DONE, source__isnull=False).order_by("started_at", "pk"):
        last[load.source_id] = load
    return [
        SourceLine(source, last.get(source.pk)) for source in Source.objects.exclude(training_feed__current=0)
    ]
