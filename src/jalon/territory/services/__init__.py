"""Writing the region and its places, from its folder or from an official file."""

from jalon.territory.services.communes import communes_written
from jalon.territory.services.folder import KnownPlaces, known_places, territory_slugs
from jalon.territory.services.official import load_communes

__all__ = ["KnownPlaces", "communes_written", "known_places", "load_communes", "territory_slugs"]
