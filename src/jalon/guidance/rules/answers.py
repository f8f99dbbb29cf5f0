"""What a person says of herself to be shown occupations and routes: plain values, kept only in an address.

Everything may be left unsaid: unsaid is unknown, never zero. Nothing here says sex, origin, age or school.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

LETTERS = "RIASEC"
MOST_WEIGHT = 3


class Factor(StrEnum):
    """What a ranking looks at; each can be weighed from 0 (left out) to 3 by the person."""

    INTERESTS = "interests"
    SKILLS = "skills"
    WORDS = "words"
    STUDY = "study"
    CONDITIONS = "conditions"
    SECTORS = "sectors"
    NEAR = "near"


@dataclass(frozen=True)
class Answers:
    """One person's answers.

    `interests`: by RIASEC letter, from 0 (not at all) to 1 (very much); a letter that is absent is unknown.
    `skills`: codes of the skills she has (`occupations.Skill`). `past`: ROME codes of what she has done.
    `text`: her own words. `level_now`: the level she has (0 none … 8); `level_most`: the highest she accepts
    to aim at. `months_most`: the longest training she accepts. `commune`: INSEE code; `kilometres` around it.
    `refused`, `wanted`: values of `occupations.enums.Condition`. `sectors`: slugs. `weights`: by factor, what
    differs from the defaults.
    """

    interests: Mapping[str, float] = field(default_factory=dict)
    skills: frozenset[str] = frozenset()
    past: tuple[str, ...] = ()
    text: str = ""
    level_now: int | None = None
    level_most: int | None = None
    months_most: int | None = None
    commune: str = ""
    kilometres: int | None = None
    refused: frozenset[str] = frozenset()
    wanted: frozenset[str] = frozenset()
    sectors: frozenset[str] = frozenset()
    weights: Mapping[Factor, int] = field(default_factory=dict)

    def says_nothing(self) -> bool:
        """Tell whether there is nothing to rank by."""
        said = (self.interests, self.skills, self.past, self.text.strip(), self.level_most, self.months_most)
        return not any((*said, self.commune, self.refused, self.wanted, self.sectors))
