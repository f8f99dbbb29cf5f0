"""The region's own catalogue of programmes: read from its folder, its intakes drawn around today."""
