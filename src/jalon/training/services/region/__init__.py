"""The region's own catalogue of programmes: read from its folder, its intakes drawn around today."""

from jalon.training.services.region.reading import read_training
from jalon.training.services.region.writing import clear_training, is_stale, write_training

__all__ = ["clear_training", "is_stale", "read_training", "write_training"]
