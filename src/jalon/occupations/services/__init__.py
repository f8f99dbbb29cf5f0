"""Loading occupations and computing what follows from them."""

from jalon.occupations.services.relating import relate_occupations
from jalon.occupations.services.rome import load_rome
from jalon.occupations.services.sheets import read_occupations, write_occupations

__all__ = ["load_rome", "read_occupations", "relate_occupations", "write_occupations"]
