"""What a way to follow a programme counts for in each facet."""

from collections.abc import Iterable

from jalon.training.enums import Length

# Upper bounds in months of each length.
BANDS = ((1, Length.DAYS), (6, Length.MONTHS), (12.5, Length.YEAR), (24.5, Length.TWO_YEARS))
ALWAYS = "open:always"
ACCESSIBLE = "access:yes"


def length_band(months: float) -> Length:
    """Return the band of a length in months, from beginning to end.

    >>> length_band(9).value
    'year'
    """
    return next((band for bound, band in BANDS if months <= bound), Length.LONGER)


def facets_of(
    *,
    domains: Iterable[str],
    level_in: int | None,
    level_out: int | None,
    modes: Iterable[str],
    rhythms: Iterable[str],
    funding: Iterable[str],
    months: float | None,
    accessible: bool | None,
    permanent: bool,
) -> tuple[str, ...]:
    """Return the counted values, « dimension:value »; what is not known counts for nothing."""
    facets = [f"domain:{letter}" for letter in domains]
    facets += [] if level_in is None else [f"in:{level_in}"]
    facets += [] if level_out is None else [f"out:{level_out}"]
    facets += [f"mode:{mode}" for mode in modes]
    facets += [f"rhythm:{rhythm}" for rhythm in rhythms]
    facets += [f"fund:{one}" for one in funding]
    facets += [] if months is None else [f"length:{length_band(months).value}"]
    facets += [ACCESSIBLE] if accessible else []
    facets += [ALWAYS] if permanent else []
    return tuple(facets)
