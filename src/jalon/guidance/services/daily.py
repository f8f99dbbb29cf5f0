"""What is done every day, by a worker or by hand; each says what it did."""

from django.utils import timezone

from jalon.guidance.services.dossier import delete_expired_dossiers
from jalon.guidance.services.workshop import clean_workshops


def clean_dossiers_today() -> str:
    """Delete the dossiers whose time is over."""
    return f"Dossiers supprimés : {delete_expired_dossiers(today=timezone.localdate())}"


def clean_workshops_today() -> str:
    """Close the workshops whose time is over and delete those kept long enough."""
    cleaned = clean_workshops(today=timezone.localdate())
    return f"Ateliers fermés : {cleaned.published}, supprimés : {cleaned.deleted}"
