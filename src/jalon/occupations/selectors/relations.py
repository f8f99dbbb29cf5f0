"""Reads about how close occupations stand to each other, as computed."""

from django.db.models import QuerySet

from jalon.occupations.enums import Status
from jalon.occupations.models import Relation


def related_to(code: str, *, limit: int = 10) -> QuerySet[Relation]:
    """Return the closest occupations in force, the closest first; each carries score and reasons."""
    return (
        Relation.objects.filter(occupation_id=code, related__status=Status.ACTIVE)
        .select_related("related")
        .order_by("rank")[:limit]
    )
