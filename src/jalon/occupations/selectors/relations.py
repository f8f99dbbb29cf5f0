"""Reads about how close occupations stand to each other, as computed."""

from collections import defaultdict

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


def related_codes(*, limit: int = 10) -> dict[str, list[str]]:
    """Return the codes of the closest occupations of every one, the closest first."""
    close: dict[str, list[str]] = defaultdict(list)
    rows = Relation.objects.filter(related__status=Status.ACTIVE).order_by("occupation_id", "rank")
    for code, other in rows.values_list("occupation_id", "related_id"):
        if len(close[code]) < limit:
            close[code].append(other)
    return dict(close)


def codes_in_force() -> set[str]:
    """Return the codes of the occupations in force."""
    return set(Occupation.objects.filter(status=Status.ACTIVE).values_list("code", flat=True))
