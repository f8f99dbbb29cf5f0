"""LHÉO: the national format of training offers, in (2.2 and 2.3) and out (2.3)."""

from jalon.training.services.lheo.halves import Half, halves_of
from jalon.training.services.lheo.lines import NumberFinder
from jalon.training.services.lheo.opening import FeedFile, Limits, open_feed
from jalon.training.services.lheo.reading import Omitted, Rejected, iter_programmes
from jalon.training.services.lheo.writing import write_programmes

__all__ = [
    "FeedFile",
    "Half",
    "Limits",
    "NumberFinder",
    "Omitted",
    "Rejected",
    "halves_of",
    "iter_programmes",
    "open_feed",
    "write_programmes",
]
