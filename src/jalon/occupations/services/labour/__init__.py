"""The labour market comes in: the yearly hiring survey (BMO), or a region's example figures."""

from jalon.occupations.services.labour.bmo import load_bmo
from jalon.occupations.services.labour.example import clear_hiring, hiring_is_stale, read_hiring, write_hiring

__all__ = ["clear_hiring", "hiring_is_stale", "load_bmo", "read_hiring", "write_hiring"]
