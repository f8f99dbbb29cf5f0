"""What a way to follow a programme counts for in each facet."""

from bisect import bisect_left
from collections.abc import Iterable

from jalon.training.enums import Length

# Upper bounds in months, included, of each length but the last.
BOUNDS, BANDS = (1, 6, 12.5, 24.5), tuple(Length)
ALWAYS = "open:always"
ACCESSIBLE = "access:yes"


def length_band(months: float) -> Length:
    """Return the band of a length in months, from beginning to end.

    >>> length_band(9).value
    'year'
    """
    return BANDS[bisect_left(BOUNDS, months)]


def programme_facets(domains: Iterable[str], level_in: int | None, level_out: int | None) -> tuple[str, ...]:
    """Return the counted values of a programme, « dimension:value »; what is not known counts for nothing."""
    facets = [f"domain:{letter}" for letter in domains]
    facets += [] if level_in is None else [f"in:{level_in}"]
    facets += [] if level_out is None else [f"out:{level_out}"]
    return tuple(facets)


def action_facets(
    *,
    modes: Iterable[str],
    rhythms: Iterable[str],
    funding: Iterable[str],
    length: Length | None,
    accessible: bool | None,
    permanent: bool,
) -> tuple[str, ...]:
    """Return the counted values of a way to follow a programme, beside those of the programme."""
    facets = [f"mode:{mode}" for mode in modes]
    facets += [f"rhythm:{rhythm}" for rhythm in rhythms]
    facets += [f"fund:{one}" for one in funding]
    facets += [] if length is None else [f"length:{length.value}"]
    facets += [ACCESSIBLE] if accessible else []
    facets += [ALWAYS] if permanent else []
    return tuple(facets)
