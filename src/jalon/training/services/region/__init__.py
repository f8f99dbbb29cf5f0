"""The region's own catalogue of programmes: read from its folder, its intakes drawn around today."""

from jalon.training.services.region.writing import declare_part

__all__ = ["declare_part"]
