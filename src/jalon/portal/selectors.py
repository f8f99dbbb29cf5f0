"""What the pages of the portal read across several rooms."""

from collections.abc import Sequence
from dataclasses import dataclass

from jalon.occupations import selectors as occupations
from jalon.occupations.rules.facets import Filters
from jalon.search.selectors import Hit, search
from jalon.sources.enums import LoadState
from jalon.sources.models import Load, Source

MOST_OCCUPATIONS = 300
MOST_OTHERS = 6
OTHER_KINDS = ("sector", "skill", "organisation", "commune")


@dataclass(frozen=True)
class Answer:
    """What a query with its filters gives, before it is cut into pages."""

    found: occupations.Found
    why: dict[str, str]
    others: list[Hit]
    suggestion: str
    widened: bool


@dataclass(frozen=True)
class SourceLine:
    """A source with its last finished load, if any."""

    source: Source
    load: Load | None


def answer(query: str, filters: Filters) -> Answer:
    """Return the occupations that answer a query and fit the filters; an empty query means all of them."""
    if not query:
        return Answer(occupations.find(None, filters), {}, [], "", False)
    results = search(query, kinds=("occupation",), limit=MOST_OCCUPATIONS)
    others = search(query, kinds=OTHER_KINDS, limit=MOST_OTHERS).hits
    codes = list(dict.fromkeys(hit.code for hit in results.hits))
    return Answer(
        found=occupations.find(codes, filters),
        why={hit.code: hit.why for hit in results.hits},
        others=others,
        suggestion=results.suggestion,
        widened=results.widened,
    )


def sources_with_loads() -> Sequence[SourceLine]:
    """Return every source with its last finished load, in two queries."""
    last: dict[int, Load] = {}
    for load in Load.objects.filter(state=LoadState.DONE, source__isnull=False).order_by("started_at", "pk"):
        last[load.source_id] = load
    return [SourceLine(source, last.get(source.pk)) for source in Source.objects.all()]
