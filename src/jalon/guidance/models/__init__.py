"""What people keep of their search, without identity."""

from jalon.guidance.models.dossier import (
    Dossier,
    DossierAct,
    DossierItem,
    DossierNote,
    DossierStart,
)
from jalon.guidance.models.workshop import Workshop, WorkshopAnswer

__all__ = [
    "Dossier",
    "DossierAct",
    "DossierItem",
    "DossierNote",
    "DossierStart",
    "Workshop",
    "WorkshopAnswer",
]
