"""What the pages of the two questions read."""

from jalon.guidance.selectors.asking import occupations_for

__all__ = ["occupations_for"]
