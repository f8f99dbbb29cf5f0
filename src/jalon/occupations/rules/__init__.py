"""What can be read in titles and official texts, and how close two occupations are: pure functions."""

from jalon.occupations.rules.access import entry_level
from jalon.occupations.rules.conditions import read_conditions
from jalon.occupations.rules.titles import split_title

__all__ = ["entry_level", "read_conditions", "split_title"]
