"""Certifications, and the catalogue of programmes that prepare for them."""

from jalon.training.models.catalogue import Action, Feed, Place, Programme, Provider, Session
from jalon.training.models.certifications import Certification, CertificationOccupation

__all__ = [
    "Action",
    "Certification",
    "CertificationOccupation",
    "Feed",
    "Place",
    "Programme",
    "Provider",
    "Session",
]
