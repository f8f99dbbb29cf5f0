"""What people keep of their search, without identity."""

from jalon.guidance.models.dossier import Dossier, DossierItem, DossierNote, DossierStart
from jalon.guidance.models.workshop import Workshop, WorkshopAnswer

__all__ = ["Dossier", "DossierItem", "DossierNote", "DossierStart", "Workshop", "WorkshopAnswer"]
