"""Writing organisations, from what a region's folder lists."""
