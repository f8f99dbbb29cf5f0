"""Reads about how occupations stand to each other: computed closeness, parents of ROME 4."""

from django.db.models import QuerySet

from jalon.occupations.enums import Status
from jalon.occupations.models import Occupation, Relation


def related_to(code: str, *, limit: int = 10) -> QuerySet[Relation]:
    """Return the closest occupations in force, the closest first; each carries score and reasons."""
    return (
        Relation.objects.filter(occupation_id=code, related__status=Status.ACTIVE)
        .select_related("related")
        .order_by("rank")[:limit]
    )


def inherited_from(occupation: Occupation) -> Occupation | None:
    """Return the occupation whose official texts speak for this one, or None when it has its own.

    A code that ROME 4 added details an older one (`parent`) and is published without texts.
    """
    if occupation.parent_id is None or occupation.texts.exists():
        return None
    parent = occupation.parent
    return parent if parent is not None and parent.texts.exists() else None
