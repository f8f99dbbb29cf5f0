"""The national directory of certifications: official files in, the region's own examples."""

from jalon.training.services.certifications.region import (
    clear_certifications,
    read_certifications,
    write_certifications,
)
from jalon.training.services.certifications.writing import load_rncp

__all__ = ["clear_certifications", "load_rncp", "read_certifications", "write_certifications"]
