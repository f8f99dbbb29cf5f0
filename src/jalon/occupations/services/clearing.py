"""Removing what a region said of occupations, before another region takes its place."""

from jalon.occupations.models import (
    Domain,
    Occupation,
    OccupationCondition,
    OccupationSkill,
    Sector,
    Sheet,
    Skill,
    Title,
)
from jalon.search.services import changed
from jalon.sources.models import Source


def clear_occupations(source: Source) -> None:
    """Remove a region's sheets and sectors; official occupations stay, and the domains that hold them."""
    changed(kind="occupation", keys=Sheet.objects.filter(source=source).values_list("occupation", flat=True))
    changed(kind="skill", keys=Skill.objects.filter(source=source).values_list("code", flat=True))
    changed(kind="sector", keys=Sector.objects.filter(source=source).values_list("slug", flat=True))
    Occupation.objects.filter(source=source).delete()
    for model in (Sheet, Title, OccupationCondition, OccupationSkill, Skill, Sector):
        model.objects.filter(source=source).delete()
    held = Occupation.objects.exclude(domain=None).values("domain")
    details = Domain.objects.filter(source=source).exclude(parent=None)
    details.exclude(pk__in=held).delete()
    kept = Domain.objects.exclude(parent=None).values("parent")
    Domain.objects.filter(source=source, parent=None).exclude(pk__in=held).exclude(pk__in=kept).delete()
