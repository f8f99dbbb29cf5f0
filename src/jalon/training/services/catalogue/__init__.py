"""Keeping programmes as versions, and giving them back exactly."""

from jalon.training.services.catalogue.replacing import remove_catalogue, replace_catalogue
from jalon.training.services.catalogue.restoring import stored_records

__all__ = ["remove_catalogue", "replace_catalogue", "stored_records"]
