"""What people keep of their search, without identity."""

from jalon.guidance.models.dossier import Dossier, DossierItem, DossierNote, DossierStart

__all__ = ["Dossier", "DossierItem", "DossierNote", "DossierStart"]
