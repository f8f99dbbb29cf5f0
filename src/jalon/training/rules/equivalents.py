"""What may stand in for a way to learn that has no start to come: the same diploma, else the same job."""

from collections.abc import Iterable
from datetime import date
from enum import IntEnum
from typing import NamedTuple


class Kinship(IntEnum):
    """What an offer shares with the one it may stand in for, the nearest kin first."""

    CERTIFICATION = 0
    OCCUPATION = 1  # the same occupation, at the same level


class Offer(NamedTuple):
    """What decides. `km`: None when a distance means nothing or is unknown; `start`: None for at any time."""

    key: int
    certification: str = ""
    occupations: frozenset[str] = frozenset()
    level: int | None = None
    modes: frozenset[str] = frozenset()
    km: float | None = None
    start: date | None = None
    catchable: bool = True  # one can still sign up, or will be able to


class Equivalent(NamedTuple):
    """An offer that may stand in, and what it shares."""

    offer: Offer
    kinship: Kinship
    same_mode: bool


def kinship(one: Offer, other: Offer) -> Kinship | None:
    """Return what two offers share, or None when one cannot stand in for the other."""
    if one.certification and one.certification == other.certification:
        return Kinship.CERTIFICATION
    if one.level is not None and one.level == other.level and one.occupations & other.occupations:
        return Kinship.OCCUPATION
    return None


def equivalents(wanted: Offer, offers: Iterable[Offer]) -> list[Equivalent]:
    """Return the live offers that may stand in for `wanted`, best first; `wanted` itself is left out.

    The same diploma comes first, then what one can still catch, the same mode, the nearer, the sooner.
    """
    found = [
        Equivalent(offer, kin, bool(offer.modes & wanted.modes))
        for offer in offers
        if offer.key != wanted.key and (kin := kinship(wanted, offer)) is not None
    ]
    return sorted(found, key=_rank)


def _rank(one: Equivalent) -> tuple[int, bool, bool, float, int, int]:
    offer = one.offer
    far = float("inf") if offer.km is None else offer.km
    start = offer.start.toordinal() if offer.start else 0
    return one.kinship, not offer.catchable, not one.same_mode, far, start, offer.key
