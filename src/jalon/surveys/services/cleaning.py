"""Deleting what is no longer kept."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from jalon.surveys.models import Opinion, WitnessGroup
from jalon.surveys.rules.keeping import oldest_closing, oldest_opinion


@transaction.atomic
def delete_old_opinions(*, today: date) -> int:
    """Delete the opinions older than 24 months; return how many."""
    _rows, by_model = Opinion.objects.filter(day__lt=oldest_opinion(today)).delete()
    return by_model.get(Opinion._meta.label, 0)


@transaction.atomic
def delete_old_groups(*, today: date) -> int:
    """Delete the groups closed for more than 12 months, with their answers; return how many."""
    _rows, by_model = WitnessGroup.objects.filter(closes_on__lt=oldest_closing(today)).delete()
    return by_model.get(WitnessGroup._meta.label, 0)


def clean_today() -> str:
    """Delete all that is no longer kept today, and say it."""
    today = timezone.localdate()
    opinions, groups = delete_old_opinions(today=today), delete_old_groups(today=today)
    return f"Avis supprimés : {opinions} ; groupes de test supprimés : {groups}"
