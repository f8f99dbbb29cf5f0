"""The sketch map of the places around a commune."""

from collections.abc import Sequence

from jalon.directory.models import Organisation
from jalon.directory.rules import Sketch, draw_sketch
from jalon.territory.models import Commune

MOST_DOTS = 90


def sketch_around(commune: Commune, places: Sequence[Organisation], *, first: int = 1) -> Sketch:
    """Return the drawing: the commune, the places numbered from `first`, the largest communes around."""
    latitudes = [commune.latitude, *(place.latitude for place in places)]
    longitudes = [commune.longitude, *(place.longitude for place in places)]
    margin = 0.2  # degrees: what the drawing shows around the outermost place
    around = (
        Commune.objects.filter(
            withdrawn=False,
            latitude__range=(min(latitudes) - margin, max(latitudes) + margin),
            longitude__range=(min(longitudes) - margin, max(longitudes) + margin),
        )
        .exclude(pk=commune.pk)
        .order_by("-population", "pk")
        .values_list("name", "latitude", "longitude", "population")[:MOST_DOTS]
    )
    return draw_sketch(
        (commune.latitude, commune.longitude),
        [(place.latitude, place.longitude) for place in places],
        [(name, latitude, longitude, population or 0) for name, latitude, longitude, population in around],
        first=first,
    )
