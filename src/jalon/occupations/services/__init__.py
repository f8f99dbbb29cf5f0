"""Loading occupations and computing what follows from them."""

from jalon.occupations.services.clearing import clear_occupations
from jalon.occupations.services.relating import relate_occupations
from jalon.occupations.services.rome import load_rome
from jalon.occupations.services.sheets import read_occupations, write_occupations

__all__ = ["clear_occupations", "load_rome", "read_occupations", "relate_occupations", "write_occupations"]
