"""What the two questions decide, in plain values."""

from jalon.guidance.rules.choices import MOST_INTERESTS, chosen_interests, in_sentence

__all__ = ["MOST_INTERESTS", "chosen_interests", "in_sentence"]
