"""Occupations, all that describes them, and the hiring that employers plan."""

from jalon.occupations.models.labour import HiringFigure, JobFamily, OccupationFamily
from jalon.occupations.models.records import (
    Domain,
    Environment,
    Occupation,
    OccupationCondition,
    OccupationEnvironment,
    OccupationSkill,
    OccupationText,
    Relation,
    Sector,
    Sheet,
    Skill,
    Title,
    WayIn,
)

__all__ = [
    "Domain",
    "Environment",
    "HiringFigure",
    "JobFamily",
    "Occupation",
    "OccupationCondition",
    "OccupationEnvironment",
    "OccupationFamily",
    "OccupationSkill",
    "OccupationText",
    "Relation",
    "Sector",
    "Sheet",
    "Skill",
    "Title",
    "WayIn",
]
