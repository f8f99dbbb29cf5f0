"""How good a ranking is for made-up people of whom someone said what is sensible and what is absurd."""

from collections.abc import Collection, Sequence
from statistics import median
from typing import NamedTuple

SENSIBLE_AT, ABSURD_AT = 30, 100


class Verdict(NamedTuple):
    """For one person: share of the sensible in the first 30, share of the absurd in the first 100.

    `first`: rank of the first sensible one, None when nothing sensible is ranked.
    """

    sensible: float
    absurd: float
    first: int | None
    missed: tuple[str, ...] = ()
    wrongly: tuple[str, ...] = ()


def judge(ranked: Sequence[str], *, sensible: Collection[str], absurd: Collection[str]) -> Verdict:
    """Judge one ranking; codes that are not ranked at all (not in the data) are left out."""
    places = {code: rank for rank, code in enumerate(ranked, start=1)}
    good = [code for code in sensible if code in places]
    bad = [code for code in absurd if code in places]
    missed = tuple(code for code in good if places[code] > SENSIBLE_AT)
    wrongly = tuple(code for code in bad if places[code] <= ABSURD_AT)
    return Verdict(
        1 - len(missed) / len(good) if good else 0.0,
        len(wrongly) / len(bad) if bad else 0.0,
        min((places[code] for code in good), default=None),
        missed,
        wrongly,
    )


def summary(verdicts: Sequence[Verdict]) -> dict[str, float]:
    """Return the mean shares and the median rank of the first sensible occupation."""
    firsts = [verdict.first for verdict in verdicts if verdict.first is not None]
    count = len(verdicts) or 1
    return {
        "sensible_in_30": round(sum(verdict.sensible for verdict in verdicts) / count, 3),
        "absurd_in_100": round(sum(verdict.absurd for verdict in verdicts) / count, 3),
        "first_sensible": float(median(firsts)) if firsts else 0.0,
    }
